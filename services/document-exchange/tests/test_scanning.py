"""What comes in a packet and what officers attach is looked at for malware; who brought it, or the clerks, are told."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from sqlalchemy import text

from document_exchange.features import MEMBER
from document_exchange.incoming.opening import _contents
from document_exchange.packets.store import PacketStore
from shared.access.rights import Role
from shared.foreign import confined
from shared.storage.files import FileStore
from shared.work import scanning
from shared.work.jobs import Jobs, standing
from testing.clamd import FOUND, MARKER, PrivateClamd

from .test_attaching import attach
from .test_foreign_packets import RECEIVER, a_packet, arrived, send

SCANNING, INFECTED = "Đang quét mã độc", "Có mã độc, đã cách ly"


def play(open_house: Any, url: str | None, check: Callable[[Any], Awaitable[None]]) -> None:
    """`url`: of the scanner, None where there is none."""

    async def whole() -> None:
        async with open_house(clamd_url=url or "") as house:
            await check(house)

    asyncio.run(whole())


async def scan(house: Any) -> None:
    """What the worker does within seconds: small packets leave the database, and everything planned is looked at."""
    await PacketStore(FileStore.from_settings(house.settings), house.database).store_waiting()
    async with house.database.sessions.begin() as session:
        await session.execute(text("UPDATE job SET due_at = now() WHERE name LIKE 'scan-%'"))
    jobs = [job for job in MEMBER.work(house.settings).jobs if job.name.startswith("scan-")]
    book = Jobs(house.database, jobs)
    await book.begin()
    while await book.do_next():
        pass


async def told(house: Any, kind: str) -> list[dict[str, Any]]:
    async with house.database.sessions.begin() as session:
        rows = await session.execute(text("SELECT data FROM outbox WHERE kind = 'notification' ORDER BY position"))
        return [row.data for row in rows if row.data["notification"] == kind]


@pytest.mark.clamd
def test_nobody_gets_a_file_of_a_packet_before_it_was_scanned(
    open_house: Any, letter: bytes, clamd: PrivateClamd
) -> None:
    clamd.start()

    async def check(house: Any) -> None:
        await send(house, a_packet(1, letter))
        clerk = house.person(Role.RECORDS_CLERK, RECEIVER)
        incoming = (await arrived(house))["01"].id
        page, packet = f"/van-ban/den/{incoming}", f"/incoming/{incoming}/packet"
        unread = await house.call(clerk, "GET", packet)
        assert (unread.status_code, unread.json()["code"]) == (409, "file_scanning")
        await house.read()
        assert SCANNING in (await house.call(clerk, "GET", page)).text
        for place in (f"{page}/tep/0", f"{page}/goi-tin"):
            early = await house.call(clerk, "GET", place)
            assert early.status_code == 409
            assert "đang được quét mã độc" in early.text
        await scan(house)
        assert SCANNING not in (await house.call(clerk, "GET", page)).text
        assert (await house.call(clerk, "GET", f"{page}/tep/0")).content == letter
        assert (await house.call(clerk, "GET", packet)).status_code == 200
        assert await told(house, "packet-infected") == []

    play(open_house, clamd.url, check)


@pytest.mark.clamd
def test_a_packet_with_malware_is_kept_apart_and_the_clerks_are_told(
    open_house: Any, letter: bytes, clamd: PrivateClamd
) -> None:
    clamd.start()

    async def check(house: Any) -> None:
        await send(house, a_packet(1, letter + b"\n% " + MARKER))
        await house.read()
        async with house.database.sessions.begin() as session:
            await session.execute(text("UPDATE incoming_document SET readable_by = 'agency'"))
        await scan(house)
        clerk = house.person(Role.RECORDS_CLERK, RECEIVER)
        incoming = (await arrived(house))["01"].id
        reading = f"/incoming/{incoming}/reading"
        assert (await house.call(clerk, "GET", reading)).json()["scope"] == "", "shut for the agency"
        refused = await house.call(clerk, "PUT", reading, json={"scope": "agency"})
        assert (refused.status_code, refused.json()["code"]) == (422, "reading_unclean")
        page = f"/van-ban/den/{incoming}"
        html = (await house.call(clerk, "GET", page)).text
        assert INFECTED in html
        assert "V/v thử số 1" in html
        for place in (f"{page}/tep/0", f"{page}/tep/0?xem=1", f"{page}/goi-tin", f"/incoming/{incoming}/packet"):
            refused = await house.call(clerk, "GET", place)
            assert refused.status_code == 409, place
            assert "cách ly" in refused.text
        [news] = await told(house, "packet-infected")
        assert news["to"] == [{"person_id": "", "agency_code": RECEIVER, "role": Role.RECORDS_CLERK}]
        assert news["link"] == page
        async with house.database.sessions.begin() as session:
            [row] = (await session.execute(text("SELECT * FROM quarantined_file"))).all()
        assert (row.found, row.about) == (FOUND, f"incoming/{incoming}")

    play(open_house, clamd.url, check)


@pytest.mark.clamd
def test_a_packet_that_opens_slowly_is_scanned_all_the_same(
    open_house: Any, letter: bytes, clamd: PrivateClamd, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who keeps the machine busy while a large packet is scanned must not get it past the scanner."""
    clamd.start()
    run = confined.run

    async def slow(function: Any, *arguments: Any, seconds: float = 5.0, **bounds: Any) -> Any:
        if function is _contents and seconds < 20:
            raise confined.Overrun("time")
        return await run(function, *arguments, seconds=seconds, **bounds)

    async def check(house: Any) -> None:
        await send(house, a_packet(1, letter + b"\n% " + MARKER))
        await house.read()
        monkeypatch.setattr(confined, "run", slow)
        await scan(house)
        clerk = house.person(Role.RECORDS_CLERK, RECEIVER)
        file = await house.call(clerk, "GET", f"/van-ban/den/{(await arrived(house))['01'].id}/tep/0")
        assert file.status_code == 409
        assert "cách ly" in file.text

    play(open_house, clamd.url, check)


@pytest.mark.clamd
def test_what_was_kept_before_there_was_a_scanner_is_looked_at_once_and_read_meanwhile(
    open_house: Any, letter: bytes, clamd: PrivateClamd, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scanning, "BATCH", 2)  # three packets: two readings
    clamd.start()

    async def check(house: Any) -> None:
        await send(house, *(a_packet(number, letter + b"\n" * number) for number in (1, 2)))
        await send(house, a_packet(3, letter + b"\n% " + MARKER))
        document = await house.draft()
        await attach(house, document, letter + b"\n%% " + MARKER, "kem.pdf", "appendix")
        await house.read()
        await PacketStore(FileStore.from_settings(house.settings), house.database).store_waiting()
        clerk = house.person(Role.RECORDS_CLERK, RECEIVER)
        rows = await arrived(house)
        house.files.scans = True
        assert (await house.call(clerk, "GET", f"/van-ban/den/{rows['03'].id}/tep/0")).status_code == 200
        settings = house.settings.model_copy(update={"clamd_url": clamd.url})
        book = Jobs(house.database, [job for job in MEMBER.work(settings).jobs if job.name.startswith("scan-")])
        await book.begin()
        async with house.database.sessions.begin() as session:
            seen = {row["name"] for row in await standing(session)}
        assert seen >= {"scan-file-kept", "scan-packet-kept"}, "the operator sees them"
        while await book.do_next():
            pass
        answers = [
            (await house.call(clerk, "GET", f"/van-ban/den/{rows[n].id}/tep/0")).status_code for n in sorted(rows)
        ]
        assert answers == [200, 200, 409]
        assert len(await told(house, "packet-infected")) == 1
        [news] = await told(house, "attachment-infected")
        assert news["to"][0]["person_id"] == house.person(Role.SPECIALIST).subject
        await book.begin()  # another copy, or the next start
        assert not await book.do_next(), "once"

    play(open_house, None, check)


@pytest.mark.clamd
def test_who_attaches_a_file_with_malware_is_told(open_house: Any, letter: bytes, clamd: PrivateClamd) -> None:
    clamd.start()

    async def check(house: Any) -> None:
        document = await house.draft()
        await attach(house, document, letter + b"\n% " + MARKER, "cong-van.pdf")
        specialist, page = house.person(Role.SPECIALIST), f"/van-ban/di/{document}"
        assert SCANNING in (await house.call(specialist, "GET", page)).text
        await scan(house)
        assert INFECTED in (await house.call(specialist, "GET", page)).text
        [news] = await told(house, "attachment-infected")
        assert news["to"] == [{"person_id": specialist.subject, "agency_code": specialist.agency_code, "role": ""}]
        assert news["link"] == f"/van-ban/di/{document}"
        async with house.database.sessions.begin() as session:
            file = await session.scalar(text("SELECT id FROM document_file WHERE name = 'cong-van.pdf'"))
        assert (await house.call(specialist, "GET", f"/van-ban/di/{document}/tep/{file}")).status_code == 409

    play(open_house, clamd.url, check)
