"""Between agencies: the drafter tells each agency that is asked how it stands, the agency tells its opinion. Over the axis alone."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.consulting.models import OpinionRequest
from document_exchange.consulting.queries import list_of_document
from document_exchange.consulting.rules import OpinionAct
from document_exchange.consulting.steps import By, copy_id
from shared.contracts.document_exchange_opinions import OpinionAsked, OpinionGiven, OpinionShown
from shared.contracts.values import FileReference
from shared.core import clock
from shared.directory.queries import names_of
from shared.messaging.outbox import tell

_AS_IT_IS = (
    *("addressee_code", "asked_name", "asker_code", "asker_agency", "asker_name", "asker_title", "asker_unit"),
    *("type_name", "words", "draft_number", "due_on", "state", "opinion", "answer", "reply", "reply_words"),
    *("replied_by", "replied_at", "ended_words", "closed_at", "asked_at"),
)


async def tell_agency(session: AsyncSession, by: By, row: OpinionRequest, act: OpinionAct, note: str = "") -> None:
    """Báo cơ quan được lấy ý kiến; of a unit or person of the own agency nothing travels."""
    if not row.is_elsewhere:
        return
    await session.flush()
    event = OpinionAsked(
        copy_id=str(copy_id(row.id, row.addressee_code)),
        request_id=str(row.id),
        consultation_id=str(row.consultation_id),
        title=row.subject,
        files=tuple(FileReference.model_validate(file) for file in row.files),
        shown=await _shown(session, row) if act is OpinionAct.SHOW else (),
        act=act,
        note=note,
        by=by.name,
        by_title=by.title,
        told_at=clock.now(),
        **{name: getattr(row, name) for name in _AS_IT_IS},
    )
    await tell(session, event)


async def _shown(session: AsyncSession, row: OpinionRequest) -> tuple[OpinionShown, ...]:
    """What agencies have said when the drafter shows it; what the drafter's own units and people said stays inside."""
    assert row.document_id is not None
    rows = await list_of_document(session, row.document_id)
    return tuple(
        OpinionShown(
            name=one.asked_name, opinion=one.opinion, words=one.answer, reply=one.reply, reply_words=one.reply_words
        )
        for one in rows
        if one.is_elsewhere and one.opinion and one.content_version == row.content_version
    )


async def report_opinion(
    session: AsyncSession, by: By, copy: OpinionRequest, at: datetime, files: Sequence[FileReference]
) -> None:
    """Báo ý kiến cho cơ quan soạn thảo; what is said of the own agency's draft needs no report."""
    if copy.origin_id is None:
        return
    name = (await names_of(session, [copy.agency_code])).get(copy.agency_code, copy.agency_code)
    event = OpinionGiven(
        copy_id=str(copy.id),
        request_id=str(copy.origin_id),
        addressee_code=copy.addressee_code,
        agency_code=copy.agency_code,
        agency_name=name,
        opinion=copy.opinion,
        answer=copy.answer,
        files=tuple(files),
        by=by.name,
        by_title=by.title,
        answered_at=at,
    )
    await tell(session, event)
