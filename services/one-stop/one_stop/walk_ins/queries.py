"""Reading the register of guidance. Every query begins with the agency whose officer asks."""

from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.walk_ins.models import WalkIn
from shared.core.errors import NotFound


def of_agency(agency_code: str) -> Select[WalkIn]:
    return select(WalkIn).where(WalkIn.agency_code == agency_code)


async def get_walk_in(session: AsyncSession, walk_in_id: UUID, agency_code: str) -> WalkIn:
    """Absent and not theirs look the same."""
    found = (await session.scalars(of_agency(agency_code).where(WalkIn.id == walk_in_id))).one_or_none()
    if found is None:
        raise NotFound("not_found")
    return found


async def lock_walk_in(session: AsyncSession, walk_in_id: UUID, agency_code: str) -> WalkIn:
    statement = of_agency(agency_code).where(WalkIn.id == walk_in_id).with_for_update()
    found = (await session.scalars(statement)).one_or_none()
    if found is None:
        raise NotFound("not_found")
    return found


async def find_guided(
    session: AsyncSession, agency_code: str, procedure_code: str, number: str, walk_in_id: UUID | None
) -> WalkIn | None:
    """The notice this person has already about this matter, by the line he came back with or by his number."""
    same = [WalkIn.id == walk_in_id] if walk_in_id else []
    same += [WalkIn.applicant_number == number] if number else []
    if not same:
        return None
    asked = of_agency(agency_code).where(
        WalkIn.procedure_code == procedure_code, WalkIn.form_no == "02", WalkIn.dossier_id.is_(None), or_(*same)
    )
    return (await session.scalars(asked.order_by(WalkIn.at.desc()).limit(1))).one_or_none()
