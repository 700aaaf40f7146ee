"""Which documents an arrival answers, of what older releases read, and of what no index takes."""

import asyncio
import json
from datetime import timedelta
from typing import Any
from uuid import UUID

from document_exchange.answering import catching_up
from document_exchange.features import MEMBER
from document_exchange.packets.packet import Response
from shared.core import clock
from shared.storage.database import Database
from shared.work.jobs import Job, Jobs
from testing.upgrades import database_at

from ..continuing_kit import do, rows
from .test_answers import ASKED, ASKER, DAY, PLAIN, answer_by_system, answers, asked, at_asker, issued
from .test_packets_api import SENDER, a_packet, run, send

LONG = "".join(chr(0x4E00 + position * 7 % 20_000) for position in range(1990))
"""Each letter is three bytes, and they do not pack: no index takes them."""


def test_what_is_longer_than_any_identifier_is_kept_and_looked_for_by_nobody(open_house: Any) -> None:
    async def play(house: Any) -> None:
        content = a_packet(SENDER, (ASKER,), 9, responses=(Response(ASKER, "07/A", "x-dai", DAY),))
        long = content.replace(b"x-dai", LONG.encode())
        assert (await send(house, long, house.system(SENDER))).status_code == 201
        await house.exchange()
        await house.read()
        (arrival,) = await house.inbox(ASKER)
        assert (arrival["reference"], arrival["warnings"]) == ("09/STTTT-CNTT", ["sender_name_differs"])
        (told,) = (await at_asker(house, arrival["id"]))["answered"]
        assert (told["document_code"], told["problem"]) == (LONG, "unknown")

    run(open_house, play)


def the_jobs(house: Any) -> list[Job]:
    return [job for job in MEMBER.work(house.settings).jobs if "link-answers" in job.name]


async def catch_up(house: Any, days: int = 0) -> None:
    """What the workers of this release do within the hour."""
    book = Jobs(house.database, the_jobs(house))
    with clock.stopped_at(clock.now() + timedelta(days=days)):
        await book.begin()
        for seconds in range(0, 60, 10):
            with clock.stopped_at(clock.now() + timedelta(seconds=seconds)):
                while await book.do_next():
                    pass


def test_what_older_releases_read_is_linked_once_the_new_one_works(open_house: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(catching_up, "STRETCH", 1)

    async def play(house: Any) -> None:
        await asked(house)
        first = await answer_by_system(house, PLAIN)
        nameless = Response(ASKER, "7/stttt-cntt", "", DAY)
        second = a_packet(SENDER, (ASKER,), 10, responses=(Response(nameless.organ_id, nameless.code, "x-bo", DAY),))
        second = second.replace(b"<edXML:DocumentId>x-bo</edXML:DocumentId>", b"")
        assert (await send(house, second, house.system(SENDER))).status_code == 201
        dayless = a_packet(SENDER, (ASKER,), 11, responses=(Response(ASKER, "07/STTTT-CNTT", ASKED), PLAIN))
        assert (await send(house, dayless, house.system(SENDER))).status_code == 201
        await house.exchange()
        await house.read()
        question = await issued(house)
        assert len(await answers(house, question["id"])) == 3
        linked = "SELECT * FROM arrival_answer ORDER BY incoming_id, position"
        before = await rows(house, linked)
        await do(house, "DELETE FROM arrival_answer")
        await catch_up(house)
        assert await rows(house, linked) == before
        # A copy of the older release, which is stopped after that, reads one more.
        await do(house, "DELETE FROM arrival_answer WHERE incoming_id = :id", id=first["id"])
        await catch_up(house)
        assert len(await answers(house, question["id"])) == 2
        await catch_up(house, days=2)
        assert await rows(house, linked) == before
        await do(house, "DELETE FROM arrival_answer")
        await catch_up(house, days=9)
        assert await rows(house, linked) == [], "twice, and then no more"

    run(open_house, play)


def test_the_upgrade_stumbles_over_nothing_that_older_releases_kept(postgres_url: str) -> None:
    kept = [
        {"organ": ASKER, "code": "07/A", "document": f"{ASKER},2026/11/20,07/A", "on": "2026-11-20"},
        {"organ": ASKER, "code": "07/A", "document": "", "on": ""},
        {"organ": ASKER, "code": "07/A", "document": LONG, "on": ""},
    ]
    arrival, said = "01a217dc-e449-7a21-90e1-317a59d2e54b", json.dumps({"answers": kept})

    async def play(database: Database) -> None:
        async with database.sessions.begin() as session:
            await catching_up.link_stretch(session, f"1/{UUID(int=0)}")
        await database.engine.dispose()

    with database_at("0053", "document_exchange", postgres_url) as old:
        old.rows(
            "INSERT INTO incoming_document (id, addressee_code, sender_code, document_code, document_key, packet_sha256,"
            f" packet_size, packet_name, read_at) VALUES ('{arrival}', 'x', 'x', 'x', 'x', 'abc', 1, 'x', now())",
            f"INSERT INTO packet_check (packet_sha256, files, said) VALUES ('abc', '[]', '{said}')",
            "SELECT 1",
        )
        old.upgrade()
        asyncio.run(play(Database(old.url, "test")))
        found = old.rows("SELECT position, answered_key, reference, issued_on FROM arrival_answer ORDER BY position")
    assert found == [(0, f"{ASKER},2026/11/20,07/A", "07/A", DAY), (1, "", "07/A", None)]
