"""What ends a receipt: money goes back once, to whom it was taken from, by the agency that took it or goes on with its work."""

import asyncio
from typing import Any
from uuid import UUID

import pytest

from one_stop.closing.rules import PapersDecision, check_settlement
from one_stop.dossiers.queries import get_at_counter
from one_stop.dossiers.workers import worker_of
from one_stop.fee_desk.taking import collect
from one_stop.fees.actions import refund_all
from one_stop.fees.queries import list_receipts
from one_stop.fees.rules import lines_of, open_items
from one_stop.fees.schemas import Collecting
from one_stop.procedures.fees import FeeItem
from shared.core.errors import Conflict, Invalid

from ..any_counter.kit import staffed
from ..conftest import ELSEWHERE
from ..continuing.kit import HEIR, tell_heir, tell_merged, work
from .test_receipts import API, COUNTER, _collect, _end, _publish, _receive

WHY = "Thu nhầm hồ sơ"
WITHDRAWN = {"requester": "Lê Văn Giấy", "id_kind": "Căn cước", "id_number": "1", "reason": "Không còn nhu cầu"}


def test_where_nothing_was_taken_nothing_is_paid_back_and_there_is_no_paper(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await _publish(office)
            await _receive(office, exempt_group="Hộ nghèo")
            (row,) = await office.rows("SELECT id FROM fee_receipt")
            paper = await office.client.get(f"/mot-cua/bien-lai/{row['id']}", headers=office.headers(COUNTER))
            assert paper.status_code == 404
            back = await _end(office, row["id"], reason=WHY, refund=True)
            assert (back.status_code, back.json()["code"]) == (409, "receipt_without_money")
            assert (await _end(office, row["id"], reason=WHY)).json()["state"] == "voided"

    asyncio.run(run())


def test_what_another_has_just_ended_is_not_paid_back_again(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await _publish(office)
            dossier = UUID((await _receive(office, pays=True))["id"])
            who = office.identity(COUNTER)
            async with office.database.sessions.begin() as session:
                (receipt,) = await list_receipts(session, dossier)
                found = await get_at_counter(session, dossier, office.agency)
                assert (await _end(office, str(receipt.id), reason=WHY)).status_code == 200
                await refund_all(session, (who, worker_of(who)), found, WHY)
            ended = await office.rows("SELECT kind FROM evidence WHERE kind LIKE 'fee-receipt-%'")
            assert [row["kind"] for row in ended] == ["fee-receipt-voided"]

    asyncio.run(run())


def test_of_a_dossier_that_has_just_been_withdrawn_no_fee_is_taken(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await _publish(office)
            dossier, who = (await _receive(office))["id"], office.identity(COUNTER)
            async with office.database.sessions() as session:
                seen = await get_at_counter(session, UUID(dossier), office.agency)
                done = await office.act(dossier, "withdraw-at-counter", COUNTER, WITHDRAWN | {"fee": "none"})
                assert done.status_code == 200, done.text
                with pytest.raises(Conflict) as refused:
                    await collect(session, office.app.state.counter, who, UUID(dossier), Collecting())
            assert (refused.value.code, seen.status) == ("fee_not_owed", 7)

    asyncio.run(run())


def test_of_a_case_that_costs_more_the_rest_is_owed_and_money_that_was_taken_is_never_passed_over() -> None:
    before, after = (FeeItem("LP", "Lệ phí", "charge", amount, "at_intake") for amount in (100_000, 150_000))
    assert [item.amount for item in open_items([after], lines_of([before], ""))] == [50_000]
    assert open_items([before], lines_of([after], "")) == []
    with pytest.raises(Invalid) as refused:
        check_settlement(0, None, "", PapersDecision.NONE, "", 100_000)
    assert refused.value.fields[0].pointer == "/fee"


def test_the_successor_ends_receipts_of_an_agency_that_was_merged(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await _publish(office)
            dossier = (await _receive(office, pays=True))["id"]
            await tell_heir(office)
            await tell_merged(office, office.agency)
            await work(office)
            (row,) = await office.rows("SELECT id FROM fee_receipt")
            heir = office.headers(office.identity(COUNTER, HEIR))
            page = await office.client.get(f"/mot-cua/ho-so/{dossier}/phi", headers=heir)
            assert f"/mot-cua/bien-lai/{row['id']}/huy" in page.text
            assert (await office.client.get(f"/mot-cua/bien-lai/{row['id']}", headers=heir)).status_code == 200
            url = f"{API}/fee-receipts/{row['id']}/end"
            ended = await office.client.post(url, headers=heir, json={"reason": WHY, "refund": True})
            assert (ended.status_code, ended.json()["state"]) == (200, "refunded"), ended.text

    asyncio.run(run())


def test_the_agency_that_decides_looks_at_the_receipt_of_the_counter_that_took_the_money(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await _publish(office)
            counter, dossier = await staffed(office), (await _receive(office, pays=True))["id"]
            await office.rows(
                "UPDATE dossier SET received_agency_code = agency_code, agency_code = $1 RETURNING 1", ELSEWHERE
            )
            (row,) = await office.rows("SELECT id FROM fee_receipt")
            page = await office.client.get(f"/mot-cua/ho-so/{dossier}/phi", headers=office.headers(counter))
            assert f"/mot-cua/bien-lai/{row['id']}" in page.text
            assert f"/mot-cua/bien-lai/{row['id']}/huy" not in page.text, "it goes back where it was paid"
            paper = await office.client.get(f"/mot-cua/bien-lai/{row['id']}", headers=office.headers(counter))
            assert paper.status_code == 200
            assert (await _collect(office, dossier)).status_code == 201

    asyncio.run(run())
