"""What is done with an incoming document, whichever way it was asked for: act → function."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.documents.queries import find_answer
from document_exchange.incoming import actions, recalls
from document_exchange.incoming.models import IncomingDocument
from document_exchange.incoming.rules import Act
from document_exchange.incoming.schemas import AssignmentIn
from document_exchange.instructing.assigning import assign, complete
from shared.access.identity import Identity


@dataclass(frozen=True)
class Told:
    """Nội dung kèm theo một việc: what a form or a program says beside the act."""

    version: int | None = None
    words: str = ""
    aware: bool = True
    assignment: AssignmentIn | None = None
    answer_id: UUID | None = None
    decided_by: str = ""


_Perform = Callable[[AsyncSession, Identity, UUID, Told], Awaitable[IncomingDocument]]


async def _complete(session: AsyncSession, who: Identity, incoming_id: UUID, told: Told) -> IncomingDocument:
    answer = await find_answer(session, who, incoming_id, told.answer_id) if told.answer_id else None
    return await complete(session, who, incoming_id, told.version, told.words, answer)


_ACTS: dict[Act, _Perform] = {
    Act.ACCEPT: lambda session, who, id_, told: actions.accept_incoming(
        session, who, id_, told.version, aware=told.aware
    ),
    Act.REFUSE: lambda session, who, id_, told: actions.refuse_incoming(session, who, id_, told.version, told.words),
    Act.ASSIGN: lambda session, who, id_, told: assign(
        session, who, id_, told.version, told.assignment or AssignmentIn()
    ),
    Act.START: lambda session, who, id_, told: actions.start_incoming(session, who, id_, told.version, told.words),
    Act.COMPLETE: _complete,
    Act.AGREE_RECALL: lambda session, who, id_, told: recalls.agree_recall(session, who, id_, told.version, told.words),
    Act.REFUSE_RECALL: lambda session, who, id_, told: recalls.refuse_recall(
        session, who, id_, told.version, told.words, told.decided_by
    ),
}


async def perform(session: AsyncSession, who: Identity, incoming_id: UUID, act: Act, told: Told) -> IncomingDocument:
    """Do it, or raise the refusal."""
    return await _ACTS[act](session, who, incoming_id, told)
