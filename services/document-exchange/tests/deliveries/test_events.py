"""Events arrive twice, late, in the wrong order or from the wrong party; each has its effect once or none."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any

import asyncpg

from document_exchange.deliveries.progress import apply_progress
from document_exchange.deliveries.rules import counts, counts_sql
from document_exchange.incoming.statements import deliver_to_inboxes
from shared.access.rights import Role
from shared.contracts.document_exchange import DeliveryProgressed, DocumentSent
from shared.contracts.values import FileReference
from shared.core.identifiers import new_id

RECEIVER = "000.00.02.H08"
NOW = datetime(2026, 11, 20, 7, 0, tzinfo=UTC)


def run(open_house: Callable[[], Any], play: Callable[[Any], Any]) -> None:
    async def whole() -> None:
        async with open_house() as house:
            await play(house)

    asyncio.run(whole())


def arrival(document: str = "VB-1", sha: str = "a" * 64, delivery: str = "") -> DocumentSent:
    return DocumentSent(
        delivery_id=delivery or str(new_id()),
        document_id=document,
        sender_code="000.00.11.H08",
        addressee_code=RECEIVER,
        packet=FileReference(sha256=sha, size=10, media_type="application/xml", name="a.edxml"),
        sent_at=NOW,
    )


def test_one_row_for_ever_whatever_repeats(open_house: Any) -> None:
    async def play(house: Any) -> None:
        pool = await house.database.hot()
        first = arrival()
        async with pool.acquire() as connection:
            assert await deliver_to_inboxes(connection, [first, first, arrival("VB-2")], NOW) == 2
            assert await deliver_to_inboxes(connection, [first, arrival(sha="b" * 64)], NOW) == 0
            assert await deliver_to_inboxes(connection, [arrival("VB-3"), arrival("VB-3", "c" * 64)], NOW) == 1
        rows = await pool.fetch("SELECT document_code, packet_sha256 FROM incoming_document ORDER BY document_code")
        assert [tuple(row) for row in rows] == [("VB-1", "a" * 64), ("VB-2", "a" * 64), ("VB-3", "a" * 64)]
        assert await pool.fetchval("SELECT count(*) FROM outbox WHERE kind = 'progress'") == 3
        noted = await pool.fetchval("SELECT count(*) FROM evidence WHERE kind = 'delivery-content-differs'")
        assert noted == 2

    run(open_house, play)


def test_events_that_arrive_twice_or_out_of_order_take_effect_once_and_in_order(open_house: Any) -> None:
    async def play(house: Any) -> None:
        document = await house.sent()
        await house.relay.publish_batch()
        await house.step(document["id"], "recall", Role.RECORDS_CLERK, reason="Gửi nhầm")
        await house.relay.publish_batch()
        events, house.axis.events = house.axis.events, []
        events = [event for event in events if b"officers-notified" not in event.body]  # told to the directory
        assert len(events) == 6
        await house.consumer.receive(events[3:])  # the recalls first: they wait for their documents
        assert await house.inbox(RECEIVER) == []
        await house.consumer.receive(events[:3] * 2)
        await house.consumer.receive(events)
        (incoming,) = await house.inbox(RECEIVER)
        assert incoming["recall"] == "requested"
        assert incoming["status"] == "01"

    run(open_house, play)


def test_only_the_addressee_speaks_for_a_delivery(open_house: Any) -> None:
    async def play(house: Any) -> None:
        document = await house.sent()
        (delivery,) = [d for d in document["deliveries"] if d["addressee_code"] == RECEIVER]
        pool = await house.database.hot()

        def report(code: str, by: str = RECEIVER, minutes: int = 0) -> DeliveryProgressed:
            return DeliveryProgressed(
                delivery_id=delivery["id"],
                document_id="",
                addressee_code=by,
                status=code,
                description="",
                reported_at=NOW + timedelta(minutes=minutes),
            )

        async with pool.acquire() as connection:
            assert await apply_progress(connection, [report("06", by="000.00.05.H08")]) == 0
            assert await apply_progress(connection, [report("03"), report("05", minutes=1)]) == 2
            assert await apply_progress(connection, [report("01", minutes=2), report("03"), report("15")]) == 0
        document = await house.document(document["id"])
        (ours,) = [d for d in document["deliveries"] if d["addressee_code"] == RECEIVER]
        assert (ours["status"], ours["recall"]) == ("05", "")
        assert [s["code"] for s in ours["history"]] == ["03", "05", "01", "15"]
        assert await pool.fetchval("SELECT count(*) FROM evidence WHERE kind = 'progress-refused'") == 1

    run(open_house, play)


def test_the_statement_and_the_rule_say_the_same(postgres_url: str) -> None:
    codes = ["00", "01", "02", "03", "04", "05", "06", "15", "16", "99"]
    cases = list(product(["00", "01", "02", "03", "04", "05", "06", "withdrawn"], ["", "requested", "agreed"], codes))

    async def play() -> list[bool]:
        connection = await asyncpg.connect(postgres_url + "/postgres")
        statement = counts_sql("k", "c", "r")
        rows = await connection.fetch(
            f"SELECT {statement} AS counts FROM unnest($1::text[], $2::text[], $3::text[])"
            " WITH ORDINALITY AS n(c, r, k, i) ORDER BY i",
            [case[0] for case in cases],
            [case[1] for case in cases],
            [case[2] for case in cases],
        )
        await connection.close()
        return [row["counts"] for row in rows]

    assert asyncio.run(play()) == [counts(*case) for case in cases]
