"""Reading results on paper. Every query begins with the caller's agency."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import Select, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.digitising.models import COUNTS, PaperResult
from shared.core.errors import NotFound


def of_agency(agency_code: str) -> Select[PaperResult]:
    return select(PaperResult).where(PaperResult.agency_code == agency_code)


async def get_paper(session: AsyncSession, paper_id: UUID, agency_code: str, *, hold: bool = False) -> PaperResult:
    """Absent and not theirs look the same. `hold`: whoever changes it at the same moment waits."""
    query = of_agency(agency_code).where(PaperResult.id == paper_id)
    fresh = {"populate_existing": hold}
    found = (await session.scalars(query.with_for_update() if hold else query, execution_options=fresh)).one_or_none()
    if found is None:
        raise NotFound("not_found")
    return found


async def find_entered(session: AsyncSession, keys: Collection[str]) -> dict[str, PaperResult]:
    """Of whatever agency: one paper is made electronic once."""
    query = select(PaperResult).where(PaperResult.key.in_(keys), text(COUNTS))
    return {row.key: row for row in await session.scalars(query)}
