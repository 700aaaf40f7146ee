"""What the evidence says of one object, and how often something was done on a day: the only reading of it by features."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import case, column, func, select, table
from sqlalchemy.ext.asyncio import AsyncSession

_E = table("evidence", *map(column, ("id", "at", "kind", "subject", "actor", "agency_code", "on_behalf_of"))).c
OFFICER = "officer:"
"""How the actor of a record begins where it is a person of the directory."""


async def list_records(
    session: AsyncSession,
    subject: str,
    *,
    kinds: Collection[str] = (),
    besides: Collection[str] = (),
    before: int | None = None,
    limit: int,
) -> Sequence[Any]:
    """Records of one object, the newest first: id, at, kind, subject, actor, agency_code, on_behalf_of. `kinds`: those alone;
    `besides`: all but those; `before`: the id behind which to go on.
    """
    query = select(*_E).where(_E.subject == subject, _E.kind.not_in(sorted(besides)))
    if kinds:
        query = query.where(_E.kind.in_(sorted(kinds)))
    if before is not None:
        query = query.where(_E.id < before)
    return (await session.execute(query.order_by(_E.id.desc()).limit(limit))).all()


async def count_records(
    session: AsyncSession, subject: str, groups: Mapping[str, Collection[str]], rest: str, besides: Collection[str] = ()
) -> tuple[dict[str, int], int]:
    """How many of each group of kinds, all others under `rest`; and by how many people."""
    group = case(*((_E.kind.in_(sorted(kinds)), name) for name, kinds in groups.items()), else_=rest).label("name")
    seen = _E.subject == subject, _E.kind.not_in(sorted(besides))
    rows = await session.execute(select(group, func.count().label("amount")).where(*seen).group_by(group))
    people = select(func.count(_E.actor.distinct())).where(*seen, _E.actor.startswith(OFFICER))
    return {row.name: row.amount for row in rows}, int(await session.scalar(people) or 0)


def counted_by_day(kinds: Collection[str], day: str) -> str:
    """SQL for a daily figure: how often agencies' people and systems did something of these kinds from :since to before :until.

    `day`: the day of the moment `at`, as SQL.
    """
    wanted = ", ".join(f"'{kind}'" for kind in sorted(kinds))
    return (
        f"SELECT agency_code, {day} AS day, count(*) AS numerator, 0 AS denominator FROM evidence"  # noqa: S608
        f" WHERE at >= :since AND at < :until AND kind IN ({wanted}) AND agency_code <> '' GROUP BY 1, 2"
    )
