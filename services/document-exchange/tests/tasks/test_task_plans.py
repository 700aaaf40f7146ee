"""The list of tasks and its counts cost the same however many rows lie behind them: counted in pages of the database, never in time."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.tasks.listing import SCOPES, TASKS
from document_exchange.tasks.ways import count_waiting
from operations.bench.filling import vacuum
from shared.access.identity import Identity
from shared.access.rights import Role
from shared.work.keyset import count_rows, read_page
from testing.plans import cost_of

from ..test_list_plans import FEW, MANY, SLACK, UNIT, people
from .task_kit import OTHER, PROVINCE, RECEIVER, run

WAYS = 2
"""A head has tasks by five ways: what is counted is read row by row along each, and not by a few pages of a small table."""
Reading = Callable[[AsyncSession], Awaitable[object]]
QUERIES: tuple[dict[str, str], ...] = (
    {},
    *({"pham_vi": scope} for scope in SCOPES if scope),
    *({"trang_thai": state} for state in ("given", "reported", "done", "cancelled")),
    *({"tien_do": standing} for standing in ("on-time", "finished-late", "soon", "late")),
    {"pham_vi": "given", "trang_thai": "reported"},
    {"pham_vi": "todo", "trang_thai": "given"},
    *({"q": words} for words in ("giay phep", "hiemgap", "so9998", "khongcoai")),
)
_FILL = """
INSERT INTO task (id, agency_code, origin_id, giver_code, giver_agency, code, subject, field, source, given_on, state, due_on, due_key,
  reported_on, giver_id, giver_unit, giver_left, monitor_id, lead, lead_name, part, folded)
SELECT gen_random_uuid(), $1,
  CASE WHEN CASE $5::text WHEN 'both' THEN n % 2 = 0 ELSE $5::text = 'came' END THEN gen_random_uuid() END,
  $1, 'x', 'NV-' || n, 'x', 'noi-vu', 'typed',
  DATE '2020-01-01' + n % 2000,
  CASE WHEN n % 50 <> 0 THEN 'done' WHEN n % 200 = 0 THEN 'reported' WHEN n % 100 = 0 THEN 'given' ELSE 'working' END,
  DATE '2020-02-01' + n % 2000, DATE '2020-02-01' + n % 2000, DATE '2020-01-20' + n % 2000 + CASE WHEN n % 7 = 0 THEN 300 ELSE 0 END,
  CASE WHEN n % 2 = 0 THEN '' WHEN n % 5 = 0 AND $5::text = 'both' THEN 'many' WHEN n % 5000 = 17 THEN 'few' ELSE 'x' || n % 40 END,
  CASE WHEN n % 2 = 1 AND n % 10 = 7 THEN $2 ELSE '' END, n % 2 = 1 AND n % 1000 = 3,
  CASE WHEN n % 10 = 1 AND $5::text = 'both' THEN 'many' WHEN n % 5000 = 19 THEN 'few' ELSE '' END,
  CASE WHEN n % 2 = 0 THEN 'agency:' || $1 WHEN n % 5000 = 21 THEN '' ELSE 'person:many' END, 'x', CASE WHEN n % 2 = 0 THEN 'lead' ELSE '' END,
  'nguyen van cap lai giay phep ' || CASE WHEN n % 997 = 0 THEN 'hiemgap ' ELSE '' END || 'so' || n
FROM generate_series($3::int, $4::int) n
"""
_PARTS = """
INSERT INTO task_part (task_id, whose, name, part) SELECT id, $1, $1, $2 FROM task WHERE agency_code = $4 AND folded LIKE $3
ON CONFLICT DO NOTHING
"""


def readings(house: Any) -> dict[str, Reading]:
    """The list and its counts, for whom and how they are asked."""
    found: dict[str, Reading] = {}

    def add(name: str, who: Identity, query: dict[str, str]) -> None:
        chosen = TASKS.choose(query)
        found[f"{name} {query}"] = lambda session: read_page(session, who, chosen, 20)
        found[f"{name} {query} counted"] = lambda session: count_rows(session, who, chosen)

    for name, who in people(house, RECEIVER).items():
        for query in QUERIES:
            add(name, who, query)
        found[f"waiting {name}"] = partial(count_waiting, who=who)
    for query in ({"chu_tri": "-"}, {"chu_tri": "agency:x"}, {"chu_tri": "-", "pham_vi": "sent"}):
        add("clerk", house.person(Role.RECORDS_CLERK, RECEIVER), query)
    for agency in (PROVINCE, OTHER):
        for scope in ("sent", "came", "todo", "given"):
            add(f"leader of {agency}", house.person(Role.LEADER, agency), {"pham_vi": scope})
    for query in ({"chu_tri": "agency:khong-co"}, {"nguoi_giao": "khong-co"}):
        chosen = TASKS.choose(query)
        found[f"named {query}"] = chosen.looked_up
    return found


async def fill(house: Any, rows: range) -> None:
    pool = await house.database.hot()
    for agency, how in ((RECEIVER, "both"), (PROVINCE, "given"), (OTHER, "came")):
        await pool.execute(_FILL, agency, UNIT, rows.start, rows.stop - 1, how)
    for whose, what, share in (
        ("person:many", "lead", "%5"),
        ("person:many", "cooperate", "%6"),
        ("person:few", "cooperate", "%0017"),
        (f"unit:{UNIT}", "cooperate", "%9"),
        (f"unit:{UNIT}", "lead", "%8"),
    ):
        await pool.execute(_PARTS, whose, what, share, RECEIVER)
    for table in ("task", "task_part"):
        await vacuum(pool, table)


def test_the_list_of_tasks_reads_no_more_when_there_are_more(open_house: Any, monkeypatch: Any) -> None:
    # Looked through whole, and counted to the end of what is counted, at both sizes.
    monkeypatch.setattr("shared.work.keyset.WINDOWS", (100, 600))
    monkeypatch.setattr("shared.work.keyset.COUNTED", 100)

    async def play(house: Any) -> None:
        await fill(house, range(FEW))
        asked = readings(house)
        before = {name: (await cost_of(house.database, act)).pages for name, act in asked.items()}
        await fill(house, range(FEW, MANY))
        after = {name: (await cost_of(house.database, act)).pages for name, act in asked.items()}
        grown = {name: (before[name], now) for name, now in after.items() if now > 2 * before[name] + WAYS * SLACK}
        assert not grown

    run(open_house, play)


def test_parts_follow_their_task_whoever_writes_it(open_house: Any) -> None:
    """A process of the older release, or an operator by SQL, knows nothing of what the parts carry."""

    async def play(house: Any) -> None:
        pool = await house.database.hot()
        await pool.execute(_FILL, RECEIVER, UNIT, 0, 3, "both")
        assert await pool.execute(_PARTS, "person:many", "lead", "%", RECEIVER) == "INSERT 0 4"
        unlike = (
            "SELECT count(*) FROM task_part p JOIN task t ON t.id = p.task_id WHERE"
            " (p.agency_code, p.state, p.due_key) IS DISTINCT FROM (t.agency_code, t.state, t.due_key)"
        )
        assert await pool.fetchval(unlike) == 0
        moved = await pool.execute("UPDATE task SET agency_code = $1, state = 'done', due_key = '2031-01-01'", OTHER)
        assert moved == "UPDATE 4"
        assert await pool.fetchval(unlike) == 0

    run(open_house, play)
