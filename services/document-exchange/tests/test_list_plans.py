"""Lists of documents cost the same however many rows lie behind them: counted in pages of the database, never in time."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.desk.incoming_list import INCOMING
from document_exchange.desk.outgoing_list import OUTGOING
from document_exchange.desk.post_list import POST_REGISTER
from document_exchange.desk.registers_list import INCOMING_REGISTER, OUTGOING_REGISTER
from document_exchange.desk.tracking_list import TRACKING_REGISTER
from document_exchange.documents.issue_deadlines import count_late
from document_exchange.documents.queries import count_by_status
from document_exchange.incoming.queries import count_open
from document_exchange.instructing.queries import count_for_opinion
from operations.bench.filling import SEARCHES, fill_agency, vacuum
from shared.access.identity import Identity
from shared.access.rights import Role
from shared.work.keyset import count_rows, read_page
from shared.work.listing import Listing
from testing.plans import cost_of

from .test_incoming import RECEIVER, arrived, run

FEW, MANY = 10_000, 40_000
SLACK = 1_000
"""Pages: a b-tree grows by a level, and a two-hundredth of the rows has the rare word."""
SENDER = "000.00.11.H08"
UNIT = "u-mot"
WORDS = [word.format(last=FEW - 2) for word in SEARCHES]
OUTGOING_QUERIES = [
    {},
    *({"trang_thai": state} for state in ("draft", "submitted", "sealed", "sent", "recalled")),
    {"sap_xep": "reverse"},
    *({"q": word} for word in WORDS),
]
Reading = Callable[[AsyncSession], Awaitable[object]]


def people(house: Any, agency: str) -> dict[str, Identity]:
    specialist = house.person(Role.SPECIALIST, agency)
    return {
        "clerk": house.person(Role.RECORDS_CLERK, agency),
        "leader": house.person(Role.LEADER, agency),
        "given many": specialist.model_copy(update={"subject": "many"}),
        "given few": specialist.model_copy(update={"subject": "few"}),
        "head": specialist.model_copy(update={"subject": "few", "unit": UNIT, "leads_unit": True}),
        "head given many": specialist.model_copy(update={"subject": "many", "unit": UNIT, "leads_unit": True}),
    }


def readings(house: Any) -> dict[str, Reading]:
    """Each list and count, for whom and how it is asked."""
    found: dict[str, Reading] = {}

    def add(listing: Listing, name: str, who: Identity, query: dict[str, str], limit: int = 20) -> None:
        chosen = listing.choose(query)
        found[f"{listing.name} {name} {query}"] = lambda session: read_page(session, who, chosen, limit)
        found[f"{listing.name} {name} {query} counted"] = lambda session: count_rows(session, who, chosen)

    for name, who in people(house, RECEIVER).items():
        for query in (
            {},
            *({"trang_thai": state} for state in ("03", "04", "05", "06", "13", "doi-nguoi", "phan-tre")),
            *({"sap_xep": order} for order in ("newest", "oldest")),
            *({"q": word} for word in WORDS),
        ):
            add(INCOMING, name, who, query)
        found[f"open {name}"] = partial(count_open, who=who)
    for state in ({}, {"trang_thai": "03"}, {"trang_thai": "03,04,05"}):
        add(INCOMING, "unit", people(house, RECEIVER)["head"], {"pham_vi": "unit"} | state)
        add(INCOMING, "opinion", people(house, RECEIVER)["leader"], {"pham_vi": "opinion"} | state)
    found["opinion counted"] = partial(count_for_opinion, who=people(house, RECEIVER)["leader"])
    for name in ("clerk", "leader"):
        who = people(house, SENDER)[name]
        add(OUTGOING, name, who, {"pham_vi": "unissued"})
        found[f"late {name}"] = partial(count_late, who=who)
    for name, who in people(house, SENDER).items():
        for query in OUTGOING_QUERIES:
            add(OUTGOING, name, who, query)
        found[f"waiting {name}"] = partial(count_by_status, who=who)
    for state in ({}, {"trang_thai": "draft"}, {"trang_thai": "submitted"}, {"trang_thai": "draft,submitted,returned"}):
        add(OUTGOING, "unit", people(house, SENDER)["head"], {"pham_vi": "unit"} | state)
    _add_books(house, add)
    return found


def _add_books(house: Any, add: Callable[..., None]) -> None:
    books = (OUTGOING_REGISTER, SENDER), (INCOMING_REGISTER, RECEIVER), (TRACKING_REGISTER, RECEIVER)
    for listing, agency in (*books, (POST_REGISTER, SENDER)):
        clerk = house.person(Role.RECORDS_CLERK, agency)
        for query in ({}, {"sap_xep": "reverse"}, *({"q": word} for word in WORDS)):
            add(listing, "clerk", clerk, query, 20 if "q" in query else 100)


TABLES = "assignment", "cooperating_unit", "presentation", "incoming_document", "outgoing_document", "outside_receiver"


async def _post(pool: Any) -> None:
    """Each numbered document as a letter of this year."""
    await pool.execute(
        "INSERT INTO outside_receiver (document_id, position, agency_code, name, way, folded, sent_on)"
        " SELECT id, 1, agency_code, 'x', 'post', folded,"
        " date_trunc('year', now())::date + number % 300 FROM outgoing_document WHERE agency_code = $1 AND number IS NOT NULL"
        " ON CONFLICT DO NOTHING",
        SENDER,
    )


async def fill(house: Any, rows: range, models: dict[str, str]) -> None:
    for agency, table in ((RECEIVER, "incoming_document"), (SENDER, "outgoing_document")):
        await fill_agency(lambda _: house.database.url, agency, rows, {table: models[table]})
    pool = await house.database.hot()
    for person, share in (("many", "%5"), ("few", "%0017")):
        await pool.execute(
            "INSERT INTO assignment (incoming_id, person_id, person_name, part, assigned_by) SELECT id, $1, $1, 'lead', 'x'"
            " FROM incoming_document WHERE document_code LIKE $2 ON CONFLICT DO NOTHING",
            person,
            share,
        )
    await pool.execute("UPDATE incoming_document SET unit_id = $1 WHERE document_code LIKE '%7'", UNIT)
    await pool.execute(
        "INSERT INTO cooperating_unit (incoming_id, unit_id, unit_name) SELECT id, $1, $1"
        " FROM incoming_document WHERE document_code LIKE '%9' ON CONFLICT DO NOTHING",
        UNIT,
    )
    await pool.execute("UPDATE incoming_document SET part_due_on = '2020-01-01' WHERE document_code LIKE '%0027'")
    # The agency has many of a state that none is in of what somebody was given, or a unit has.
    await pool.execute("UPDATE incoming_document SET status = '03' WHERE document_code LIKE '%3' AND status <> '03'")
    await pool.execute(
        "INSERT INTO presentation (incoming_id, leader_id, leader_name) SELECT id, $1, $1 FROM incoming_document"
        " WHERE document_code LIKE '%3' ON CONFLICT DO NOTHING",
        people(house, RECEIVER)["leader"].subject,
    )
    await pool.execute("UPDATE outgoing_document SET unit_id = $1 WHERE number % 10 = 7", UNIT)
    await pool.execute("UPDATE outgoing_document SET status = 'draft', drafter_id = '' WHERE number % 10 = 3")
    await pool.execute("UPDATE outgoing_document SET drafter_id = 'many' WHERE number % 10 = 5")
    await pool.execute("UPDATE outgoing_document SET drafter_id = 'few' WHERE number % 10000 = 17")
    await _post(pool)
    for table in TABLES:
        await vacuum(pool, table)


def test_no_list_and_no_count_reads_in_proportion_to_its_table(open_house: Any, monkeypatch: Any) -> None:
    # Looked through whole, and counted to the end of what is counted, at both sizes.
    monkeypatch.setattr("shared.work.keyset.WINDOWS", (100, 600))
    monkeypatch.setattr("shared.work.keyset.COUNTED", 100)

    async def play(house: Any) -> None:
        came = await arrived(house)
        pool = await house.database.hot()
        sent = await pool.fetchval("SELECT id FROM outgoing_document WHERE agency_code = $1 LIMIT 1", SENDER)
        models = {"incoming_document": str(UUID(came["id"])), "outgoing_document": str(sent)}
        await fill(house, range(FEW), models)
        asked = readings(house)
        before = {name: (await cost_of(house.database, act)).pages for name, act in asked.items()}
        await fill(house, range(FEW, MANY), models)
        after = {name: (await cost_of(house.database, act)).pages for name, act in asked.items()}
        grown = {name: (before[name], now) for name, now in after.items() if now > 2 * before[name] + SLACK}
        assert not grown

    run(open_house, play)
