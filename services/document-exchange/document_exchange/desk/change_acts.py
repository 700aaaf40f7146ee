"""What is done with a sender's wish, whichever way it was asked for: act → function."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.changing import actions
from document_exchange.changing.models import SenderChange
from document_exchange.changing.rules import ChangeAct
from document_exchange.changing.schemas import ChangeAnswerIn
from shared.access.identity import Identity

_Perform = Callable[[AsyncSession, Identity, UUID, ChangeAnswerIn], Awaitable[SenderChange]]
ACTS: dict[ChangeAct, _Perform] = {
    ChangeAct.AGREE: lambda session, who, id_, new: actions.agree_change(session, who, id_, new.version, new.words),
    ChangeAct.REFUSE: lambda session, who, id_, new: actions.refuse_change(session, who, id_, new.version, new.words),
    ChangeAct.LINK: lambda session, who, id_, new: actions.link_change(session, who, id_, new.version, new.incoming_id),
}


async def answer_wish(
    session: AsyncSession, who: Identity, change_id: UUID, act: ChangeAct, new: ChangeAnswerIn
) -> SenderChange:
    """Do it, or raise the refusal."""
    return await ACTS[act](session, who, change_id, new)
