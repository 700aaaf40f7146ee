"""Work is not given to somebody who leaves at the same moment."""

import asyncio
from collections.abc import Awaitable
from typing import Any
from uuid import UUID

import pytest

from one_stop.dossiers.workers import worker_of
from one_stop.moves.actions import Order, claim_dossier, reassign_dossier, transfer_dossier
from one_stop.moves.events import person_recorded
from shared.contracts.mail_directory import PersonRecorded
from shared.core.errors import Conflict, Invalid, Refusal
from shared.work.working_calendar.queries import WorkingTimes
from testing.meanwhile import until_it_waits

from .test_holders import COUNTER, SPECIALIST, _held, _person, _second_specialist

LEFT = {"person_id": "second", "full_name": "Võ Thị Sáu", "user_name": "sau", "posts": ()}


async def _while_he_leaves(office: Any, left: PersonRecorded, act: Awaitable[Any]) -> Refusal:
    """His leaving is being written; the act goes as far as it can meanwhile, and on when it is done."""
    before = await office.rows("SELECT d::text FROM dossier d")
    async with office.database.sessions.begin() as leaving:
        await person_recorded(leaving, left)
        given = asyncio.ensure_future(act)
        await until_it_waits(office, given)
    with pytest.raises(Refusal) as refused:
        await given
    assert await office.rows("SELECT d::text FROM dossier d") == before
    return refused.value


async def _order(office: Any, dossier: str, role: str) -> tuple[Any, Order, Any]:
    """Where a move goes, the move, and the calendar."""
    who = office.identity(role)
    working_time = await WorkingTimes(office.database).of(office.agency)
    return await office.database.hot(), Order(UUID(dossier), worker_of(who), note="Nghỉ ốm"), working_time


@pytest.mark.parametrize("act", ["reassign", "transfer"])
def test_who_leaves_while_he_is_given_work_does_not_get_it(one_stop: Any, act: str) -> None:
    """He was looked up, his leaving found nothing to release, and the dossier came into his hands."""

    async def run() -> None:
        async with one_stop() as office:
            await _second_specialist(office)
            if act == "reassign":
                dossier, move = await _held(office), reassign_dossier
            else:
                dossier, move = await office.file("hop-bao"), transfer_dossier
                assert (await office.act(dossier, "accept", COUNTER)).status_code == 200
            line, order, working_time = await _order(office, dossier, COUNTER)
            given = move(line, order, "second", working_time)
            refusal = await _while_he_leaves(office, _person(office, **LEFT), given)
            assert isinstance(refusal, Invalid)
            assert refusal.fields[0].code == "assignee_unknown"

    asyncio.run(run())


def test_who_claims_while_he_leaves_does_not_get_it_either(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier = await office.file("hop-bao")
            for act in ("accept", "transfer"):
                assert (await office.act(dossier, act, COUNTER, {} if act == "transfer" else None)).status_code == 200
            line, order, working_time = await _order(office, dossier, SPECIALIST)
            claimed = claim_dossier(line, order, working_time)
            refusal = await _while_he_leaves(office, _person(office, posts=()), claimed)
            assert isinstance(refusal, Conflict)
            assert refusal.code == "post_not_here", "nobody else took it"

    asyncio.run(run())
