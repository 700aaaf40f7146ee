"""Văn bản trả lời as pages and calls of both sides show it: named to whoever reads the one, linked for whoever may open the other."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.answering.rules import UNLINKED_LABELS
from document_exchange.answering.schemas import AnsweredOut, AnswerOut, OwnAnswerOut
from document_exchange.deliveries.answers import Answered, list_answered, list_answers_to, list_own_answers
from document_exchange.documents.models import OutgoingDocument
from document_exchange.documents.queries import readable_to
from document_exchange.incoming.models import IncomingDocument
from document_exchange.incoming.queries import visible_to
from document_exchange.incoming.rules import IncomingState
from shared.access.identity import Identity


async def answers_on_arrival(session: AsyncSession, who: Identity, incoming: IncomingDocument) -> dict[str, Any]:
    """What the arrival answers, and with what it was answered."""
    answered = await list_answered(session, incoming)
    own = await list_own_answers(session, incoming)
    readable = await _readable(session, who, [*own, *(one.document for one in answered if one.document)])
    return {"answered": answered, "own_answers": own, "readable": readable, "unlinked": UNLINKED_LABELS}


async def answers_on_document(
    session: AsyncSession, who: Identity, document: OutgoingDocument, *, takes_part: bool
) -> dict[str, Any]:
    """Who answered, by which number; to who had no part in the document only what he may open."""
    came = await list_answers_to(session, document)
    visible = await _visible(session, who, came)
    answered = await session.get(IncomingDocument, document.answers_incoming_id or UUID(int=0))
    return {
        "answered": answered,
        "answered_seen": answered is not None and bool(await _visible(session, who, [answered])),
        "answers_came": [one for one in came if takes_part or one.id in visible],
        "answers_seen": visible,
        "answer_stands": {one.id: _stands(one) for one in came},
    }


def _stands(incoming: IncomingDocument) -> str:
    """What is to be known of an answer that does not stand any more."""
    if not incoming.in_force:
        return "Đã lấy lại"
    return "Đã trả lại nơi gửi" if incoming.status == IncomingState.REFUSED else ""


async def answers_out(
    session: AsyncSession, who: Identity, document: OutgoingDocument, *, takes_part: bool
) -> list[AnswerOut]:
    facts = await answers_on_document(session, who, document, takes_part=takes_part)
    return [
        AnswerOut(
            incoming_id=one.id if one.id in facts["answers_seen"] else None,
            sender_code=one.sender_code,
            sender_name=one.sender_name,
            reference=one.reference,
            issued_on=one.issued_on,
            arrived_at=one.arrived_at,
            in_force=not _stands(one),
        )
        for one in facts["answers_came"]
    ]


async def answered_out(session: AsyncSession, incoming: IncomingDocument) -> list[AnsweredOut]:
    return [_answered_out(one) for one in await list_answered(session, incoming)]


async def own_answers_out(session: AsyncSession, incoming: IncomingDocument) -> list[OwnAnswerOut]:
    return [OwnAnswerOut.model_validate(one) for one in await list_own_answers(session, incoming)]


def _answered_out(one: Answered) -> AnsweredOut:
    return AnsweredOut(
        organ_code=one.told.organ_code,
        reference=one.told.reference,
        document_code=one.told.document_code,
        issued_on=one.told.issued_on,
        document_id=one.document.id if one.document else None,
        problem=one.problem.value,
    )


async def _readable(session: AsyncSession, who: Identity, documents: Sequence[OutgoingDocument]) -> set[UUID]:
    ids = readable_to(who).where(OutgoingDocument.id.in_([one.id for one in documents]))
    return set((await session.scalars(ids.with_only_columns(OutgoingDocument.id))).all()) if documents else set()


async def _visible(session: AsyncSession, who: Identity, arrivals: Sequence[IncomingDocument]) -> set[UUID]:
    ids = visible_to(who).where(IncomingDocument.id.in_([one.id for one in arrivals]))
    return set((await session.scalars(ids.with_only_columns(IncomingDocument.id))).all()) if arrivals else set()
