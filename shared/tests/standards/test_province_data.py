"""The province's files agree with each other and with what the standards demand."""

import csv
import json
import re
from pathlib import Path
from typing import Any

import pytest

from shared.standards.calendar_days import CalendarDays, read_calendar
from shared.standards.identifiers import is_personal_id, is_tax_code, read_personal_id
from shared.standards.typed import read_phone
from shared.standards.vietnamese import fold, nfc
from shared.standards.working_time import Term, TermUnit

PROVINCE = Path(__file__).parents[3] / "data" / "binh-dinh"


def read(name: str) -> Any:
    return json.loads((PROVINCE / name).read_text(encoding="utf-8"))


def rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((PROVINCE / name).read_text(encoding="utf-8").splitlines()))


AGENCIES = {row["code"]: row for row in rows("agencies.csv")}
PROCEDURES = read("procedures.json")["procedures"]
PEOPLE = read("people.json")


def test_every_service_of_the_plan_is_there_with_its_name_tier_and_level() -> None:
    planned = [(int(row["no"]), row["tier"], row["name"], int(row["level"])) for row in rows("procedures-source.csv")]
    assert [(p["no"], p["tier"], p["name"], p["level"]) for p in PROCEDURES if "no" in p] == planned
    assert len(planned) == 98
    assert len({p["code"] for p in PROCEDURES}) == len(PROCEDURES)


GROUPED = frozenset({"3.908401", "3.908402"})
"""Liên thông nhóm thủ tục: of a decree (63/2024/NĐ-CP), and in no list of the plan."""


def test_every_group_of_the_plan_leads_to_procedures_of_the_province() -> None:
    """Phụ lục III names groups: each is served by services of Phụ lục I, or has a page of its own under its own name."""
    known, own = {p["code"]: p for p in PROCEDURES}, set()
    groups = rows("priority-groups-source.csv")
    assert [sum(row["tier"] == tier for row in groups) for tier in TIERS] == [40, 8, 5]
    for row in groups:
        served = [known[code] for code in row["procedures"].split()]
        assert served, row["name"]
        if "no" not in served[0]:
            (mine,) = served
            assert mine["tier"] == row["tier"]
            assert fold(row["name"]) in fold(mine["name"]), "under the name that the plan has for it"
            own.add(mine["code"])
    assert own == {p["code"] for p in PROCEDURES if "no" not in p} - GROUPED


def test_communes_receive_what_the_plan_has_for_them() -> None:
    communes = {code for code, agency in AGENCIES.items() if agency["tier"] == "commune"}
    theirs = {p["name"]: p for p in PROCEDURES if p["tier"] == "commune"}
    assert {name: p["level"] for name, p in theirs.items() if p["code"] not in GROUPED} == {
        "Đăng ký khai sinh": 4,
        "Đăng ký kết hôn": 3,
        "Đăng ký việc giám hộ": 4,
        "Cấp giấy phép xây dựng nhà ở riêng lẻ": 4,
        "Đăng ký thành lập nhóm trẻ, lớp mẫu giáo độc lập": 2,
    }
    assert all(set(p["agencies"]) == communes for p in theirs.values())
    assert all(p["details"]["legal_basis"] for p in theirs.values() if p["steps"]), "what is said of them is by a law"


def test_a_page_alone_says_nothing_that_nobody_knows() -> None:
    pages = [p for p in PROCEDURES if p["level"] <= 2]
    assert pages
    for page in pages:
        assert not page["steps"]
        assert not page["form"]
        assert not {"term", "fee", "papers", "result", "details"} & page.keys()
        assert {AGENCIES[code]["tier"] for code in page["agencies"]} == {TIERS[page["tier"]]}


TIERS = {"province": "department", "district": "district", "commune": "commune"}


@pytest.mark.parametrize("procedure", [p for p in PROCEDURES if p["steps"]], ids=lambda procedure: procedure["code"])
def test_a_procedure_can_be_processed(procedure: dict[str, Any]) -> None:
    assert re.fullmatch(r"[1-3]\.[0-9]{6}", procedure["code"])
    assert procedure["agencies"]
    assert {AGENCIES[code]["tier"] for code in procedure["agencies"]} == {TIERS[procedure["tier"]]}
    term = Term(procedure["term"]["amount"], TermUnit(procedure["term"]["unit"]))
    hours = {
        TermUnit.WORKING_HOURS: term.amount,
        TermUnit.WORKING_DAYS: term.amount * 8,
        TermUnit.CALENDAR_DAYS: term.amount * 5 // 7 * 8,
        TermUnit.MONTHS: term.amount * 30 * 5 // 7 * 8,
    }[term.unit]
    assert sum(step["hours"] for step in procedure["steps"]) == hours
    assert procedure["steps"][0]["role"] == procedure["steps"][-1]["role"] == "counter-officer"
    assert {"specialist", "leader"} <= {step["role"] for step in procedure["steps"]}
    if papers := procedure.get("papers"):
        assert 2 <= len(papers) <= 5
        assert all(paper["originals"] + paper["certified_copies"] + paper["copies"] for paper in papers)
        assert any(paper["required"] for paper in papers)
    else:
        assert "đang cập nhật" in procedure["details"]["conditions"], "what is not known is said"
    assert (procedure.get("fee", 0) > 0) == (procedure["fee_collected"] != "none")


def test_at_least_two_services_of_level_4_have_a_fee_and_a_form_of_their_own() -> None:
    paid = [p for p in PROCEDURES if p["level"] == 4 and p.get("fee") and p["form"] != "chung"]
    assert len({tuple(p["agencies"]) for p in paid}) >= 2


def test_every_agency_has_its_posts_and_the_province_one_operator_and_one_editor() -> None:
    posts: dict[str, list[str]] = {code: [] for code in AGENCIES}
    for officer in PEOPLE["officers"]:
        posts[officer["agency"]] += officer["roles"]
    for roles in posts.values():
        assert sorted(role for role in roles if role not in ("operator", "procedure-editor")) == [
            "counter-officer", "directory-administrator", "leader", "records-clerk", "specialist", "specialist",
        ]  # fmt: skip
    for role in ("operator", "procedure-editor"):
        assert [one for roles in posts.values() for one in roles].count(role) == 1


def test_people_have_numbers_and_names_of_their_own() -> None:
    everyone = PEOPLE["officers"] + PEOPLE["citizens"] + PEOPLE["enterprises"]
    for key in ("user_name", "email", "phone"):
        values = [person[key] for person in everyone]
        assert len(set(values)) == len(values)
    assert all(re.fullmatch(r"[a-z0-9]+\.[a-z0-9]+", person["user_name"]) for person in everyone)
    assert all(read_phone(person["phone"]) == person["phone"] for person in everyone)
    for officer in PEOPLE["officers"]:
        assert officer["email"].endswith("@" + AGENCIES[officer["agency"]]["mail_domain"])
    for citizen in PEOPLE["citizens"]:
        facts = read_personal_id(citizen["personal_id"])
        assert facts is not None
        assert (facts.birth_year, facts.is_male) == (int(citizen["born_on"][:4]), citizen["gender"] == "male")
    for enterprise in PEOPLE["enterprises"]:
        assert is_tax_code(enterprise["tax_code"])
        assert is_personal_id(enterprise["representative"]["personal_id"])


def test_the_calendar_covers_three_years_and_leaves_about_250_working_days_in_each() -> None:
    listed = read_calendar((PROVINCE / "calendar.csv").read_bytes())
    assert {day.on.year for day in listed} == {2025, 2026, 2027}
    days = CalendarDays.of(listed)
    for year in (2025, 2026, 2027):
        first = listed[0].on.replace(year=year, month=1, day=1).toordinal()
        worked = sum(days.is_working_day(listed[0].on.fromordinal(first + n)) for n in range(365))
        assert 245 <= worked <= 252


@pytest.mark.parametrize("path", sorted(PROVINCE.rglob("*.*")), ids=lambda path: path.name)
def test_every_file_is_in_the_one_unicode_form(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text == nfc(text)
