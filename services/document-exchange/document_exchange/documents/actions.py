"""From the draft to the sealed document: draft, submit, return, sign, number, seal (NĐ 30/2020 Điều 10-19)."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.agencies.queries import Colleague, find_colleague, get_agency, list_agencies
from document_exchange.deliveries.writing import check_before_numbering
from document_exchange.documents.models import Addressee, DocumentFile, DocumentStep, OutgoingDocument
from document_exchange.documents.queries import find_file, get_document, list_addressees, list_files
from document_exchange.documents.rules import (
    LARGEST_FILE,
    LARGEST_TOTAL,
    MOST_FILES,
    PDF,
    DocumentStatus,
    Secrecy,
    Step,
    require_step,
)
from document_exchange.documents.schemas import AddresseesIn, DraftIn
from document_exchange.incoming.models import IncomingDocument
from document_exchange.packets.attachments import free_name
from document_exchange.packets.packet import PacketRefused
from document_exchange.packets.texts import refused_packet
from document_exchange.registers.actions import allocate_number
from document_exchange.registers.rules import (
    document_key,
    make_document_code,
    make_notation,
    make_reference,
    organ_abbreviation,
)
from document_exchange.search import searchable
from document_exchange.secrecy import states_secrecy
from document_exchange.signatures import Signatures, check_attached
from shared import clock, evidence
from shared.errors import Conflict, FieldError, Forbidden, Invalid, NotFound, PreconditionFailed, TooLarge
from shared.files import FileStore
from shared.identifiers import new_id
from shared.identity import Identity
from shared.opening import open_file
from shared.rights import Role
from shared.standards import document_types
from shared.standards.file_kinds import ENCLOSURES, FileKind, FileRefused, header_first, is_pdf

DEFAULT_PLACE = "Bình Định"


async def draft_document(session: AsyncSession, who: Identity, new: DraftIn) -> OutgoingDocument:
    """Soạn thảo văn bản đi."""
    now = clock.now()
    document = OutgoingDocument(
        id=new_id(),
        agency_code=who.agency_code,
        status=DocumentStatus.DRAFT,
        version=1,
        drafter_id=who.subject,
        drafter_name=who.name,
        created_at=now,
        updated_at=now,
        page_amount=1,
        copy_amount=1,
        reference="",
        origin="screen",
    )
    await _fill(session, who, document, new)
    session.add(document)
    await session.flush()
    await keep_addressees(session, document, new)
    await note_step(session, document, who, Step.DRAFT)
    return document


async def edit_document(
    session: AsyncSession, who: Identity, document_id: UUID, version: int | None, new: DraftIn
) -> OutgoingDocument:
    """Sửa dự thảo."""
    document = await take_document(session, who, document_id, version, Step.EDIT)
    require_drafter(document, who)
    await _fill(session, who, document, new)
    await keep_addressees(session, document, new)
    await note_step(session, document, who, Step.EDIT)
    return document


async def attach_file(
    session: AsyncSession, who: Identity, document_id: UUID, name: str, content: bytes, files: FileStore, *, main: bool
) -> DocumentFile:
    """Đính kèm tệp: the main document must be a PDF; what kind an appendix is, its content says."""
    document = await take_document(session, who, document_id, None, Step.EDIT)
    require_drafter(document, who)
    pointer = "/main" if main else "/appendices"
    content = header_first(content)
    try:
        # What is a PDF gets the agency's seal, so it must show the same to everybody.
        signed = is_pdf(content)
        checked = await open_file(name, content, allowed=ENCLOSURES, largest=LARGEST_FILE, signed=signed)
    except FileRefused as error:
        raise Invalid(error.code, fields=[FieldError(pointer, error.code, error.sentence)], **error.facts) from error
    if main and checked.kind is not FileKind.PDF:
        raise Invalid(
            "main_file_not_pdf", fields=[FieldError(pointer, "main_file_not_pdf", "Văn bản chính phải là tệp PDF.")]
        )
    warnings = await check_attached(content, main=main) if checked.kind is FileKind.PDF else []
    if main:
        document.page_amount = checked.pages
    attached = await list_files(session, document.id)
    kept = [file for file in attached if not (main and file.position == 0)]
    if len(kept) >= MOST_FILES or sum(file.size for file in kept) + len(content) > LARGEST_TOTAL:
        raise TooLarge("too_many_files", limit=f"{LARGEST_TOTAL // 1_048_576} MB")
    if main:
        await session.execute(
            delete(DocumentFile).where(DocumentFile.document_id == document.id, DocumentFile.position == 0)
        )
    stored = await files.put(content, checked.media_type, checked.name)
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
    )
    session.add(file)
    touch(document)
    await evidence.record(session, "document-file-attached", f"document/{document.id}", who, sha256=stored.sha256)
    return file


async def remove_file(session: AsyncSession, who: Identity, document_id: UUID, file_id: UUID) -> None:
    """Bỏ tệp đính kèm."""
    document = await take_document(session, who, document_id, None, Step.EDIT)
    require_drafter(document, who)
    file = await find_file(session, document.id, file_id)
    if file is None:
        raise NotFound("not_found")
    await session.delete(file)
    touch(document)
    await evidence.record(session, "document-file-removed", f"document/{document.id}", who, sha256=file.sha256)


async def submit_document(
    session: AsyncSession, who: Identity, document_id: UUID, version: int | None, opinion: str = ""
) -> OutgoingDocument:
    """Trình ký."""
    document = await take_document(session, who, document_id, version, Step.SUBMIT)
    require_drafter(document, who)
    missing: list[FieldError] = []
    if not document.leader_id:
        missing.append(FieldError("/leader_id", "leader_required", "Hãy chọn lãnh đạo ký văn bản."))
    if not any(file.position == 0 for file in await list_files(session, document.id)):
        missing.append(FieldError("/main", "main_file_required", "Hãy đính kèm văn bản chính (tệp PDF)."))
    if not await list_addressees(session, document.id):
        missing.append(FieldError("/addressees", "addressees_required", "Hãy chọn ít nhất một nơi nhận."))
    if missing:
        raise Invalid("document_incomplete", fields=missing)
    await check_draft(session, document)
    document.status = DocumentStatus.SUBMITTED
    await note_step(session, document, who, Step.SUBMIT, opinion)
    return document


async def return_document(
    session: AsyncSession, who: Identity, document_id: UUID, version: int | None, opinion: str
) -> OutgoingDocument:
    """Trả lại dự thảo: by the leader before signing, by the clerk when form or procedure is wrong before numbering."""
    document = await take_document(session, who, document_id, version, Step.RETURN)
    if document.state is DocumentStatus.SUBMITTED:
        _require_leader(document, who)
    elif Role.RECORDS_CLERK not in who.roles:
        raise Forbidden("not_allowed")
    if not opinion:
        raise Invalid("reason_required", fields=[FieldError("/opinion", "reason_required", "Hãy ghi lý do trả lại.")])
    for file in await list_files(session, document.id):
        file.sha256 = file.drafted_sha256
    document.signed_at = None
    document.status = DocumentStatus.RETURNED
    await note_step(session, document, who, Step.RETURN, opinion)
    return document


async def sign_document(
    session: AsyncSession,
    who: Identity,
    document_id: UUID,
    version: int | None,
    files: FileStore,
    signatures: Signatures,
    opinion: str = "",
) -> OutgoingDocument:
    """Ký số văn bản by the leader it was submitted to."""
    document = await take_document(session, who, document_id, version, Step.SIGN)
    _require_leader(document, who)
    main = await _main_file(session, document)
    agency = await get_agency(session, document.agency_code)
    signed = await signatures.sign_person(await files.get(main.sha256), who.subject, agency.name)
    await _replace(main, signed, files)
    document.signed_at = clock.now()
    document.signer_title = document.signer_title or who.title
    document.status = DocumentStatus.SIGNED
    await note_step(session, document, who, Step.SIGN, opinion, sha256=main.sha256)
    return document


async def number_document(
    session: AsyncSession, who: Identity, document_id: UUID, version: int | None
) -> OutgoingDocument:
    """Cấp số, ghi ngày tháng và đăng ký vào sổ văn bản đi."""
    document = await take_document(session, who, document_id, version, Step.NUMBER)
    today = clock.local_now().date()
    agency = await get_agency(session, document.agency_code)
    kind = document_types.BY_KEY[document.type_code]
    allocated = await allocate_number(session, document.agency_code, document.type_code, today.year)
    document.series_id = allocated.series_id
    document.year = allocated.year
    document.number = allocated.number
    document.notation = make_notation(kind.abbreviation, organ_abbreviation(agency.short_name), document.unit)
    document.reference = make_reference(allocated.number, document.notation)
    document.issued_on = today
    document.document_code = make_document_code(document.agency_code, today, document.reference)
    document.document_key = document_key(document.document_code)
    document.numbered_at = clock.now()
    document.status = DocumentStatus.NUMBERED
    _fold(document)
    await note_step(session, document, who, Step.NUMBER, reference=document.reference)
    return document


async def seal_document(
    session: AsyncSession,
    who: Identity,
    document_id: UUID,
    version: int | None,
    files: FileStore,
    signatures: Signatures,
) -> OutgoingDocument:
    """Ký số của cơ quan: the main document after the person's signature, each PDF enclosure with its reference."""
    document = await take_document(session, who, document_id, version, Step.SEAL)
    for file in await list_files(session, document.id):
        if file.media_type != PDF:
            continue
        content = await files.get(file.sha256)
        if file.position == 0:
            sealed = await signatures.seal_document(content, document.agency_code)
        else:
            sealed = await signatures.seal_enclosure(content, document.agency_code, document.reference)
        await _replace(file, sealed, files)
    document.sealed_at = clock.now()
    document.status = DocumentStatus.SEALED
    await note_step(session, document, who, Step.SEAL)
    return document


async def take_document(
    session: AsyncSession, who: Identity, document_id: UUID, version: int | None, step: Step
) -> OutgoingDocument:
    """Lock the row: whoever comes second sees what the first one did."""
    document = await get_document(session, who, document_id, lock=True)
    if version is not None and version != document.version:
        raise PreconditionFailed("changed_meanwhile")
    require_step(document.state, step)
    return document


async def _fill(session: AsyncSession, who: Identity, document: OutgoingDocument, new: DraftIn) -> None:
    kind = document_types.BY_KEY.get(new.type_code)
    if kind is None:
        raise Invalid(
            "document_type_unknown",
            fields=[FieldError("/type_code", "document_type_unknown", "Hãy chọn loại văn bản trong danh sách.")],
        )
    leader = await find_leader(session, who, new.leader_id) if new.leader_id else None
    await _require_own_incoming(session, who, new.answers_incoming_id)
    refuse_secret(new.subject, new.secrecy)
    document.type_code = kind.key
    document.type_name = kind.name
    document.subject = new.subject
    document.priority = new.priority
    document.secrecy = new.secrecy
    document.due_on = new.due_on
    document.unit = new.unit
    document.leader_id = leader.id if leader else ""
    document.leader_name = leader.full_name if leader else ""
    document.signer_title = leader.title if leader else ""
    document.competence = new.competence
    document.place = new.place or DEFAULT_PLACE
    document.archive_holder = new.archive_holder
    document.answers_incoming_id = new.answers_incoming_id
    _fold(document)


async def find_leader(session: AsyncSession, who: Identity, leader_id: str) -> Colleague:
    """The leader who is to sign; refuse anybody who is none at this agency now."""
    found = await find_colleague(session, who.agency_code, leader_id, Role.LEADER)
    if found is None:
        sentence = "Hãy chọn lãnh đạo của cơ quan trong danh sách."
        raise Invalid("leader_unknown", fields=[FieldError("/leader_id", "leader_unknown", sentence)])
    return found


def refuse_secret(subject: str, secrecy: str) -> None:
    """QĐ 28/2018 Điều 1: documents with state secrets are not made here at all, so that none waits with a number."""
    pointer = "/secrecy" if secrecy != Secrecy.NORMAL else "/subject" if states_secrecy(subject) else ""
    if pointer:
        sentence = "Văn bản có độ mật không được soạn và gửi qua hệ thống (Quyết định 28/2018/QĐ-TTg, Điều 1)."
        raise Invalid("secret_document_stays", fields=[FieldError(pointer, "secret_document_stays", sentence)])


async def check_draft(session: AsyncSession, document: OutgoingDocument) -> None:
    """What would be refused at sending is refused now, before anybody signs and before a number is taken."""
    refuse_secret(document.subject, document.secrecy)
    today = clock.local_now().date()
    known = {agency.code: agency for agency in await list_agencies(session, today, besides=document.agency_code)}
    wanted = await list_addressees(session, document.id)
    if unknown := [code for code in wanted if code not in known]:
        raise unknown_addressees(unknown)
    sender = await get_agency(session, document.agency_code)
    kind = document_types.BY_KEY[document.type_code]
    notation = make_notation(kind.abbreviation, organ_abbreviation(sender.short_name), document.unit)
    files = await list_files(session, document.id)
    try:
        check_before_numbering(document, notation, sender, [known[code] for code in wanted], files, clock.local_now())
    except PacketRefused as error:
        raise refused_packet(error) from error


async def _require_own_incoming(session: AsyncSession, who: Identity, incoming_id: UUID | None) -> None:
    if incoming_id is None:
        return
    query = select(IncomingDocument.id).where(
        IncomingDocument.id == incoming_id, IncomingDocument.addressee_code == who.agency_code
    )
    if (await session.scalars(query)).first() is None:
        raise Invalid("answered_document_unknown")


async def keep_addressees(
    session: AsyncSession, document: OutgoingDocument, chosen: DraftIn | AddresseesIn
) -> list[str]:
    """The receivers from now on; refuse those that take no documents today."""
    today = clock.local_now().date()
    tier_of = {a.code: a.tier for a in await list_agencies(session, today, besides=document.agency_code)}
    by_tier = {code for code, tier in tier_of.items() if chosen.all_agencies or tier in chosen.tiers}
    wanted = by_tier | (set() if chosen.all_agencies else set(chosen.addressees))
    if unknown := wanted - tier_of.keys():
        raise unknown_addressees(sorted(unknown))
    await session.execute(delete(Addressee).where(Addressee.document_id == document.id))
    session.add_all([Addressee(document_id=document.id, agency_code=code) for code in sorted(wanted)])
    document.copy_amount = max(1, len(wanted))
    return sorted(wanted)


def unknown_addressees(codes: Sequence[str]) -> Invalid:
    sentence = f"Nơi nhận không có trên hệ thống hoặc không nhận được: {', '.join(codes[:5])}."
    return Invalid("addressee_unknown", fields=[FieldError("/addressees", "addressee_unknown", sentence)])


async def _main_file(session: AsyncSession, document: OutgoingDocument) -> DocumentFile:
    for file in await list_files(session, document.id):
        if file.position == 0:
            return file
    raise Conflict("main_file_missing")


async def _replace(file: DocumentFile, content: bytes, files: FileStore) -> None:
    stored = await files.put(content, file.media_type, file.name)
    file.sha256 = stored.sha256
    file.size = stored.size


def require_drafter(document: OutgoingDocument, who: Identity) -> None:
    """Refuse everybody but the drafter."""
    if document.drafter_id != who.subject:
        raise Forbidden("not_drafter")


def _require_leader(document: OutgoingDocument, who: Identity) -> None:
    if document.leader_id != who.subject:
        raise Forbidden("not_this_leader", name=document.leader_name)


def _fold(document: OutgoingDocument) -> None:
    document.folded = searchable(f"{document.reference} {document.type_name} {document.subject} {document.leader_name}")


def touch(document: OutgoingDocument) -> None:
    document.version += 1
    document.updated_at = clock.now()


async def note_step(
    session: AsyncSession, document: OutgoingDocument, who: Identity, step: Step, opinion: str = "", **facts: object
) -> None:
    """Timeline and evidence in the transaction that made the change."""
    if step is not Step.DRAFT:
        touch(document)
    session.add(
        DocumentStep(
            document_id=document.id,
            at=clock.now(),
            kind=step,
            actor_id=who.subject,
            actor_name=who.name,
            opinion=opinion,
        )
    )
    await evidence.record(
        session, f"document-{step}", f"document/{document.id}", who, version=document.version, **facts
    )
