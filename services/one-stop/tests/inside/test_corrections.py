"""What a dossier says is put right: by whom, with what it said before and why; the applicant sees it, printed papers stay."""

import asyncio
import json
from typing import Any

import pytest

from one_stop.corrections.rules import correctables, may_correct, read_correction
from one_stop.dossiers.cases import COUNTER_OFFICER, LEADER, SPECIALIST
from shared.contracts.values import Applicant
from shared.core.errors import Invalid

from .kit import held, page_of, send

WHO = Applicant(kind="citizen", full_name="Lê Thị Lan", personal_id="052090001234", phone="0905123456")
LABELS = [
    {"name": "area", "title": "Diện tích", "format": "", "choices": {}, "askable": True},
    {"name": "day", "title": "Ngày họp", "format": "date", "choices": {}, "askable": True},
    {"name": "way", "title": "Hình thức", "format": "", "choices": {"a": "Xây mới", "b": "Sửa chữa"}, "askable": True},
    {"name": "agree", "title": "Cam đoan", "format": "", "choices": {}, "askable": False},
    {"name": "rooms", "title": "Các phòng", "format": "", "choices": {}, "askable": True},
]
ANSWERS = {"area": 108, "day": "2026-03-27", "way": "a", "agree": True, "rooms": [1, 2]}


def _known(channel: str) -> dict[str, Any]:
    return {one.field: one for one in correctables(channel, {"applicant": WHO}, ANSWERS, LABELS, ())}


def test_which_fields_may_be_corrected_and_by_whom() -> None:
    online, counter = _known("2"), _known("1")
    assert "applicant.personal_id" not in online, "whose account filed it is no slip of the pen"
    assert "applicant.personal_id" in counter
    assert {"answers.area", "answers.day", "answers.way"} <= set(online)
    assert not {"answers.agree", "answers.rooms", "owner.full_name"} & set(online)
    assert may_correct(online["applicant.phone"], {COUNTER_OFFICER})
    assert not may_correct(online["answers.area"], {COUNTER_OFFICER})
    assert may_correct(online["answers.area"], {SPECIALIST})
    assert (online["answers.day"].words, online["answers.way"].words) == ("27/03/2026", "Xây mới")


@pytest.mark.parametrize(
    ("field", "typed", "kept"),
    [
        ("answers.area", "118,5", 118.5),
        ("answers.day", "1/4/2026", "2026-04-01"),
        ("answers.way", "sửa chữa", "b"),
        ("applicant.phone", "0905 123 457", "0905123457"),
        ("applicant.full_name", "Lê Thị Lân", "Lê Thị Lân"),
    ],
)
def test_what_is_typed_is_read_as_the_field_is_kept(field: str, typed: str, kept: Any) -> None:
    assert read_correction(_known("1")[field], typed) == kept


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("answers.area", "nhiều"),
        ("answers.day", "31/2/2026"),
        ("answers.way", "Phá dỡ"),
        ("applicant.phone", "12"),
        ("applicant.email", "khong-phai-thu"),
        ("applicant.full_name", " "),
        ("applicant.full_name", "Lê Thị Lan"),
        ("applicant.address", "x" * 2001),
    ],
)
def test_what_it_cannot_be_or_is_already_is_refused(field: str, typed: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_correction(_known("1")[field], typed)
    assert [one.pointer for one in refused.value.fields] == ["/value"]


def _fix(field: str, value: str, **changed: str) -> dict[str, str]:
    return {"field": field, "value": value, "reason": "Đối chiếu thẻ căn cước"} | changed


def test_a_corrected_name_stands_on_the_page_in_the_search_and_is_told_and_papers_printed_before_stay(
    one_stop: Any,
) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier = await held(office)
            printed = await office.rows("SELECT sha256 FROM printed_form ORDER BY id")
            fixed = await send(
                office, dossier, "dinh-chinh", SPECIALIST, _fix("applicant.full_name", "Đặng Phước Thưởng")
            )
            assert fixed.status_code == 303, fixed.text[:2000]
            page = await page_of(office, dossier, LEADER)
            for said in ("Đặng Phước Thưởng", "Đối chiếu thẻ căn cước", "Đặng Phước Thượng"):
                assert said in page, "after, why and before"
            [row] = await office.rows("SELECT applicant_name, answers::text AS answers, search_text FROM dossier")
            assert row["applicant_name"] == "Đặng Phước Thưởng"
            assert json.loads(row["answers"])["applicant_name"] == "Đặng Phước Thưởng", "the form says it too"
            assert await office.rows("SELECT sha256 FROM printed_form ORDER BY id") == printed
            told = await office.rows("SELECT data::text AS data FROM outbox WHERE type LIKE '%dossier-corrected%'")
            event = json.loads(told[0]["data"])
            assert (event["before"], event["after"]) == ("Đặng Phước Thượng", "Đặng Phước Thưởng")
            assert event["answers"] == {"applicant_name": "Đặng Phước Thưởng"}
            [line] = await office.rows("SELECT note FROM hand_over WHERE action = 'correct'")
            assert "“Đặng Phước Thượng” sửa thành “Đặng Phước Thưởng”" in line["note"]
            [record] = await office.rows("SELECT facts::text AS facts FROM evidence WHERE kind = 'dossier-corrected'")
            assert "Thưởng" not in record["facts"], "evidence has no particulars"

    asyncio.run(run())


def test_the_counter_corrects_particulars_at_its_step_and_a_stale_or_unknown_one_is_refused(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier = await office.file("hop-bao")
            fix = _fix("applicant.phone", "0905 123 999")
            assert (await office.act(dossier, "correct", COUNTER_OFFICER, fix)).status_code == 200
            unknown = await office.act(dossier, "correct", COUNTER_OFFICER, _fix("applicant.kind", "organisation"))
            assert unknown.json()["errors"][0]["pointer"] == "/field"
            again = await send(office, dossier, "dinh-chinh", COUNTER_OFFICER, fix | {"version": "1"})
            assert again.status_code == 412
            assert ">0905 123 999</textarea>" in again.text
            wrong = await send(office, dossier, "dinh-chinh", COUNTER_OFFICER, _fix("applicant.phone", "12"))
            assert wrong.status_code == 422
            assert 'id="correct-value-error"' in wrong.text
            away = await office.act(dossier, "correct", SPECIALIST, fix)
            assert away.json()["code"] == "dossier_at_another_step"

    asyncio.run(run())
