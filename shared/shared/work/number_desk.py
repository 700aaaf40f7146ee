"""Sổ và số at the clerk's desk: what is done with numbers and with the year's book.

Each act is asked of the tables of steps (`shared.work.number_steps`) with the series locked, guarded again where the number is kept
(`shared.work.numbering`), and noted in the history and in evidence in the same transaction.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from shared.access.identity import Identity
from shared.access.rights import callers_of
from shared.core import clock
from shared.core.errors import FieldError, Invalid
from shared.core.fields import Line as TypedLine
from shared.storage import evidence
from shared.storage.database import Line, driver_connection
from shared.work import numbering
from shared.work.number_book import Books, borne_of, counted_gaps, gap_of
from shared.work.number_steps import LARGEST_NUMBER, Act, BookCase, BookState, NumberCase, NumberState
from shared.work.numbering import By, Series
from shared.work.timeline import signed_by

NEEDS_WORDS = {
    Act.RESERVE: "Hãy ghi giữ số cho văn bản nào, không quá 300 ký tự.",
    Act.USE: "Hãy ghi trích yếu văn bản giấy mang số này, không quá 300 ký tự.",
    Act.VOID: "Hãy ghi lý do bỏ số, không quá 300 ký tự.",
    Act.REOPEN: "Hãy ghi lý do mở lại sổ, không quá 300 ký tự.",
}


OF_ONE_NUMBER = frozenset({Act.USE, Act.GIVE_BACK, Act.VOID})


class NumberAct(BaseModel):
    """Một việc với sổ và số: in which series, with which number, and why."""

    model_config = ConfigDict(extra="forbid")

    kind: str = Field(max_length=100)
    """As the list of series names it."""
    year: int
    part: TypedLine = Field("", max_length=20)
    number: Annotated[int, Field(ge=1, le=LARGEST_NUMBER)] | None = None
    """Which number; none for reserving, and for the year's closing and opening."""
    reason: TypedLine = ""
    """For which document a number is kept or used, or why it is given up."""
    until: date | None = None
    """Kept until this day."""


async def do_act(session: AsyncSession, books: Books, who: Identity, act: Act, told: NumberAct) -> int | None:
    """Do it, note it; the number that it is about. Raises Invalid for what was not said, Conflict for what the book does not allow."""
    kinds = await books.kinds(session, who.agency_code)
    line, callers = await driver_connection(session), callers_of(who)
    await _check(line, books, kinds, who, act, told)
    await books.take_turns(session, who.agency_code, told.year)
    if act is Act.RESERVE and not await books.is_open_in(session, who.agency_code, told.kind, told.year):
        sentence = f"Sổ này không cấp số trong năm {told.year}; hãy chọn sổ khác."
        raise Invalid("invalid_input", fields=[FieldError("/kind", "series_not_open", sentence)])
    series = Series(who.agency_code, told.kind, told.year, told.part)
    number = told.number if act in OF_ONE_NUMBER else None
    do = _DO[act]
    if number is not None:
        case = await _number_case(line, books, series, number, callers)
        books.numbers.require(act, case)
        do = _explain if case.state is NumberState.GAP else do
    else:
        books.years.require(act, await year_case(line, books, series, callers))
    done = await do(line, books, series, told, By(who.subject, who.acting_name))
    if act is Act.VOID and done is not None:
        await books.voided(session, series, done, told.reason)
    await _note(session, who, series, act, done, told.reason)
    return done


async def bear_number(
    session: AsyncSession,
    books: Books,
    who: Identity,
    series: Series,
    number: int,
    words: str,
    act: Literal[Act.BEAR, Act.REGISTER] = Act.BEAR,
) -> date:
    """Cấp số đã giữ to an object of the platform, which bears it from now on; in the transaction that writes it there.

    The day for which it was kept.

    `words`: what bears it, for the history. `act`: REGISTER for a line of a register that stands for a paper. Raises Conflict for
    a number that the act may not happen to, or not any more.
    """
    line = await driver_connection(session)
    books.numbers.require(act, await _number_case(line, books, series, number, callers_of(who)))
    day = await numbering.confirm(line, series, number, act)
    await _note(session, who, series, act, number, words)
    return day


async def _number_case(line: Line, books: Books, series: Series, number: int, callers: frozenset[str]) -> NumberCase:
    """The number as it is, its series locked until this transaction ends."""
    seen = await numbering.look_at(line, series, number)
    state = seen.state
    if state is None:
        gap = await line.fetchval(gap_of(books), *_at(series), number)
        state = NumberState.GAP if gap else NumberState.BORNE
    return NumberCase(state, callers, number, not seen.holder, number == seen.last, books.in_register(series.kind))


def _at(series: Series) -> tuple[str, int, str, str]:
    """As the questions about what is borne want it."""
    return series.agency_code, series.year, series.kind, series.part


async def year_case(line: Line, books: Books, series: Series, callers: frozenset[str]) -> BookCase:
    """The year's book as it is, locked likewise."""
    closed, reserved = await numbering.look_at_year(line, series.agency_code, series.kind, series.year)
    state = {None: BookState.EMPTY, True: BookState.CLOSED, False: BookState.OPEN}[closed]
    gaps = await line.fetch(counted_gaps(books), series.agency_code, series.year)
    return BookCase(
        state,
        callers,
        series.year,
        is_over=series.year < clock.local_now().year,
        has_reserved=reserved,
        has_gaps=any(row["kind"] == series.kind for row in gaps),
    )


async def _note(
    session: AsyncSession, who: Identity, series: Series, act: Act, number: int | None, reason: str
) -> None:
    by = {"actor": who.subject, "name": who.acting_name, **signed_by(who)}
    await note(session, series, act, number=number, reason=reason, **by)
    await evidence.record(
        session, f"number-{act}", f"numbers/{series.kind}/{series.year}", who, number=number, part=series.part or None
    )


async def note(session: AsyncSession, series: Series, act: Act, **said: str | int | None) -> None:
    """Ghi vào lịch sử của sổ. `said`: number, reason, and of who acted: actor (id), name, actor_title, post, on_behalf_of."""
    await session.execute(_NOTE, _UNSAID | asdict(series) | {"act": act.value} | said)


async def list_book_years(line: Line, agency_code: str, kinds: str = "") -> list[int]:
    """The years of which the agency has books, and this one, which has begun; the newest first."""
    return sorted({clock.local_now().year, *await numbering.list_years(line, agency_code, kinds)}, reverse=True)


async def _check(line: Line, books: Books, kinds: Mapping[str, str], who: Identity, act: Act, told: NumberAct) -> None:
    errors = []
    # Numbers begin anew within a year by the platform's own count alone: a part that somebody types would give them all again.
    given_by_hand = books.by_hand(told.kind) and not told.part
    if told.kind not in kinds or (act in (Act.RESERVE, Act.USE) and not given_by_hand):
        errors.append(FieldError("/kind", "series_unknown", "Hãy chọn một sổ trong danh sách."))
    if told.year not in (years := await list_book_years(line, who.agency_code)):
        sentence = f"Cơ quan có sổ của các năm: {', '.join(map(str, years))}."
        errors.append(FieldError("/year", "year_unknown", sentence))
    if act in NEEDS_WORDS and not told.reason:
        errors.append(FieldError("/reason", "reason_required", NEEDS_WORDS[act]))
    if act in OF_ONE_NUMBER and told.number is None:
        errors.append(FieldError("/number", "number_required", "Hãy chọn số."))
    if act is Act.RESERVE and told.until is not None and told.until < clock.local_now().date():
        errors.append(FieldError("/until", "day_over", "Ngày giữ số phải từ hôm nay trở đi."))
    if errors:
        raise Invalid("invalid_input", fields=errors)


async def _reserve(line: Line, books: Books, series: Series, told: NumberAct, by: By) -> int:
    number = await numbering.reserve(line, series, by, told.reason, until=told.until)
    # Typed where it was given, before the counter came to it: in use already, and the next one follows.
    while await line.fetchval(borne_of(books), *_at(series), number):
        await numbering.confirm(line, series, number)
        number = await numbering.reserve(line, series, by, told.reason, until=told.until)
    return number


async def _use(line: Line, _: Books, series: Series, told: NumberAct, by: By) -> int:
    await numbering.put_on_paper(line, series, _number(told), by, told.reason)
    return _number(told)


async def _give_back(line: Line, _: Books, series: Series, told: NumberAct, __: By) -> int:
    await numbering.give_back(line, series, _number(told))
    return _number(told)


async def _void(line: Line, _: Books, series: Series, told: NumberAct, by: By) -> int:
    await numbering.void(line, series, _number(told), by, told.reason)
    return _number(told)


async def _explain(line: Line, _: Books, series: Series, told: NumberAct, by: By) -> int:
    await numbering.explain(line, series, _number(told), by, told.reason)
    return _number(told)


async def _close(line: Line, _: Books, series: Series, __: NumberAct, by: By) -> None:
    await numbering.close_year(line, series.agency_code, series.kind, series.year, by)


async def _reopen(line: Line, _: Books, series: Series, __: NumberAct, ___: By) -> None:
    await numbering.reopen_year(line, series.agency_code, series.kind, series.year)


_DO: Mapping[Act, Callable[[Line, Books, Series, NumberAct, By], Awaitable[int | None]]] = {
    Act.RESERVE: _reserve,
    Act.USE: _use,
    Act.GIVE_BACK: _give_back,
    Act.VOID: _void,
    Act.CLOSE: _close,
    Act.REOPEN: _reopen,
}
"""What is done at the desk; numbers are taken and borne where documents and dossiers are."""


def _number(told: NumberAct) -> int:
    assert told.number is not None
    return told.number


_UNSAID = {"number": None, "reason": "", "actor": "", "actor_title": "", "post": "", "on_behalf_of": ""}
_NOTE = text(
    "INSERT INTO number_step (agency_code, kind, year, part, number, act, reason, actor_id, actor_name, actor_title, post, on_behalf_of)"
    " VALUES (:agency_code, :kind, :year, :part, :number, :act, :reason, :actor, :name, :actor_title, :post, :on_behalf_of)"
)
