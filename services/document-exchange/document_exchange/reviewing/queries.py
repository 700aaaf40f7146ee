"""Flows of an agency, and the reviews of a document."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.reviewing.models import DocumentReview, ReviewFlow
from document_exchange.reviewing.rules import ReviewState, flow_for
from shared.core.errors import NotFound


async def list_flows(session: AsyncSession, agency_code: str) -> list[ReviewFlow]:
    query = select(ReviewFlow).where(ReviewFlow.agency_code == agency_code).order_by(ReviewFlow.folded)
    return list((await session.scalars(query)).all())


async def get_flow(session: AsyncSession, agency_code: str, flow_id: UUID, *, lock: bool = False) -> ReviewFlow:
    query = select(ReviewFlow).where(ReviewFlow.agency_code == agency_code, ReviewFlow.id == flow_id)
    found = (await session.scalars(query.with_for_update() if lock else query)).one_or_none()
    if found is None:
        raise NotFound("not_found")
    return found


async def find_flow(session: AsyncSession, agency_code: str, type_code: str, unit_id: str) -> ReviewFlow | None:
    """Which a draft of this type and unit takes."""
    return flow_for(await list_flows(session, agency_code), type_code, unit_id)


async def list_reviews(session: AsyncSession, document_id: UUID, number: int) -> list[DocumentReview]:
    """Of one round, in their order."""
    query = (
        select(DocumentReview)
        .where(DocumentReview.document_id == document_id, DocumentReview.round == number)
        .order_by(DocumentReview.level, DocumentReview.position)
    )
    return list((await session.scalars(query)).all())


def asked_of(agency_code: str, whose: Collection[str]) -> Select[UUID]:
    """Ids of documents that wait for one of these."""
    return _of(agency_code, whose).where(DocumentReview.state == ReviewState.ASKED)


def reached(agency_code: str, whose: Collection[str]) -> Select[UUID]:
    """Ids of documents about which one of these was ever asked."""
    return _of(agency_code, whose).where(DocumentReview.asked_at.is_not(None))


def _of(agency_code: str, whose: Collection[str]) -> Select[UUID]:
    mine = DocumentReview.agency_code == agency_code, DocumentReview.whose.in_(whose)
    return select(DocumentReview.document_id).where(*mine)
