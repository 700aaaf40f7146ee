"""What comes together is done together, and each caller gets its own outcome."""

import asyncio

import pytest

from shared.core.batching import Together


def test_a_lone_item_goes_at_once_and_those_that_come_meanwhile_go_together() -> None:
    batches: list[list[int]] = []

    begun, go_on = asyncio.Event(), asyncio.Event()

    async def double(items: list[int]) -> list[int]:
        batches.append(items)
        begun.set()
        await go_on.wait()
        return [item * 2 for item in items]

    async def play() -> None:
        together = Together(double, most=4)
        first = asyncio.ensure_future(together(0))
        await begun.wait()
        rest = asyncio.gather(*(together(number) for number in range(1, 10)))
        await asyncio.sleep(0)  # each of them has come
        go_on.set()
        assert [await first, *await rest] == [number * 2 for number in range(10)]
        assert batches == [[0], [1, 2, 3, 4], [5, 6, 7, 8], [9]]
        assert await together(7) == 14

    asyncio.run(play())


def test_a_failure_reaches_those_it_concerns() -> None:
    async def work(items: list[int]) -> list[int | BaseException]:
        if 13 in items:
            raise RuntimeError("the whole batch")
        return [ValueError(item) if item < 0 else item for item in items]

    async def play() -> None:
        together = Together(work)
        answers = await asyncio.gather(together(1), together(-2), together(3), return_exceptions=True)
        assert answers[0] == 1
        assert isinstance(answers[1], ValueError)
        assert answers[2] == 3
        failed = await asyncio.gather(together(13), together(14), return_exceptions=True)
        assert [type(answer) for answer in failed] == [RuntimeError, RuntimeError]
        assert await together(5) == 5

    asyncio.run(play())


def test_a_caller_that_gives_up_disturbs_nobody() -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def slow(items: list[int]) -> list[int]:
        begun.set()
        await go_on.wait()
        return items

    async def play() -> None:
        together = Together(slow)
        one, two = asyncio.ensure_future(together(1)), asyncio.ensure_future(together(2))
        await begun.wait()
        one.cancel()
        go_on.set()
        assert await two == 2
        with pytest.raises(asyncio.CancelledError):
            await one

    asyncio.run(play())
