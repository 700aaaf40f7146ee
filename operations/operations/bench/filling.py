"""Tables filled for a measurement: copies of one real row, written by the server itself, the indexes made anew behind them."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import uuid4

import asyncpg

_NAMES = "ARRAY['nguyen','tran','le','pham','hoang','phan','vu','dang','bui','do','ho','ngo','duong','ly']"

WORDS = f"""({_NAMES})[1 + n % 14] || ' van ' || ({_NAMES})[1 + n / 14 % 14] || ' cap lai giay phep xay dung '
  || CASE WHEN n % 199 = 0 THEN 'vuaphai ' ELSE '' END || CASE WHEN n % 997 = 0 THEN 'hiemgap ' ELSE '' END || 'so' || n
  || ' 079190' || lpad(n::text, 6, '0') || ' 09' || lpad(n::text, 8, '0')"""
"""What row n is found by: a name that every fourteenth has, words of some two-hundredth and thousandth, open or not, one of its own,
and an identity number and a phone number that nobody else has.
"""
SEARCHES = ("nguyen", "giay phep", "vuaphai", "hiemgap", "so{last}", "khongcoai")

RUN = uuid4().hex[:6]
DOSSIER: dict[str, str] = {
    "id": "gen_random_uuid()",
    "code": f"d.code || '-{RUN}-' || n",
    # Two in a hundred are open, as in an office that has worked for years.
    "status": "CASE WHEN n % 50 <> 0 THEN 10 WHEN n % 400 = 0 THEN 9 ELSE 2 END",
    "opened_at": "d.opened_at - n * interval '1 minute'",
    "work_due_at": "d.work_due_at + (n % 40000 - 20000) * interval '1 minute'",
    # A million are a year's, so that a report of a year counts them.
    "received_at": "d.received_at - (n + 500) * interval '30 seconds'",
    "finished_at": "CASE WHEN n % 50 <> 0 THEN d.received_at - n * interval '30 seconds' END",
    "search_text": WORDS,
}
"""What differs from dossier to dossier."""

_INCOMING: dict[str, str] = {
    "id": "gen_random_uuid()",
    "delivery_id": "NULL",
    "document_code": f"d.document_code || '-{RUN}-' || n",
    "document_key": f"d.document_key || '-{RUN}-' || n",
    # What waits has no number yet; the others', far from those that were given here.
    "arrival_year": "extract(year FROM now())::int",
    "arrival_number": "CASE WHEN n % 50 <> 0 THEN 1000000 + n END",
    "arrived_at": "d.arrived_at - n * interval '1 minute'",
    "status": "CASE WHEN n % 50 = 0 THEN '01' ELSE '06' END",
    "priority": "CASE WHEN n % 500 = 0 THEN 1 ELSE 0 END",
    "folded": WORDS,
}
_OUTGOING: dict[str, str] = {
    "id": "gen_random_uuid()",
    "document_code": f"d.document_code || '-{RUN}-' || n",
    "document_key": f"d.document_key || '-{RUN}-' || n",
    "series_id": f"(SELECT s.id FROM number_series s WHERE s.agency_code = d.agency_code AND s.code = 'fill-{RUN}')",
    "series_code": f"'fill-{RUN}'",
    "year": "extract(year FROM now())::int",
    "number": "n + 1",
    "receipt": "NULL",
    "updated_at": "d.updated_at - n * interval '1 minute'",
    "folded": WORDS,
}
TABLES = {
    "dossier": ("one_stop", "agency_code", DOSSIER),
    "incoming_document": ("document_exchange", "addressee_code", _INCOMING),
    "outgoing_document": ("document_exchange", "agency_code", _OUTGOING),
}
"""Of each table that a list reads: its database, the column that says whose a row is, and what differs from row to row."""


async def fill_agency(url_of: Callable[[str], str], agency: str, rows: range, models: Mapping[str, str]) -> None:
    """Each table of `models` gets these rows of one agency. `models`: the row that is copied, by its table."""
    for table, model in models.items():
        database, owner, changed = TABLES[table]
        connection = await asyncpg.connect(url_of(database))
        try:
            if table == "outgoing_document":
                await connection.execute(_SERIES, agency, f"fill-{RUN}")
            # Dossiers keep the desk of their model.
            whose = {} if table == "dossier" else {owner: f"'{agency}'"}
            await fill_with_copies(connection, table, model, rows, changed | whose)
        finally:
            await connection.close()


_SERIES = (
    "INSERT INTO number_series (id, agency_code, code, name, document_types)"
    " VALUES (gen_random_uuid(), $1, $2, 'Sổ đo', '{}') ON CONFLICT DO NOTHING"
)


async def fill_with_copies(
    connection: "asyncpg.Connection[Any]",
    table: str,
    model: str,
    rows: range,
    changed: Mapping[str, str],
    *,
    vacuumed: bool = True,
) -> None:
    """Row n (of `rows`) is the row whose id is `model`, but for the columns of `changed`: SQL over `n` and the row `d`."""
    columns = [row["column_name"] for row in await connection.fetch(_COLUMNS, table)]
    values = ", ".join(changed.get(column, f"d.{column}") for column in columns)
    await _without_indexes(
        connection,
        table,
        f"INSERT INTO {table} ({', '.join(columns)}) SELECT {values}"
        f" FROM {table} d, generate_series({rows.start}, {rows.stop - 1}) AS n WHERE d.id = '{model}'::uuid",
    )
    if vacuumed:
        await vacuum(connection, table)
    else:
        await connection.execute(f"ANALYZE {table}")


async def spread_dossiers(connection: "asyncpg.Connection[Any]", agencies: Sequence[str]) -> None:
    """Every dossier goes to one of these, as many to each."""
    codes = ", ".join(f"'{code}'" for code in agencies)
    await _without_indexes(
        connection,
        "dossier",
        "UPDATE dossier d SET agency_code = (ARRAY["
        + codes
        + f"])[1 + o.n % {len(agencies)}], received_agency_code = ''"
        " FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM dossier) o WHERE o.id = d.id",
    )
    await vacuum(connection, "dossier")


async def _without_indexes(connection: "asyncpg.Connection[Any]", table: str, statement: str) -> None:
    """A statement that writes many rows; the indexes are made anew behind it."""
    found = await connection.fetch(_INDEXES, table)
    async with connection.transaction():
        await connection.execute("SET LOCAL maintenance_work_mem = '512MB'; SET LOCAL statement_timeout = 0")
        for row in found:
            await connection.execute(f"DROP INDEX {row['indexname']}")
        await connection.execute(statement)
        for row in found:
            await connection.execute(row["indexdef"])


async def vacuum(connection: Any, table: str) -> None:
    """With all rows seen by everybody: what was committed without waiting for the disk is not, as long as it is not there."""
    await connection.execute(
        "BEGIN; SET LOCAL synchronous_commit = on; SELECT pg_logical_emit_message(true, 'all', ''); COMMIT"
    )
    await connection.execute(f"VACUUM ANALYZE {table}")


_COLUMNS = """SELECT column_name FROM information_schema.columns
WHERE table_schema = 'public' AND table_name = $1 AND is_generated = 'NEVER' ORDER BY ordinal_position"""
_INDEXES = """SELECT i.indexname, i.indexdef FROM pg_indexes i JOIN pg_class c ON c.relname = i.indexname
JOIN pg_index x ON x.indexrelid = c.oid WHERE i.schemaname = 'public' AND i.tablename = $1 AND NOT x.indisunique"""
