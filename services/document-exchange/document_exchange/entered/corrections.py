"""Sửa thông tin đăng ký, gạch khỏi sổ (NĐ 30/2020 Điều 22.3b): before and after stay in the history, the packet as it came."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.entered.actions import check_days, check_year, moment_of
from document_exchange.entered.authors import read_author
from document_exchange.entered.schemas import CorrectIn
from document_exchange.entered.twins import find_twins
from document_exchange.entered.typed import read_typed_reference, refuse, words_to_find
from document_exchange.incoming.deadlines import DEADLINE, watch
from document_exchange.incoming.models import IncomingDocument
from document_exchange.incoming.notifications import about_incoming
from document_exchange.incoming.openness import shut_if_unfit
from document_exchange.incoming.queries import list_assignments
from document_exchange.incoming.rules import STEPS, UNREADABLE, Act
from document_exchange.incoming.steps import keep_status, require_reason, take_incoming
from document_exchange.instructing.notifications import person_of, tell
from document_exchange.instructing.presenting import end_waiting
from document_exchange.instructing.queries import list_parts
from document_exchange.instructing.reopening import after_completion
from document_exchange.instructing.rules import Presented
from document_exchange.secrecy import states_secrecy
from document_exchange.texts import PRIORITY_LABELS
from shared.access.identity import Identity
from shared.contracts.values import Recipient
from shared.core import clock
from shared.core.errors import Conflict
from shared.core.formats import vn_date
from shared.notifying.raising import notify
from shared.storage import evidence
from shared.work import jobs


def _plain(value: Any) -> str:
    return f"“{value}”" if value else "(trống)"


@dataclass(frozen=True)
class _Field:
    """Một mục đăng ký: as people call it, its column, and how a value is said."""

    name: str
    title: str
    column: str
    say: Callable[[Any], str] = _plain


def _day(value: date | None) -> str:
    return vn_date(value, "(trống)")


_FIELDS = (
    _Field("author", "tác giả", "sender_name"),
    _Field("reference", "số, ký hiệu", "reference"),
    _Field("issued_on", "ngày văn bản", "issued_on", _day),
    _Field("type_name", "loại văn bản", "type_name"),
    _Field("subject", "trích yếu", "subject"),
    _Field("signer", "người ký", "signer_name"),
    _Field("priority", "mức độ khẩn", "priority", lambda value: PRIORITY_LABELS[value or 0]),
    _Field("pages", "số trang", "page_amount"),
    _Field("copies", "số bản", "copy_amount"),
    _Field("due_on", "hạn xử lý", "due_on", _day),
    _Field("remark", "ghi chú", "remark"),
)
_MATTERS = frozenset({"due_on", "subject", "priority"})
"""What whoever works on it is told of."""


def registered(incoming: IncomingDocument) -> dict[str, Any]:
    """What stands in the register now, by the names of the form."""
    known = {field.name: getattr(incoming, field.column) for field in _FIELDS}
    return known | {"arrived_on": incoming.arrived_at.astimezone(clock.VIETNAM).date()}


async def correct_incoming(session: AsyncSession, who: Identity, incoming_id: UUID, new: CorrectIn) -> IncomingDocument:
    """Sửa thông tin đăng ký: what is named and differs, with the reason; never its số đến."""
    incoming = await take_incoming(session, who, incoming_id, new.version, Act.CORRECT)
    if UNREADABLE.intersection(incoming.warnings) or incoming.read_at is None:
        raise Conflict("packet_unread")
    _require_reason_here(new.reason)
    wanted = {name: getattr(new, name) for name in new.model_fields_set - {"version", "reason"}}
    before = registered(incoming)
    after = before | await _read(session, who, incoming, wanted)
    changed = [field for field in _FIELDS if before[field.name] != after[field.name]]
    moved = after["arrived_on"] != before["arrived_on"]
    if not (changed or moved):
        raise Conflict("correction_empty")
    if moved:
        await _check_move(session, who, incoming, after["arrived_on"])
    _check_dates(incoming, after)
    for field in changed:
        setattr(incoming, field.column, after[field.name])
    said = [f"{field.title}: {field.say(before[field.name])} → {field.say(after[field.name])}" for field in changed]
    if moved:
        incoming.arrived_at = moment_of(after["arrived_on"], clock.now())
        said.append(f"ngày đến: {vn_date(before['arrived_on'])} → {vn_date(after['arrived_on'])}")
    await _kept(
        session, who, incoming, {field.name: (before[field.name], after[field.name]) for field in changed}, said, new
    )
    return incoming


async def _kept(
    session: AsyncSession,
    who: Identity,
    incoming: IncomingDocument,
    changes: Mapping[str, tuple[Any, Any]],
    said: list[str],
    new: CorrectIn,
) -> None:
    """The history, the evidence, the words by which it is found, its deadline, and whoever works on it."""
    incoming.folded = words_to_find(
        incoming.reference, incoming.sender_name, incoming.type_name, incoming.subject, incoming.signer_name
    )
    shut_if_unfit(incoming)
    incoming.version += 1
    await keep_status(session, incoming, Act.CORRECT, f"{'; '.join(said)}. Lý do: {new.reason}", who)
    facts = {name: {"before": _digest(before), "after": _digest(after)} for name, (before, after) in changes.items()}
    await evidence.record(session, "incoming-corrected", f"incoming/{incoming.id}", who, changes=facts)
    if "due_on" in changes and incoming.in_hands:
        await watch(session, incoming)
    if _MATTERS & changes.keys() and incoming.in_hands:
        people = [one.person_id for one in await list_assignments(session, incoming.id) if one.person_id != who.subject]
        to = [Recipient(person_id=person, agency_code=incoming.held_by) for person in people]
        await notify(session, about_incoming("document-corrected", incoming, to))


def _digest(value: Any) -> str:
    """No particulars of a person stand in the evidence."""
    return hashlib.sha256(str(value if value is not None else "").encode()).hexdigest()


def _require_reason_here(reason: str) -> None:
    if not reason:
        refuse("reason_required", "/reason", "Hãy ghi lý do sửa, ví dụ: gói tin ghi sai số trang.")


async def _read(
    session: AsyncSession, who: Identity, incoming: IncomingDocument, wanted: dict[str, Any]
) -> dict[str, Any]:
    """What was typed, as it is kept."""
    if "subject" in wanted and not wanted["subject"]:
        refuse("value_missing", "/subject", "Hãy nhập trích yếu nội dung, không quá 500 ký tự.")
    if states_secrecy(wanted.get("subject", "")):
        refuse(
            "arrival_secret",
            "/subject",
            "Trích yếu của văn bản có độ mật không ghi ở đây: hãy gạch khỏi sổ này và vào sổ riêng.",
        )
    if "author" in wanted:
        if not wanted["author"]:
            refuse("value_missing", "/author", "Hãy nhập tác giả: tên cơ quan, tổ chức hoặc cá nhân.")
        if incoming.entered:
            author = await read_author(session, incoming.addressee_code, wanted["author"], "/author")
            incoming.sender_code, wanted["author"] = author.code, author.name
    if "reference" in wanted:
        wanted["reference"] = read_typed_reference(wanted["reference"], "/reference")
    if wanted.get("arrived_on") is None:
        wanted.pop("arrived_on", None)
    return wanted


def _check_dates(incoming: IncomingDocument, after: Mapping[str, Any]) -> None:
    due_on = after["due_on"] if after["due_on"] != incoming.due_on else None
    check_days(after["issued_on"], after["arrived_on"], due_on)


async def _check_move(session: AsyncSession, who: Identity, incoming: IncomingDocument, day: date) -> None:
    if not incoming.entered or incoming.arrival_number is not None:
        refuse(
            "arrival_numbered",
            "/arrived_on",
            "Ngày đến theo số đến đã cấp, không sửa được; ghi sai thì gạch khỏi sổ và nhập lại.",
        )
    await check_year(session, who, day)


async def strike_incoming(
    session: AsyncSession, who: Identity, incoming_id: UUID, version: int | None, reason: str
) -> IncomingDocument:
    """Gạch khỏi sổ: the line and its number stay with the reason, nobody works on it any more."""
    incoming = await take_incoming(session, who, incoming_id, version, Act.STRIKE)
    require_reason(reason)
    people = {await person_of(session, one.whose) for one in await list_parts(session, incoming)}
    waiting = await end_waiting(session, incoming, Presented.TAKEN_BACK, reason)
    await after_completion(session, incoming)
    incoming.status = STEPS.target(Act.STRIKE)
    incoming.status_at = clock.now()
    incoming.struck_reason = reason
    incoming.version += 1
    await keep_status(session, incoming, Act.STRIKE, reason, who)
    await evidence.record(session, "incoming-struck", f"incoming/{incoming.id}", who, number=incoming.arrival_number)
    await jobs.cancel(session, DEADLINE, str(incoming.id))
    await tell(session, who, "document-corrected", incoming, [*people, waiting.leader_id if waiting else ""])
    return incoming


async def list_twins_of(session: AsyncSession, incoming: IncomingDocument) -> list[IncomingDocument]:
    """Văn bản trùng with one that is here: the link leads both ways."""
    author = incoming.sender_code, incoming.sender_name
    return await find_twins(session, incoming.addressee_code, incoming.reference, author, besides=incoming.id)
