"""Cases of a procedure: what each asks for, and what is refused before it is published."""

from typing import Any

import pytest

from one_stop.procedures.cases import declared_cases
from one_stop.procedures.rules import faults_of
from shared.contracts.values import ProcedureCase

DAYS = "working_days"
STEPS = [
    {"code": "receive", "name": "Tiếp nhận", "role": "counter-officer", "hours": 4, "actions": []},
    {"code": "examine", "name": "Thẩm định", "role": "specialist", "hours": 8, "actions": []},
    {"code": "look", "name": "Kiểm tra thực địa", "role": "specialist", "hours": 8, "actions": []},
    {"code": "approve", "name": "Ký", "role": "leader", "hours": 4, "actions": ["approve"]},
    {"code": "return", "name": "Trả kết quả", "role": "counter-officer", "hours": 4, "actions": ["return_result"]},
]


def a_case(code: str = "moi", name: str = "Cấp mới", **more: Any) -> dict[str, Any]:
    return {"code": code, "name": name} | more


def a_row(*cases: dict[str, Any], **more: Any) -> dict[str, Any]:
    row = {
        "level": 4,
        "form": "chung",
        "result": "Giấy",
        "steps": STEPS,
        "papers": [],
        "term": {"amount": 20, "unit": DAYS},
        "fee": 5000,
    }
    return row | ({"cases": list(cases)} if cases else {}) | more


def a_paper(code: str = "DON", *cases: str) -> dict[str, Any]:
    return {"code": code, "name": code} | ({"cases": list(cases)} if cases else {})


def when(*cases: str) -> list[dict[str, Any]]:
    condition = {"field": "@case", "one_of": list(cases)}
    return [step | ({"when": condition} if step["code"] == "look" else {}) for step in STEPS]


def faults(row: dict[str, Any]) -> list[str]:
    return [fault.pointer for fault in faults_of(row, [])]


def test_what_a_case_does_not_say_is_the_procedures_and_what_a_channel_does_not_say_the_cases() -> None:
    online, post = {"fee": 2000}, {"term": {"amount": 12, "unit": DAYS}}
    case, plain = declared_cases(
        a_row(a_case(fee=9000, channels={"online": online, "post": post}), a_case("lai", "Cấp lại"))
    )
    assert [(t.term_amount, t.fee) for t in map(case.on, ("counter", "online", "post"))] == [
        (20, 9000),
        (20, 2000),
        (12, 9000),
    ]
    assert (plain.on("online").term_amount, plain.on("online").fee) == (20, 5000)


def test_a_procedure_without_cases_has_one_without_a_name() -> None:
    only = ProcedureCase.only(20, DAYS, 5000)
    assert ProcedureCase.offered([], only) == [only]
    assert (only.code, only.name, only.on("online").fee) == ("", "", 5000)
    assert faults(a_row(papers=[a_paper()])) == []


@pytest.mark.parametrize(
    ("row", "at"),
    [
        (a_row(a_case(), a_case(name="Cấp lại")), "/cases/1/code"),
        (a_row(a_case(), a_case("lai", "cap moi")), "/cases/1/name"),
        (a_row(a_case("chữ có dấu")), "/cases/0/code"),
        (a_row(a_case(), a_case("lai", "Cấp lại"), papers=[a_paper("DON", "moi")]), "/cases/1/name"),
        (a_row(a_case(), papers=[a_paper(), a_paper("VE", "khac")]), "/papers/1/cases"),
        (a_row(papers=[a_paper("DON", "moi")]), "/papers/0/cases"),
        (a_row(a_case(), papers=[a_paper(), a_paper("DON", "moi")]), "/papers/1/code"),
        (a_row(papers=[a_paper(), a_paper()]), "/papers/1/code"),
        (a_row(a_case(), steps=when("khac")), "/steps/2/when"),
        (a_row(steps=when("moi")), "/steps/2/when"),
        (a_row(a_case(term={"amount": 0, "unit": DAYS})), "/cases/0/term/amount"),
        (a_row(a_case(fee=-1)), "/cases/0/fee"),
        (a_row(a_case(channels={"fax": {"fee": 1}})), "/cases/0/channels"),
        (a_row(a_case(channels={"online": {"fee": -1}})), "/cases/0/channels/online/fee"),
        (
            a_row(a_case(term={"amount": 1, "unit": "months"}), extension={"times": 1, "amount": 5, "basis": "Luật"}),
            "/cases/0/term/amount",
        ),
    ],
)
def test_what_no_dossier_could_be_received_by_is_refused_at_its_place(row: dict[str, Any], at: str) -> None:
    assert faults(row) == [at]


def test_one_paper_may_stand_in_two_cases_in_other_numbers() -> None:
    papers = [a_paper(), a_paper("VE", "moi"), a_paper("VE", "lai")]
    assert faults(a_row(a_case(), a_case("lai", "Cấp lại"), papers=papers, steps=when("moi"))) == []
