"""Large bodies: none in memory before it is whole, all together within one budget, and whoever finds no room is told so."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import closing

import pytest
from starlette.types import Message

from shared.core.errors import Malformed, TooLarge, Unavailable
from shared.web import bodies
from shared.web.bodies import LARGE_BODY, MOST_IN_FLIGHT, SMALL_BODY, Body, Budget, refuse_deep

MB = 1_048_576
PDF = {b"content-type": b"application/pdf"}


def sending(*pieces: bytes) -> "asyncio.Queue[Message]":
    queue: asyncio.Queue[Message] = asyncio.Queue()
    for place, piece in enumerate(pieces, 1):
        queue.put_nowait({"type": "http.request", "body": piece, "more_body": place < len(pieces)})
    return queue


async def read(body: Body) -> AsyncIterator[bytes]:
    more = True
    while more:
        message = await body.receive()
        yield message["body"]
        more = message["more_body"]


async def whole(body: Body) -> bytes:
    return b"".join([piece async for piece in read(body)])


@pytest.mark.parametrize("kind", [b"application/pdf", b"multipart/form-data; boundary=x", b"application/json"])
@pytest.mark.parametrize("pieces", [(b"",), (b"a",), (b"a" * 300_000, b"", b"b"), (b"a" * 600_000, b"c" * 400_000)])
def test_what_was_sent_is_what_is_read(kind: bytes, pieces: tuple[bytes, ...]) -> None:
    async def check() -> None:
        queue, budget = sending(*pieces), Budget()
        body = Body(queue.get, {b"content-type": kind}, budget)
        assert await whole(body) == b"".join(pieces)
        queue.put_nowait({"type": "http.disconnect"})
        assert (await body.receive())["type"] == "http.disconnect"
        body.close()

    asyncio.run(check())


def test_a_body_over_its_limit_is_refused_and_gives_back_what_it_took() -> None:
    async def check() -> None:
        for kind, limit in ((b"application/json", SMALL_BODY), (b"application/pdf", LARGE_BODY)):
            pieces = [b"a" * (13 * MB)] * (limit // (13 * MB)) + [b"a" * MB, b"a"]
            with (
                closing(Body(sending(*pieces).get, {b"content-type": kind}, Budget())) as body,
                pytest.raises(TooLarge),
            ):
                await whole(body)

    asyncio.run(check())


def test_large_bodies_together_stay_within_the_budget(monkeypatch: pytest.MonkeyPatch) -> None:
    async def check() -> None:
        budget, working, most = Budget(10 * MB), 0, 0

        async def visit() -> int:
            nonlocal working, most
            body = Body(sending(*[b"a" * MB] * 4).get, PDF, budget)
            try:
                content = await whole(body)
                working += len(content)
                most = max(most, working)
                for _ in range(20):
                    await asyncio.sleep(0)
                working -= len(content)
                return len(content)
            finally:
                body.close()

        assert await asyncio.gather(*(visit() for _ in range(9))) == [4 * MB] * 9
        assert most == 8 * MB
        await budget.take(10 * MB)  # all of it is there again
        with closing(Body(sending(b"a" * 1000).get, PDF, budget)) as small:
            assert len(await whole(small)) == 1000, "small ones need no room"

    asyncio.run(check())


def test_who_finds_no_room_is_told_so_and_who_leaves_makes_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "WAITING_SECONDS", 0.02)

    async def check() -> None:
        budget = Budget()
        await budget.take(MOST_IN_FLIGHT - 3 * MB)
        late = Body(sending(*[b"a" * MB] * 4).get, PDF, budget)
        with pytest.raises(Unavailable) as refused:
            await whole(late)
        assert (refused.value.code, refused.value.facts) == ("uploads_busy", {"retry_after": 5})
        late.close()
        monkeypatch.setattr(bodies, "WAITING_SECONDS", 60)
        waiting = asyncio.create_task(budget.take(50 * MB))
        behind = asyncio.create_task(budget.take(2 * MB))
        await asyncio.sleep(0)
        assert not behind.done(), "who came first is served first"
        waiting.cancel()
        await behind
        budget.give(2 * MB)
        budget.give(MOST_IN_FLIGHT - 3 * MB)
        await budget.take(2 * MOST_IN_FLIGHT)  # never more than there is

    asyncio.run(check())


@pytest.mark.parametrize("levels", [65, 100, 254, 900, 5000])
@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a":', "}"), ('[{"a[":', "}]")])
def test_deep_json_is_refused_wherever_it_is_cut(levels: int, opening: str, closing: str) -> None:
    async def check() -> None:
        deep = f'{{"answers":{opening * levels}1{closing * levels}}}'.encode()
        for kind in (b"application/json", b"application/merge-patch+json; charset=utf-8"):
            for cut in (0, 1, 70, len(deep)):
                body = Body(sending(deep[:cut], deep[cut:]).get, {b"content-type": kind}, Budget())
                with pytest.raises(Malformed) as refused:
                    await whole(body)
                assert refused.value.code == "json_too_deep"

    asyncio.run(check())


FLAT = [
    b'{"a":"' + b"[" * 500 + b'"}',
    b'{"a":"\\"' + b"{" * 500 + b'"}',
    b'{"a":"\\\\","b":[' + b"[]," * 500 + b"[]]}",
    b'"' + b"\\" * 200 + b'["',
    b"[" * 64 + b"]" * 64,
    b'{"a":"' + b'\\"' * 100_000,
]


@pytest.mark.parametrize("content", FLAT, ids=range(len(FLAT)))
def test_many_brackets_are_not_many_levels(content: bytes) -> None:
    refuse_deep(content)


def test_a_slow_body_holds_no_room() -> None:
    async def check() -> None:
        budget = Budget(4 * MB)
        queue: asyncio.Queue[Message] = asyncio.Queue()
        queue.put_nowait({"type": "http.request", "body": b"a" * 3 * MB, "more_body": True})
        slowly = Body(queue.get, PDF, budget)
        slow = asyncio.create_task(whole(slowly))
        await asyncio.sleep(0)
        other = Body(sending(b"a" * 2 * MB, b"a" * 2 * MB).get, PDF, budget)
        assert len(await whole(other)) == 4 * MB
        other.close()
        queue.put_nowait({"type": "http.request", "body": b"b", "more_body": False})
        assert len(await slow) == 3 * MB + 1
        slowly.close()

    asyncio.run(check())
