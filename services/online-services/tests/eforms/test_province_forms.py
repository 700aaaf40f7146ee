import json
from datetime import date
from pathlib import Path

import pytest

from online_services.eforms.answers import check_answers, read_answers
from online_services.eforms.schema import load_eform

PROVINCE = Path(__file__).parents[4] / "data" / "binh-dinh"
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
    assert len(made) == 67
    assert len({code for code, _ in made}) == len(made), "a form is one paper"
