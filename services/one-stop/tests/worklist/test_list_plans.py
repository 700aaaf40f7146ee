"""The work list costs the same however many dossiers lie behind it: counted in pages of the database, never in time."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial
from typing import Any

import asyncpg
from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.worklist.figures import count_work
from one_stop.worklist.listing import SCOPES, STATES, WORK
from operations.bench.filling import DOSSIER, SEARCHES, fill_with_copies
from shared.access.identity import Identity
from shared.core import clock
from shared.work.keyset import count_rows, read_page
from testing.plans import cost_of

FEW, MANY = 5_000, 20_000
SLACK = 400
"""Pages: a b-tree grows by a level, and a thousandth of the rows has the rare word."""
ROLES = ("counter-officer", "specialist", "leader")
Reading = Callable[[AsyncSession], Awaitable[object]]


class ByOrm:
    """The pool of `count_work`, through a session whose statements are watched."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def fetch(self, statement: str, *values: object) -> Any:
        line = await self._session.connection()
        return (await line.exec_driver_sql(statement, values)).mappings().all()

    async def fetchrow(self, statement: str, *values: object) -> Any:
        return (await self.fetch(statement, *values))[0]


def readings(office: Any) -> dict[str, Reading]:
    found: dict[str, Reading] = {}

    def add(who: Identity, **query: str) -> None:
        chosen = WORK.choose({name: value for name, value in query.items() if value})
        name = f"{','.join(who.roles)} {query}"
        found[name] = lambda session: read_page(session, who, chosen, 20)
        found[f"{name} counted"] = lambda session: count_rows(session, who, chosen)

    now = clock.now()
    moments = (now, now, now - timedelta(days=30))
    for role in ROLES:
        who = office.identity(role)
        for scope in SCOPES:
            for state in STATES:
                add(who, trang_thai=state, pham_vi=scope)
            add(who, buoc="khong-co", pham_vi=scope)
        for word in SEARCHES:
            asked = word.format(last=FEW - 1)
            add(who, pham_vi="agency", q=asked)
            add(who, trang_thai="ended", q=asked)
        found[f"figures {role}"] = partial(_figures, who, moments)
    return found


async def _figures(who: Identity, moments: Any, session: AsyncSession) -> object:
    pool: Any = ByOrm(session)
    return await count_work(pool, who.agency_code, list(who.roles), who.subject, moments)


async def fill(office: Any, model: str, rows: range) -> None:
    """Half of them open, so that what a state filters out is a part of the table; none newly filed, few to hand over."""
    changed = DOSSIER | {"status": "CASE WHEN n % 2 = 0 THEN 10 WHEN n % 1000 = 1 THEN 9 ELSE 4 END"}
    connection = await asyncpg.connect(office.database.url)
    try:
        await fill_with_copies(connection, "dossier", model, rows, changed)
    finally:
        await connection.close()


def test_no_filter_and_no_count_reads_in_proportion_to_the_table(one_stop: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr("shared.work.keyset.WINDOWS", (100, 600))  # looked through whole at both sizes

    async def run() -> None:
        async with one_stop() as office:
            model = await office.file()
            await fill(office, model, range(FEW))
            asked = readings(office)
            before = {name: (await cost_of(office.database, act)).pages for name, act in asked.items()}
            await fill(office, model, range(FEW, MANY))
            after = {name: (await cost_of(office.database, act)).pages for name, act in asked.items()}
            grown = {name: (before[name], now) for name, now in after.items() if now > 2 * before[name] + SLACK}
            assert not grown

    asyncio.run(run())
