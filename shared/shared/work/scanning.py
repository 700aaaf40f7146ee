"""Quét mã độc: what people bring lies apart (`shared.storage.files`) until the scanner has seen it; whoever takes it in plans that.

    reference = await scanning.take_in(session, files, content, media_type, name)      # đang quét
    work = Work(jobs=scanning.jobs(settings, brought, kept_in("SELECT ...")))          # in the worker of the same service

Without a scanner (`LIENTHONG_CLAMD_URL`) files are kept as any others, and pages say that nothing is scanned. While the scanner is
away they stay apart and are asked about again; nobody who files is held up by that. What was kept before there was a scanner is looked
at by a job of its own, once, some files at a time; meanwhile it is read as before.
"""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Column, DateTime, MetaData, Table, Text, text
from sqlalchemy.ext.asyncio import AsyncSession

from shared.contracts.values import FileReference
from shared.core import clock, logs
from shared.core.errors import Invalid
from shared.core.settings import Settings
from shared.foreign.clamd import Clamd, ScannerAway
from shared.storage import evidence
from shared.storage.files import UNSCANNED, FileMissing, FileStore, refer_to
from shared.work.jobs import Job, plan

log = logs.get_logger(__name__)


def declare(metadata: MetaData) -> None:
    """Of a service that takes files in."""
    Table(
        "quarantined_file",
        metadata,
        Column("sha256", Text, primary_key=True),
        Column("found", Text, nullable=False),
        Column("name", Text, nullable=False),
        Column("size", BigInteger, nullable=False),
        Column("brought_by", Text, nullable=False),
        Column("about", Text, nullable=False),
        Column("found_at", DateTime(timezone=True), nullable=False),
    )
    Table(
        "kept_scan",
        metadata,
        Column("name", Text, primary_key=True),
        Column("place", Text, nullable=False),
    )


def create_kept(op: Any) -> None:
    """How far the job has come that looks at what was kept before."""
    op.execute("CREATE TABLE kept_scan (name text, place text NOT NULL, CONSTRAINT pk_kept_scan PRIMARY KEY (name))")


def create(op: Any) -> None:
    op.execute(
        "CREATE TABLE quarantined_file (sha256 text, found text NOT NULL, name text NOT NULL, size bigint NOT NULL,"
        " brought_by text NOT NULL, about text NOT NULL, found_at timestamptz NOT NULL,"
        " CONSTRAINT pk_quarantined_file PRIMARY KEY (sha256))"
    )


AGAIN = timedelta(seconds=15)
"""Until a scanner that is away is asked again."""


BATCH = 20
"""Files that are looked at in one transaction; what somebody has just brought comes in between."""


async def not_here(_session: AsyncSession, _key: str) -> None:
    raise NotImplementedError("the worker binds what scanning does (`jobs`)")


SCAN = Job("scan-file", "Quét mã độc tệp tải lên", not_here, lane="scan")


@dataclass(frozen=True)
class Brought:
    """Ai gửi tệp: as the operator sees it."""

    name: str
    by: str
    about: str


Unpack = Callable[[AsyncSession, FileStore, str], Awaitable[Sequence[bytes]]]
"""What the scanner is to see of a file of that SHA-256. Raises FileMissing."""
Kept = Callable[[AsyncSession, str], Awaitable[Sequence[tuple[str, str]]]]
"""What a service keeps behind a place, at most `BATCH`, in order: place and SHA-256."""


def kept_in(select: str) -> Kept:
    """`select`: columns `place` (uuid) and `sha256`, of rows behind `:place`, in its order, at most `:most` of them."""

    async def kept(session: AsyncSession, place: str) -> Sequence[tuple[str, str]]:
        rows = await session.execute(text(select), {"place": place or str(UUID(int=0)), "most": BATCH})
        return [(str(row.place), row.sha256) for row in rows]

    return kept


async def _whole(_session: AsyncSession, files: FileStore, sha256: str) -> Sequence[bytes]:
    return [await files.get_to_work_on(sha256)]


Tell = Callable[[AsyncSession, str], Awaitable[Brought | None]]
"""Something was found in the file of that SHA-256: tell who brought it. None where the service no longer knows it."""


async def take_in(session: AsyncSession, files: FileStore, content: bytes, media_type: str, name: str) -> FileReference:
    """Nhận tệp do người khác gửi. What is in the store already was scanned, or is ours."""
    if not files.scans:
        return await files.put(content, media_type, name)
    reference = refer_to(content, media_type, name)
    if not await files.place.has(reference.sha256):
        await files.put(content, media_type, name, part=UNSCANNED)
        await plan(session, SCAN, reference.sha256, clock.now())
    return reference


def jobs(settings: Settings, tell: Tell, kept: Kept, scan: Job = SCAN, unpack: Unpack = _whole) -> list[Job]:
    """`scan` and `unpack`: of files that hold others."""
    scanner = Clamd(settings.clamd_url) if settings.clamd_url else None
    scanning = Scanning(settings, scanner, tell, kept, scan, unpack)
    return [replace(scan, do=scanning.scan), *([scanning.once] if scanner else [])]


@dataclass(frozen=True)
class Scanning:
    """Việc quét trong một tiến trình."""

    settings: Settings
    scanner: Clamd | None
    tell: Tell
    kept: Kept
    job: Job
    unpack: Unpack

    @cached_property
    def files(self) -> FileStore:
        return FileStore.from_settings(self.settings)

    @cached_property
    def once(self) -> Job:
        title = f"{self.job.title}: tệp có từ trước khi bật quét"
        return Job(f"{self.job.name}-kept", title, self.scan_kept, once=True, lane=self.job.lane)

    async def scan(self, session: AsyncSession, sha256: str) -> None:
        """Done again it finds the same: a file moved before a commit that failed is found where it lies now."""
        try:
            await self._look_at(session, sha256)
        except FileMissing:
            return  # what brought it was not committed
        except ScannerAway as fault:
            log.warning("scanner_away", error=str(fault)[:200])
            await plan(session, self.job, sha256, clock.now() + AGAIN)

    async def scan_kept(self, session: AsyncSession, _key: str) -> None:
        """Quét tệp có từ trước, the next `BATCH` of them; it plans itself anew until there are no more."""
        name = self.once.name
        place = await session.scalar(_PLACE, {"name": name}) or ""
        found = await self.kept(session, place)
        again = clock.now()
        try:
            for at, sha256 in found:
                await self._look_at_kept(session, sha256)
                place = at
        except ScannerAway as fault:
            log.warning("scanner_away", error=str(fault)[:200])
            again += AGAIN
        if found:
            await session.execute(_REACHED, {"name": name, "place": place})
            await plan(session, self.once, "", again)
        else:
            await session.execute(_ENDED, {"name": name})

    async def _look_at_kept(self, session: AsyncSession, sha256: str) -> None:
        known = (await session.execute(_KNOWN, {"found": [sha256]})).first()
        if known is None and not await self.files.place.has(sha256, UNSCANNED):  # that has a job of its own
            with suppress(FileMissing):
                await self._look_at(session, sha256)

    async def _look_at(self, session: AsyncSession, sha256: str) -> None:
        found, size = "", 0
        for content in await self.unpack(session, self.files, sha256):
            size += len(content)
            found = found or (await self.scanner.scan(content) if self.scanner else "")
        if not found:
            await self.files.release(sha256)
            return
        log.warning("file_infected", sha256=sha256, found=found)
        await self._note(session, sha256, size, found)
        await self.files.quarantine(sha256)

    async def _note(self, session: AsyncSession, sha256: str, size: int, found: str) -> None:
        brought = await self.tell(session, sha256) or Brought("", "", "")
        known = {"found": found, "name": brought.name, "size": size, "brought_by": brought.by, "about": brought.about}
        await session.execute(_QUARANTINED, known | {"sha256": sha256, "found_at": clock.now()})
        await evidence.record(session, "file-quarantined", f"file/{sha256}", "scanner", **known)


_PLACE = text("SELECT place FROM kept_scan WHERE name = :name")
_REACHED = text(
    "INSERT INTO kept_scan (name, place) VALUES (:name, :place) ON CONFLICT (name) DO UPDATE SET place = :place"
)
_ENDED = text("DELETE FROM kept_scan WHERE name = :name")
_QUARANTINED = text(
    "INSERT INTO quarantined_file (sha256, found, name, size, brought_by, about, found_at)"
    " VALUES (:sha256, :found, :name, :size, :brought_by, :about, :found_at)"
    " ON CONFLICT (sha256) DO UPDATE SET found = :found, found_at = :found_at"
)
_KNOWN = text("SELECT sha256 FROM quarantined_file WHERE sha256 = ANY(:found)")
_WAITING = text("SELECT count(*) FROM job WHERE name IN ('scan-file', 'scan-packet') AND done_at IS NULL")
_LIST = text(
    "SELECT sha256, found, name, size, brought_by, about, found_at FROM quarantined_file ORDER BY found_at DESC LIMIT 100"
)


async def refuse_infected(session: AsyncSession, found: Iterable[str]) -> None:
    """Nothing is sent on with a file in which something was found. What is still being scanned goes on: no term waits for a scanner."""
    if (await session.execute(_KNOWN, {"found": list(found)})).first() is not None:
        raise Invalid("file_infected")


async def standing(session: AsyncSession) -> dict[str, Any]:
    """What the operator sees: how many files wait for the scanner, and what lies in quarantine. Empty where no files are taken in."""
    if await session.scalar(text("SELECT to_regclass('quarantined_file') IS NULL")):
        return {}
    return {
        "unscanned": await session.scalar(_WAITING),
        "quarantined": [dict(row._mapping) for row in (await session.execute(_LIST)).all()],
    }
