"""Fees are taken at the counter against a receipt of the series, once; exempt with the ground; voided and paid back with a reason."""

import asyncio
import json
from typing import Any
from uuid import uuid4

import pypdfium2

from one_stop.procedures.actions import publish_procedure

from ..intake.cased import brought, cased_row

COUNTER, API = "counter-officer", "/api/one-stop/v1"
CODE = "9.990001"
POOR = {"group": "Hộ nghèo", "percent": 100, "basis": "chưa rõ điều"}
STUDENT = {"group": "Học sinh", "percent": 50, "basis": "chưa rõ điều"}
TABLE = [
    {"code": "LP", "name": "Lệ phí cấp giấy", "kind": "charge", "amount": 15_000, "collected": "at_intake",
     "basis": "chưa rõ điều", "exempt": [POOR, STUDENT]},
    {"code": "PH", "name": "Phí thẩm định", "kind": "fee", "amount": 30_000, "collected": "at_return", "basis": "chưa rõ điều"},
]  # fmt: skip


async def _publish(office: Any) -> None:
    async with office.database.sessions.begin() as session:
        row = cased_row(office, cases=[], papers=[], fees=TABLE)
        await publish_procedure(session, row, [])


async def _receive(office: Any, **more: Any) -> dict[str, Any]:
    body = brought(dossier_id=str(uuid4()), **more)
    answer = await office.client.post(f"{API}/dossiers", headers=office.headers(COUNTER), json=body)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


async def _collect(office: Any, dossier: str, **body: Any) -> Any:
    url = f"{API}/dossiers/{dossier}/fee-receipts"
    return await office.client.post(url, headers=office.headers(COUNTER), json=body)


async def _end(office: Any, receipt: str, **body: Any) -> Any:
    url = f"{API}/fee-receipts/{receipt}/end"
    return await office.client.post(url, headers=office.headers(COUNTER), json=body)


def _text(content: bytes) -> str:
    return " ".join(pypdfium2.PdfDocument(content)[0].get_textpage().get_text_range().split())


def test_paid_at_intake_the_receipt_is_on_form_01_and_the_rest_is_owed_at_return(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await _publish(office)
            dossier, headers = (await _receive(office, pays=True))["id"], office.headers(COUNTER)
            (form,) = await office.rows("SELECT snapshot FROM printed_form WHERE form_no = '01'")
            way = json.loads(form["snapshot"])["fee_way"]
            assert "Lệ phí cấp giấy 15.000 đồng" in way
            assert "đã thu, biên lai số 0000001/" in way
            fees = (await office.client.get(f"{API}/dossiers/{dossier}/fees", headers=headers)).json()
            assert [item["code"] for item in fees["owed"]] == ["PH"]
            (receipt,) = fees["receipts"]
            assert (receipt["total"], receipt["state"]) == (15_000, "issued")
            pdf = await office.client.get(f"/mot-cua/bien-lai/{receipt['id']}", headers=headers)
            for said in (receipt["number"], "Lê Văn Giấy", "Lệ phí cấp giấy", "15.000 đồng"):
                assert said in _text(pdf.content), said
            second = await _collect(office, dossier)
            assert (second.status_code, second.json()["total"]) == (201, 30_000), second.text
            assert second.json()["number"].startswith("0000002/")
            nothing = await _collect(office, dossier)
            assert (nothing.status_code, nothing.json()["code"]) == (409, "fee_not_owed")

    asyncio.run(run())


def test_of_two_who_collect_at_once_one_takes_the_money_and_no_number_is_lost(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await _publish(office)
            dossier = (await _receive(office))["id"]
            answers = await asyncio.gather(*(_collect(office, dossier) for _ in range(3)))
            assert sorted(answer.status_code for answer in answers) == [201, 409, 409]
            assert [row["number"] for row in await office.rows("SELECT number FROM fee_receipt")] == [1]
            assert not await office.rows("SELECT 1 FROM held_number WHERE kind = 'fee-receipt'")

    asyncio.run(run())


def test_who_is_exempt_pays_nothing_or_less_with_the_ground_kept(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await _publish(office)
            poor, student = [(await _receive(office))["id"] for _ in "12"]
            free = await _collect(office, poor, moment="at_intake", exempt_group="Hộ nghèo")
            assert (free.json()["number"], free.json()["state"], free.json()["total"]) == ("", "exempt", 0)
            assert free.json()["exempt_basis"] == "chưa rõ điều"
            half = await _collect(office, student, moment="at_intake", exempt_group="Học sinh")
            assert (half.json()["total"], half.json()["number"][:7]) == (7_500, "0000001")
            wrong = await _collect(office, poor, exempt_group="Hộ giàu")
            assert (wrong.status_code, wrong.json()["errors"][0]["pointer"]) == (422, "/exempt_group")
            at_once, later = [await _receive(office, exempt_group=group) for group in ("Hộ nghèo", "Học sinh")]
            kept = await office.rows("SELECT dossier_id, total FROM fee_receipt ORDER BY collected_at")
            assert str(kept[-1]["dossier_id"]) == at_once["id"], "freed of all of it: noted without money"
            assert later["id"] not in {str(row["dossier_id"]) for row in kept}, "what is left was not said to be paid"

    asyncio.run(run())


def test_a_voided_receipt_keeps_its_number_and_the_fee_is_owed_again(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await _publish(office)
            dossier = (await _receive(office, pays=True))["id"]
            (row,) = await office.rows("SELECT id FROM fee_receipt")
            short = await _end(office, row["id"], reason="x")
            assert short.status_code == 422
            ended = await _end(office, row["id"], reason="Viết sai tên người nộp")
            assert ended.json()["state"] == "voided"
            again = await _end(office, row["id"], reason="Viết sai tên người nộp")
            assert (again.status_code, again.json()["code"]) == (409, "receipt_ended")
            renewed = await _collect(office, dossier, moment="at_intake")
            assert renewed.json()["number"].startswith("0000002/")
            who = office.identity("records-clerk")
            numbers = await office.client.get("/mot-cua/so-va-so", headers=office.headers(who))
            assert "Biên lai thu phí, lệ phí" in numbers.text

    asyncio.run(run())


def test_withdrawn_with_the_money_back_the_receipts_say_so(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await _publish(office)
            dossier = (await _receive(office, pays=True))["id"]
            body = {"requester": "Lê Văn Giấy", "id_kind": "Căn cước", "id_number": "1", "reason": "Không còn nhu cầu"}
            untold = await office.act(dossier, "withdraw-at-counter", COUNTER, body | {"fee": "none"})
            assert untold.status_code == 422, "money was taken: what becomes of it is said"
            done = await office.act(dossier, "withdraw-at-counter", COUNTER, body | {"fee": "refund"})
            assert done.status_code == 200, done.text
            (row,) = await office.rows("SELECT ended_as, ended_why FROM fee_receipt")
            assert row["ended_as"] == "refunded"
            owed = await _collect(office, dossier)
            assert owed.status_code == 409

    asyncio.run(run())


def test_the_page_takes_voids_and_the_book_of_the_day_adds_up(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await _publish(office)
            headers, token = office.headers(COUNTER), {"csrf_token": "csrf-token"}
            first, second = [(await _receive(office, pays=paid))["id"] for paid in (True, False)]
            page = (await office.client.get(f"/mot-cua/ho-so/{second}/phi", headers=headers)).text
            assert "45.000 đồng" in page
            taken = await office.client.post(f"/mot-cua/ho-so/{second}/thu-phi", headers=headers, data=token)
            assert taken.status_code == 303, taken.text
            assert "In biên lai" in (await office.client.get(taken.headers["location"], headers=headers)).text
            twice = await office.client.post(f"/mot-cua/ho-so/{second}/thu-phi", headers=headers, data=token)
            assert twice.status_code == 409
            (row,) = await office.rows("SELECT id FROM fee_receipt WHERE dossier_id = $1::uuid", first)
            url = f"/mot-cua/bien-lai/{row['id']}/huy"
            empty = await office.client.post(url, headers=headers, data=token)
            assert empty.status_code == 422
            assert 'href="#reason"' in empty.text
            book = (await office.client.get("/mot-cua/so-thu-phi", headers=headers)).text
            assert "60.000 đồng" in book
            back = await office.client.post(
                url, headers=headers, data=token | {"reason": "Thu nhầm hồ sơ", "refund": "1"}
            )
            assert back.status_code == 303, back.text
            leader = await office.client.get("/mot-cua/so-thu-phi", headers=office.headers("leader"))
            assert "45.000 đồng" in leader.text
            assert "đã hủy hoặc hoàn trả 1 biên lai" in leader.text
            file = await office.client.get("/mot-cua/so-thu-phi/ket-xuat?dang=csv", headers=headers)
            assert "0000002/" in file.text
            listed = (await office.client.get(f"{API}/lists/fee-receipts", headers=headers)).json()
            assert len(listed["items"]) == 2
            shown = (await office.client.get(f"/mot-cua/ho-so/{second}", headers=headers)).text
            assert f"/mot-cua/ho-so/{second}/phi" in shown

    asyncio.run(run())


def test_who_does_not_collect_looks_only_and_others_find_nothing(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await _publish(office)
            dossier = (await _receive(office, pays=True))["id"]
            (row,) = await office.rows("SELECT id FROM fee_receipt")
            body = {"reason": "Viết sai tên"}
            for who, codes in (("leader", {403}), ("specialist", {403})):
                headers = office.headers(who)
                taking = await office.client.post(f"{API}/dossiers/{dossier}/fee-receipts", headers=headers, json={})
                ending = await office.client.post(f"{API}/fee-receipts/{row['id']}/end", headers=headers, json=body)
                assert {taking.status_code, ending.status_code} == codes
            elsewhere = office.headers(COUNTER, "000.00.12.H08")
            for path in (
                f"/mot-cua/ho-so/{dossier}/phi",
                f"/mot-cua/bien-lai/{row['id']}",
                f"{API}/dossiers/{dossier}/fees",
            ):
                assert (await office.client.get(path, headers=elsewhere)).status_code == 404, path
            ended = await office.client.post(f"{API}/fee-receipts/{row['id']}/end", headers=elsewhere, json=body)
            assert ended.status_code == 404
            page = await office.client.get(f"/mot-cua/ho-so/{dossier}/phi", headers=office.headers("leader"))
            assert page.status_code == 200
            assert "Hoàn trả tiền" not in page.text

    asyncio.run(run())
