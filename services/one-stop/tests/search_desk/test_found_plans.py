"""Looking dossiers up costs the same however many lie behind: counted in pages, and no table is read from end to end."""

import asyncio
from functools import partial
from typing import Any

import asyncpg

from one_stop.search_desk.listing import FOUND
from operations.bench.filling import DOSSIER, SEARCHES, fill_with_copies
from shared.access.identity import Identity
from shared.directory.keeping import keep_agency
from shared.work.keyset import count_rows, read_page
from testing.factories import an_agency
from testing.plans import Cost, cost_of

from ..conftest import ELSEWHERE

ROWS = 30_000
MOST_PAGES = 1_500
"""Of 30.000 rows in some ten thousand pages; of words that none has, the index of each kind of rows is asked besides."""
BIG = ("dossier", "fee_receipt", "booked_result", "printed_form")
ABOVE = "000.00.00.H08"
ASKED: tuple[dict[str, str], ...] = (
    {},
    {"nhan_tu": "1/1/2020"},
    {"nhan_tu": "1/1/2020", "nhan_den": "1/2/2020"},
    {"hen_tu": "1/1/2020", "hen_den": "1/1/2099"},
    {"hen_tu": "1/1/2020", "hen_den": "2/1/2020"},
    {"so": "12/2026"},
    {"so": "12/GCN-SXD"},
    *({"q": word.format(last=ROWS - 1)} for word in SEARCHES),
)


async def _fill(office: Any, model: str) -> None:
    """Half of them at another agency of two below the same."""
    agency = {"agency_code": f"CASE WHEN n % 2 = 0 THEN '{ELSEWHERE}' ELSE d.agency_code END"}
    due = {"due_at": "d.due_at - (n + 500) * interval '30 seconds'"}
    connection = await asyncpg.connect(office.database.url)
    try:
        changed = DOSSIER | agency | due
        await fill_with_copies(connection, "dossier", model, range(ROWS), changed, vacuumed=True)
    finally:
        await connection.close()


async def _costs(office: Any, who: Identity, **more: str) -> dict[str, Cost]:
    costs = {}
    for asked in ASKED:
        chosen = FOUND.choose(asked | more)
        costs[str(chosen.query)] = await cost_of(office.database, partial(read_page, who=who, chosen=chosen, limit=20))
        costs[f"{chosen.query} counted"] = await cost_of(office.database, partial(count_rows, who=who, chosen=chosen))
    return costs


def test_no_look_reads_in_proportion_to_the_table(one_stop: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr("shared.work.keyset.WINDOWS", (100, 600))
    monkeypatch.setattr("shared.work.keyset.FEW_WINDOWS", (50, 200))

    async def run() -> None:
        async with one_stop() as office:
            async with office.database.sessions.begin() as session:
                await keep_agency(session, an_agency(ELSEWHERE))
                await keep_agency(session, an_agency(ABOVE, parent_code=""))
            model = await office.file()
            await office.act(model, "accept", "counter-officer")
            await _fill(office, model)
            at_home = await _costs(office, office.identity("counter-officer"))
            across = await _costs(office, office.identity("leader", ABOVE), pham_vi="below")
            for name, cost in [*at_home.items(), *across.items()]:
                assert not cost.walked.intersection(BIG), (name, cost.walked)
                assert cost.pages < MOST_PAGES, (name, cost.pages)

    asyncio.run(run())
