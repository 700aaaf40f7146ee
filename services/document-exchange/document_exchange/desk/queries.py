"""Register rows, in the order of their numbers."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.agencies.models import Agency
from document_exchange.documents.models import Addressee, DocumentStep, OutgoingDocument
from document_exchange.documents.rules import Step
from document_exchange.incoming.models import Assignment, IncomingDocument
from document_exchange.registers.models import NumberSeries


@dataclass(frozen=True)
class OutgoingRow:
    """Một dòng sổ đăng ký văn bản đi."""

    document: OutgoingDocument
    series_name: str
    receivers: str
    note: str
    """Ghi chú: why it was cancelled."""


@dataclass(frozen=True)
class IncomingRow:
    """Một dòng sổ đăng ký văn bản đến."""

    document: IncomingDocument
    holders: str


async def list_outgoing_rows(
    session: AsyncSession, agency_code: str, year: int, after: tuple[str, int] | None, limit: int
) -> list[OutgoingRow]:
    """By series, then number; `after` is the series code and number of the last row shown."""
    receivers: Any = (
        select(func.string_agg(func.coalesce(Agency.short_name, Addressee.agency_code), "; "))
        .select_from(Addressee)
        .outerjoin(Agency, Agency.code == Addressee.agency_code)
        .where(Addressee.document_id == OutgoingDocument.id)
        .scalar_subquery()
    )
    reason: Any = (
        select(DocumentStep.opinion)
        .where(DocumentStep.document_id == OutgoingDocument.id, DocumentStep.kind == Step.CANCEL)
        .limit(1)
        .scalar_subquery()
    )
    query = (
        select(OutgoingDocument, NumberSeries.name, receivers, reason)
        .join(NumberSeries, NumberSeries.id == OutgoingDocument.series_id)
        .where(OutgoingDocument.agency_code == agency_code, OutgoingDocument.year == year)
        .order_by(NumberSeries.code, OutgoingDocument.number)
        .limit(limit)
    )
    if after is not None:
        code, number = after
        query = query.where(
            (NumberSeries.code > code) | ((NumberSeries.code == code) & (OutgoingDocument.number > number))
        )
    return [
        OutgoingRow(document, name, names or "", note or "")
        for document, name, names, note in await session.execute(query)
    ]


async def list_incoming_rows(
    session: AsyncSession, agency_code: str, year: int, after: int, limit: int
) -> list[IncomingRow]:
    """By arrival number."""
    holders: Any = (
        select(func.string_agg(Assignment.person_name, "; "))
        .where(Assignment.incoming_id == IncomingDocument.id)
        .scalar_subquery()
    )
    query = (
        select(IncomingDocument, holders)
        .where(
            IncomingDocument.addressee_code == agency_code,
            IncomingDocument.arrival_year == year,
            IncomingDocument.arrival_number > after,
        )
        .order_by(IncomingDocument.arrival_number)
        .limit(limit)
    )
    return [IncomingRow(document, names or "") for document, names in await session.execute(query)]


async def series_code(session: AsyncSession, series_id: Any) -> str:
    found = await session.get(NumberSeries, series_id)
    return found.code if found else ""
