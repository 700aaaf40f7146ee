"""Reading the register of guidance. Every query begins with the agency whose officer asks."""

from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.procedures.queries import of_former
from one_stop.walk_ins.models import WalkIn
from shared.core.errors import NotFound


def of_agency(agency_code: str) -> Select[WalkIn]:
    return select(WalkIn).where(WalkIn.agency_code == agency_code)


def of_former_agencies(agency_code: str) -> Select[WalkIn]:
    """Of agencies that ended, as their successor reads them: each keeps the number of its own book."""
    return select(WalkIn).where(of_former(WalkIn.agency_code, WalkIn.procedure_code, agency_code))


def _readable(agency_code: str) -> Select[WalkIn]:
    former = of_former(WalkIn.agency_code, WalkIn.procedure_code, agency_code)
    return select(WalkIn).where(or_(WalkIn.agency_code == agency_code, former))


async def get_walk_in(session: AsyncSession, walk_in_id: UUID, agency_code: str) -> WalkIn:
    """Absent and not theirs look the same."""
    found = (await session.scalars(_readable(agency_code).where(WalkIn.id == walk_in_id))).one_or_none()
    if found is None:
        raise NotFound("not_found")
    return found


async def lock_walk_in(session: AsyncSession, walk_in_id: UUID, agency_code: str) -> WalkIn:
    statement = _readable(agency_code).where(WalkIn.id == walk_in_id).with_for_update()
    found = (await session.scalars(statement)).one_or_none()
    if found is None:
        raise NotFound("not_found")
    return found


async def find_guided(
    session: AsyncSession, agency_code: str, procedure_code: str, number: str, walk_in_id: UUID | None
) -> WalkIn | None:
    """The notice this person has already about this matter, by the line he came back with or by his number; a successor knows that
    of the agency that ended.
    """
    same = [WalkIn.id == walk_in_id] if walk_in_id else []
    same += [WalkIn.applicant_number == number] if number else []
    if not same:
        return None
    guided = WalkIn.procedure_code == procedure_code, WalkIn.form_no == "02", WalkIn.dossier_id.is_(None), or_(*same)
    for base in (of_agency(agency_code), of_former_agencies(agency_code)):
        newest = base.where(*guided).order_by(WalkIn.at.desc()).limit(1)
        if (found := (await session.scalars(newest)).one_or_none()) is not None:
            return found
    return None
