"""Words of scans are recognised (nhận dạng chữ) by a job: the scan becomes a PDF in which words are found, its original stays."""

from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property
from uuid import UUID

from anyio import to_thread
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.dossiers.models import DossierPaper
from one_stop.scans.models import PaperScan
from one_stop.scans.queries import find_scan
from one_stop.scans.rules import MOST_PAGES, Recognition
from shared.contracts.values import FileReference
from shared.core import clock, logs
from shared.core.errors import Conflict
from shared.core.settings import Settings
from shared.foreign import confined
from shared.foreign.pages_seen import VIEWED
from shared.foreign.scanned_pages import (
    MEMORY_MB,
    RECOGNISING_MB,
    SECONDS,
    SignedAlready,
    count_pages,
    is_installed,
    lay_words,
    recognise_page,
)
from shared.storage import evidence
from shared.storage.files import FileMissing, FileStore
from shared.work.jobs import Job, plan

log = logs.get_logger(__name__)
AGAIN = timedelta(seconds=15)
"""Until a file that is still being scanned for malware is looked at again."""


async def not_here(_session: AsyncSession, _key: str) -> None:
    raise NotImplementedError("the worker binds where files lie (`job`)")


RECOGNISE = Job("recognise-scan", "Nhận dạng chữ trên bản quét giấy tờ", not_here, lane="recognise")


async def order(session: AsyncSession, paper: DossierPaper, *, changed: bool = True) -> None:
    """Đặt việc nhận dạng chữ; of a file that is no picture and no PDF nothing. `changed`: its pages are others than before."""
    scan = await find_scan(session, paper.id) or PaperScan(paper_id=paper.id, words="")
    if changed:
        scan.compared = scan.bare = None  # they were of pages as they lay before
    scan.recognition = (Recognition.WAITING if paper.media_type in VIEWED else Recognition.NONE).value
    session.add(scan)
    await session.flush()
    if scan.state is Recognition.WAITING:
        await plan(session, RECOGNISE, str(paper.id), clock.now())


def job(settings: Settings) -> Job:
    return replace(RECOGNISE, do=Recognising(settings).recognise)


@dataclass(frozen=True)
class Recognising:
    """Việc nhận dạng chữ trong một tiến trình."""

    settings: Settings

    @cached_property
    def files(self) -> FileStore:
        return FileStore.from_settings(self.settings)

    async def recognise(self, session: AsyncSession, key: str) -> None:
        """Done again it finds the words that are there. What was changed meanwhile is looked at anew."""
        paper = await session.get(DossierPaper, UUID(key))
        if paper is None:
            return
        scan, shown = await find_scan(session, paper.id), paper.reference()
        before = scan.file_of(paper) if scan else shown
        try:
            content = await self.files.get(before.sha256)
        except FileMissing:  # not for ever "waiting": it can be ordered anew, and the scan signed
            await _note(session, paper.id, Recognition.FAILED)
            return
        except Conflict as apart:
            if apart.code == "file_scanning":
                await plan(session, RECOGNISE, key, clock.now() + AGAIN)
            else:
                await _note(session, paper.id, Recognition.FAILED)
            return
        if not await to_thread.run_sync(is_installed):
            await _note(session, paper.id, Recognition.ABSENT)
            return
        state, words, made = await _read(session, content, before.media_type)
        await session.refresh(paper, with_for_update=True)
        if paper.sha256 != shown.sha256:
            await plan(session, RECOGNISE, key, clock.now())
            return
        if made:
            await self._show(session, paper, before, made)
        await _note(session, paper.id, state, words, before if made else None)

    async def _show(self, session: AsyncSession, paper: DossierPaper, before: FileReference, made: bytes) -> None:
        name = before.name.rpartition(".")[0] or before.name
        file = await self.files.put(made, "application/pdf", f"{name}.pdf")
        paper.show_instead(file)
        facts = {"paper": paper.paper_code, "was": before.sha256, "sha256": file.sha256}
        await evidence.record(session, "scan-recognised", f"dossier/{paper.dossier_id}", "job:recognise-scan", **facts)


async def _read(session: AsyncSession, content: bytes, media_type: str) -> tuple[Recognition, str, bytes]:
    """How it went, the words, and the file with them; nothing where it had them already."""
    try:
        pages = await confined.run(count_pages, content, media_type, memory_mb=MEMORY_MB)
        if pages > MOST_PAGES:
            return Recognition.LONG, "", b""
        layers = []
        for number in range(1, pages + 1):
            page = content, media_type, number
            layers.append(await confined.run(recognise_page, *page, seconds=SECONDS, memory_mb=RECOGNISING_MB))
            await session.execute(text("SELECT 1"))  # a connection that rests too long in a transaction is ended
        words = "\n\n".join(layer.words for layer in layers)
        if not any(layer.pdf for layer in layers):
            return Recognition.DONE, words, b""
        made = await confined.run(lay_words, content, media_type, [layer.pdf for layer in layers], memory_mb=MEMORY_MB)
        return Recognition.DONE, words, made
    except SignedAlready:
        return Recognition.SIGNED, "", b""
    except confined.Overrun as overrun:
        log.warning("scan_not_recognised", why=overrun.why)
        return Recognition.FAILED, "", b""


async def _note(
    session: AsyncSession, paper_id: UUID, state: Recognition, words: str = "", bare: FileReference | None = None
) -> None:
    scan = await find_scan(session, paper_id) or PaperScan(paper_id=paper_id)
    scan.recognition, scan.words = state.value, words
    scan.bare = bare.model_dump(mode="json") if bare else scan.bare
    session.add(scan)
    await session.flush()
