"""Numbers are distinct and without gaps, whoever asks at the same time and whatever is rolled back."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from document_exchange.registers.actions import allocate_arrival_number, allocate_number
from document_exchange.registers.rules import (
    make_notation,
    make_reference,
    read_reference,
)
from shared.access.rights import Role
from shared.core import clock
from shared.core.errors import Conflict
from shared.standards.agency_code import organ_abbreviation
from shared.work import numbering
from shared.work.number_steps import NumberState
from shared.work.numbering import By, Series

AGENCY = "000.00.11.H08"


def test_fifty_at_once_get_fifty_numbers_without_a_gap(open_house: Callable[[], Any]) -> None:
    async def play() -> None:
        async with open_house() as house:

            async def one(give_up: bool) -> tuple[int, int] | None:
                try:
                    async with house.database.sessions.begin() as session:
                        allocated = await allocate_number(session, AGENCY, "CV", 2026)
                        arrival = await allocate_arrival_number(session, AGENCY, 2026)
                        await asyncio.sleep(0)
                        if give_up:
                            raise RuntimeError
                        return allocated.number, arrival
                except RuntimeError:
                    return None

            taken = await asyncio.gather(*(one(give_up=turn % 6 == 5) for turn in range(60)))
            numbers = [pair for pair in taken if pair]
            assert sorted(n for n, _ in numbers) == list(range(1, 51))
            assert sorted(a for _, a in numbers) == list(range(1, 51))
            async with house.database.sessions.begin() as session:
                assert (await allocate_number(session, AGENCY, "CV", 2027)).number == 1

    asyncio.run(play())


BY = By("vt", "Nguyễn Văn Thư")


async def _use_one(pool: Any, series: Series, turn: int, used: set[int]) -> None:
    """One caller, who does by its turn one of the five things that may be done with a number."""

    async def in_turn(work: Callable[[Any], Any]) -> Any:
        async with pool.acquire() as line, line.transaction():
            return await work(line)

    async def give_up(line: Any) -> None:
        await numbering.take(line, series)
        raise RuntimeError

    holder = f"thu/{turn}"
    if turn % 5 == 0:
        used.add(await in_turn(lambda line: numbering.take(line, series)))
        return
    number = await in_turn(lambda line: numbering.reserve(line, series, BY, "Thử", holder))
    if turn % 5 == 1:
        await in_turn(lambda line: numbering.confirm(line, series, number))
        used.add(number)
    elif turn % 5 == 2:
        await in_turn(lambda line: numbering.release(line, series, holder))
    elif turn % 5 == 3:
        await in_turn(lambda line: numbering.void(line, series, number, BY, "Hỏng bản in"))
    else:
        with pytest.raises(RuntimeError):
            await in_turn(give_up)
        assert await in_turn(lambda line: numbering.reserve(line, series, BY, "Thử", holder)) == number


def test_every_number_up_to_the_last_is_in_use_or_explained_whoever_asks_at_once(open_house: Callable[[], Any]) -> None:
    """Taken, reserved and confirmed, reserved and put back, given up, rolled back: sixty at once, each in its own transaction."""
    series = Series(AGENCY, "thu", 2026)

    async def play() -> None:
        async with open_house() as house:
            pool, used = await house.database.hot(), set[int]()
            await asyncio.gather(*(_use_one(pool, series, turn, used) for turn in range(60)))
            held = await numbering.list_held(pool, AGENCY, 2026, 100)
            last = await pool.fetchval("SELECT last FROM number_counter WHERE agency_code = $1 AND year = 2026", AGENCY)
            explained = {row.number for row in held}
            assert len(used) == 24, "nobody got another's number"
            assert not used & explained
            assert used | explained == set(range(1, last + 1))
            assert {row.reason for row in held if row.state is NumberState.VOID} == {"Hỏng bản in"}
            assert all(row.holder.startswith("thu/") and row.by_name == BY.name for row in held)

    asyncio.run(play())


def test_what_was_given_up_is_never_used_and_what_is_used_is_never_given_up(open_house: Callable[[], Any]) -> None:
    series = Series(AGENCY, "thu", 2026)

    async def play() -> None:
        async with open_house() as house:
            pool = await house.database.hot()
            first = await numbering.reserve(pool, series, BY, "Văn bản giấy")
            await numbering.void(pool, series, first, BY, "Không phát hành")
            for act in (numbering.confirm(pool, series, first), numbering.void(pool, series, first, BY, "Lần nữa")):
                with pytest.raises(Conflict, match="number_not_reserved"):
                    await act
            used = await numbering.take(pool, series)
            with pytest.raises(Conflict, match="number_not_reserved"):
                await numbering.void(pool, series, used, BY, "Nhầm")
            assert (first, used) == (1, 2)

    asyncio.run(play())


def test_nothing_is_numbered_in_a_closed_year(open_house: Callable[[], Any]) -> None:
    series = Series(AGENCY, "thu", 2026)

    async def play() -> None:
        async with open_house() as house:
            pool = await house.database.hot()
            await numbering.take(pool, series)
            await numbering.close_year(pool, AGENCY, "thu", 2026, BY)
            for late in (
                numbering.take(pool, series),
                numbering.reserve(pool, series, BY, "Văn bản giấy"),
                numbering.close_year(pool, AGENCY, "thu", 2026, BY),
            ):
                with pytest.raises(Conflict, match="series_closed"):
                    await late
            assert await numbering.take(pool, Series(AGENCY, "thu", 2027)) == 1

    asyncio.run(play())


@pytest.mark.parametrize(("moment", "year"), [("2026-12-31T16:59:59+00:00", 2026), ("2026-12-31T17:00:00+00:00", 2027)])
def test_the_year_turns_at_midnight_in_vietnam(
    open_house: Callable[[], Any], monkeypatch: pytest.MonkeyPatch, moment: str, year: int
) -> None:
    async def play() -> None:
        async with open_house() as house:
            sent = await house.sent(all_agencies=False, addressees=["000.00.02.H08"])
            await house.exchange()
            (incoming,) = await house.inbox("000.00.02.H08")
            monkeypatch.setattr(clock, "now", lambda: datetime.fromisoformat(moment))
            taken = (await house.report("000.00.02.H08", incoming["id"], "03", Role.RECORDS_CLERK)).json()
            assert sent["id"]
            assert (taken["arrival_year"], taken["arrival_number"]) == (year, 1)

    asyncio.run(play())


@pytest.mark.parametrize(
    ("short_name", "organ"),
    [("UBND tỉnh", "UBND"), ("VP UBND tỉnh", "VPUBND"), ("UBND TP Quy Nhơn", "UBND"), ("SNgV", "SNgV")],
)
def test_an_organ_signs_with_its_abbreviation(short_name: str, organ: str) -> None:
    assert organ_abbreviation(short_name) == organ


def test_titled_types_show_their_type_and_letters_their_unit() -> None:
    assert make_reference(5, make_notation("QĐ", "UBND", "VX")) == "05/QĐ-UBND"
    assert make_reference(125, make_notation("", "UBND", "VX")) == "125/UBND-VX"


@pytest.mark.parametrize(
    ("number", "reference"),
    [("1", "01/STTTT-CNTT"), ("01", "01/STTTT-CNTT"), ("007", "07/STTTT-CNTT"), ("125", "125/STTTT-CNTT"),
     ("12a", "12a/STTTT-CNTT"), ("²", "²/STTTT-CNTT"), ("9" * 30, "9" * 30 + "/STTTT-CNTT")],
)  # fmt: skip
def test_a_number_from_elsewhere_is_shown_as_the_law_writes_it(number: str, reference: str) -> None:
    assert read_reference(number, "STTTT-CNTT") == reference


def test_a_number_without_notation_stands_alone() -> None:
    assert [read_reference(number, "") for number in ("1", "12", "1A")] == ["01", "12", "1A"]
