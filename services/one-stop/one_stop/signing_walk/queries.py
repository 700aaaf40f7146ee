"""Results that wait for the caller's signature."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.dossiers.models import Dossier
from one_stop.dossiers.queries import get_dossier
from one_stop.dossiers.rules import IN_WORK, Doing
from one_stop.dossiers.workers import worker_of
from one_stop.procedures.queries import get_version
from one_stop.signing_walk.rules import signing_act
from one_stop.worklist.listing import open_rows, rows_of_steps_here
from shared.access.identity import Identity
from shared.work.keyset import in_order
from shared.work.listing import Stretch
from shared.work.steps import sql_set


async def list_to_sign(session: AsyncSession, who: Identity, most: int) -> list[tuple[Dossier, Doing]]:
    """What is due first, `most` of them: each with the act by which this officer signs it now."""
    found: list[Dossier] = []
    for rows in (open_rows(who, "mine"), rows_of_steps_here(who, "mine")):
        ids = _drafted(*rows, most)
        found += await session.scalars(select(Dossier).where(Dossier.id.in_(select(ids.subquery().c.row_id))))
    worker, waiting = worker_of(who), list[tuple[Dossier, Doing]]()
    for dossier in sorted(found, key=lambda one: (one.work_due_at, one.id)):
        steps = (await get_version(session, dossier.procedure_version_id)).workflow()
        if (act := signing_act(dossier.standing(), steps, worker)) is not None:
            waiting.append((dossier, act))
    return waiting[:most]


def _drafted(base: Select[Any], ranges: tuple[ColumnElement[bool], ...], most: int) -> Select[Any]:
    ready = base.where(text(f"status IN {sql_set(IN_WORK)}"), Dossier.has_draft, Dossier.paused_at.is_(None))
    by_due = (Dossier.work_due_at, Dossier.id)
    return in_order(Stretch(ready.where(Dossier.awaits == ""), by_due, ranges=ranges), Dossier.id, None, most)


async def act_on(session: AsyncSession, who: Identity, dossier_id: UUID) -> Doing:
    """The act by which he may sign it now; where neither may be done, the one that says why."""
    dossier = await get_dossier(session, dossier_id, who.agency_code)
    steps = (await get_version(session, dossier.procedure_version_id)).workflow()
    return signing_act(dossier.standing(), steps, worker_of(who)) or Doing.SIGN
