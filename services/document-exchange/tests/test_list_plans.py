"""Lists of documents cost the same however many rows lie behind them: counted in pages of the database, never in time."""

from collections.abc import Awaitable, Callable, Iterator
from functools import partial
from itertools import product
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.desk.incoming_list import INCOMING
from document_exchange.desk.lending_list import LENT_COPIES
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
RARE = "000.00.97.H08"
NARROWED_ARRIVALS: tuple[dict[str, str], ...] = (
    {"noi_gui": RARE},
    {"loai": "GM"},
    {"do_khan": "3"},
    {"loai": "GM", "noi_gui": RARE, "sap_xep": "oldest"},
    {"tu_ngay": "1/1/2020", "den_ngay": "2/1/2020"},
    {"noi_gui": RARE, "q": WORDS[-1]},
)
NARROWED_OUTGOING: tuple[dict[str, str], ...] = (
    {"noi_nhan": RARE},
    {"nguoi_ky": "Người Hiếm"},
    {"loai": "GM"},
    {"do_khan": "3"},
    {"tu_ngay": "1/1/2020", "den_ngay": "2/1/2020"},
    {"pham_vi": "agency", "loai": "GM"},
    {"pham_vi": "agency", "noi_nhan": RARE},
)
"""By what few rows have, among many that are not of it."""
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


def _scopes(house: Any) -> Iterator[tuple[Listing, str, Identity, dict[str, str]]]:
    """What somebody may open, what his unit has, and what waits for his opinion."""
    for listing, agency, states in ((INCOMING, RECEIVER, ("03", "06")), (OUTGOING, SENDER, ("sent",))):
        asked: list[dict[str, str]] = [
            {},
            *({"trang_thai": state} for state in states),
            *({"q": word} for word in WORDS),
        ]
        for (name, who), more in product(people(house, agency).items(), asked):
            yield listing, f"readable {name}", who, {"pham_vi": "readable"} | more
    for state in ({}, {"trang_thai": "03"}, {"trang_thai": "03,04,05"}):
        yield INCOMING, "unit", people(house, RECEIVER)["head"], {"pham_vi": "unit"} | state
        yield INCOMING, "opinion", people(house, RECEIVER)["leader"], {"pham_vi": "opinion"} | state
    head = people(house, SENDER)["head"]
    for state in ({}, {"trang_thai": "draft"}, {"trang_thai": "submitted"}, {"trang_thai": "draft,submitted,returned"}):
        yield OUTGOING, "unit", head, {"pham_vi": "unit"} | state


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
            *NARROWED_ARRIVALS,
        ):
            add(INCOMING, name, who, query)
        found[f"open {name}"] = partial(count_open, who=who)
    found["opinion counted"] = partial(count_for_opinion, who=people(house, RECEIVER)["leader"])
    for name in ("clerk", "leader"):
        who = people(house, SENDER)[name]
        add(OUTGOING, name, who, {"pham_vi": "unissued"})
        found[f"late {name}"] = partial(count_late, who=who)
    for name, who in people(house, SENDER).items():
        for query in (*OUTGOING_QUERIES, *NARROWED_OUTGOING):
            add(OUTGOING, name, who, query)
        found[f"waiting {name}"] = partial(count_by_status, who=who)
    _add_books(house, add)
    for asked in _scopes(house):
        add(*asked)
    return found


def _add_books(house: Any, add: Callable[..., None]) -> None:
    books = (OUTGOING_REGISTER, SENDER), (INCOMING_REGISTER, RECEIVER), (TRACKING_REGISTER, RECEIVER)
    for listing, agency in (*books, (POST_REGISTER, SENDER), (LENT_COPIES, SENDER)):
        clerk = house.person(Role.RECORDS_CLERK, agency)
        for query in ({}, {"sap_xep": "reverse"}, *({"q": word} for word in WORDS)):
            add(listing, "clerk", clerk, query, 20 if "q" in query else 100)


TABLES = (
    "incoming_reader",
    "delivery",
    "assignment",
    "cooperating_unit",
    "presentation",
    "incoming_document",
    "outgoing_document",
    "outside_receiver",
    "copy_use",
)


async def _post(pool: Any) -> None:
    """Each numbered document as a letter of this year, whose archived copy was used."""
    await pool.execute(
        "INSERT INTO outside_receiver (document_id, position, agency_code, name, way, folded, sent_on)"
        " SELECT id, 1, agency_code, 'x', 'post', folded,"
        " date_trunc('year', now())::date + number % 300 FROM outgoing_document WHERE agency_code = $1 AND number IS NOT NULL"
        " ON CONFLICT DO NOTHING",
        SENDER,
    )
    await pool.execute(
        "INSERT INTO copy_use (id, document_id, agency_code, person_name, allowed_by, entered_by, folded, used_on, returned_on)"
        " SELECT id, id, agency_code, 'x', 'x', 'x', folded, date_trunc('year', now())::date + number % 300, now()"
        " FROM outgoing_document WHERE agency_code = $1 AND number IS NOT NULL ON CONFLICT DO NOTHING",
        SENDER,
    )


async def _few_of_a_kind(pool: Any) -> None:
    """One in ten thousand differs in all that lists are narrowed by."""
    await pool.execute(
        "UPDATE incoming_document SET sender_code = $1, type_name = 'Giấy mời', priority = 3,"
        " arrived_at = '2020-01-01T05:00:00Z'::timestamptz + random() * interval '1 hour' WHERE document_code LIKE '%0077'",
        RARE,
    )
    await pool.execute(
        "UPDATE outgoing_document SET type_code = 'GM', leader_name = 'Người Hiếm', priority = 3, issued_on = '2020-01-01'"
        " WHERE number % 10000 = 77"
    )
    await pool.execute(
        "INSERT INTO delivery (id, document_id, document_code, sender_code, addressee_code)"
        " SELECT gen_random_uuid(), id, document_code, agency_code, CASE WHEN number % 10000 = 77 THEN $1 ELSE $2 END"
        " FROM outgoing_document WHERE agency_code = $3 AND number IS NOT NULL ON CONFLICT DO NOTHING",
        RARE,
        RECEIVER,
        SENDER,
    )


async def _readers(pool: Any) -> None:
    """A tenth is open to the agency; the unit may read another, somebody a few."""
    await pool.execute("UPDATE incoming_document SET readable_by = 'agency' WHERE document_code LIKE '%1'")
    for whose, share in ((f"unit:{UNIT}", "%2"), ("person:few", "%0042")):
        await pool.execute(
            "INSERT INTO incoming_reader (incoming_id, whose, name, given_by) SELECT id, $1, 'x', 'x'"
            " FROM incoming_document WHERE document_code LIKE $2 ON CONFLICT DO NOTHING",
            whose,
            share,
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
    await _few_of_a_kind(pool)
    await _readers(pool)
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
