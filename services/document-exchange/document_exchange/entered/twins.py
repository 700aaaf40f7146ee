"""Văn bản trùng: the same author, number and notation, however they came and however they are written (NĐ 30/2020 Phụ lục VI, III.1h).

The day does not count: a paper is often dated by hand, and a second document under a used number is worth a look too.
"""

from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.incoming.models import IncomingDocument
from document_exchange.incoming.reference_keys import REFERENCE_KEY, reference_key
from document_exchange.incoming.rules import IncomingState
from shared.storage.words import searchable

_MOST = 20
_WARNING = "duplicate_reference"


_ONE_AT_A_TIME = text(
    f"SELECT pg_advisory_xact_lock(hashtextextended(:agency || ' ' || {reference_key('CAST(:typed AS text)')}, 7243))"
)


async def one_at_a_time(session: AsyncSession, agency_code: str, reference: str) -> None:
    """Whoever enters the same number at this moment waits, and then sees the other's."""
    if reference:
        await session.execute(_ONE_AT_A_TIME, {"agency": agency_code, "typed": reference})


async def find_twins(
    session: AsyncSession, agency_code: str, reference: str, author: tuple[str, str], besides: UUID | None = None
) -> list[IncomingDocument]:
    """What is here under the same number of the same author, by code and name; what was returned or struck out is none."""
    if not reference:
        return []
    query = (
        select(IncomingDocument)
        .where(
            IncomingDocument.addressee_code == agency_code,
            text("incoming_document.reference <> ''"),
            text(f"{REFERENCE_KEY} = {reference_key('CAST(:typed AS text)')}").bindparams(typed=reference),
            IncomingDocument.status != IncomingState.REFUSED,
        )
        .order_by(IncomingDocument.arrived_at, IncomingDocument.id)
        .limit(_MOST * 10)
    )
    code, name = author
    found = [
        row for row in await session.scalars(query) if row.id != besides and _same_author(row, code, searchable(name))
    ]
    return found[:_MOST]


def _same_author(row: IncomingDocument, code: str, name: str) -> bool:
    return (bool(code) and row.sender_code == code) or (bool(name) and searchable(row.sender_name) == name)


async def warn_twins(session: AsyncSession, twins: list[IncomingDocument]) -> None:
    """What is not registered yet is not registered without a look at what was entered beside it."""
    for twin in twins:
        await session.refresh(twin, with_for_update=True)  # whoever registers it at this moment is waited for
        if twin.status == IncomingState.ARRIVED and _WARNING not in twin.warnings:
            twin.warnings = [*twin.warnings, _WARNING]
            twin.version += 1
