"""Tệp của dự thảo, and scans of papers: opened, tried and kept when they are attached, long before anybody signs."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.documents.drafting import corrected
from document_exchange.documents.models import DocumentFile, OutgoingDocument
from document_exchange.documents.notifications import about_draft, drafter_of
from document_exchange.documents.queries import find_file, list_files
from document_exchange.documents.rules import LARGEST_FILE, LARGEST_TOTAL, MOST_FILES, ON_THE_WAY, Step
from document_exchange.documents.steps import note_step, take_document
from document_exchange.packets.attachments import free_name
from document_exchange.signatures import check_attached
from shared.access.identity import Identity
from shared.contracts.values import FileReference, Recipient
from shared.core.errors import FieldError, Invalid, NotFound, TooLarge
from shared.core.identifiers import new_id
from shared.foreign.opening import OpenedFile, open_file
from shared.notifying.raising import notify
from shared.standards.file_kinds import ENCLOSURES, FileKind, FileRefused, header_first, is_pdf
from shared.storage import evidence
from shared.storage.files import FileStore
from shared.work.scanning import Brought, take_in


async def attach_file(
    session: AsyncSession,
    who: Identity,
    document_id: UUID,
    name: str,
    content: bytes,
    files: FileStore,
    *,
    main: bool,
    tell: bool = True,
) -> DocumentFile:
    """Đính kèm tệp: the main document must be a PDF; what kind an appendix is, its content says. `tell`: its drafter, of a correction."""
    step = Step.ATTACH if main else Step.ENCLOSE
    document = await take_document(session, who, document_id, None, step)
    content = header_first(content)
    checked = await _open(name, content, main=main)
    warnings = await check_attached(content, main=main) if checked.kind is FileKind.PDF else []
    if main:
        document.page_amount = checked.pages
    kept = await _make_room(session, who, document, len(checked.content), main=main)
    stored = await take_in(session, files, checked.content, checked.media_type, checked.name)
    file = DocumentFile(
        id=new_id(),
        document_id=document.id,
        position=0 if main else max([0, *(file.position for file in kept)]) + 1,
        name=free_name(checked.name, {file.name.casefold() for file in kept}),
        media_type=checked.media_type,
        size=stored.size,
        sha256=stored.sha256,
        drafted_sha256=stored.sha256,
        warnings=warnings,
        attached_by=who.subject if who.kind == "officer" else "",
    )
    session.add(file)
    await note_step(session, document, who, step, files=[file.reference()], sha256=stored.sha256)
    if document.state in ON_THE_WAY:
        await corrected(session, who, document, tell=tell)
    return file


@dataclass(frozen=True)
class Scan:
    """Bản quét của văn bản giấy."""

    file: FileReference
    pages: int


async def put_scan(
    session: AsyncSession, who: Identity, document_id: UUID, version: int | None, scan: Scan
) -> OutgoingDocument:
    """Đính bản quét văn bản giấy, in the place of a former one, which stays in the history."""
    document = await take_document(session, who, document_id, version, Step.SCAN)
    for former in await list_files(session, document.id):
        await _drop(session, who, former)
    await session.flush()
    session.add(
        DocumentFile(
            id=new_id(),
            document_id=document.id,
            position=0,
            name=scan.file.name,
            media_type=scan.file.media_type,
            size=scan.file.size,
            sha256=scan.file.sha256,
            drafted_sha256=scan.file.sha256,
            warnings=[],
            attached_by=who.subject,
        )
    )
    document.page_amount = scan.pages
    await note_step(session, document, who, Step.SCAN, files=[scan.file], sha256=scan.file.sha256)
    return document


async def tell_of_infected(session: AsyncSession, sha256: str) -> Brought | None:
    """Báo cho người đính kèm tệp có mã độc: it can be neither read, signed nor sent."""
    named = (DocumentFile.sha256 == sha256) | (DocumentFile.drafted_sha256 == sha256)
    files = (await session.scalars(select(DocumentFile).where(named))).all()
    for file in files:
        document = await session.get_one(OutgoingDocument, file.document_id)
        to = drafter_of(document)
        if file.attached_by:
            to = [Recipient(person_id=file.attached_by, agency_code=document.held_by)]
        await notify(session, await about_draft(session, "attachment-infected", document, to))
    if not files:
        return None
    return Brought(files[0].name, files[0].attached_by, f"document/{files[0].document_id}")


KEPT = """
SELECT d.id AS place, f.sha256 FROM (
  (SELECT id, sha256, drafted_sha256 FROM document_file WHERE id > CAST(:place AS uuid) ORDER BY id LIMIT :most)
  UNION ALL (SELECT id, sha256, sha256 FROM incoming_scan WHERE id > CAST(:place AS uuid) ORDER BY id LIMIT :most)
  ORDER BY id LIMIT :most) d,
  LATERAL (SELECT d.sha256 UNION SELECT d.drafted_sha256) f ORDER BY d.id
"""
"""Files of drafts and of what was sent, and scans of what came."""


async def _open(name: str, content: bytes, *, main: bool) -> OpenedFile:
    pointer = "/main" if main else "/appendices"
    try:
        # What is a PDF gets the agency's seal, so it must show the same to everybody.
        signed = is_pdf(content)
        checked = await open_file(name, content, allowed=ENCLOSURES, largest=LARGEST_FILE, signed=signed)
    except FileRefused as error:
        raise Invalid(error.code, fields=[FieldError(pointer, error.code, error.sentence)], **error.facts) from error
    if main and checked.kind is not FileKind.PDF:
        sentence = "Văn bản chính phải là tệp PDF."
        raise Invalid("main_file_not_pdf", fields=[FieldError(pointer, "main_file_not_pdf", sentence)])
    return checked


async def _make_room(
    session: AsyncSession, who: Identity, document: OutgoingDocument, size: int, *, main: bool
) -> list[DocumentFile]:
    """The files that stay beside one of `size` bytes; a new main document takes the place of the former."""
    present = await list_files(session, document.id)
    kept = [file for file in present if not (main and file.position == 0)]
    if len(kept) >= MOST_FILES or sum(file.size for file in kept) + size > LARGEST_TOTAL:
        raise TooLarge("too_many_files", limit=f"{LARGEST_TOTAL // 1_048_576} MB")
    for former in present:
        if former not in kept:
            await _drop(session, who, former)
    await session.flush()
    return kept


async def remove_file(session: AsyncSession, who: Identity, document_id: UUID, file_id: UUID) -> None:
    """Bỏ tệp đính kèm."""
    document = await take_document(session, who, document_id, None, Step.REMOVE)
    file = await find_file(session, document.id, file_id)
    if file is None:
        raise NotFound("not_found")
    await _drop(session, who, file)
    await note_step(session, document, who, Step.REMOVE, file.name, sha256=file.sha256)
    if document.state in ON_THE_WAY:
        await corrected(session, who, document)


async def _drop(session: AsyncSession, who: Identity, file: DocumentFile) -> None:
    await session.delete(file)
    await evidence.record(session, "document-file-removed", f"document/{file.document_id}", who, sha256=file.sha256)
