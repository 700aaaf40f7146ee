"""The fee table: what is taken for which case over which channel, on which day, from whom, and when."""

import asyncio
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from one_stop.procedures.cases import declared_cases
from one_stop.procedures.fees import FeeItem, check_fees, fees_on, groups_of, item_words, with_totals
from shared.core import clock

from ..catalogue.kit import CHANGES, EDITOR, begin, boxes, look, press
from ..intake.cased import CASES, CODE, LOST, NEW, brought, publish

COUNTER = "counter-officer"
POOR = {"group": "Hộ nghèo", "percent": 100, "basis": "chưa rõ điều"}
STUDENT = {"group": "Học sinh", "percent": 50, "basis": "chưa rõ điều"}


def line(code: str, amount: int, **more: Any) -> dict[str, Any]:
    said = {"code": code, "name": f"Khoản {code}", "kind": "charge", "amount": amount, "collected": "at_intake"}
    return said | {"basis": "chưa rõ điều"} | more


TABLE = [
    line("LP", 15_000, cases=[LOST], valid_to="2026-06-30"),
    line("LP", 20_000, cases=[LOST], valid_from="2026-07-01"),
    line("LP", 50_000, cases=[NEW], channels=["counter", "post"], exempt=[POOR, STUDENT]),
    line("LP", 25_000, cases=[NEW], channels=["online"]),
    line("PH", 30_001, kind="fee", collected="at_return", exempt=[STUDENT]),
]
PLAIN_CASES = [{"code": case["code"], "name": case["name"]} for case in CASES]
DAY = date(2026, 6, 30)


@pytest.mark.parametrize(
    ("case", "channel", "day", "amounts"),
    [
        (LOST, "counter", DAY, [15_000, 30_001]),
        (LOST, "counter", DAY + timedelta(days=1), [20_000, 30_001]),
        (NEW, "counter", DAY, [50_000, 30_001]),
        (NEW, "online", DAY, [25_000, 30_001]),
    ],
)
def test_amounts_are_those_of_case_channel_and_day(case: str, channel: str, day: date, amounts: list[int]) -> None:
    assert [item.amount for item in fees_on(TABLE, case, channel, day)] == amounts


def test_who_is_exempt_pays_less_of_what_names_the_group() -> None:
    items = fees_on(TABLE, NEW, "counter", DAY)
    assert groups_of(items) == {"Hộ nghèo": "chưa rõ điều", "Học sinh": "chưa rõ điều"}
    assert [item.due("Hộ nghèo") for item in items] == [0, 30_001]
    assert [item.due("Học sinh") for item in items] == [25_000, 15_000]
    assert [item.due("") for item in items] == [50_000, 30_001]
    assert "Hộ nghèo giảm 100%" in item_words(items[0])


def test_one_sum_of_each_case_and_channel_is_told_to_others() -> None:
    row = with_totals(
        {"fees": TABLE, "cases": PLAIN_CASES, "form": "chung", "term": {"amount": 5, "unit": "days"}}, DAY
    )
    first, second = declared_cases(row)
    assert (first.on("counter").fee, first.on("online").fee, second.on("post").fee) == (80_001, 55_001, 45_001)
    assert row["fee_collected"] == "at_intake"


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"amount": 0}, "/fees/1/amount"),
        ({"basis": " "}, "/fees/1/basis"),
        ({"cases": ["la"]}, "/fees/1/cases"),
        ({"valid_from": "2026-02-02", "valid_to": "2026-02-01"}, "/fees/1/valid_to"),
        ({"exempt": [POOR, POOR]}, "/fees/1/exempt"),
        ({"exempt": [POOR | {"percent": 101}]}, "/fees/1/exempt"),
        ({"code": "A"}, "/fees/1/name"),
    ],
)
def test_what_no_counter_could_take_money_by_is_refused(wrong: dict[str, Any], pointer: str) -> None:
    row = {"fees": [line("A", 1_000), line("B", 1_000) | wrong], "cases": PLAIN_CASES}
    assert [fault.pointer for fault in check_fees(row)] == [pointer]


def test_lines_of_one_code_may_follow_each_other_in_time_and_cases() -> None:
    assert not check_fees({"fees": TABLE, "cases": PLAIN_CASES})
    assert FeeItem.read(TABLE[0]).valid_to == DAY


def test_the_counter_shows_and_takes_what_the_table_has_today(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            today = clock.local_now().date()
            table = [
                line("LP", 12_000, valid_to=(today - timedelta(days=1)).isoformat()),
                line("LP", 13_000, valid_from=today.isoformat(), channels=["counter"]),
                line("LP", 14_000, valid_from=today.isoformat(), channels=["post"]),
            ]
            await publish(office, cases=[], papers=[], fees=table)
            headers = office.headers(COUNTER)
            page = (await office.client.get(f"/mot-cua/tiep-nhan?thu_tuc={CODE}", headers=headers)).text
            assert "13.000 đồng" in page
            assert "12.000 đồng" not in page
            by_post = brought(channel="post", viec="cap-nhat", csrf_token="csrf-token")
            assert "14.000 đồng" in (await office.client.post("/mot-cua/tiep-nhan", headers=headers, data=by_post)).text
            for channel in ("counter", "post"):
                sent = brought(channel=channel, dossier_id=str(uuid4()))
                answer = await office.client.post("/api/one-stop/v1/dossiers", headers=headers, json=sent)
                assert answer.status_code == 201, answer.text
            due = [row["fee_due"] for row in await office.rows("SELECT fee_due FROM dossier ORDER BY opened_at")]
            assert due == [13_000, 14_000]
            forms = await office.rows("SELECT snapshot FROM printed_form WHERE form_no = '01'")
            assert "Khoản LP 13.000 đồng, thu khi tiếp nhận" in str([form["snapshot"] for form in forms])

    asyncio.run(run())


def test_the_table_is_edited_on_the_screen_and_published(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            code = office.procedures["chung"]["code"]
            at = await begin(office, code)
            form = boxes(await look(office, f"{at}/sua"))
            form |= {
                "fee": "",
                "fees.0.name": "Lệ phí cấp giấy", "fees.0.kind": "charge", "fees.0.amount": "15.000",
                "fees.0.collected": "at_return", "fees.0.basis": "chưa rõ điều", "fees.0.valid_from": "1/1/2026",
                "fees.0.exempt": "Hộ nghèo | 100% | chưa rõ điều",
            }  # fmt: skip
            saved = await press(office, f"{at}/sua", EDITOR, **form | {"then": "later"})
            assert saved.status_code == 303, saved.text
            assert at.startswith(CHANGES)
            again = boxes(await look(office, f"{at}/sua"))
            assert again["fees.0.exempt"] == "Hộ nghèo | 100% | chưa rõ điều", "as it was typed"
            assert again["fees.0.valid_from"] == "1/1/2026"
            seen = await look(office, at)
            assert "Lệ phí 15.000 đồng, thu khi trả kết quả; từ 01/01/2026; Hộ nghèo giảm 100%" in seen

    asyncio.run(run())
