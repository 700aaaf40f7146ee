"""What a packet says it answers, kept beside each of its arrivals as it is read."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.answering.rules import LONGEST, MOST, Named, key_of
from document_exchange.packets.packet import DocumentPacket
from shared.standards.typed import clean_line

_KEEP = """
INSERT INTO arrival_answer (incoming_id, position, answered_key, organ_code, reference, document_code, issued_on)
SELECT i.id, n.position, n.answered_key, n.organ_code, n.reference, n.document_code, n.issued_on
FROM incoming_document i, jsonb_to_recordset(CAST(:answers AS jsonb))
  AS n(position smallint, answered_key text, organ_code text, reference text, document_code text, issued_on date)
WHERE {arrivals}
ON CONFLICT DO NOTHING
"""
_KEEP_UNREAD = text(_KEEP.format(arrivals="i.packet_sha256 = :sha256 AND i.read_at IS NULL"))
_KEEP_READ = text(_KEEP.format(arrivals="i.id = :incoming_id AND i.read_at IS NOT NULL"))


async def keep_answers(session: AsyncSession, sha256: str, packet: DocumentPacket) -> None:
    """Before the arrivals count as read."""
    named = (_named(one.organ_id, one.code, one.document_id, one.promulgated_on) for one in packet.responses[:MOST])
    if rows := _rows(named):
        await session.execute(_KEEP_UNREAD, {"sha256": sha256, "answers": rows})


async def keep_said(session: AsyncSession, incoming_id: UUID, said: list[dict[str, Any]]) -> None:
    """Of an arrival that was read already, by what was kept with its packet's check (`incoming.said`)."""
    named = (_named(one.get("organ", ""), one.get("code", ""), one.get("document", ""), _day(one)) for one in said)
    if rows := _rows(named):
        await session.execute(_KEEP_READ, {"incoming_id": incoming_id, "answers": rows})


def _rows(answers: Iterable[Named]) -> str:
    """The same document named twice is one; empty for none."""
    found: dict[tuple[str, str, str], Named] = {}
    for named in answers:
        found.setdefault((key_of(named), named.reference, named.organ_code), named)
    rows = [
        {
            "position": position,
            "answered_key": key[0],
            "organ_code": named.organ_code,
            "reference": named.reference,
            "document_code": named.document_code,
            "issued_on": named.issued_on,
        }
        for position, (key, named) in enumerate(found.items())
    ]
    return orjson.dumps(rows).decode() if rows else ""


def _named(organ_code: str, reference: str, document_code: str, issued_on: date | None) -> Named:
    organ, code, document = (clean_line(text)[:LONGEST] for text in (organ_code, reference, document_code))
    return Named(organ, code, document, issued_on)


def _day(said: dict[str, Any]) -> date | None:
    return date.fromisoformat(said["on"]) if said.get("on") else None
