"""Reading lists page by page: as fast in the thousandth page and with a million rows as in the first of ten."""

import base64
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import add
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    CompoundSelect,
    Select,
    func,
    literal,
    or_,
    select,
    text,
    true,
    tuple_,
    union,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncSession

from shared.access.identity import Identity
from shared.core.errors import Malformed
from shared.core.formats import COUNTED
from shared.work.listing import LONGEST_CURSOR, Chosen, Stretch

WINDOWS = (1_000, 6_000)
"""Rows looked through in order for words, before their index is asked.

Nobody can tell beforehand how many rows have a word. What many have stands among the first; what so few have that these do not fill
a page is found by the words' own index and then put in order.
"""
FEW_WINDOWS = (200, 1_000)
"""The same of a short stretch with an index of its own: what is not once among the first rows is rare in it, and the index asked at once."""
BATCH = 500


@dataclass(frozen=True)
class Page:
    """Một trang của danh sách."""

    rows: list[Any]
    places: list[str]
    """The cursor at each row: what follows it is the page behind."""
    next: str | None


async def read_page(session: AsyncSession, who: Identity, chosen: Chosen, limit: int) -> Page:
    """The rows behind `chosen.after`, and whom was looked for is noted; Malformed for a cursor that we never gave out."""
    chosen = await chosen.listing.ready(session, who, chosen)
    page = await _read_page(session, who, chosen, limit)
    await chosen.listing.note(session, who, chosen, len(page.rows))
    return page


async def _read_page(session: AsyncSession, who: Identity, chosen: Chosen, limit: int) -> Page:
    stretches = chosen.listing.stretches_of(who, chosen)
    number, after = read_cursor(chosen.after, stretches)
    found: list[tuple[int, Any]] = []
    while number < len(stretches) and len(found) <= limit:
        stretch, wanted = stretches[number], limit + 1 - len(found)
        read = _walk if stretch.text is None else _look_up if stretch.rare else _look_for
        found += [(number, keys) for keys in await read(session, stretch, chosen.listing.id, after, wanted)]
        number, after = number + 1, None
    shown = found[:limit]
    rows = await _rows(session, chosen, [keys[-1] for _, keys in shown])
    kept = [(rows[keys[-1]], write_cursor(number, keys[:-1])) for number, keys in shown if keys[-1] in rows]
    following = write_cursor(shown[-1][0], shown[-1][1][:-1]) if len(found) > limit else None
    return Page([row for row, _ in kept], [place for _, place in kept], following)


async def read_all(session: AsyncSession, who: Identity, chosen: Chosen, most: int) -> AsyncIterator[list[Any]]:
    """Batches from the list's beginning, `most` rows at most; one more where there are more. Whom was looked for is noted once."""
    left, here = most + 1, (await chosen.listing.ready(session, who, chosen)).at("")
    while left > 0:
        read = _read_page if here.after else read_page
        page = await read(session, who, here, min(BATCH, left))
        yield page.rows
        left -= len(page.rows)
        if page.next is None:
            return
        here = here.at(page.next)


async def count_rows(session: AsyncSession, who: Identity, chosen: Chosen) -> int | None:
    """How many there are, COUNTED + 1 for more; None where counting would cost more than the page."""
    listing = chosen.listing
    stretches = listing.stretches_of(who, await listing.ready(session, who, chosen))
    if any(stretch.text is not None for stretch in stretches):
        return None
    total = 0
    for stretch in stretches:
        total += await session.scalar(select(_counted(stretch, listing.id, COUNTED + 1 - total))) or 0
        if total > COUNTED:
            break
    return total


def counted(base: Select[Any], ranges: Sequence[ColumnElement[bool]] = (), most: int = COUNTED) -> ColumnElement[int]:
    """How many rows there are, `most` at the most; each range by its own index, for together they would be read with all that lies between."""
    one = base.with_only_columns(literal(1).label("one"), maintain_column_froms=True)
    parts = [one.where(part).limit(most).subquery() for part in ranges or (true(),)]
    counts = [select(func.count()).select_from(part).scalar_subquery() for part in parts]
    return func.least(most, reduce(add, counts))


def counted_once(selects: Sequence[Select[Any]], row_id: Any, most: int = COUNTED) -> ColumnElement[int]:
    """The same of rows that several selects may have."""
    ids = union(*(one.with_only_columns(row_id).limit(most) for one in selects)).subquery()
    return func.least(most, select(func.count()).select_from(ids).scalar_subquery())


def _counted(stretch: Stretch, row_id: Any, most: int) -> ColumnElement[int]:
    if not stretch.beside:
        return counted(stretch.base, stretch.ranges, most)
    return counted_once([one.base.where(part) for one, part in _parts_of(stretch)], row_id, most)


def _parts_of(stretch: Stretch) -> list[tuple[Stretch, ColumnElement[bool]]]:
    return [(one, part) for one in stretch.each for part in one.ranges or (true(),)]


async def _rows(session: AsyncSession, chosen: Chosen, ids: Sequence[Any]) -> dict[Any, Any]:
    if not ids:
        return {}
    listing = chosen.listing
    whole = listing.rows.add_columns(listing.id.label("row_id")).where(listing.id.in_(ids))
    found = await session.execute(whole, execution_options={"populate_existing": True})
    return {row[-1]: listing.shape(*row[:-1]) for row in found}


async def _walk(session: AsyncSession, stretch: Stretch, row_id: Any, after: Any, limit: int) -> list[Any]:
    return list(await session.execute(in_order(stretch, row_id, after, limit)))


async def _look_for(session: AsyncSession, stretch: Stretch, row_id: Any, after: Any, limit: int) -> list[Any]:
    for window in FEW_WINDOWS if stretch.few else WINDOWS:
        among = in_order(stretch, row_id, after, window, stretch.text).subquery()
        *keys, words = among.c
        hits = select(*keys).where(*stretch.found(words, False)).order_by(*_order(keys[:-1], stretch)).limit(limit)
        found = list(await session.execute(hits))
        beyond = select(literal(1)).select_from(in_order(stretch, row_id, after, window + 1).subquery()).offset(window)
        if len(found) == limit or await session.scalar(beyond) is None:
            return found
        if stretch.few and not found:
            break
    return await _look_up(session, stretch, row_id, after, limit)


async def _look_up(session: AsyncSession, stretch: Stretch, row_id: Any, after: Any, limit: int) -> list[Any]:
    """By the words' own index at once: of what is known to be rare."""
    # How rare the words are decides how they are found: a plan kept from other words would not know.
    await session.execute(text("SET LOCAL plan_cache_mode = force_custom_plan"))
    few = _rare(stretch, row_id, after).cte("few").prefix_with("MATERIALIZED", dialect="postgresql")
    *keys, _ = few.c
    return list(await session.execute(select(few).order_by(*_order(keys, stretch)).limit(limit)))


def _rare(stretch: Stretch, row_id: Any, after: Any) -> Select[Any] | CompoundSelect[Any]:
    """What the index of words has of the stretch."""
    parts = []
    for one in stretch.each:
        rare = _chosen_columns(one, row_id, after).where(*one.found(one.text, True))
        parts.append(rare.where(or_(*one.ranges)) if one.ranges else rare)
    return union(*parts) if stretch.beside else parts[0]


def in_order(stretch: Stretch, row_id: Any, after: Any, limit: int, *more: Any) -> Select[Any]:
    """The first rows of a stretch, from behind `after`: their keys, id, and `more`."""
    parts = [
        _chosen_columns(one, row_id, after, *more).where(part).order_by(*_order(one.keys, stretch)).limit(limit)
        for one, part in _parts_of(stretch)
    ]
    if len(parts) == 1:
        return parts[0]
    # What is among the first of all is among the first of each part that has it.
    merged = (union if stretch.beside else union_all)(*parts).subquery()
    return select(merged).order_by(*_order(list(merged.c)[: len(stretch.keys)], stretch)).limit(limit)


def _chosen_columns(stretch: Stretch, row_id: Any, after: Any, *more: Any) -> Select[Any]:
    keys = [key.label(f"k{number}") for number, key in enumerate(stretch.keys)]
    columns = [*keys, row_id.label("row_id"), *(column.label("words") for column in more)]
    base = stretch.base.with_only_columns(*columns)
    if after is None:
        return base
    here = tuple_(*(literal(value, key.type) for key, value in zip(stretch.keys, after, strict=True)))
    return base.where(tuple_(*stretch.keys) < here if stretch.descending else tuple_(*stretch.keys) > here)


def _order(keys: Sequence[Any], stretch: Stretch) -> list[Any]:
    return [key.desc() if stretch.descending else key.asc() for key in keys]


def write_cursor(number: int, keys: Sequence[Any]) -> str:
    """Which stretch, and the keys of its row; opaque to callers."""
    parts = [key.isoformat() if isinstance(key, date) else str(key) if isinstance(key, UUID) else key for key in keys]
    return base64.urlsafe_b64encode(orjson.dumps([number, *parts])).decode().rstrip("=")


def is_cursor(text: str) -> bool:
    """Whether this may be one of ours; which list's is seen when it is read there."""
    try:
        return not text or isinstance(_parts(text)[0], int)
    except (ValueError, TypeError, LookupError):
        return False


def _parts(text: str) -> list[Any]:
    if len(text) > LONGEST_CURSOR:
        raise ValueError("longer than any of ours")
    parts: list[Any] = orjson.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    return parts


def read_cursor(text: str, stretches: Sequence[Stretch]) -> tuple[int, list[Any] | None]:
    if not text:
        return 0, None
    try:
        number, *parts = _parts(text)
        if not isinstance(number, int) or isinstance(number, bool) or not 0 <= number < len(stretches):
            raise ValueError("no such stretch")
        keys = stretches[number].keys
        return number, [_read_key(part, key.type) for part, key in zip(parts, keys, strict=True)]
    except (ValueError, TypeError) as error:
        raise Malformed("cursor_malformed") from error


def _read_key(part: Any, column: Any) -> Any:
    kind = column.python_type
    if kind is datetime:
        moment = datetime.fromisoformat(part)
        if moment.tzinfo is None:
            raise ValueError("a moment has a zone")
        return moment
    if kind is date:
        return date.fromisoformat(part)
    if kind is UUID:
        return UUID(part)
    if not isinstance(part, kind) or isinstance(part, bool) or (isinstance(part, str) and "\x00" in part):
        raise ValueError("not a key of ours")
    if isinstance(part, int) and abs(part) > (2**62 if isinstance(column, BigInteger) else 2**31 - 1):
        raise ValueError("no such number")
    return part
