"""From the submitted draft to the sealed document: return, sign, number, seal (NĐ 30/2020 Điều 12-19)."""

from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.consulting.closing import close_opinions
from document_exchange.documents.authority import require_authority
from document_exchange.documents.issue_deadlines import watch_issue
from document_exchange.documents.issuing import NOT_ON_PAGE, decide_urgency, issue_words, notation_of, note_blanks
from document_exchange.documents.models import DocumentFile, OutgoingDocument
from document_exchange.documents.notifications import about_draft, drafter_of
from document_exchange.documents.queries import list_files
from document_exchange.documents.reviews import end_review
from document_exchange.documents.rules import STEPS, Step
from document_exchange.documents.steps import fold_words, note_step, take_document
from document_exchange.pictures.actions import shown_for_person, shown_for_seal
from document_exchange.registers.actions import Allocated, allocate_kept_number, allocate_number
from document_exchange.registers.rules import (
    document_key,
    make_document_code,
    make_reference,
)
from document_exchange.registers.schemas import KeptNumber
from document_exchange.signatures import Signatures, shows_number
from shared.access.identity import Identity
from shared.core import clock
from shared.core.errors import Conflict, FieldError, Invalid
from shared.directory.queries import get_agency
from shared.notifying.raising import notify
from shared.standards.file_kinds import FileKind
from shared.storage.files import FileStore


async def return_document(
    session: AsyncSession, who: Identity, document_id: UUID, version: int | None, opinion: str
) -> OutgoingDocument:
    """Trả lại dự thảo: by the leader before signing, by the clerk when form or procedure is wrong before numbering."""
    document = await take_document(session, who, document_id, version, Step.RETURN)
    if not opinion:
        raise Invalid("reason_required", fields=[FieldError("/opinion", "reason_required", "Hãy ghi lý do trả lại.")])
    for file in await list_files(session, document.id):
        file.sha256, file.size = file.drafted_sha256, file.drafted_size or file.size
    document.signed_at = None
    document.delegate_name = document.delegate_title = ""
    document.status = STEPS.target(Step.RETURN)
    await end_review(session, document)
    await note_step(session, document, who, Step.RETURN, opinion)
    await notify(session, await about_draft(session, "draft-returned", document, drafter_of(document)))
    return document


async def sign_document(
    session: AsyncSession,
    who: Identity,
    document_id: UUID,
    version: int | None,
    files: FileStore,
    signatures: Signatures,
    opinion: str = "",
    priority: int | None = None,
) -> OutgoingDocument:
    """Ký số văn bản by the leader it was submitted to, who decides how urgent it is: None, as the drafter proposes."""
    document = await take_document(session, who, document_id, version, Step.SIGN)
    opinion = decide_urgency(document, priority, opinion)
    await require_authority(session, document)
    main = await main_file(session, document)
    agency = await get_agency(session, document.agency_code)
    at = agency.code, agency.name
    words = await issue_words(session, document)
    shown = await shown_for_person(session, files, who.subject, document.agency_code)
    signed = await signatures.sign_person(await files.get(main.sha256), who.subject, at, document.id, words, shown)
    await note_blanks(main, signed, urgent=document.priority > 0)
    await _replace(main, signed, files)
    document.signed_at = clock.now()
    if who.on_behalf_of:
        document.delegate_name, document.delegate_title = who.name, who.title
    if not document.signer_title:
        document.signed_as(who.title)
    document.status = STEPS.target(Step.SIGN)
    await close_opinions(session, who, document.id, "Dự thảo đã được ký.")
    await note_step(session, document, who, Step.SIGN, opinion, [main.reference()], sha256=main.sha256)
    await watch_issue(session, document)
    return document


async def number_document(
    session: AsyncSession,
    who: Identity,
    document_id: UUID,
    version: int | None,
    kept: KeptNumber | None = None,
    series_id: UUID | None = None,
) -> OutgoingDocument:
    """Cấp số, ghi ngày tháng và đăng ký vào sổ văn bản đi: the next number and today, or the one that was `kept` for it and its day.

    `series_id`: in which of the series that fit; None: in that which its drafter chose, else by its type.
    """
    document = await take_document(session, who, document_id, version, Step.NUMBER)
    allocated, day = await _allocate(session, who, document, kept, series_id or document.chosen_series)
    document.series_id, document.series_code = allocated.series_id, allocated.series_code
    document.year = allocated.year
    document.number = allocated.number
    document.notation = await notation_of(session, document)
    document.reference = make_reference(allocated.number, document.notation)
    document.issued_on = day
    document.document_code = make_document_code(document.agency_code, day, document.reference)
    document.document_key = document_key(document.document_code)
    document.numbered_at = clock.now()
    document.status = STEPS.target(Step.NUMBER)
    fold_words(document)
    await note_step(session, document, who, Step.NUMBER, reference=document.reference)
    return document


async def _allocate(
    session: AsyncSession, who: Identity, document: OutgoingDocument, kept: KeptNumber | None, series_id: UUID | None
) -> tuple[Allocated, date]:
    """Its number and the day that goes with it in the register."""
    today = clock.local_now().date()
    if kept is None:
        return await allocate_number(session, document.agency_code, document.type_code, today.year, series_id), today
    allocated, day = await allocate_kept_number(session, who, document.type_code, kept, document.subject)
    if day > today:
        sentence = f"Số {kept.number} giữ cho ngày {day:%d/%m/%Y}, chưa tới; hãy cấp từ ngày đó, hoặc chọn số khác."
        raise Invalid("kept_day_ahead", fields=[FieldError("/kept", "kept_day_ahead", sentence)])
    return allocated, day


async def seal_document(
    session: AsyncSession,
    who: Identity,
    document_id: UUID,
    version: int | None,
    files: FileStore,
    signatures: Signatures,
) -> OutgoingDocument:
    """Ký số của cơ quan: the main document after the person's signature, with number and day on its page, each PDF enclosure with its
    reference."""
    document = await take_document(session, who, document_id, version, Step.SEAL)
    files_now, said = await list_files(session, document.id), ""
    for file in files_now:
        if file.media_type != FileKind.PDF.media_type:
            continue
        content = await files.get(file.sha256)
        if file.position == 0:
            if not await shows_number(content):
                said = NOT_ON_PAGE.format(reference=document.reference)
            words = await issue_words(session, document)
            shown = await shown_for_seal(session, files, document.agency_code)
            sealed = await signatures.seal_document(content, document.agency_code, document.id, words, shown)
        else:
            sealed = await signatures.seal_enclosure(content, document.agency_code, document.reference, document.id)
        await _replace(file, sealed, files)
    document.sealed_at = clock.now()
    document.status = STEPS.target(Step.SEAL)
    await note_step(session, document, who, Step.SEAL, said, files=[file.reference() for file in files_now])
    return document


async def main_file(session: AsyncSession, document: OutgoingDocument) -> DocumentFile:
    """Văn bản chính."""
    for file in await list_files(session, document.id):
        if file.position == 0:
            return file
    raise Conflict("main_file_missing")


async def _replace(file: DocumentFile, content: bytes, files: FileStore) -> None:
    stored = await files.put(content, file.media_type, file.name)
    if file.sha256 == file.drafted_sha256:
        file.drafted_size = file.size
    file.sha256 = stored.sha256
    file.size = stored.size
