"""Phiếu giải quyết văn bản đến: who said what of an arrival, in which post, on whose behalf, when; as its form shows it."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.incoming.models import IncomingDocument, IncomingStatus
from document_exchange.instructing.models import Instruction, Presentation
from document_exchange.instructing.queries import list_instructions, list_presentations, names_of_parts
from document_exchange.instructing.rules import PART_NAMES, Work
from shared.core import clock
from shared.core.formats import vn_date, vn_datetime
from shared.directory.queries import find_agency


async def slip_of(session: AsyncSession, incoming: IncomingDocument) -> dict[str, Any]:
    """The fields of the form."""
    agency = await find_agency(session, incoming.held_by)
    parent = await find_agency(session, agency.parent_code) if agency and agency.parent_code else None
    said = await list_instructions(session, incoming.id)
    issued = f" ngày {vn_date(incoming.issued_on)}" if incoming.issued_on else ""
    kind = incoming.type_name or "Văn bản"
    registered = f", ngày {vn_date(incoming.registered_at)}" if incoming.registered_at else ""
    return {
        "agency": agency.name if agency else incoming.held_by,
        "agency_parent": parent.name if parent else "",
        "issued_on": clock.local_now().date(),
        "document": f"{kind} số {incoming.reference or incoming.document_code}{issued}",
        "sender": incoming.sender_name or incoming.sender_code,
        "subject": incoming.subject,
        "number": f"{incoming.arrival_number}{registered}" if incoming.arrival_number else "",
        "due": vn_date(incoming.due_on) if incoming.due_on else "",
        "leaders": [_opinion(one) for one in said if not one.unit_id],
        "heads": [_opinion(one) for one in said if one.unit_id],
        "proposals": await _proposals(session, incoming),
    }


def _opinion(one: Instruction) -> dict[str, Any]:
    given = [_line(part["name"], part) for part in one.parts]
    return _by(one, one.words, [*given, f"Thay đổi: {one.changes}"] if one.changes else given)


async def _proposals(session: AsyncSession, incoming: IncomingDocument) -> list[dict[str, Any]]:
    """What came with the presentation, and what whoever works on it proposed, in the order of their days."""
    proposed = (
        select(IncomingStatus)
        .where(IncomingStatus.incoming_id == incoming.id, IncomingStatus.code == Work.PROPOSE)
        .order_by(IncomingStatus.id)
    )
    rows: Iterable[IncomingStatus] = (await session.scalars(proposed)).all()
    found = [(row.at, _by(row, row.description, [])) for row in rows]
    presented = await list_presentations(session, incoming.id)
    named = {part["whose_id"] for one in presented for part in one.proposal.get("parts", [])}
    names = await names_of_parts(session, named)
    for one in presented:
        parts = one.proposal.get("parts", [])
        lines = [_line(names.get(part["whose_id"], "Không còn ở cơ quan"), part) for part in parts]
        if lines or one.remark:
            found.append((one.at, _by(one, one.remark, lines)))
    return [opinion for _, opinion in sorted(found, key=lambda pair: pair[0])]


def _by(row: Instruction | Presentation | IncomingStatus, words: str, given: list[str]) -> dict[str, Any]:
    return {
        "who": row.actor_name,
        "title": row.actor_title,
        "at": vn_datetime(row.at),
        "words": words,
        "given": given,
    }


def _line(name: str, part: Mapping[str, Any]) -> str:
    due = f", hạn {vn_date(date.fromisoformat(part['due_on']))}" if part.get("due_on") else ""
    words = f": {part['words']}" if part.get("words") else ""
    return f"{name}: {PART_NAMES[part['part']]}{due}{words}"
