"""Cập nhật theo nơi gửi: what a packet of type 2 says differently from the register; before, after and reason stay in the history."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from document_exchange.changing.rules import Mended
from document_exchange.entered.actions import check_days
from document_exchange.entered.typed import refuse, words_to_find
from document_exchange.incoming.models import IncomingDocument
from document_exchange.incoming.openness import shut_if_unfit
from document_exchange.packets.packet import DocumentPacket
from document_exchange.registers.rules import read_reference
from document_exchange.secrecy import states_secrecy
from document_exchange.texts import PRIORITY_LABELS
from shared.core import clock
from shared.core.errors import Invalid
from shared.core.formats import vn_date
from shared.standards.typed import clean_line

_LONGEST = 2000


def _plain(value: Any) -> str:
    return str(value) if value else "(trống)"


def _day(value: Any) -> str:
    return vn_date(date.fromisoformat(value) if isinstance(value, str) else value, "(trống)") if value else "(trống)"


_SAY: dict[str, tuple[str, Callable[[Any], str]]] = {
    "reference": ("Số, ký hiệu", _plain),
    "issued_on": ("Ngày văn bản", _day),
    "type_name": ("Loại văn bản", _plain),
    "subject": ("Trích yếu", _plain),
    "signer_name": ("Người ký", _plain),
    "signer_title": ("Chức vụ người ký", _plain),
    "priority": ("Mức độ khẩn", lambda value: PRIORITY_LABELS.get(int(value or 0), "")),
    "due_on": ("Hạn xử lý", _day),
}
_DAYS = frozenset({"issued_on", "due_on"})


def what_it_proposes(packet: DocumentPacket) -> dict[str, Any]:
    """By columns of the arrival; what the packet leaves out proposes nothing."""
    signer = packet.signer
    proposed = {
        "reference": read_reference(packet.number, packet.notation),
        "issued_on": packet.promulgated_on.isoformat() if packet.promulgated_on else "",
        "type_name": clean_line(packet.type_name)[:_LONGEST],
        "subject": clean_line(packet.subject)[:_LONGEST],
        "signer_name": clean_line(signer.full_name)[:_LONGEST] if signer else "",
        "signer_title": clean_line(f"{signer.competence} {signer.position}")[:_LONGEST] if signer else "",
        "due_on": packet.due_on.isoformat() if packet.due_on else "",
    }
    said = {name: value for name, value in proposed.items() if value}
    return said | ({"priority": packet.priority} if packet.states_priority else {})


def _now_of(incoming: IncomingDocument) -> dict[str, Any]:
    known = {name: getattr(incoming, name) for name in _SAY}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in known.items()}


def differing(incoming: IncomingDocument, proposed: Mapping[str, Any]) -> dict[str, Any]:
    """What would change, by columns."""
    now = _now_of(incoming)
    return {name: value for name, value in proposed.items() if name in _SAY and (now[name] or "") != (value or "")}


def compared(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Mended]:
    """As people read it."""
    return [
        Mended(title, say(before.get(name)), say(after[name])) for name, (title, say) in _SAY.items() if name in after
    ]


def before_of(incoming: IncomingDocument, changed: Mapping[str, Any]) -> dict[str, Any]:
    now = _now_of(incoming)
    return {name: now[name] for name in changed}


def apply(incoming: IncomingDocument, changed: Mapping[str, Any]) -> None:
    """Into the register; refuses what could not be entered by hand either."""
    values = {name: date.fromisoformat(value) if name in _DAYS else value for name, value in changed.items()}
    if states_secrecy(changed.get("subject", "")):
        refuse("arrival_secret", "/words", "Trích yếu mới có dấu hiệu bí mật nhà nước: hãy từ chối và ghi lý do.")
    try:
        check_days(
            values.get("issued_on", incoming.issued_on), incoming.arrived_at.astimezone(clock.VIETNAM).date(), None
        )
    except Invalid as refusal:
        # Its days are the sender's: here nothing can be mended but the answer.
        said = refusal.fields[0].sentence if refusal.fields else ""
        refuse("update_day_wrong", "/words", f"{said} Hãy từ chối và ghi lý do.".strip())
    for name, value in values.items():
        setattr(incoming, name, value)
    incoming.folded = words_to_find(
        incoming.reference, incoming.sender_name, incoming.type_name, incoming.subject, incoming.signer_name
    )
    shut_if_unfit(incoming)
