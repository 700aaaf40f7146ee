"""What is done with an arrival inside the agency, whichever way it was asked for: act → function."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.incoming.models import IncomingDocument
from document_exchange.instructing import extending, opinions, presenting, reopening, reporting, sharing
from document_exchange.instructing.rules import Outcome, Work
from document_exchange.instructing.schemas import ProposalIn, WorkIn
from shared.access.identity import Identity

_Perform = Callable[[AsyncSession, Identity, UUID, WorkIn], Awaitable[IncomingDocument]]

_ACTS: dict[Work, _Perform] = {
    Work.PRESENT: lambda session, who, id_, new: presenting.present(
        session, who, id_, new.version, new.leader_id, new.words, ProposalIn(parts=new.parts)
    ),
    Work.TAKE_BACK: lambda session, who, id_, new: presenting.take_back(session, who, id_, new.version, new.words),
    Work.HAND_ON: lambda session, who, id_, new: presenting.hand_on(
        session, who, id_, new.version, new.leader_id, new.words
    ),
    Work.HAND_BACK: lambda session, who, id_, new: presenting.hand_back(session, who, id_, new.version, new.words),
    Work.INSTRUCT: lambda session, who, id_, new: opinions.instruct(
        session, who, id_, new.version, new.words, new.parts, as_proposed=new.as_proposed
    ),
    Work.SHARE: lambda session, who, id_, new: sharing.share(session, who, id_, new.version, new.words, new.parts),
    Work.TAKE_OFF: lambda session, who, id_, new: sharing.take_off(
        session, who, id_, new.version, new.whose_id, new.words
    ),
    Work.GIVE_BACK: lambda session, who, id_, new: reporting.give_back(session, who, id_, new.version, new.words),
    Work.REPORT: lambda session, who, id_, new: reporting.report(
        session, who, id_, new.version, Outcome(new.outcome_code), new.words
    ),
    Work.READ: lambda session, who, id_, new: reporting.read(session, who, id_, new.version),
    Work.PROGRESS: lambda session, who, id_, new: reporting.say(
        session, who, id_, new.version, Work.PROGRESS, new.words
    ),
    Work.PROPOSE: lambda session, who, id_, new: reporting.say(session, who, id_, new.version, Work.PROPOSE, new.words),
    Work.ASK_EXTENSION: lambda session, who, id_, new: extending.ask_extension(session, who, id_, new),
    Work.EXTEND: lambda session, who, id_, new: extending.decide(session, who, id_, new, Work.EXTEND),
    Work.REFUSE_EXTENSION: lambda session, who, id_, new: extending.decide(
        session, who, id_, new, Work.REFUSE_EXTENSION
    ),
    Work.REOPEN: lambda session, who, id_, new: reopening.reopen(session, who, id_, new.version, new.words),
}
ACTS = frozenset(_ACTS)


async def perform_work(
    session: AsyncSession,
    who: Identity,
    incoming_id: UUID,
    act: Work,
    new: WorkIn,
) -> IncomingDocument:
    """Do it, or raise the refusal."""
    return await _ACTS[act](session, who, incoming_id, new)
