"""Đóng dấu Đến: planned when what was scanned is registered, or what is registered is scanned; done by the worker within seconds."""

from dataclasses import replace
from datetime import timedelta
from functools import cached_property
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.entered.models import IncomingScan
from document_exchange.entered.scans import find_scan_of
from document_exchange.entered.stamping import stamped_copy
from document_exchange.incoming.models import IncomingDocument
from document_exchange.incoming.numbering import STAMP
from shared.core import clock, logs
from shared.core.formats import vn_date
from shared.core.settings import Settings
from shared.directory.queries import get_agency
from shared.foreign import confined
from shared.standards.file_kinds import FileKind
from shared.storage import evidence
from shared.storage.files import FileMissing, FileState, FileStore
from shared.work import jobs
from shared.work.jobs import Job

log = logs.get_logger(__name__)

_AGAIN = timedelta(seconds=10)
_SECONDS, _MEMORY_MB = 20.0, 768


class Stamping:
    """Việc đóng dấu Đến trong một tiến trình."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    @cached_property
    def files(self) -> FileStore:
        return FileStore.from_settings(self._settings)

    async def stamp(self, session: AsyncSession, key: str) -> None:
        """Done again it makes the same copy; a scan that is still looked at for malware is waited for."""
        incoming = await session.get(IncomingDocument, UUID(key))
        scan = await find_scan_of(session, UUID(key))
        if incoming is None or scan is None or incoming.arrival_number is None:
            return
        state = (await self.files.states([scan.sha256])).get(scan.sha256)
        if state is FileState.SCANNING:
            await jobs.plan(session, STAMP, key, clock.now() + _AGAIN)
        elif state is None:
            await self._stamp(session, incoming, scan)

    async def _stamp(self, session: AsyncSession, incoming: IncomingDocument, scan: IncomingScan) -> None:
        agency = await get_agency(session, incoming.addressee_code)
        arrived_on = incoming.arrived_at.astimezone(clock.VIETNAM).date()
        facts = {
            "organ": agency.name_on(arrived_on),
            "number": str(incoming.arrival_number),
            "day": vn_date(arrived_on),
        }
        try:
            content, made = await self.files.get(scan.sha256), incoming.registered_at or clock.now()
            stamped = await confined.run(stamped_copy, content, facts, made, seconds=_SECONDS, memory_mb=_MEMORY_MB)
        except (confined.Overrun, FileMissing, ValueError, RuntimeError) as fault:
            log.warning("scan_not_stamped", incoming=str(incoming.id), error=type(fault).__name__)
            scan.stamp_fault = type(fault).__name__
            return
        stored = await self.files.put(stamped, FileKind.PDF.media_type, scan.name)
        scan.stamped_sha256, scan.stamped_size, scan.stamped_at = stored.sha256, stored.size, clock.now()
        scan.stamp_fault = ""
        facts = {"scan": scan.sha256, "stamped": stored.sha256}
        await evidence.record(session, "incoming-stamped", f"incoming/{incoming.id}", "job:stamp-arrival", **facts)


def stamp_jobs(settings: Settings) -> list[Job]:
    return [replace(STAMP, do=Stamping(settings).stamp)]
