"""Reading tasks. Every query begins with the agency, or with a dossier that was asked for by its agency."""

from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.tasks.models import DossierTask
from shared.core.errors import NotFound


def tasks_at(agency_code: str) -> Select[DossierTask]:
    return select(DossierTask).where(DossierTask.agency_code == agency_code)


async def list_tasks(session: AsyncSession, dossier_id: UUID) -> list[DossierTask]:
    """As they were given."""
    statement = select(DossierTask).where(DossierTask.dossier_id == dossier_id)
    return list(await session.scalars(statement.order_by(DossierTask.number)))


async def get_task(session: AsyncSession, dossier_id: UUID, number: int) -> DossierTask:
    named = DossierTask.dossier_id == dossier_id, DossierTask.number == number
    found = (await session.scalars(select(DossierTask).where(*named))).one_or_none()
    if found is None:
        raise NotFound("not_found")
    return found
