"""Both transports behind one interface: once, in order, nothing lost, one poisoned event blocks only its own subject."""

import asyncio
import random
from collections.abc import Callable
from typing import Any

import asyncpg
import orjson
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from shared.messaging.axis.choice import events_queue
from shared.messaging.axis.port import Message, Parcel
from shared.messaging.dead_letters import discard, replay
from shared.messaging.inbox import Handlers
from shared.messaging.outbox import tell
from testing.senders import signed_by
from tests.axis.parts import Counted, Part, sent_by, until, write_effect

pytestmark = pytest.mark.anyio


async def tell_many(part: Part, things: int, each: int) -> None:
    numbers = [(f"thing-{t}", n) for n in range(1, each + 1) for t in range(things)]
    for start in range(0, len(numbers), 50):
        async with part.database.sessions.begin() as session:
            for thing, number in numbers[start : start + 50]:
                await tell(session, Counted(thing=thing, number=number))


async def tell_and_fail(part: Part) -> None:
    async with part.database.sessions.begin() as session:
        await tell(session, Counted(thing="never", number=1))
        raise ZeroDivisionError


async def all_done(part: Part) -> bool:
    return bool(await part.value("SELECT count(*) = 0 FROM outbox WHERE done_at IS NULL"))


def in_order(effects: list[tuple[str, int]]) -> bool:
    seen: dict[str, int] = {}
    for thing, number in effects:
        if number != seen.get(thing, 0) + 1:
            return False
        seen[thing] = number
    return True


async def test_every_listener_takes_each_event_once_and_in_order(parts: Callable[..., Any]) -> None:
    async with parts() as (alpha, beta, gamma):
        for part in (beta, gamma):
            part.start_listening()
        alpha.start_publishing()
        await tell_many(alpha, things=20, each=15)
        await until(lambda: all_done(alpha))
        for part in (beta, gamma):
            effects = await part.effects()
            assert len(effects) == 300
            assert in_order(effects)


async def test_an_event_rolled_back_is_never_sent(parts: Callable[..., Any]) -> None:
    async with parts() as (alpha, beta, gamma):
        for part in (beta, gamma):
            part.start_listening()
        alpha.start_publishing()
        with pytest.raises(ZeroDivisionError):
            await tell_and_fail(alpha)
        await tell_many(alpha, things=1, each=1)
        await until(lambda: all_done(alpha))
        assert await beta.effects() == [("thing-0", 1)]


async def test_a_row_is_done_only_when_every_listener_has_reported(parts: Callable[..., Any]) -> None:
    async with parts() as (alpha, beta, gamma):
        beta.start_listening()
        alpha.start_publishing()
        await tell_many(alpha, things=1, each=3)
        await until(lambda: _pending_is(alpha, ["gamma"], 3))
        assert not await all_done(alpha)
        gamma.start_listening()
        await until(lambda: all_done(alpha))


async def _pending_is(part: Part, pending: list[str], count: int) -> bool:
    pool = await part.database.hot()
    return bool(await pool.fetchval("SELECT count(*) = $2 FROM outbox WHERE pending = $1", pending, count))


async def test_what_the_broker_forgot_is_sent_again_and_repeats_have_no_effect(parts: Callable[..., Any]) -> None:
    """Confirmed by the broker, then gone from it: the outbox sends again because nobody reported."""
    async with parts() as (alpha, beta, gamma):
        await tell_many(alpha, things=5, each=4)
        while await alpha.relay.publish_batch():
            pass
        pool = await alpha.database.hot()
        assert await pool.fetchval("SELECT count(*) FROM outbox WHERE published_at IS NOT NULL") == 20
        # Half of it is sent twice: the listeners must not notice.
        await pool.execute("UPDATE outbox SET send_at = now() WHERE position % 2 = 0")
        for part in (beta, gamma):
            part.start_listening()
        alpha.start_publishing()
        await until(lambda: all_done(alpha))
        for part in (beta, gamma):
            effects = await part.effects()
            assert len(effects) == 20
            assert in_order(effects)


async def test_an_early_event_waits_for_the_one_before(parts: Callable[..., Any]) -> None:
    async with parts() as (alpha, beta, _):
        await tell_many(alpha, things=1, each=4)
        pool = await alpha.database.hot()
        rows = await pool.fetch(
            "SELECT event_id, type, kind, subject, sequence, traceparent, data, created_at, position FROM outbox ORDER BY position"
        )
        sent = [sent_by(alpha, [row]) for row in rows]
        await beta.consumer.receive([sent[2], sent[3]])
        assert await beta.effects() == []
        await beta.consumer.receive([sent[1]])
        assert await beta.effects() == []
        await beta.consumer.receive([sent[0], sent[0]])
        assert [number for _, number in await beta.effects()] == [1, 2, 3, 4]
        assert await beta.value("SELECT count(*) FROM inbox WHERE state <> 'done'") == 0


async def test_a_failing_handler_is_retried_and_blocks_only_its_subject(parts: Callable[..., Any]) -> None:
    failures = 2

    async def stumble(session: AsyncSession, event: Counted) -> None:
        nonlocal failures
        if event.thing == "thing-0" and event.number == 1 and failures:
            failures -= 1
            raise RuntimeError("not yet")
        await write_effect(session, event)

    async with parts(beta=Handlers(single={Counted: stumble})) as (alpha, beta, gamma):
        for part in (beta, gamma):
            part.start_listening()
        alpha.start_publishing()
        await tell_many(alpha, things=3, each=3)
        await until(lambda: all_done(alpha))
        others = [effect for effect in await beta.effects() if effect[0] != "thing-0"]
        assert len(others) == 6
        await beta.value("UPDATE inbox SET due_at = now() WHERE state = 'retry' RETURNING 1")
        await until(lambda: _has(beta, 9))
        assert in_order(await beta.effects())


async def _has(part: Part, count: int) -> bool:
    await part.value("UPDATE inbox SET due_at = now() WHERE state = 'retry' RETURNING 1")
    return len(await part.effects()) == count


async def test_the_last_try_makes_a_dead_letter_that_can_be_replayed_or_discarded(parts: Callable[..., Any]) -> None:
    broken = True

    async def fail(session: AsyncSession, event: Counted) -> None:
        if broken and event.number == 1:
            raise RuntimeError("poisoned")
        await write_effect(session, event)

    async with parts(beta=Handlers(single={Counted: fail})) as (alpha, beta, gamma):
        for part in (beta, gamma):
            part.start_listening()
        alpha.start_publishing()
        await tell_many(alpha, things=2, each=2)
        await until(lambda: _dead(beta, 2))
        assert await beta.effects() == []
        pool = await beta.database.hot()
        dead = await pool.fetch("SELECT event_id, error FROM inbox WHERE state = 'dead' ORDER BY subject")
        assert "poisoned" in dead[0]["error"]
        broken = False
        async with beta.database.sessions.begin() as session:
            assert await replay(session, dead[0]["event_id"])
            assert await discard(session, dead[1]["event_id"])
            assert not await discard(session, dead[1]["event_id"])
        await until(lambda: _has(beta, 3))
        assert sorted(await beta.effects()) == [("thing-0", 1), ("thing-0", 2), ("thing-1", 2)]


async def _dead(part: Part, count: int) -> bool:
    await part.value("UPDATE inbox SET due_at = now() WHERE state = 'retry' RETURNING 1")
    return bool(await part.value(f"SELECT count(*) = {count} FROM inbox WHERE state = 'dead'"))


async def test_a_body_that_is_no_envelope_is_kept_for_the_operator(parts: Callable[..., Any]) -> None:
    async with parts() as (alpha, beta, gamma):
        for part in (beta, gamma):
            part.start_listening()
        alpha.start_publishing()
        key = "alpha.thing.alpha.thing-counted.v1"
        (sent,) = signed_by("alpha", b"\xff not json")
        assert await alpha.axis.publish([Message(key, "1", sent.body, sent.proof)]) == [True]
        await tell_many(alpha, things=1, each=2)
        await until(lambda: all_done(alpha))
        assert await beta.value("SELECT count(*) FROM poison_message") == 1
        assert len(await beta.effects()) == 2


async def test_a_bad_event_in_a_batch_leaves_the_others_whole(parts: Callable[..., Any]) -> None:
    async with parts() as (alpha, beta, _):
        await tell_many(alpha, things=3, each=1)
        pool = await alpha.database.hot()
        rows = await pool.fetch(
            "SELECT event_id, type, kind, subject, sequence, traceparent, data, created_at, position FROM outbox"
        )
        batch = orjson.loads(alpha.relay._message(rows).body)
        assert len(batch) == 3
        batch[1] = {"specversion": "1.0", "id": "no envelope"}
        await beta.consumer.receive(signed_by("alpha", orjson.dumps(batch)))
        assert len(await beta.effects()) == 2
        assert await beta.value("SELECT count(*) FROM poison_message") == 1


async def test_a_message_that_no_queue_takes_is_not_confirmed(parts: Callable[..., Any]) -> None:
    async with parts() as (alpha, _, __):
        assert await alpha.axis.publish([Message(key="alpha.nobody.listens", id="1", body=b"{}")]) == [False]


async def test_two_relays_and_two_consumers_of_a_service_share_the_work(parts: Callable[..., Any]) -> None:
    async with parts() as (alpha, beta, gamma):
        for part in (beta, beta, gamma, gamma):
            part.start_listening()
        alpha.start_publishing()
        alpha.start_publishing()
        await asyncio.gather(*(tell_many(alpha, things=10, each=5) for _ in range(3)))
        await until(lambda: all_done(alpha))
        for part in (beta, gamma):
            assert len(await part.effects()) == 150


async def test_a_consumer_that_dies_before_its_commit_leaves_the_batch_to_the_next(parts: Callable[..., Any]) -> None:
    async with parts() as (alpha, beta, gamma):
        gamma.start_listening()
        alpha.start_publishing()
        await tell_many(alpha, things=1, each=3)
        taken = asyncio.Event()

        async def die(_: list[Parcel]) -> None:
            taken.set()
            await asyncio.sleep(3600)

        dying = asyncio.create_task(beta.axis.consume(events_queue("beta"), die))
        await asyncio.wait_for(taken.wait(), 20)
        dying.cancel()
        await asyncio.gather(dying, return_exceptions=True)
        assert await beta.effects() == []
        beta.start_listening()
        await until(lambda: all_done(alpha))
        assert in_order(await beta.effects())


async def test_an_unknown_type_is_noted_without_effect(parts: Callable[..., Any]) -> None:
    async with parts() as (alpha, beta, gamma):
        for part in (beta, gamma):
            part.start_listening()
        async with alpha.database.sessions.begin() as session:
            await tell(session, Counted(thing="t", number=1))
            await session.execute(text("UPDATE outbox SET type = 'alpha.thing-from-tomorrow.v9'"))
            await tell(session, Counted(thing="t", number=2))
        alpha.start_publishing()
        await until(lambda: all_done(alpha))
        assert await beta.effects() == [("t", 2)]


async def test_random_order_and_repeats_always_end_in_the_same_effects(parts: Callable[..., Any]) -> None:
    async with parts() as (alpha, beta, _):
        await tell_many(alpha, things=4, each=6)
        pool: asyncpg.Pool[Any] = await alpha.database.hot()
        rows = await pool.fetch(
            "SELECT event_id, type, kind, subject, sequence, traceparent, data, created_at, position FROM outbox"
        )
        sent = [sent_by(alpha, [row]) for row in rows] * 2
        random.Random(7).shuffle(sent)
        while sent:
            size = min(len(sent), 5)
            await beta.consumer.receive([sent.pop() for _ in range(size)])
        effects = await beta.effects()
        assert len(effects) == 24
        assert in_order(effects)
