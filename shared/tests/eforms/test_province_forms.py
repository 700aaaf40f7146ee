import json
from datetime import date
from pathlib import Path

import pytest

from shared.work.eforms.answers import check_answers, read_answers
from shared.work.eforms.schema import load_eform

PROVINCE = Path(__file__).parents[3] / "data" / "binh-dinh"
FORMS = sorted((PROVINCE / "eforms").glob("*.json"))
TODAY = date(2026, 11, 22)


def test_every_procedure_names_a_form_that_exists() -> None:
    procedures = json.loads((PROVINCE / "procedures.json").read_text(encoding="utf-8"))["procedures"]
    assert {procedure["form"] for procedure in procedures if procedure["level"] > 2} == {path.stem for path in FORMS}


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_the_provinces_forms_can_be_published(path: Path) -> None:
    eform = load_eform(json.loads(path.read_text(encoding="utf-8")))
    assert eform.id == path.stem
    assert {control.name for _, control in eform.controls()} == set(eform.properties)


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_an_empty_form_says_in_vietnamese_what_is_missing(path: Path) -> None:
    eform = load_eform(json.loads(path.read_text(encoding="utf-8")))
    errors = check_answers(eform, read_answers(eform, {}), TODAY)
    assert {error.pointer[1:] for error in errors} == set(eform.schema["required"])
    assert all(
        error.code == "required" and error.sentence.startswith(("Nhập ", "Chọn ", "Đánh dấu ")) for error in errors
    )


APPLICANT = {
    "applicant_name": "Trần Thị Ngọc Lan", "applicant_id": "052192001234", "applicant_phone": "0905123456",
    "applicant_address": "Nhơn Lý, Quy Nhơn", "declaration": "true",
}  # fmt: skip
OF_COMMUNES = {
    "dang-ky-khai-sinh": {
        "relation": "mother", "child_name": "Nguyễn An Nhiên", "child_born_on": "2026-11-01", "child_gender": "female",
        "child_ethnicity": "Kinh", "child_nationality": "Việt Nam", "child_birth_place": "Bệnh viện Đa khoa tỉnh",
        "child_home_town": "Nhơn Lý",
    },
    "dang-ky-ket-hon": {
        "bride_name": "Trần Thị Ngọc Lan", "bride_born_on": "1992-03-04", "bride_id": "052192001234",
        "bride_ethnicity": "Kinh", "bride_residence": "Nhơn Lý", "bride_times": "1", "groom_name": "Lê Văn Bình",
        "groom_born_on": "1990-05-06", "groom_id": "052090001234", "groom_ethnicity": "Kinh", "groom_residence": "Nhơn Lý",
        "groom_times": "1",
    },
    "dang-ky-giam-ho": {
        "guardian_name": "Trần Thị Ngọc Lan", "guardian_born_on": "1992-03-04", "guardian_id": "052192001234",
        "guardian_residence": "Nhơn Lý", "ward_name": "Nguyễn An Nhiên", "ward_born_on": "2020-11-01",
        "ward_gender": "female", "ward_residence": "Nhơn Lý", "reason": "Cha mẹ đã mất",
    },
}  # fmt: skip


@pytest.mark.parametrize("form", OF_COMMUNES)
def test_the_forms_of_communes_are_filled_in_without_what_the_law_does_not_ask(form: str) -> None:
    eform = load_eform(json.loads((PROVINCE / "eforms" / f"{form}.json").read_text(encoding="utf-8")))
    answers = APPLICANT | OF_COMMUNES[form]
    dates = {name: said for name, said in answers.items() if name.endswith("born_on")}
    parts = {
        f"{name}-{part}": n
        for name, said in dates.items()
        for part, n in zip(("year", "month", "day"), said.split("-"), strict=True)
    }
    typed = {name: said for name, said in answers.items() if name not in dates} | parts
    assert check_answers(eform, read_answers(eform, typed), TODAY) == []


SAYS_WHAT_THE_FORM_SAYS = ("Đơn ", "Tờ khai", "Giấy đề nghị", "Giấy đăng ký")


def test_nobody_fills_in_a_form_and_is_then_asked_for_it_again() -> None:
    """The first paper of a procedure that is an application is what the e-form asks: it is made from the answers."""
    procedures = json.loads((PROVINCE / "procedures.json").read_text(encoding="utf-8"))["procedures"]
    titles = {path.stem: json.loads(path.read_text(encoding="utf-8"))["title"] for path in FORMS}
    asked_twice, made = [], []
    for procedure in procedures:
        for place, paper in enumerate(procedure.get("papers", ())):
            says_it = paper["required"] and paper["name"].startswith(SAYS_WHAT_THE_FORM_SAYS) and place == 0
            if paper.get("from_form"):
                made.append((procedure["code"], place))
            elif says_it or paper["name"] == titles[procedure["form"]]:
                asked_twice.append(paper["code"])
    assert asked_twice == []
    assert len(made) == 67 + 5, "and of five services of communes"
    assert len({code for code, _ in made}) == len(made), "a form is one paper"
