"""What is said of opinions beside a draft: how many were asked, have answered, are missing."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.consulting.models import OpinionRequest
from document_exchange.consulting.queries import list_of_document
from document_exchange.consulting.rules import OPINIONS, OpinionState
from document_exchange.documents.models import OutgoingDocument
from document_exchange.documents.rules import UNSIGNED, Step


def counts_of(rows: Sequence[OpinionRequest]) -> str:
    """In one sentence: how many were asked, have answered, and what; of who was asked about several versions the last."""
    asked = list({row.asked: row for row in rows if row.state != OpinionState.WITHDRAWN}.values())
    said = Counter(row.opinion for row in asked if row.opinion)
    if not asked:
        return ""
    parts = [f"{said[key]} {words[:1].lower()}{words[1:]}" for key, words in OPINIONS.items() if said[key]]
    late = sum(row.late for row in asked)
    told = f"Đã hỏi {len(asked)} nơi, {sum(said.values())} nơi đã trả lời" + (f": {', '.join(parts)}" if parts else "")
    return f"{told}; {late} nơi trả lời muộn." if late else f"{told}."


async def opinions_on_page(session: AsyncSession, document: OutgoingDocument, allowed: Sequence[str]) -> dict[str, Any]:
    """What the page of a document says of opinions, and whoever is about to review or sign it."""
    rows = await list_of_document(session, document.id)
    waiting = [row for row in rows if row.state == OpinionState.ASKED and row.closed_at is None]
    return {
        "opinions_asked": len(rows),
        "opinion_counts": counts_of(rows),
        "opinions_missing": list(dict.fromkeys(row.asked_name for row in waiting))
        if document.state in UNSIGNED
        else [],
        "opinions_unreplied": sum(row.state == OpinionState.ANSWERED for row in rows),
        "may_consult": Step.CONSULT in allowed,
    }
