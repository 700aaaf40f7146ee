"""Dự thảo: drafted, mended and submitted, and everything that would be refused later refused now (NĐ 30/2020 Điều 10-12)."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.documents.authority import chosen_authority, post_of, require_authority
from document_exchange.documents.issuing import notation_of
from document_exchange.documents.linking import check_links, keep_links
from document_exchange.documents.models import OutgoingDocument
from document_exchange.documents.notifications import about_draft, drafter_of
from document_exchange.documents.queries import list_addressees, list_files
from document_exchange.documents.receiving import has_receivers, keep_receivers, unknown_addressees
from document_exchange.documents.reviews import ask_beside_again, begin_review, tell_leader
from document_exchange.documents.rules import DIRECTS, ON_THE_WAY, STEERED, STEPS, Secrecy, Step
from document_exchange.documents.schemas import DraftIn
from document_exchange.documents.steps import fold_words, note_step, take_document
from document_exchange.documents.writing import check_before_numbering, outside_organs
from document_exchange.fields import require_day_ahead
from document_exchange.incoming.models import IncomingDocument
from document_exchange.incoming.queries import visible_to
from document_exchange.packets.organs import organ_of
from document_exchange.packets.packet import PacketRefused
from document_exchange.packets.texts import refused_packet
from document_exchange.receivers.queries import list_outside
from document_exchange.registers.series import list_series, require_fitting
from document_exchange.secrecy import states_secrecy
from shared.access.identity import Identity
from shared.access.rights import Role
from shared.core import clock
from shared.core.errors import FieldError, Invalid
from shared.core.identifiers import new_id
from shared.core.province import this_province
from shared.directory.queries import Colleague, find_colleague, get_agency, list_agencies
from shared.notifying.raising import notify
from shared.standards import document_types
from shared.standards.signing_authority import Competence


async def draft_document(session: AsyncSession, who: Identity, new: DraftIn) -> OutgoingDocument:
    """Soạn thảo văn bản đi."""
    now = clock.now()
    document = OutgoingDocument(
        id=new_id(),
        agency_code=who.agency_code,
        status=STEPS.target(Step.DRAFT),
        version=1,
        drafter_id=who.desk,
        drafter_name=who.desk_name,
        unit_id=who.unit,
        created_at=now,
        updated_at=now,
        page_amount=1,
        copy_amount=1,
        reference="",
        origin="screen",
    )
    await _name_signer(session, who, document, new)
    await _fill(session, who, document, new)
    session.add(document)
    await session.flush()
    await keep_receivers(session, document, new)
    await keep_links(session, who, document, new.change_kind, new.changed)
    await note_step(session, document, who, Step.DRAFT)
    return document


async def edit_document(
    session: AsyncSession, who: Identity, document_id: UUID, version: int | None, new: DraftIn
) -> OutgoingDocument:
    """Sửa dự thảo."""
    document = await take_document(session, who, document_id, version, Step.EDIT)
    on_the_way = document.state in ON_THE_WAY
    if not on_the_way:
        await _name_signer(session, who, document, new)
    await _fill(session, who, document, new)
    await keep_receivers(session, document, new)
    await keep_links(session, who, document, new.change_kind, new.changed)
    await note_step(session, document, who, Step.EDIT)
    if on_the_way:
        await corrected(session, who, document)
    return document


async def corrected(session: AsyncSession, who: Identity, document: OutgoingDocument, *, tell: bool = True) -> None:
    """Sửa trực tiếp dự thảo đang trình: what would be refused later is refused now, and its drafter is told."""
    await session.flush()
    await require_complete(session, document)
    await ask_beside_again(session, who, document)
    if tell and document.drafter_id != who.desk:
        await notify(session, await about_draft(session, "draft-corrected", document, drafter_of(document)))


async def submit_document(
    session: AsyncSession,
    who: Identity,
    document_id: UUID,
    version: int | None,
    opinion: str = "",
    left_out: Collection[int] = (),
) -> OutgoingDocument:
    """Trình ký: first to those who look at it by the agency's flow, else to the leader at once. `left_out`: optional steps of the flow."""
    document = await take_document(session, who, document_id, version, Step.SUBMIT)
    await require_complete(session, document)
    begun = await begin_review(session, who, document, left_out)
    if not begun:
        document.status = STEPS.target(Step.SUBMIT)
        await tell_leader(session, document)
    await note_step(session, document, who, Step.SUBMIT, opinion)
    return document


async def require_complete(session: AsyncSession, document: OutgoingDocument) -> None:
    """Whatever it needs to be signed, numbered and sent."""
    missing: list[FieldError] = []
    if not document.leader_id:
        missing.append(FieldError("/leader_id", "leader_required", "Hãy chọn lãnh đạo ký văn bản."))
    if not any(file.position == 0 for file in await list_files(session, document.id)):
        missing.append(FieldError("/main", "main_file_required", "Hãy đính kèm văn bản chính (tệp PDF)."))
    if not await has_receivers(session, document.id):
        missing.append(
            FieldError("/addressees", "addressees_required", "Hãy chọn ít nhất một nơi nhận, trong hoặc ngoài cơ quan.")
        )
    if missing:
        raise Invalid("document_incomplete", fields=missing)
    await check_draft(session, document)


async def _fill(session: AsyncSession, who: Identity, document: OutgoingDocument, new: DraftIn) -> None:
    kind = kind_of(new.type_code)
    require_day_ahead(new.due_on, clock.local_now().date(), "Hạn trả lời")
    if new.answers_incoming_id not in (None, document.answers_incoming_id):
        await _require_seen(session, who, new.answers_incoming_id)
    refuse_secret(new.subject, new.secrecy)
    document.type_code = kind.key
    document.type_name = kind.name
    document.subject = new.subject
    document.priority = new.priority
    document.secrecy = new.secrecy
    document.due_on = new.due_on
    document.unit = new.unit
    document.chosen_series = await _series(session, who, new)
    document.circulation = new.circulation
    document.place = new.place or this_province().place_of(who.agency_code)
    document.archive_holder = new.archive_holder
    document.answers_incoming_id = new.answers_incoming_id
    document.printed_receivers, document.typer_notation = new.printed_receivers, new.typer_notation
    if document.steering != STEERED:
        document.steering = DIRECTS if new.directs else 0
    fold_words(document)


async def _name_signer(session: AsyncSession, who: Identity, document: OutgoingDocument, new: DraftIn) -> None:
    """Who signs and as what: said before it is submitted; whoever looks at it on its way leaves it, even where that one has left."""
    leader = await find_leader(session, who, new.leader_id) if new.leader_id else None
    post = await post_of(session, who.agency_code, leader)
    document.competence = chosen_authority(document, new.competence, new.leader_id, post)
    document.collective = post.collective if document.competence == Competence.ON_BEHALF else ""
    document.leader_id = leader.id if leader else ""
    document.leader_name = leader.full_name if leader else ""
    document.signed_as(post.title, post.kind, post.head)


async def _series(session: AsyncSession, who: Identity, new: DraftIn) -> UUID | None:
    """Sổ đã chọn; None where it is the one that the type belongs to anyway. What is drafted in December may be numbered next year."""
    if new.series_id is None:
        return None
    this_year, every = clock.local_now().year, await list_series(session, who.agency_code)
    begins = next((one.since_year or 0 for one in every if one.id == new.series_id), 0)
    found = require_fitting(every, new.type_code, this_year + (begins == this_year + 1), new.series_id)
    return found.id if found.is_chosen else None


def kind_of(type_code: str) -> document_types.DocumentType:
    """Loại văn bản; refuse what is none."""
    kind = document_types.BY_KEY.get(type_code)
    if kind is None:
        sentence = "Hãy chọn loại văn bản trong danh sách."
        raise Invalid("document_type_unknown", fields=[FieldError("/type_code", "document_type_unknown", sentence)])
    return kind


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
    await check_links(session, document)
    await require_authority(session, document)
    today = clock.local_now().date()
    require_day_ahead(document.due_on, today, "Hạn trả lời")
    known = {agency.code: agency for agency in await list_agencies(session, today, besides=document.agency_code)}
    wanted = await list_addressees(session, document.id)
    if unknown := [code for code in wanted if code not in known]:
        raise unknown_addressees(unknown)
    sender = await get_agency(session, document.agency_code)
    notation = await notation_of(session, document)
    files = await list_files(session, document.id)
    try:
        organs = [
            *(organ_of(known[code]) for code in wanted),
            *outside_organs(await list_outside(session, document.id)),
        ]
        # What stays inside is held to the same bounds, as if it were sent to its own agency.
        check_before_numbering(document, notation, sender, organs or [organ_of(sender)], files, clock.local_now())
    except PacketRefused as error:
        raise refused_packet(error) from error


async def _require_seen(session: AsyncSession, who: Identity, incoming_id: UUID) -> None:
    """A draft shows what it answers: nobody names an arrival that is not his to see."""
    query = visible_to(who).where(IncomingDocument.id == incoming_id)
    if (await session.scalars(query)).first() is None:
        raise Invalid("answered_document_unknown")
