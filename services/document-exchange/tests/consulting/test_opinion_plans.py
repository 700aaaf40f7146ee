"""The list of what is asked and its count cost the same however many rows lie behind them: counted in pages of the database, never in time."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.consulting.listing import OPINION_REQUESTS, SCOPES
from document_exchange.consulting.queries import count_waiting
from operations.bench.filling import vacuum
from shared.work.keyset import count_rows, read_page
from testing.plans import cost_of

from ..test_incoming import RECEIVER
from ..test_list_plans import FEW, MANY, SLACK, UNIT, people
from .opinion_kit import run

Reading = Callable[[AsyncSession], Awaitable[object]]
QUERIES: tuple[dict[str, str], ...] = (
    {},
    *({"pham_vi": scope} for scope in SCOPES if scope),
    *({"trang_thai": state} for state in ("asked", "answered", "replied", "closed")),
    *({"q": words} for words in ("giay phep", "hiemgap", "so9998", "khongcoai")),
)
_FILL = """
INSERT INTO opinion_request (id, consultation_id, origin_id, agency_code, asker_code, asker_agency, type_name, subject, asked, asked_name,
  unit_id, person_id, lost, due_on, state, folded)
SELECT gen_random_uuid(), gen_random_uuid(), CASE WHEN n % 2 = 0 THEN gen_random_uuid() END, $1, 'x', 'x', 'x', 'x', 'unit:x', 'x',
  CASE WHEN n % 10 = 7 THEN $2 ELSE '' END,
  CASE WHEN n % 5 = 1 THEN 'many' WHEN n % 5000 = 18 THEN 'few' ELSE '' END, n % 1000 = 3,
  DATE '2020-01-01' + n % 2000, CASE WHEN n % 50 = 0 THEN 'asked' WHEN n % 50 = 1 THEN 'answered' ELSE 'replied' END,
  'nguyen van cap lai giay phep ' || CASE WHEN n % 997 = 0 THEN 'hiemgap ' ELSE '' END || 'so' || n
FROM generate_series($3::int, $4::int) n
"""


def readings(house: Any) -> dict[str, Reading]:
    """The list and its count, for whom and how they are asked."""
    found: dict[str, Reading] = {}
    for name, who in people(house, RECEIVER).items():
        for query in QUERIES:
            chosen = OPINION_REQUESTS.choose(query)
            found[f"{name} {query}"] = partial(_read, who=who, chosen=chosen)
            found[f"{name} {query} counted"] = partial(count_rows, who=who, chosen=chosen)
        found[f"waiting {name}"] = partial(count_waiting, who=who)
    return found


async def _read(session: AsyncSession, who: Any, chosen: Any) -> object:
    return await read_page(session, who, chosen, 20)


async def fill(house: Any, rows: range) -> None:
    pool = await house.database.hot()
    await pool.execute(_FILL, RECEIVER, UNIT, rows.start, rows.stop - 1)
    await vacuum(pool, "opinion_request")


def test_the_list_of_what_is_asked_reads_no_more_when_there_is_more(open_house: Any, monkeypatch: Any) -> None:
    # Looked through whole, and counted to the end of what is counted, at both sizes.
    monkeypatch.setattr("shared.work.keyset.WINDOWS", (100, 600))
    monkeypatch.setattr("shared.work.keyset.COUNTED", 100)

    async def play(house: Any) -> None:
        await fill(house, range(FEW))
        asked = readings(house)
        before = {name: (await cost_of(house.database, act)).pages for name, act in asked.items()}
        await fill(house, range(FEW, MANY))
        after = {name: (await cost_of(house.database, act)).pages for name, act in asked.items()}
        grown = {name: (before[name], now) for name, now in after.items() if now > 2 * before[name] + SLACK}
        assert not grown

    run(open_house, play)
