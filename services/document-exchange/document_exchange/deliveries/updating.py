"""Cập nhật (loại 2): data or receivers of an issued document. What its signed page says stays; its data is the issuer's to mend at once,
each receiver says for its own register."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.amending.schemas import UpdateIn
from document_exchange.deliveries.asking import ask, refuse_open
from document_exchange.deliveries.holders import Holder, list_holders
from document_exchange.deliveries.models import Delivery
from document_exchange.deliveries.recalling import ask_back
from document_exchange.deliveries.statements import create_deliveries, new_deliveries
from document_exchange.documents.drafting import refuse_secret
from document_exchange.documents.models import Addressee, OutgoingDocument
from document_exchange.documents.packing import keep_packet
from document_exchange.documents.queries import list_files
from document_exchange.documents.receiving import add_papers, unknown_addressees
from document_exchange.documents.rules import Step
from document_exchange.documents.steps import fold_words, note_step, take_document
from document_exchange.fields import require_day_ahead
from document_exchange.packets.organs import organ_of
from document_exchange.packets.packet import Business, BusinessType, Organ, ReceiverChange
from document_exchange.receivers.models import OutsideReceiver
from document_exchange.receivers.queries import list_outside
from document_exchange.receivers.rules import Circulation
from document_exchange.receivers.schemas import OutsideIn
from shared.access.identity import Identity
from shared.contracts.values import FileReference
from shared.core import clock
from shared.core.errors import Conflict, FieldError, Invalid
from shared.core.formats import vn_date
from shared.directory.models import Agency
from shared.directory.queries import list_agencies
from shared.storage.database import driver_connection
from shared.storage.files import FileStore


class _Receivers(NamedTuple):
    """Nơi nhận after the change."""

    stay: list[Holder]
    struck: list[Holder]
    agencies: list[Agency]
    outside: list[OutsideReceiver]
    """Both: new ones."""

    @property
    def changes(self) -> list[ReceiverChange]:
        added = [
            *(agency.code for agency in self.agencies),
            *(one.organ_code for one in self.outside if one.organ_code),
        ]
        return [
            *(ReceiverChange(code, added=True) for code in added),
            *(ReceiverChange(holder.organ_code, added=False) for holder in self.struck),
        ]

    @property
    def said(self) -> list[dict[str, Any]]:
        new = [
            *((agency.code, agency.name) for agency in self.agencies),
            *((one.organ_code, one.name) for one in self.outside),
        ]
        return [
            *({"organ": code, "name": name, "added": True} for code, name in new),
            *({"organ": holder.organ_code, "name": holder.name, "added": False} for holder in self.struck),
        ]


async def update_issued(
    session: AsyncSession, who: Identity, document_id: UUID, new: UpdateIn, files: FileStore
) -> OutgoingDocument:
    """Cập nhật văn bản đã phát hành. Of the platform who stays is asked, who is new gets it, who is struck is asked for it (13)."""
    document = await take_document(session, who, document_id, new.version, Step.AMEND)
    if not new.reason:
        raise _wrong("reason_required", "Hãy ghi lý do cập nhật.", "/reason")
    await refuse_open(session, document)
    if not await list_files(session, document.id):
        raise Conflict("update_without_files")
    before, after = _changed(document, new)
    receivers = await _receivers(session, document, new)
    if not after and not receivers.said:
        raise _wrong("update_says_nothing", "Chưa có điều gì thay đổi.", "/subject")
    _apply(document, after)
    document.copy_amount += len(receivers.agencies) + len(receivers.outside)
    session.add_all([*receivers.outside, *(_addressee(document, agency) for agency in receivers.agencies)])
    packet = await _packet(session, who, document, receivers, new.reason, files, data=bool(after))
    asked = [holder for holder in receivers.stay if after]
    outside = [holder for holder in receivers.struck if holder.delivery is None]
    said: dict[str, Any] = {"before": before, "after": after, "receivers": receivers.said}
    await ask(session, who, document, BusinessType.UPDATE, new.reason, asked, packet, struck=outside, **said)
    await ask_back(session, who, [one.delivery for one in receivers.struck if one.delivery], new.reason)
    sent = [packet] if packet else []
    await note_step(session, document, who, Step.AMEND, _words(before, after, receivers, new.reason), files=sent)
    await _send_on(session, document, receivers.agencies, packet)
    await add_papers(session, document, receivers.agencies)
    return document


def _changed(document: OutgoingDocument, new: UpdateIn) -> tuple[dict[str, Any], dict[str, Any]]:
    """Before and after, of what is said anew."""
    after: dict[str, Any] = {}
    if new.subject is not None and new.subject != document.subject:
        refuse_secret(new.subject, document.secrecy)
        after["subject"] = new.subject
    if new.due_on is not None and new.due_on != document.due_on:
        require_day_ahead(new.due_on, clock.local_now().date(), "Hạn trả lời")
        after["due_on"] = new.due_on.isoformat()
    was = {"subject": document.subject, "due_on": document.due_on.isoformat() if document.due_on else ""}
    return {name: was[name] for name in after}, after


def _apply(document: OutgoingDocument, after: dict[str, Any]) -> None:
    document.subject = after.get("subject", document.subject)
    if "due_on" in after:
        document.due_on = date.fromisoformat(after["due_on"])
    fold_words(document)


async def _receivers(session: AsyncSession, document: OutgoingDocument, new: UpdateIn) -> _Receivers:
    holders = await list_holders(session, document)
    struck = [holder for holder in holders if holder.organ_code in new.remove]
    if unknown := sorted(set(new.remove) - {holder.organ_code for holder in struck}):
        raise _wrong("receiver_not_held", f"{unknown[0]} không phải nơi đang giữ văn bản.", "/remove")
    had = {holder.organ_code for holder in holders}
    agencies = await _new_agencies(session, document, new.add, had)
    outside = await _new_outside(session, document, new.add_outside)
    if document.circulation == Circulation.INSIDE and (agencies or outside):
        sentence = "Văn bản lưu hành nội bộ không gửi ra ngoài cơ quan."
        raise _wrong("circulation_inside", sentence, "/add")
    if struck and len(struck) == len(holders) and not (agencies or outside):
        sentence = "Bỏ mọi nơi nhận là lấy lại văn bản: hãy dùng “Yêu cầu lấy lại”."
        raise _wrong("removes_everybody", sentence, "/remove")
    stay = [holder for holder in holders if holder not in struck]
    return _Receivers(stay, struck, agencies, outside)


async def _new_agencies(
    session: AsyncSession, document: OutgoingDocument, codes: Sequence[str], had: AbstractSet[str]
) -> list[Agency]:
    today = clock.local_now().date()
    known = {one.code: one for one in await list_agencies(session, today, besides=document.agency_code)}
    wanted = list(dict.fromkeys(codes))
    if unknown := [code for code in wanted if code not in known]:
        raise unknown_addressees(unknown)
    sent = select(Delivery.addressee_code).where(
        Delivery.document_id == document.id, Delivery.addressee_code.in_(wanted)
    )
    for code in sorted({*(await session.scalars(sent)).all(), *(had & set(wanted))}):
        raise _wrong("already_receives", f"{known[code].name} đã có trong nơi nhận.", "/add")
    return [known[code] for code in wanted]


async def _new_outside(
    session: AsyncSession, document: OutgoingDocument, outside: Sequence[OutsideIn]
) -> list[OutsideReceiver]:
    there = await list_outside(session, document.id)
    on_platform = {
        code
        for agency in await list_agencies(session, clock.local_now().date())
        for code in (agency.code, agency.code_2020)
        if code
    }
    seen = {one.organ_code for one in there if one.organ_code}
    for one in outside:
        if one.organ_code in on_platform:
            raise _wrong("on_platform", f"{one.name} có trên hệ thống; hãy chọn trong danh sách.", "/add_outside")
        if one.organ_code and one.organ_code in seen:
            raise _wrong("already_receives", f"{one.name} đã có trong nơi nhận.", "/add_outside")
        seen.add(one.organ_code)
    first = max((one.position for one in there), default=0) + 1
    return [
        OutsideReceiver(
            document_id=document.id,
            position=position,
            agency_code=document.agency_code,
            name=one.name,
            organ_code=one.organ_code,
        )
        for position, one in enumerate(outside, first)
    ]


async def _packet(
    session: AsyncSession,
    who: Identity,
    document: OutgoingDocument,
    receivers: _Receivers,
    reason: str,
    files: FileStore,
    *,
    data: bool,
) -> FileReference | None:
    """Gói tin cập nhật (loại 2) for everybody who has it from now on; None where a packet could name nobody."""
    organs = [Organ(holder.organ_code, holder.name) for holder in receivers.stay]
    organs += [organ_of(agency) for agency in receivers.agencies]
    organs += [Organ(one.organ_code, one.name) for one in receivers.outside if one.organ_code]
    once = {organ.organ_id: organ for organ in organs}
    if not once:
        return None
    business = Business(
        BusinessType.UPDATE,
        reason,
        document_id=document.document_code or "",
        document_changed=data,
        receivers_changed=bool(receivers.changes),
        receivers=tuple(receivers.changes),
    )
    return await keep_packet(session, who, document, list(once.values()), files, business)


def _addressee(document: OutgoingDocument, agency: Agency) -> Addressee:
    return Addressee(document_id=document.id, agency_code=agency.code)


async def _send_on(
    session: AsyncSession, document: OutgoingDocument, agencies: Sequence[Agency], packet: FileReference | None
) -> None:
    """To whom it is new, the packet is an arrival as any."""
    if not agencies or packet is None:
        return
    await session.flush()
    now, code = clock.now(), document.document_code or ""
    new = new_deliveries(document.agency_code, code, [agency.code for agency in agencies], packet, now)
    await create_deliveries(await driver_connection(session), document.id, code, document.agency_code, now, new)


def _words(before: dict[str, Any], after: dict[str, Any], receivers: _Receivers, reason: str) -> str:
    said = []
    if "subject" in after:
        said.append(f"Trích yếu: {before['subject']} → {after['subject']}")
    if "due_on" in after:
        was = vn_date(date.fromisoformat(before["due_on"])) if before["due_on"] else "(trống)"
        said.append(f"Hạn trả lời: {was} → {vn_date(date.fromisoformat(after['due_on']))}")
    said += [f"{'Thêm' if one['added'] else 'Bỏ'} nơi nhận: {one['name']}" for one in receivers.said]
    return f"{'; '.join(said)}. Lý do: {reason}"


def _wrong(code: str, sentence: str, pointer: str) -> Invalid:
    return Invalid(code, fields=[FieldError(pointer, code, sentence)])
