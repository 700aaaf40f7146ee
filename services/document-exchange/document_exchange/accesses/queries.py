"""Lượt truy cập of one document: one walk along the evidence of it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import case, column, func, select, table
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.accesses.rules import LOOKED_UP, NOT_CHANGES, PLAIN, AccessKind, kind_of, label_of
from document_exchange.accesses.schemas import AccessesOut, AccessOut
from shared.directory.models import Person
from shared.directory.queries import names_of

_COLUMNS = ("id", "at", "kind", "subject", "actor", "agency_code", "on_behalf_of")
_E = table("evidence", *map(column, _COLUMNS)).c
_OFFICER = "officer:"


async def list_accesses(
    session: AsyncSession, subject: str, kind: AccessKind | None, before: int | None, limit: int
) -> AccessesOut:
    """The newest first, those of one kind or all. `subject`: `document/<id>`, `incoming/<id>`; `before`: the position behind which to go on."""
    query = select(*(_E[name] for name in _COLUMNS)).where(_E.subject == subject, _E.kind != LOOKED_UP)
    if kind is not None:
        query = query.where(_E.kind.in_(sorted(PLAIN[kind])) if kind in PLAIN else _E.kind.not_in(sorted(NOT_CHANGES)))
    if before is not None:
        query = query.where(_E.id < before)
    rows = (await session.execute(query.order_by(_E.id.desc()).limit(limit + 1))).all()
    counts, people = await _count(session, subject)
    names = await _names(session, [row.actor for row in rows])
    agencies = await names_of(session, {row.agency_code for row in rows})
    return AccessesOut(
        counts=counts,
        people=people,
        items=[_out(row, names, agencies) for row in rows[:limit]],
        next=rows[limit - 1].id if len(rows) > limit else None,
    )


async def _count(session: AsyncSession, subject: str) -> tuple[dict[AccessKind, int], int]:
    kinds = case(
        *((_E.kind.in_(sorted(names)), kind.value) for kind, names in PLAIN.items()), else_=AccessKind.CHANGE.value
    )
    seen = _E.subject == subject, _E.kind != LOOKED_UP
    counted = await session.execute(
        select(kinds.label("kind"), func.count().label("amount")).where(*seen).group_by(kinds)
    )
    found = {row.kind: row.amount for row in counted}
    people = select(func.count(_E.actor.distinct())).where(*seen, _E.actor.startswith(_OFFICER))
    return {kind: found.get(kind, 0) for kind in AccessKind}, int(await session.scalar(people) or 0)


async def _names(session: AsyncSession, actors: Sequence[str]) -> dict[str, str]:
    wanted = {actor.removeprefix(_OFFICER) for actor in actors if actor.startswith(_OFFICER)}
    query = select(Person.id, Person.full_name).where(Person.id.in_(wanted))
    return {f"{_OFFICER}{row.id}": row.full_name for row in await session.execute(query)} if wanted else {}


def _out(row: Any, names: dict[str, str], agencies: dict[str, str]) -> AccessOut:
    return AccessOut(
        position=row.id,
        at=row.at,
        kind=kind_of(row.kind),
        label=label_of(row.kind),
        actor=row.actor,
        name=names.get(row.actor, ""),
        agency_code=row.agency_code,
        agency_name=agencies.get(row.agency_code, row.agency_code),
        on_behalf_of=row.on_behalf_of,
    )
