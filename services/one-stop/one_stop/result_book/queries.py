"""Reading the book of issued results. Every query begins with the agencies whose results the caller's agency answers for."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.agencies.models import Continuation
from one_stop.agencies.queries import codes_ended_into, heir_of
from one_stop.agencies.rules import Matter
from one_stop.dossiers.models import Dossier
from one_stop.procedures.queries import decided_by, find_current
from one_stop.result_book.models import BookedResult, ResultChange
from shared.core import clock
from shared.core.errors import NotFound
from shared.directory.queries import codes_before


def of_own(agency_code: str) -> Select[BookedResult]:
    return select(BookedResult).where(BookedResult.agency_code == agency_code)


def of_former(agency_code: str) -> Select[BookedResult]:
    """Of the agencies that ended and whose work it does now."""
    return select(BookedResult).where(_former(agency_code))


def of_agencies(agency_code: str) -> Select[BookedResult]:
    """All that the agency answers for."""
    return select(BookedResult).where((BookedResult.agency_code == agency_code) | _former(agency_code))


def _former(agency_code: str) -> ColumnElement[bool]:
    """Where the dossier went on, it is whose the dossier is: of an agency that was split only one of the successors. What was made
    electronic from paper has none: who decides its procedure has it too.
    """
    dossier, issued_at = Dossier.id == BookedResult.dossier_id, BookedResult.agency_code
    went_on = exists().where(Continuation.dossier_id == BookedResult.dossier_id, Continuation.agency_code == issued_at)
    here = exists().where(dossier, Dossier.agency_code == agency_code)
    on_paper = BookedResult.dossier_id.is_(None) & decided_by(agency_code, BookedResult.procedure_code)
    came = issued_at.in_(codes_ended_into(agency_code)) & (issued_at != agency_code)
    before = issued_at.in_(codes_before(agency_code, clock.local_now().date()))
    return or_(before & ~went_on, came & or_(here, on_paper))


async def answers_for(session: AsyncSession, row: BookedResult, dossier: Dossier | None, agency_code: str) -> bool:
    """Whether the agency, which sees the result, also changes it: where its dossier or procedure left an agency that stands (tách một
    phần) with a part, who decides the matter now does; the one that issued it reads what it issued.
    """
    if row.agency_code != agency_code:
        return True
    if dossier is not None:
        went = await session.scalar(
            select(Continuation.dossier_id).where(
                Continuation.dossier_id == dossier.id, Continuation.agency_code == agency_code
            )
        )
        return went is None or dossier.agency_code == agency_code
    current = await find_current(session, row.procedure_code)
    heir = await heir_of(session, agency_code, Matter(row.procedure_code, current.sector_name if current else ""))
    # Only where that one sees it: nobody must be left without the right.
    return heir == agency_code or not await session.scalar(select(decided_by(heir, literal(row.procedure_code))))


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
