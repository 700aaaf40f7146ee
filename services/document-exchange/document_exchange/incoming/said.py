"""What a packet says besides number, subject and signer: kept with its check, or read once more where an older release kept nothing."""

from typing import Any

from document_exchange.packets.packet import DocumentPacket
from shared.standards.typed import clean_line, clean_paragraphs

_MOST = 200
_LONGEST = 2000


def what_it_says(packet: DocumentPacket) -> dict[str, Any]:
    """Plain values; empty ones are left out. All of it is its sender's word."""
    staff = packet.business.staff
    said = {
        "answers": [_answer(one) for one in packet.responses[:_MOST]],
        "steering": packet.steering,
        "task": clean_line(packet.task_code)[:_LONGEST],
        "places": _lines(packet.places),
        "pages": packet.page_amount,
        "copies": packet.promulgation_amount,
        "appendixes": _lines(packet.appendixes),
        "traces": [
            {"organ": clean_line(one.organ_id)[:_LONGEST], "at": one.at.isoformat() if one.at else ""}
            for one in packet.traces[:_MOST]
        ],
        "paper_follows": packet.business.paper_follows,
        "content": clean_paragraphs(packet.content)[:_LONGEST],
        "staff": [clean_line(part)[:_LONGEST] for part in _staff(staff)],
        "due": packet.due_on.isoformat() if packet.due_on else "",
        "sphere": clean_line(packet.sphere)[:_LONGEST],
        "typer": clean_line(packet.typer_notation)[:_LONGEST],
    }
    return {name: value for name, value in said.items() if value is not False and value not in ("", [], None)}


def _answer(one: Any) -> dict[str, str]:
    day = one.promulgated_on.isoformat() if one.promulgated_on else ""
    named = {"organ": one.organ_id, "code": one.code, "document": one.document_id, "on": day}
    return {name: clean_line(value)[:_LONGEST] for name, value in named.items()}


def _staff(staff: Any) -> list[str]:
    parts = (staff.staff, staff.department, staff.email, staff.mobile) if staff else ()
    return [part for part in parts if part]


def _lines(texts: tuple[str, ...]) -> list[str]:
    return [line for line in (clean_line(text)[:_LONGEST] for text in texts[:_MOST]) if line]
