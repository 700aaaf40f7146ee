"""Reading parts that were given to an agency. Every query begins with the agency whose officer asks."""

from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.asked_parts.models import AskedPart, PartEntry
from shared.core.errors import NotFound


def given_to(agency_code: str) -> Select[AskedPart]:
    """The one door: what an agency was asked, never what others were."""
    return select(AskedPart).where(AskedPart.agency_code == agency_code)


async def get_asked_part(session: AsyncSession, part_id: UUID, agency_code: str) -> AskedPart:
    """Absent and not theirs look the same."""
    found = (await session.scalars(given_to(agency_code).where(AskedPart.id == part_id))).one_or_none()
    if found is None:
        raise NotFound("not_found")
    return found


async def list_entries(
    session: AsyncSession, part_id: UUID, after: int = 0, limit: int | None = None
) -> list[PartEntry]:
    """The oldest first, from behind `after`."""
    behind = PartEntry.part_id == part_id, PartEntry.number > after
    return list(await session.scalars(select(PartEntry).where(*behind).order_by(PartEntry.number).limit(limit)))
