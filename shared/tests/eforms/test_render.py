import json
from datetime import date
from pathlib import Path

from shared.core.province import read_province
from shared.web.navigation import menu_of
from shared.web.pages import Pages
from shared.work.eforms.answers import check_answers, read_answers
from shared.work.eforms.render import prefilled, view_answers, view_form
from shared.work.eforms.schema import load_eform

FORMS = Path(__file__).parents[3] / "data" / "binh-dinh" / "eforms"
EFORM = load_eform(json.loads((FORMS / "chung-chi-hanh-nghe-duoc.json").read_text(encoding="utf-8")))
TYPED = {
    "born_on-day": "31",
    "born_on-month": "2",
    "born_on-year": "1990",
    "degree": "other",
    "practice_months": "24",
    "scopes": ["retail", "clinical"],
    "applicant_name": '<script>alert("x")</script>',
}


def test_controls_carry_label_value_options_and_error() -> None:
    answers = read_answers(EFORM, TYPED)
    groups = view_form(EFORM, answers, check_answers(EFORM, answers, date(2026, 11, 22)))
    controls = {control.name: control for group in groups for control in group.controls}
    assert controls["born_on"].kind == "date"
    assert controls["born_on"].value == {"day": "31", "month": "2", "year": "1990"}
    assert controls["born_on"].error
    assert controls["scopes"].kind == "checkboxes"
    assert controls["scopes"].value == ["retail", "clinical"]
    assert controls["other_degree"].shown
    assert controls["other_degree"].required
    assert not controls["old_certificate"].shown
    assert controls["degree"].options[0] == ("pharmacist", "Bằng tốt nghiệp đại học ngành dược (dược sĩ)")
    rule = controls["other_degree"].rule
    assert rule is not None
    assert (rule.field, rule.values) == ("degree", ("other",))
    assert not controls["applicant_email"].required


def test_a_supplement_shows_only_the_fields_asked_for() -> None:
    groups = view_form(EFORM, {}, only=frozenset({"school"}))
    assert [control.name for group in groups for control in group.controls] == ["school"]


def test_answers_read_as_people_write_them() -> None:
    answers = {
        "born_on": "1990-08-14",
        "graduated_year": 2012,
        "practice_months": 1200,
        "scopes": ["retail"],
        "declaration": True,
    }
    lines = {line.name: line.text for _, group in view_answers(EFORM, answers) for line in group}
    assert lines == {
        "born_on": "14/08/1990",
        "graduated_year": "2012",
        "practice_months": "1.200",
        "scopes": "Bán lẻ thuốc",
        "declaration": "Có",
    }


def test_what_the_account_knows_is_filled_in() -> None:
    known = prefilled(EFORM, {"full_name": "Võ Minh Khoa", "phone": "", "personal_id": "052201009845"})
    assert known == {"applicant_name": "Võ Minh Khoa", "applicant_id": "052201009845"}


def test_the_template_shows_the_form_with_everything_escaped(tmp_path: Path) -> None:
    pages = Pages(tmp_path, embedded=True, province=read_province(FORMS.parent), menu=menu_of(()))
    source = '{% from "macros/eform.html" import controls %}{{ controls(groups, prefix="tk-") }}'
    answers = read_answers(EFORM, TYPED)
    html = pages.environment.from_string(source).render(groups=view_form(EFORM, answers))
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert 'name="tk-born_on-day"' in html
    assert html.count("<fieldset") >= 5
    assert "old_certificate" not in html
