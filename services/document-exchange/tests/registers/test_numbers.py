"""Numbers are distinct and without gaps, whoever asks at the same time and whatever is rolled back."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from document_exchange.registers.actions import allocate_arrival_number, allocate_number
from document_exchange.registers.rules import (
    make_notation,
    make_reference,
    organ_abbreviation,
    read_reference,
)

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
