"""The work list costs the same however many dossiers lie behind it: counted in pages of the database, never in time."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial
from typing import Any

import asyncpg
from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.overview.queries import list_standings
from one_stop.worklist.figures import count_work
from one_stop.worklist.listing import SCOPES, STATES, WORK
from operations.bench.filling import DOSSIER, SEARCHES, fill_with_copies
from shared.access.identity import Identity
from shared.core import clock
from shared.work.keyset import count_rows, read_page
from testing.plans import cost_of

from ..conftest import ELSEWHERE

FEW, MANY = 5_000, 20_000
SLACK = 400
"""Pages: a b-tree grows by a level, and a thousandth of the rows has the rare word."""
ROLES = ("counter-officer", "specialist", "leader")
Reading = Callable[[AsyncSession], Awaitable[object]]


def add(found: dict[str, Reading], who: Identity, **query: str) -> None:
    chosen = WORK.choose({name: value for name, value in query.items() if value})
    name = f"{','.join(who.roles)} {query}"
    found[name] = lambda session: read_page(session, who, chosen, 20)
    found[f"{name} counted"] = lambda session: count_rows(session, who, chosen)


def readings(office: Any) -> dict[str, Reading]:
    found: dict[str, Reading] = {}
    for role in ROLES:
        who = office.identity(role)
        for scope in SCOPES:
            for state in STATES:
                add(found, who, trang_thai=state, pham_vi=scope)
            add(found, who, buoc="khong-co", pham_vi=scope)
        for word in SEARCHES:
            asked = word.format(last=FEW - 1)
            add(found, who, pham_vi="agency", q=asked)
            add(found, who, trang_thai="ended", q=asked)
    return found | figures(office)


def figures(office: Any) -> dict[str, Reading]:
    now = clock.now()
    moments = (now, now + timedelta(days=1), now - timedelta(days=300))
    asked = {
        (role, scope): partial(count_work, who=office.identity(role), scope=scope, moments=moments)
        for role in ROLES
        for scope in SCOPES
    }
    found: dict[str, Reading] = {f"figures {role} {scope}": act for (role, scope), act in asked.items()}
    return found | {"overview": partial(list_standings, agency_code=office.agency, now=now, most=100)}


async def fill(office: Any, model: str, rows: range, *, vacuumed: bool, holder: str) -> None:
    """Half of them open, so that what a state filters out is a part of the table; none newly filed, few to hand over."""
    status = "CASE WHEN n % 2 = 0 THEN 10 WHEN n % 1000 = 1 THEN 9 ELSE 4 END"
    changed = DOSSIER | {"status": status, "holder_id": holder}
    connection = await asyncpg.connect(office.database.url)
    try:
        await fill_with_copies(connection, "dossier", model, rows, changed, vacuumed=vacuumed)
    finally:
        await connection.close()


async def grown(
    office: Any, asked: dict[str, Reading], *, vacuumed: bool = True, holder: str = "NULL"
) -> dict[str, tuple[int, int]]:
    """What reads more of a table that is four times as large."""
    model = await office.file()
    await fill(office, model, range(FEW), vacuumed=vacuumed, holder=holder)
    before = {name: (await cost_of(office.database, act)).pages for name, act in asked.items()}
    await fill(office, model, range(FEW, MANY), vacuumed=vacuumed, holder=holder)
    after = {name: (await cost_of(office.database, act)).pages for name, act in asked.items()}
    return {name: (before[name], now) for name, now in after.items() if now > 2 * before[name] + SLACK}


def test_no_filter_and_no_count_reads_in_proportion_to_the_table(one_stop: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr("shared.work.keyset.WINDOWS", (100, 600))  # looked through whole at both sizes

    async def run() -> None:
        async with one_stop() as office:
            assert not await grown(office, readings(office))

    asyncio.run(run())


def test_figures_and_the_list_cost_the_same_of_a_table_just_filled(one_stop: Any) -> None:
    """Never vacuumed: what an index alone would tell is looked up row by row."""

    async def run() -> None:
        async with one_stop() as office:
            await office.rows("ALTER TABLE dossier SET (autovacuum_enabled = off)")
            asked = figures(office)
            for role in ROLES:
                for scope in SCOPES:
                    add(asked, office.identity(role), pham_vi=scope)
            few_are_free = "CASE WHEN n % 400 <> 1 THEN 'another' END"
            assert not await grown(office, asked, vacuumed=False, holder=few_are_free)

    asyncio.run(run())


def test_an_agency_that_has_nothing_walks_through_nothing_of_anothers(one_stop: Any) -> None:
    """By the plan kept for every agency, the one with nearly all the rows seemed to be found soonest from end to end."""

    async def run() -> None:
        async with one_stop() as office:
            await fill(office, await office.file(), range(MANY), vacuumed=False, holder="NULL")
            now = clock.now()
            moments = (now, now + timedelta(days=1), now - timedelta(days=300))
            for role in ROLES:
                act = partial(count_work, who=office.identity(role, ELSEWHERE), scope="mine", moments=moments)
                cost = await cost_of(office.database, act, for_anybody=True)
                assert cost.pages < 100, cost.walked

    asyncio.run(run())


def test_newly_filed_ones_are_found_without_looking_through_what_is_open(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await fill(office, await office.file(), range(MANY), vacuumed=True, holder="NULL")
            chosen = WORK.choose({"trang_thai": "submitted", "pham_vi": "agency"})
            who = office.identity("counter-officer")
            act = partial(read_page, who=who, chosen=chosen, limit=20)
            cost = await cost_of(office.database, act, for_anybody=True)
            assert cost.pages < 60

    asyncio.run(run())


def test_a_rare_word_is_looked_for_in_its_index_and_not_among_all_that_is_open(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await fill(office, await office.file(), range(MANY), vacuumed=True, holder="NULL")
            who = office.identity("counter-officer")
            for word in ("hiemgap", "khongcoai"):
                chosen = WORK.choose({"pham_vi": "agency", "q": word})
                cost = await cost_of(office.database, partial(read_page, who=who, chosen=chosen, limit=20))
                assert cost.pages < 200, word

    asyncio.run(run())


def test_a_figure_that_stopped_counting_says_so(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            who = office.headers("counter-officer")
            model = await office.file()
            few = (await office.client.get("/mot-cua", headers=who)).text
            assert "1.000" not in few
            assert "Hồ sơ theo lĩnh vực" in few
            await fill(office, model, range(2_100), vacuumed=True, holder="NULL")
            many = (await office.client.get("/mot-cua", headers=who)).text
            assert '<span class="lt-stat__value">1.000+</span>' in many
            assert "1.000 hồ sơ đến hạn trước, theo lĩnh vực" in many

    asyncio.run(run())
