"""Reading the book of issued results. Every query begins with the agencies whose results the caller's agency answers for."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.result_book.models import BookedResult, ResultChange
from shared.core import clock
from shared.core.errors import NotFound
from shared.directory.queries import codes_before


def of_own(agency_code: str) -> Select[BookedResult]:
    return select(BookedResult).where(BookedResult.agency_code == agency_code)


def of_former(agency_code: str) -> Select[BookedResult]:
    """Of the agencies that ended and whose work it does now."""
    former = codes_before(agency_code, clock.local_now().date())
    return select(BookedResult).where(BookedResult.agency_code.in_(former))


def of_agencies(agency_code: str) -> Select[BookedResult]:
    """All that the agency answers for."""
    former = codes_before(agency_code, clock.local_now().date())
    return select(BookedResult).where((BookedResult.agency_code == agency_code) | BookedResult.agency_code.in_(former))


async def get_booked(session: AsyncSession, result_id: UUID, agency_code: str, *, hold: bool = False) -> BookedResult:
    """Absent and not theirs look the same. `hold`: whoever changes it at the same moment waits."""
    query = of_agencies(agency_code).where(BookedResult.id == result_id)
    fresh = {"populate_existing": hold}
    found = (await session.scalars(query.with_for_update() if hold else query, execution_options=fresh)).one_or_none()
    if found is None:
        raise NotFound("not_found")
    return found


async def list_booked(session: AsyncSession, dossier_id: UUID) -> list[BookedResult]:
    """Of one dossier, as they were signed."""
    query = select(BookedResult).where(BookedResult.dossier_id == dossier_id)
    return list(await session.scalars(query.order_by(BookedResult.issued_at, BookedResult.id)))


async def find_by_code(session: AsyncSession, verification_code: str) -> BookedResult | None:
    query = select(BookedResult).where(BookedResult.verification_code == verification_code)
    return (await session.scalars(query)).one_or_none()


async def find_named(session: AsyncSession, agency_code: str, names: Collection[str]) -> list[BookedResult]:
    """By the code of its dossier or its own verification code; a dossier may have several."""
    named = BookedResult.dossier_code.in_(names) | BookedResult.verification_code.in_(names)
    return list(await session.scalars(of_agencies(agency_code).where(named).limit(20)))


async def list_changes(session: AsyncSession, result_id: UUID) -> list[ResultChange]:
    query = select(ResultChange).where(ResultChange.result_id == result_id)
    return list(await session.scalars(query.order_by(ResultChange.number)))
