"""Numbers and years' books: the page's buttons, the calls' refusals and the tables of steps agree, for every state, act and role."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import partial
from itertools import product
from typing import Any

import pytest
from sqlalchemy import text

from document_exchange.desk import paper_pages
from document_exchange.registers.books import BOOKS
from document_exchange.rights import RIGHTS, Right
from shared.access.rights import Role, callers_of, holds
from shared.core import clock
from shared.work.number_steps import (
    BOOK_STATE_LABELS,
    NUMBER_STATE_LABELS,
    Act,
    BookCase,
    BookState,
    NumberCase,
    NumberState,
)

HERE = "000.00.11.H08"
KIND = "outgoing/administrative"
PLACE = "/van-ban/so-va-so"
SLUGS = {Act.USE: "dung", Act.GIVE_BACK: "tra", Act.VOID: "bo", Act.CLOSE: "khoa", Act.REOPEN: "mo"}
REFUSED_BY_TABLE = {
    "not_allowed", "number_void", "number_borne", "number_not_reserved", "number_kept_for_another", "number_passed",
    "paper_belongs_in_register",
    "series_closed", "series_not_closed", "series_empty", "year_not_over", "numbers_reserved", "numbers_unexplained",
}  # fmt: skip
EVERYBODY = (Role.RECORDS_CLERK, Role.LEADER, Role.SPECIALIST)
HELD = {
    NumberState.RESERVED: (False, ""),
    NumberState.ON_PAPER: (False, "Quyết định giấy"),
    NumberState.VOID: (True, ""),
}


def play(open_house: Callable[[], Any], story: Callable[[Any], Awaitable[None]]) -> None:
    async def whole() -> None:
        async with open_house() as house:
            await story(house)

    asyncio.run(whole())


async def execute(house: Any, *statements: tuple[str, dict[str, Any]]) -> None:
    async with house.database.sessions.begin() as session:
        for statement, values in statements:
            await session.execute(text(statement), values)


async def put_number(house: Any, year: int, state: NumberState, holder: str, last: int) -> None:
    """Number 1 of the year's book stands so, and nothing else of it does."""
    about = {"here": HERE, "kind": KIND, "year": year}
    void, bearer = HELD.get(state, (False, ""))
    counted = 0 if state is NumberState.FREE else last
    steps: list[tuple[str, dict[str, Any]]] = [
        ("DELETE FROM held_number", {}),
        ("DELETE FROM number_counter WHERE kind = :kind", about),
        ("INSERT INTO number_counter VALUES (:here, :kind, :year, '', :last)", {**about, "last": counted}),
        ("UPDATE outgoing_document SET year = :year", {"year": year if state is NumberState.BORNE else 2001}),
    ]
    if last > 1:
        steps.append((_HOLD, {**about, "number": 2, "holder": "", "void": True, "bearer": ""}))
    if state in HELD:
        steps.append((_HOLD, {**about, "number": 1, "holder": holder, "void": void, "bearer": bearer}))
    await execute(house, *steps)


def test_a_number(open_house: Any) -> None:
    async def story(house: Any) -> None:
        await house.sent()
        year = clock.local_now().year
        put = partial(put_number, house, year)
        for state, role, holder, last in product(NumberState, EVERYBODY, ("", "dossier/1"), (1, 2)):
            who = house.person(role)
            await put(state, holder, last)
            is_held = state in HELD
            case = NumberCase(state, callers_of(who), 1, not (holder and is_held), last == 1, in_register=True)
            allowed = set(BOOKS.numbers.allowed(case))
            at = (state, role, holder, last)
            assert not (holder and is_held and allowed & {Act.USE, Act.GIVE_BACK, Act.BEAR}), "kept for a dossier"
            page = await house.call(who, "GET", PLACE)
            assert (page.status_code == 200) == (role in RIGHTS[Right.READ_REGISTERS]), at
            offered = set(re.findall(rf'action="{PLACE}/(dung|tra|bo)"', page.text))
            assert (f"{paper_pages.PLACE}?so={KIND}~{year}~1" in page.text) == (Act.REGISTER in allowed), at
            assert offered == {SLUGS[act] for act in allowed & SLUGS.keys()}, at
            for act in (Act.USE, Act.GIVE_BACK, Act.VOID):
                await put(state, holder, last)
                told = {"kind": KIND, "year": year, "number": 1, "reason": "Thử"}
                answer = await house.call(who, "POST", f"/numbers/{act}", json=told)
                assert (answer.status_code == 200) == (act in allowed), (*at, act, answer.text)
                assert act in allowed or answer.json()["code"] in REFUSED_BY_TABLE, (*at, act, answer.text)

    play(open_house, story)


_HOLD = """INSERT INTO held_number (agency_code, kind, year, part, number, holder, void, bearer)
  VALUES (:here, :kind, :year, '', :number, :holder, :void, :bearer)"""


async def put_book(house: Any, year: int, state: BookState, left: str) -> None:
    """The year's book stands so, beside a book of arrivals; `left`: what of its numbers is not in use."""
    closed = "now()" if state is BookState.CLOSED else "NULL"
    await execute(
        house,
        ("DELETE FROM held_number", {}),
        ("DELETE FROM number_counter", {}),
        ("INSERT INTO number_counter VALUES (:here, 'arrival', :year, '', 1)", {"here": HERE, "year": year}),
    )
    if state is BookState.EMPTY:
        return
    values = {"here": HERE, "kind": KIND, "year": year, "last": 2 if left else 1}
    await execute(house, (f"INSERT INTO number_counter VALUES (:here, :kind, :year, '', :last, {closed})", values))
    if left == "reserved":
        row = {"number": 2, "holder": "", "void": False, "bearer": ""}
        await execute(house, (_HOLD, {k: v for k, v in values.items() if k != "last"} | row))


def test_a_years_book(open_house: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    async def story(house: Any) -> None:
        await house.sent()
        this_year = clock.local_now().year
        now = clock.now()
        for state, role, is_over, left in product(BookState, EVERYBODY, (False, True), ("", "reserved", "gap")):
            moment = datetime(this_year + is_over, 6, 5, 3, tzinfo=now.tzinfo)
            monkeypatch.setattr(clock, "now", lambda moment=moment: moment)
            who, put = house.person(role), partial(put_book, house, this_year, state, left)
            await put()
            case = BookCase(state, callers_of(who), this_year, is_over, left == "reserved", left == "gap")
            allowed = set(BOOKS.years.allowed(case))
            at = (state, role, is_over, left)
            page = await house.call(who, "GET", f"{PLACE}?nam={this_year}")
            shown = set(re.findall(rf'action="{PLACE}/(khoa|mo)"', page.text))
            assert {SLUGS[act] for act in allowed & SLUGS.keys()} <= shown | {"khoa"}, at
            assert (f'action="{PLACE}/giu"' in page.text) == (holds(who, RIGHTS[Right.KEEP_NUMBERS])), at
            for act in (Act.CLOSE, Act.REOPEN, Act.RESERVE):
                await put()
                told = {"kind": KIND, "year": this_year, "reason": "Thử"}
                answer = await house.call(who, "POST", f"/numbers/{act}", json=told)
                assert (answer.status_code == 200) == (act in allowed), (*at, act, answer.text)
                assert act in allowed or answer.json()["code"] in REFUSED_BY_TABLE, (*at, act, answer.text)

    play(open_house, story)


def test_every_state_and_act_has_its_words_and_its_right() -> None:
    assert BOOKS.numbers.states == set(NumberState) == set(NUMBER_STATE_LABELS)
    assert BOOKS.years.states == set(BookState) == set(BOOK_STATE_LABELS)
    assert set(BOOKS.numbers.labels) | set(BOOKS.years.labels) == set(Act)
    assert RIGHTS[Right.KEEP_NUMBERS] == BOOKS.acted_by
    for table in (BOOKS.numbers, BOOKS.years):
        for way in (way for row in table.rows for way in row.ways):
            assert bool(way.by) is not bool(way.cause)
