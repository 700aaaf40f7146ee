"""Where an accepted packet lies until it is in the store, and what becomes of those that come together."""

import asyncio
import hashlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from sqlalchemy import text

from document_exchange.deliveries import statements
from document_exchange.packets.store import SMALL
from shared.storage.files import FileAltered, FileMissing

from .test_packets_api import SENDER, a_packet, run, send


def stored(house: Any, sha256: str) -> Path:
    path: Path = house.settings.var / "files" / sha256[:2] / sha256
    return path


async def waiting(house: Any) -> int:
    async with house.database.sessions() as session:
        return int((await session.execute(text("SELECT count(*) FROM waiting_packet"))).scalar_one())


def test_a_small_packet_is_kept_by_the_commit_that_accepts_it_and_stored_afterwards(open_house: Any) -> None:
    async def play(house: Any) -> None:
        content = a_packet()
        sha256 = hashlib.sha256(content).hexdigest()
        assert (await send(house, content)).status_code == 201
        assert await waiting(house) == 1
        assert not stored(house, sha256).exists()
        assert await house.files.get(sha256) == content

        await asyncio.gather(house.files.store_waiting(), house.files.store_waiting())
        assert await waiting(house) == 0
        assert stored(house, sha256).read_bytes() == content
        assert await house.files.get(sha256) == content

        assert (await send(house, content)).status_code == 200
        assert await waiting(house) == 0

    run(open_house, play)


def test_a_large_packet_is_in_the_store_before_it_is_accepted(open_house: Any) -> None:
    async def play(house: Any) -> None:
        content = a_packet(subject="Báo cáo") + b"<!--" + b"x" * SMALL + b"-->"
        assert (await send(house, content)).status_code == 201
        assert await waiting(house) == 0
        assert stored(house, hashlib.sha256(content).hexdigest()).read_bytes() == content

    run(open_house, play)


def test_a_packet_altered_while_it_waits_is_not_given_out(open_house: Any) -> None:
    async def play(house: Any) -> None:
        content = a_packet()
        sha256 = hashlib.sha256(content).hexdigest()
        await send(house, content)
        async with house.database.sessions.begin() as session:
            await session.execute(text("UPDATE waiting_packet SET content = content || '\\x20'"))
        with pytest.raises(FileAltered):
            await house.files.get(sha256)
        with pytest.raises(FileMissing):
            await house.files.get("0" * 64)

    run(open_house, play)


def test_one_bad_packet_among_those_that_come_together_fails_alone(open_house: Any) -> None:
    async def play(house: Any) -> None:
        intake = house.client._transport.app.fastapi.state.intake
        told = await asyncio.gather(
            *(intake.accept(house.system(SENDER), a_packet(number=number)) for number in (1, 2, 3)),
            intake.accept(house.system(SENDER), a_packet(number=4, receivers=("000.00.77.H08",))),
            return_exceptions=True,
        )
        assert [getattr(answer, "created", None) for answer in told] == [True, True, True, None]
        assert getattr(told[3], "code", "") == "addressee_unknown"

    run(open_house, play)


def test_a_packet_on_which_the_shared_statement_fails_takes_no_other_with_it(open_house: Any) -> None:
    async def play(house: Any) -> None:
        intake = house.client._transport.app.fastapi.state.intake
        ready: list[statements.AcceptedPacket] = []

        async def only_keep(packet: statements.AcceptedPacket) -> bool:
            ready.append(packet)
            return True

        intake._store = only_keep
        for number in (1, 2, 3):
            await intake.accept(house.system(SENDER), a_packet(number=number))
        ready[1] = replace(ready[1], subject="a text that PostgreSQL does not take: \0")
        outcomes = await statements.accept_documents(await house.database.hot(), ready)
        assert [outcomes[0], outcomes[2]] == [True, True]
        assert isinstance(outcomes[1], asyncpg.CharacterNotInRepertoireError)
        async with house.database.sessions() as session:
            for table in ("outgoing_document", "delivery", "outbox", "waiting_packet"):
                assert (await session.execute(text(f"SELECT count(*) FROM {table}"))).scalar_one() == 2

    run(open_house, play)
