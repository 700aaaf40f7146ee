"""Lượt truy cập of one document: one walk along the evidence of it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.accesses.rules import (
    ACCESS_LABELS,
    CHANGES,
    LOOKED_UP,
    NOT_CHANGES,
    PLAIN,
    AccessKind,
    kind_of,
)
from document_exchange.accesses.schemas import AccessesOut, AccessOut
from document_exchange.documents.rules import STEPS, Step
from document_exchange.texts import INCOMING_LABELS
from shared.directory.models import Person
from shared.directory.queries import names_of
from shared.storage.records import OFFICER, count_records, list_records


async def list_accesses(
    session: AsyncSession, subject: str, kind: AccessKind | None, before: int | None, limit: int
) -> AccessesOut:
    """The newest first, those of one kind or all. `subject`: `document/<id>`, `incoming/<id>`; `before`: the position behind which to go on."""
    wanted = PLAIN.get(kind, frozenset()) if kind else frozenset()
    besides = NOT_CHANGES | {LOOKED_UP} if kind is AccessKind.CHANGE else {LOOKED_UP}
    rows = await list_records(session, subject, kinds=wanted, besides=besides, before=before, limit=limit + 1)
    counts, people = await count_records(session, subject, PLAIN, AccessKind.CHANGE, {LOOKED_UP})
    names = await _names(session, [row.actor for row in rows])
    agencies = await names_of(session, {row.agency_code for row in rows})
    return AccessesOut(
        counts={one: counts.get(one, 0) for one in AccessKind},
        people=people,
        items=[_out(row, names, agencies) for row in rows[:limit]],
        next=rows[limit - 1].id if len(rows) > limit else None,
    )


async def _names(session: AsyncSession, actors: Sequence[str]) -> dict[str, str]:
    wanted = {actor.removeprefix(OFFICER) for actor in actors if actor.startswith(OFFICER)}
    query = select(Person.id, Person.full_name).where(Person.id.in_(wanted))
    return {f"{OFFICER}{row.id}": row.full_name for row in await session.execute(query)} if wanted else {}


def _out(row: Any, names: dict[str, str], agencies: dict[str, str]) -> AccessOut:
    return AccessOut(
        position=row.id,
        at=row.at,
        kind=kind_of(row.kind),
        label=_label_of(row.kind),
        actor=row.actor,
        name=names.get(row.actor, ""),
        agency_code=row.agency_code,
        agency_name=agencies.get(row.agency_code, row.agency_code),
        on_behalf_of=row.on_behalf_of,
    )


def _label_of(evidence: str) -> str:
    """In words; of a change what it was, as the history of the document says it."""
    kind, step = kind_of(evidence), evidence.removeprefix("document-")
    if kind is not AccessKind.CHANGE:
        return ACCESS_LABELS[kind]
    if step in set(Step):
        return STEPS.label(Step(step))
    return CHANGES.get(evidence) or INCOMING_LABELS.get(evidence.removeprefix("incoming-")) or ACCESS_LABELS[kind]
