"""Nơi nhận of an outgoing document: agencies, units and people inside, and whoever the clerk reaches another way."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import delete, func, update
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.documents.models import Addressee, OutgoingDocument
from document_exchange.documents.notifications import about_document
from document_exchange.documents.queries import DRAFTERS, list_addressees
from document_exchange.documents.rules import Step
from document_exchange.documents.steps import note_step, take_document
from document_exchange.instructing.rules import read_whose
from document_exchange.receivers.models import InsideReceiver, OutsideReceiver
from document_exchange.receivers.queries import find_members, list_inside, list_outside, list_papers
from document_exchange.receivers.rules import OUTSIDE_WAYS, PAPER_WAYS, Circulation
from document_exchange.receivers.schemas import CirculateIn, DispatchIn, OutsideIn, ReceiversIn
from shared.access.identity import Identity
from shared.contracts.values import Recipient
from shared.core import clock
from shared.core.errors import Conflict, FieldError, Invalid, NotFound
from shared.directory.models import Agency
from shared.directory.queries import find_colleague, list_agencies, list_colleagues, list_units
from shared.notifying.raising import notify
from shared.storage.words import searchable


async def keep_receivers(session: AsyncSession, document: OutgoingDocument, chosen: ReceiversIn) -> int:
    """The receivers from now on, and how many; refuse those that take no documents today."""
    agencies = await _keep_agencies(session, document, chosen)
    outside = await _keep_outside(session, document, chosen.outside)
    if document.circulation == Circulation.INSIDE and (agencies or outside):
        sentence = (
            "Văn bản lưu hành nội bộ không gửi ra ngoài cơ quan; hãy bỏ nơi nhận ngoài hoặc đổi phạm vi lưu hành."
        )
        raise Invalid("invalid_input", fields=[FieldError("/circulation", "circulation_inside", sentence)])
    await session.execute(delete(InsideReceiver).where(InsideReceiver.document_id == document.id))
    inside = await named_inside(session, document.held_by, chosen.inside)
    session.add_all([InsideReceiver(document_id=document.id, whose=w, name=name) for w, name in inside.items()])
    document.copy_amount = max(1, agencies + outside)
    if chosen.paper is not None:
        document.paper = chosen.paper
    return agencies + outside + len(inside)


async def _keep_agencies(session: AsyncSession, document: OutgoingDocument, chosen: ReceiversIn) -> int:
    today = clock.local_now().date()
    tier_of = {a.code: a.tier for a in await list_agencies(session, today, besides=document.agency_code)}
    members, gone = await find_members(session, document.held_by, chosen.groups)
    if gone:
        sentence = "Có nhóm nơi nhận không còn; hãy chọn lại nhóm."
        raise Invalid("group_unknown", fields=[FieldError("/groups", "group_unknown", sentence)])
    by_tier = {code for code, tier in tier_of.items() if chosen.all_agencies or tier in chosen.tiers}
    wanted = by_tier | (set() if chosen.all_agencies else {*chosen.addressees, *members})
    if unknown := wanted - tier_of.keys():
        raise unknown_addressees(sorted(unknown))
    await session.execute(delete(Addressee).where(Addressee.document_id == document.id))
    session.add_all([Addressee(document_id=document.id, agency_code=code) for code in sorted(wanted)])
    return len(wanted)


async def _keep_outside(session: AsyncSession, document: OutgoingDocument, outside: Sequence[OutsideIn]) -> int:
    today = clock.local_now().date()
    here = await list_agencies(session, today)
    known = {code: agency.name for agency in here for code in (agency.code, agency.code_2020) if code}
    for one in outside:
        if one.organ_code in known:
            sentence = f"{known[one.organ_code]} có trên hệ thống; hãy chọn trong danh sách nơi nhận."
            raise Invalid("invalid_input", fields=[FieldError("/outside", "on_platform", sentence)])
    codes = [
        code for code in {(one.name.casefold(), one.organ_code): one.organ_code for one in outside}.values() if code
    ]
    if twice := sorted({code for code in codes if codes.count(code) > 1}):
        sentence = f"Mã định danh {twice[0]} ghi cho hai nơi nhận; hãy gộp thành một dòng hoặc sửa mã."
        raise Invalid("invalid_input", fields=[FieldError("/outside", "organ_twice", sentence)])
    await session.execute(delete(OutsideReceiver).where(OutsideReceiver.document_id == document.id))
    once = {(one.name.casefold(), one.organ_code): one for one in outside}
    session.add_all(
        OutsideReceiver(
            document_id=document.id,
            position=number,
            agency_code=document.agency_code,
            name=one.name,
            organ_code=one.organ_code,
        )
        for number, one in enumerate(once.values(), 1)
    )
    return len(once)


async def named_inside(
    session: AsyncSession, agency_code: str, inside: Collection[str], at: str = "/inside"
) -> dict[str, str]:
    """What those units and people are called; refuse who is none of the agency's now."""
    units = {unit.id: unit.name for unit in await list_units(session, agency_code, clock.local_now().date())}
    found: dict[str, str] = {}
    for text in dict.fromkeys(inside):
        whose = read_whose(text)
        if whose is not None and whose.kind == "unit" and whose.id in units:
            found[text] = units[whose.id]
        elif (
            whose is not None
            and whose.kind == "person"
            and (one := await find_colleague(session, agency_code, whose.id, *DRAFTERS))
        ):
            found[text] = f"{one.full_name} – {one.title}"
        else:
            sentence = "Hãy chọn người, đơn vị của cơ quan trong danh sách."
            raise Invalid("invalid_input", fields=[FieldError(at, "receiver_unknown", sentence)])
    return found


_FIRST_PAPER = 10_000
"""Positions of papers to agencies of the platform, behind any receiver outside it."""


async def add_papers(session: AsyncSession, document: OutgoingDocument, addressees: Sequence[Agency]) -> None:
    """Bản giấy gửi kèm hoặc thay: a line for each receiver, which the clerk notes as sent and the post book has then."""
    if not document.paper:
        return
    have = await list_papers(session, document.id)
    known, first = {one.addressee_code for one in have}, _FIRST_PAPER + len(have)
    wanted = [agency for agency in addressees if agency.code not in known]
    session.add_all(
        OutsideReceiver(
            document_id=document.id,
            position=number,
            agency_code=document.agency_code,
            name=agency.name,
            addressee_code=agency.code,
        )
        for number, agency in enumerate(wanted, first)
    )


def unknown_addressees(codes: Sequence[str]) -> Invalid:
    sentence = f"Nơi nhận không có trên hệ thống hoặc không nhận được: {', '.join(codes[:5])}."
    return Invalid("addressee_unknown", fields=[FieldError("/addressees", "addressee_unknown", sentence)])


async def has_receivers(session: AsyncSession, document_id: UUID) -> bool:
    """Of any kind."""
    if await list_addressees(session, document_id):
        return True
    return bool(await list_inside(session, document_id) or await list_outside(session, document_id))


async def hand_out(session: AsyncSession, who: Identity, document: OutgoingDocument) -> None:
    """The document is issued: those inside who do not have it yet see it and are told."""
    waiting = [one for one in await list_inside(session, document.id) if one.sent_at is None]
    for one in waiting:
        one.sent_at = clock.now()
    people = await people_inside(session, document.held_by, [one.whose for one in waiting])
    to = [Recipient(person_id=id_, agency_code=document.held_by) for id_ in people if id_ != who.subject]
    if to:
        await notify(session, about_document("document-circulated", document, to, reference=document.reference))


async def tell_inside(session: AsyncSession, who: Identity, document: OutgoingDocument, kind: str) -> None:
    """Everybody inside who has it."""
    had = [one.whose for one in await list_inside(session, document.id) if one.sent_at is not None]
    people = await people_inside(session, document.held_by, had)
    to = [Recipient(person_id=id_, agency_code=document.held_by) for id_ in people if id_ != who.subject]
    if to:
        await notify(session, about_document(kind, document, to, reference=document.reference))


async def people_inside(session: AsyncSession, agency_code: str, whose: Collection[str]) -> list[str]:
    """Ids of those named and of everybody in the units named."""
    found: dict[str, None] = {}
    for one in filter(None, map(read_whose, whose)):
        if one.kind == "person":
            found[one.id] = None
        else:
            colleagues = await list_colleagues(session, agency_code, *DRAFTERS, unit_id=one.id)
            found |= dict.fromkeys(person.id for person in colleagues)
    return list(found)


async def circulate(session: AsyncSession, who: Identity, document_id: UUID, new: CirculateIn) -> OutgoingDocument:
    """Gửi thêm trong cơ quan."""
    document = await take_document(session, who, document_id, new.version, Step.CIRCULATE)
    have = {one.whose for one in await list_inside(session, document.id)}
    added = {w: name for w, name in (await named_inside(session, who.agency_code, new.inside)).items() if w not in have}
    if not added:
        sentence = "Những người, đơn vị này đã được gửi văn bản."
        raise Conflict("already_circulated", fields=[FieldError("/inside", "already_circulated", sentence)])
    session.add_all([InsideReceiver(document_id=document.id, whose=w, name=name) for w, name in added.items()])
    await session.flush()
    await hand_out(session, who, document)
    names = "; ".join(added.values())
    words = f"{names}. {new.opinion}" if new.opinion else names
    await note_step(session, document, who, Step.CIRCULATE, words, receivers=len(added))
    await _tell_of_rights(session, who, "reading-changed", document, [document.drafter_id])
    return document


async def withdraw(session: AsyncSession, who: Identity, document_id: UUID, new: CirculateIn) -> OutgoingDocument:
    """Thôi gửi trong cơ quan: it leaves their list, and of a document for those named alone they open it no more."""
    document = await take_document(session, who, document_id, new.version, Step.WITHDRAW)
    had = {one.whose: one for one in await list_inside(session, document.id)}
    gone = [had[whose] for whose in dict.fromkeys(new.inside) if whose in had]
    if len(gone) < len(set(new.inside)):
        sentence = "Hãy chọn người, đơn vị đang được gửi văn bản này."
        raise Invalid("invalid_input", fields=[FieldError("/inside", "receiver_unknown", sentence)])
    for one in gone:
        await session.delete(one)
    await session.flush()
    if document.circulation == Circulation.NAMED:
        await _tell_of_rights(session, who, "reading-withdrawn", document, await _lost(session, document, gone))
    names = "; ".join(one.name for one in gone)
    words = f"{names}. {new.opinion}" if new.opinion else names
    await note_step(session, document, who, Step.WITHDRAW, words, receivers=len(gone))
    await _tell_of_rights(session, who, "reading-changed", document, [document.drafter_id])
    return document


async def _lost(session: AsyncSession, document: OutgoingDocument, gone: Collection[InsideReceiver]) -> list[str]:
    """Whoever has it neither himself nor through his unit any more."""
    stay = [one.whose for one in await list_inside(session, document.id)]
    kept = set(await people_inside(session, document.held_by, stay))
    left = await people_inside(session, document.held_by, [one.whose for one in gone])
    return [person for person in left if person not in kept]


async def _tell_of_rights(
    session: AsyncSession, who: Identity, kind: str, document: OutgoingDocument, people: Collection[str]
) -> None:
    """NĐ 30/2020 Phụ lục VI.III.3c."""
    to = [Recipient(person_id=id_, agency_code=document.held_by) for id_ in people if id_ not in ("", who.subject)]
    await notify(session, about_document(kind, document, to, reference=document.reference))


async def note_dispatch(
    session: AsyncSession, who: Identity, document_id: UUID, position: int, new: DispatchIn
) -> OutgoingDocument:
    """Ghi đã gửi một nơi nhận ngoài hệ thống; what was noted wrongly is noted again, and the history keeps both."""
    document = await take_document(session, who, document_id, new.version, Step.DISPATCH)
    one = await session.get(OutsideReceiver, (document.id, position))
    if one is None:
        raise NotFound("not_found")
    if position >= _FIRST_PAPER and new.way not in PAPER_WAYS:
        sentence = "Bản giấy gửi qua bưu điện hoặc giao tận tay; hãy chọn một trong hai cách."
        raise Invalid("invalid_input", fields=[FieldError("/way", "paper_way", sentence)])
    today = clock.local_now().date()
    if not (document.issued_on or today) <= new.sent_on <= today:
        sentence = f"Ngày gửi từ ngày văn bản ({document.issued_on:%d/%m/%Y}) đến hôm nay ({today:%d/%m/%Y})."
        raise Invalid("invalid_input", fields=[FieldError("/sent_on", "day_outside", sentence)])
    one.way, one.sent_on, one.envelopes, one.trace = new.way, new.sent_on, new.envelopes, new.trace
    one.noted_by = who.acting_name
    one.folded = searchable(f"{document.reference} {document.type_name} {document.subject} {one.name} {new.trace}")
    said = f"{one.name}: {OUTSIDE_WAYS[new.way].lower()}, {new.sent_on:%d/%m/%Y}"
    await note_step(session, document, who, Step.DISPATCH, ", ".join(filter(None, (said, new.trace))), way=new.way)
    return document


async def mark_seen(session: AsyncSession, who: Identity, document_id: UUID) -> None:
    """Đã xem: the first time that somebody opens what was sent to him or to his unit."""
    mine = [f"person:{who.desk}", *([f"unit:{who.unit}"] if who.unit else [])]
    await session.execute(
        update(InsideReceiver)
        .where(
            InsideReceiver.document_id == document_id,
            InsideReceiver.whose.in_(mine),
            InsideReceiver.sent_at.is_not(None),
            InsideReceiver.seen_at.is_(None),
        )
        .values(seen_at=func.now(), seen_by=who.acting_name)
    )
