"""Dossiers are found by their days as people type them, by the numbers they bring, by names and numbers of people."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

import pytest

from one_stop.procedures.actions import publish_procedure
from testing.factories import handed_to_applicant

from ..intake.cased import brought, cased_row

COUNTER, SPECIALIST, LEADER = "counter-officer", "specialist", "leader"
PAGE, CALL = "/mot-cua/tra-cuu", "/api/one-stop/v1/lists/dossiers"
FEE = {
    "code": "LP",
    "name": "Lệ phí",
    "kind": "charge",
    "amount": 15_000,
    "collected": "at_intake",
    "basis": "chưa rõ điều",
}


async def found(office: Any, who: Any = COUNTER, **asked: str) -> list[str]:
    answer = await office.client.get(CALL, params=asked, headers=office.headers(who))
    assert answer.status_code == 200, answer.text
    return [row["id"] for row in answer.json()["items"]]


async def _dated(office: Any, received: str, due: str) -> str:
    dossier = await office.file()
    await office.act(dossier, "accept", COUNTER)
    moments = f"received_at = '{received} 10:00+07', due_at = '{due} 17:00+07'"
    await office.rows(f"UPDATE dossier SET {moments} WHERE id = $1", UUID(dossier))
    return str(dossier)


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ({"received_from": "1/10/2025", "received_to": "1/10/2025"}, "a"),
        ({"received_from": "01/10/2025"}, "ba"),
        ({"received_from": "2025-10-02"}, "b"),
        ({"received_to": "30.9.2025"}, ""),
        ({"due_from": "15/10/2025", "due_to": "15/10/2025"}, "b"),
        ({"due_to": "15/10/2025"}, "ba"),
        ({"received_to": "1/10/2025", "due_to": "15/10/2025"}, "a"),
        ({"received_from": "1/10/2025", "q": "phuoc dang"}, "ba"),
        ({"received_from": "1/10/2025", "q": "khongcoai"}, ""),
    ],
)
def test_by_days_as_people_type_them(one_stop: Any, asked: dict[str, str], wanted: str) -> None:
    async def run() -> None:
        async with one_stop() as office:
            known = {
                "a": await _dated(office, "2025-10-01", "2025-10-10"),
                "b": await _dated(office, "2025-10-02", "2025-10-15"),
            }
            assert await found(office, **asked) == [known[name] for name in wanted]

    asyncio.run(run())


def test_what_was_never_accepted_is_found_by_the_day_of_filing(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier = await office.file()
            await office.rows("UPDATE dossier SET opened_at = '2025-10-01 23:59+07'")
            assert await found(office, received_from="1/10/2025", received_to="1/10/2025") == [dossier]
            assert await found(office, received_from="2/10/2025") == []
            assert await found(office, due_from="1/10/2025") == []

    asyncio.run(run())


@pytest.mark.parametrize("typed", ["32/10/2025", "1/13/2025", "hôm qua"])
def test_a_day_that_is_none_says_what_to_mend_and_shows_nothing(one_stop: Any, typed: str) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await office.file()
            headers = office.headers(COUNTER)
            page = await office.client.get(PAGE, params={"nhan_tu": typed}, headers=headers)
            assert page.status_code == 200
            assert page.text.count("govuk-error-message") >= 2, (
                "by the field, and in the part that is filled while one types"
            )
            assert typed in page.text, "what was typed stays"
            assert "/mot-cua/ho-so/" not in page.text
            for address in (f"{PAGE}/ket-xuat?dang=csv&nhan_tu={typed}", f"{PAGE}/ban-in?nhan_tu={typed}"):
                assert (await office.client.get(address, headers=headers)).status_code == 422
            refused = await office.client.get(CALL, params={"received_from": typed}, headers=headers)
            assert refused.status_code == 422
            assert refused.json()["errors"][0]["pointer"] == "/received_from"

    asyncio.run(run())


def test_by_the_number_of_a_receipt_a_result_and_a_slip(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            async with office.database.sessions.begin() as session:
                await publish_procedure(session, cased_row(office, cases=[], papers=[], fees=[FEE]), [])
            body = brought(dossier_id=str(uuid4()), pays=True)
            received = await office.client.post("/api/one-stop/v1/dossiers", headers=office.headers(COUNTER), json=body)
            paid = received.json()["id"]
            refused, signed = await office.file(), await _signed(office)
            await office.act(refused, "refuse", COUNTER, {"reason": "Không thuộc thẩm quyền"})
            [row] = await office.rows("SELECT year FROM fee_receipt")
            [result] = await office.rows("SELECT number FROM booked_result")
            [slip] = await office.rows("SELECT snapshot ->> 'number' AS n FROM printed_form WHERE form_no = '03'")
            for number in (f"0000001/{row['year']}", f"1/{row['year']}", "0000001"):
                assert paid in await found(office, number=number), number
            assert await found(office, number=result["number"].lower()) == [signed]
            assert await found(office, number=slip["n"]) == [refused]
            for number in ("2/1999", "77", "12/GCN", "%", "'", "9" * 30):
                assert await found(office, number=number) == [], number
            await office.rows(
                "UPDATE dossier SET agency_code = '000.00.12.H08', received_agency_code = '000.00.12.H08'"
            )
            assert await found(office, number=result["number"]) == [], "of this agency alone"

    asyncio.run(run())


async def _signed(office: Any) -> str:
    dossier = str(await office.file())
    draft = {"number": "12/GCN-SXD", "title": "Giấy chứng nhận", "body": "Công nhận đủ điều kiện."}
    for name, role, body in (
        ("accept", COUNTER, None),
        ("transfer", COUNTER, {}),
        ("transfer", LEADER, {"holder_id": f"{SPECIALIST}.{office.agency}"}),
        ("finish", SPECIALIST, draft),
        ("sign", LEADER, None),
        ("hand-over", COUNTER, handed_to_applicant()),
    ):
        answer = await office.act(dossier, name, role, body)
        assert answer.status_code == 200, (name, answer.text)
    return dossier


def test_by_name_without_marks_by_number_and_by_phone_and_the_look_leaves_a_trace(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier = await office.file()
            for words in ("dang phuoc", "Đặng", "052 090 001 234", "+84 905 123 456"):
                assert await found(office, q=words) == [dossier], words
            assert await found(office, q="huoc") == []
            assert len(await office.rows("SELECT 1 FROM evidence WHERE kind = 'person-looked-up'")) == 2
            assert await office.rows("SELECT 1 FROM evidence WHERE kind = 'dossiers-sought'") == [], "at home"
            page = await office.client.get(PAGE, params={"q": "dang phuoc"}, headers=office.headers(COUNTER))
            assert f'href="/mot-cua/ho-so/{dossier}"' in page.text
            assert "Mọi cơ quan trong tỉnh" not in page.text

    asyncio.run(run())


def test_nobody_else_looks_dossiers_up(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier = await office.file()
            assert await found(office, office.identity(COUNTER, "000.00.12.H08"), q="dang phuoc") == []
            citizen = office.identity(COUNTER).model_copy(update={"kind": "citizen", "roles": frozenset()})
            for address in (PAGE, CALL, f"{PAGE}/ket-xuat"):
                assert (await office.client.get(address, headers=office.headers(citizen))).status_code == 403
                assert (await office.client.get(address)).status_code in (303, 401)
                clerk = await office.client.get(address, headers=office.headers("records-clerk"))
                assert clerk.status_code == 403
                assert dossier not in clerk.text

    asyncio.run(run())
