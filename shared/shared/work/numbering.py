"""Numbers given once and in order: a series by agency, kind and year, with reserve, confirm, void, and the year's close.

A number is either taken in the transaction that uses it (`take`), or reserved first and confirmed later. The counter moves under its
row's lock in the same transaction as the use or the row that holds the number, so two never get the same one, and whatever is rolled
back gives its number to the next. What was reserved and not confirmed stands in `held_number` with whom it is kept for, what was
given up with the reason, what a paper document bears with its words: every number up to the last is in use or explained there.

The tables are in `shared.work.number_tables`; what may be done from which state is in `shared.work.number_steps`, and the statements here
let through what it says. What a person does with numbers is in `shared.work.number_desk`, its page and calls in `shared.web.number_pages`.
"""

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import date, datetime

from shared.core import clock
from shared.core.errors import Conflict
from shared.storage.database import Line
from shared.work.number_steps import HELD_STATE, Act, NumberState, book_steps, counted_in, held_in, number_steps


@dataclass(frozen=True)
class Series:
    """Hệ thống số: what is counted together."""

    agency_code: str
    kind: str
    year: int
    """The year in Vietnam on the day of numbering."""
    part: str = ""
    """Where numbers begin anew within the year: the day (`03-02`) for dossier codes; else empty."""


@dataclass(frozen=True)
class By:
    """Người giữ số, bỏ số, khóa sổ."""

    person_id: str = ""
    name: str = ""


@dataclass(frozen=True)
class Held:
    """Số giữ hoặc số bỏ: a number that no object bears, and why."""

    kind: str
    part: str
    number: int
    holder: str
    """For which object it is kept (`dossier/<id>`); empty when a person keeps it."""
    state: NumberState
    bearer: str
    """The document on paper that bears it; empty while it is only kept."""
    reason: str
    until: date | None
    """Kept until this day; None without an end."""
    by_name: str
    at: datetime


async def take(line: Line, series: Series) -> int:
    """The next number, used in this very transaction. Raises Conflict when the year is closed."""
    number: int | None = await line.fetchval(_TAKE, *astuple(series))
    if number is None:
        raise Conflict("series_closed", year=series.year)
    return number


async def reserve(
    line: Line,
    series: Series,
    by: By,
    reason: str = "",
    holder: str = "",
    until: date | None = None,
    *,
    in_turn: bool = False,
) -> int:
    """Giữ số: the next number, kept until it is confirmed, released or voided; the same one when its holder asks again.

    `in_turn`: the caller has seen to it that nobody else asks for this holder meanwhile.
    """
    if holder and not in_turn:
        # Two that ask for one object at once get one number.
        await line.execute("SELECT pg_advisory_xact_lock(hashtextextended($1, 7211))", holder)
    held = holder, reason, by.person_id, by.name, until
    number: int | None = await line.fetchval(_RESERVE, *astuple(series), *held)
    if number is None:
        raise Conflict("series_closed", year=series.year)
    return number


async def confirm(line: Line, series: Series, number: int, act: Act = Act.BEAR) -> date:
    """Dùng số đã giữ: from now on its object explains it; the day for which it was kept.

    Raises Conflict when the act may not happen to it (any more).
    """
    kept_at = await line.fetchval(_CONFIRM[act], *astuple(series), number)
    if kept_at is None:
        raise Conflict("number_not_reserved", number=number)
    return day_of(series.year, kept_at)


def day_of(year: int, kept_at: datetime) -> date:
    """The day that a number stands for: when it left its series, as numbers and days go in one order (NĐ 30/2020 Điều 15).

    A book that is still open when its year has ended ends on the year's last day.
    """
    return min(kept_at.astimezone(clock.VIETNAM).date(), date(year, 12, 31))


async def release(line: Line, series: Series, holder: str) -> None:
    """Trả lại số: the newest one goes back to the counter; one that later numbers have passed stays kept for its holder."""
    last = await line.fetchval(_LAST, *astuple(series))
    if last is not None and last == await line.fetchval(_KEPT, *astuple(series), holder):
        await confirm(line, series, last)
        await line.execute(_STEP_BACK, *astuple(series))


async def give_back(line: Line, series: Series, number: int) -> None:
    """Trả lại số mà người giữ: it goes back to the counter. Raises Conflict when later numbers have passed it, or nobody keeps it."""
    last = await line.fetchval(_LAST, *astuple(series))
    await confirm(line, series, number)
    if last != number:
        raise Conflict("number_passed", number=number)
    await line.execute(_STEP_BACK, *astuple(series))


async def put_on_paper(line: Line, series: Series, number: int, by: By, bearer: str) -> None:
    """Ghi văn bản giấy mang số đã giữ. Raises Conflict when it is not reserved (any more)."""
    if await line.fetchval(_BEAR, *astuple(series), number, bearer, by.person_id, by.name) is None:
        raise Conflict("number_not_reserved", number=number)


async def void(line: Line, series: Series, number: int, by: By, reason: str) -> None:
    """Bỏ số đã giữ: it is never given again, and the reason stays. Raises Conflict when it is not reserved (any more)."""
    if await line.fetchval(_VOID, *astuple(series), number, reason, by.person_id, by.name) is None:
        raise Conflict("number_not_reserved", number=number)


async def explain(line: Line, series: Series, number: int, by: By, reason: str) -> None:
    """Giải trình số trống: given up from now on. Whoever calls holds the series (`look_at`) and has seen that nothing bears it."""
    await line.execute(_EXPLAIN, *astuple(series), number, reason, by.person_id, by.name)


async def close_year(line: Line, agency_code: str, kind: str, year: int, by: By) -> None:
    """Khóa sổ năm: nothing is numbered in it any more. Raises Conflict when it is not open (any more)."""
    if not await line.fetch(_CLOSE, agency_code, kind, year, by.name):
        raise Conflict("series_closed", year=year)


async def close_agency(line: Line, agency_code: str, by: By, reason: str) -> int:
    """Khóa mọi sổ của cơ quan đã kết thúc: what it keeps and has not used is given up with the reason. Returns how many numbers were."""
    given_up = await line.fetch(_VOID_ALL, agency_code, reason, by.person_id, by.name)
    await line.execute(_CLOSE_ALL, agency_code, by.name)
    return len(given_up)


async def reopen_year(line: Line, agency_code: str, kind: str, year: int) -> None:
    """Mở lại sổ năm đã khóa. Raises Conflict when it is not closed."""
    if not await line.fetch(_REOPEN, agency_code, kind, year):
        raise Conflict("series_not_closed", year=year)


@dataclass(frozen=True)
class Seen:
    """Một số, with its series locked: nobody else acts on it before this transaction ends."""

    last: int
    state: NumberState | None
    """None: the counter has passed it, and no row here explains it."""
    holder: str


async def look_at(line: Line, series: Series, number: int) -> Seen:
    """What is known of a number. Whoever takes, keeps or gives back a number of the series waits until this transaction ends."""
    last = await line.fetchval(_LAST, *astuple(series)) or 0
    row = await line.fetchrow(_SEEN, *astuple(series), number)
    if row is not None:
        return Seen(last, NumberState(row["state"]), row["holder"])
    return Seen(last, NumberState.FREE if number > last else None, "")


async def look_at_year(line: Line, agency_code: str, kind: str, year: int) -> tuple[bool | None, bool]:
    """Whether the year's book is closed, None when nothing is counted in it, and whether numbers of it are reserved; locked likewise."""
    counters = await line.fetch(_YEAR, agency_code, kind, year)
    closed = all(row["closed"] for row in counters) if counters else None
    return closed, await line.fetchval(_RESERVED, agency_code, kind, year) is not None


async def list_years(line: Line, agency_code: str, kinds: str = "") -> list[int]:
    """The years in which the agency has counted, the newest first. `kinds`: only those whose name begins so."""
    return [row["year"] for row in await line.fetch(_YEARS, agency_code, kinds)]


async def list_kept(
    line: Line, agency_code: str, kinds: str, act: Act, limit: int
) -> list[tuple[Series, int, str, date]]:
    """Numbers that people keep and the act may happen to, of kinds whose name begins so; with for what and which day; the newest year first."""
    rows = await line.fetch(_KEPT_BY_HAND[act], agency_code, kinds, limit)
    return [
        (Series(agency_code, row["kind"], year, row["part"]), row["number"], row["words"], day_of(year, row["at"]))
        for row in rows
        for year in (row["year"],)
    ]


async def list_held(
    line: Line, agency_code: str, year: int, limit: int, after: tuple[int, str, str, int] = (-1, "", "", 0)
) -> Sequence[Held]:
    """The numbers of an agency's year that no object bears: reserved ones first, then those on paper, then those given up.

    `after`: place in that order (0, 1, 2), kind, part and number of the last one seen.
    """
    rows = await line.fetch(_HELD, agency_code, year, limit, *after)
    return [Held(**{**row, "state": NumberState(row["state"])}) for row in rows]


# Who may is asked at the desk; what a statement lets through is the same for everybody.
_NUMBERS, _BOOKS = number_steps(frozenset()), book_steps(frozenset())


def _may(act: Act) -> str:
    return held_in(_NUMBERS.sources(act))


_COUNT = f"""INSERT INTO number_counter AS c (agency_code, kind, year, part, last) {{rows}}
ON CONFLICT (agency_code, kind, year, part) DO UPDATE SET last = c.last + 1 WHERE {counted_in(_BOOKS.sources(Act.TAKE), "c.")} RETURNING last"""
_TAKE = _COUNT.format(rows="VALUES ($1, $2, $3, $4, 1)")
_SAME = "agency_code = $1 AND kind = $2 AND year = $3 AND part = $4"
_RESERVED_ROW = held_in({NumberState.RESERVED})
_KEPT = f"SELECT number FROM held_number WHERE {_SAME} AND holder = $5 AND {_RESERVED_ROW}"  # noqa: S608
_RESERVE = f"""
WITH kept AS ({_KEPT} AND $5 <> ''),
taken AS ({_COUNT.format(rows="SELECT $1, $2, $3, $4, 1 WHERE NOT EXISTS (SELECT FROM kept)")}),
held AS (INSERT INTO held_number (agency_code, kind, year, part, number, holder, reason, by_id, by_name, until)
  SELECT $1, $2, $3, $4, last, $5, $6, $7, $8, $9 FROM taken)
SELECT number FROM kept UNION ALL SELECT last FROM taken
"""  # noqa: S608
_CONFIRM = {
    act: f"DELETE FROM held_number WHERE {_SAME} AND number = $5 AND {_may(act)} RETURNING at"  # noqa: S608
    for act in (Act.BEAR, Act.REGISTER)
}
_LAST = f"SELECT last FROM number_counter WHERE {_SAME} FOR UPDATE"  # noqa: S608
# A refused act leaves nothing behind, not even a counter that has counted nothing.
_STEP_BACK = f"""
WITH unused AS (DELETE FROM number_counter WHERE {_SAME} AND last = 1)
UPDATE number_counter SET last = last - 1 WHERE {_SAME} AND last > 1
"""  # noqa: S608
_VOID = f"""
UPDATE held_number SET void = true, reason = $6, by_id = $7, by_name = $8, at = now()
WHERE {_SAME} AND number = $5 AND {_may(Act.VOID)} RETURNING number
"""  # noqa: S608
_BEAR = f"""
UPDATE held_number SET bearer = $6, by_id = $7, by_name = $8, at = now()
WHERE {_SAME} AND number = $5 AND {_may(Act.USE)} AND holder = '' RETURNING number
"""  # noqa: S608
_EXPLAIN = """
INSERT INTO held_number (agency_code, kind, year, part, number, void, reason, by_id, by_name)
VALUES ($1, $2, $3, $4, $5, true, $6, $7, $8)
"""
_SEEN = f"SELECT {HELD_STATE} AS state, holder FROM held_number WHERE {_SAME} AND number = $5 FOR UPDATE"  # noqa: S608
_KEPT_BY_HAND = {
    act: f"""
SELECT kind, year, part, number, COALESCE(NULLIF(bearer, ''), reason) AS words, at FROM held_number
WHERE agency_code = $1 AND starts_with(kind, $2) AND holder = '' AND {_may(act)} ORDER BY year DESC, kind, part, number LIMIT $3
"""  # noqa: S608
    for act in (Act.BEAR, Act.REGISTER)
}
_CLOSE = f"""
UPDATE number_counter SET closed_at = now(), closed_by = $4
WHERE agency_code = $1 AND kind = $2 AND year = $3 AND {counted_in(_BOOKS.sources(Act.CLOSE))} RETURNING part
"""  # noqa: S608
_VOID_ALL = f"""
UPDATE held_number SET void = true, reason = $2, by_id = $3, by_name = $4, at = now()
WHERE agency_code = $1 AND {_may(Act.VOID)} RETURNING number
"""  # noqa: S608
_CLOSE_ALL = f"""
UPDATE number_counter SET closed_at = now(), closed_by = $2
WHERE agency_code = $1 AND {counted_in(_BOOKS.sources(Act.CLOSE))}
"""  # noqa: S608
_REOPEN = f"""
UPDATE number_counter SET closed_at = NULL, closed_by = ''
WHERE agency_code = $1 AND kind = $2 AND year = $3 AND {counted_in(_BOOKS.sources(Act.REOPEN))} RETURNING part
"""  # noqa: S608
_YEAR = """
SELECT closed_at IS NOT NULL AS closed FROM number_counter WHERE agency_code = $1 AND kind = $2 AND year = $3 ORDER BY part FOR UPDATE
"""
_YEARS = """
SELECT DISTINCT year FROM number_counter WHERE agency_code = $1 AND starts_with(kind, $2) ORDER BY year DESC
"""
_RESERVED = f"""
SELECT number FROM held_number WHERE agency_code = $1 AND kind = $2 AND year = $3 AND {_RESERVED_ROW} LIMIT 1
"""  # noqa: S608
_PLACE = "CASE WHEN void THEN 2 WHEN bearer <> '' THEN 1 ELSE 0 END"
_HELD = f"""
SELECT kind, part, number, holder, {HELD_STATE} AS state, bearer, reason, until, by_name, at FROM held_number
WHERE agency_code = $1 AND year = $2 AND ({_PLACE}, kind, part, number) > ($4, $5, $6, $7)
ORDER BY {_PLACE}, kind, part, number LIMIT $3
"""  # noqa: S608
