"""Reading what was handed out."""

from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.dossiers.models import Dossier
from one_stop.dossiers.queries import at_counter_of, visible_to
from one_stop.returns.models import ResultReturn
from shared.contracts.values import FileReference
from shared.core.errors import NotFound


async def hold_dossier(session: AsyncSession, dossier_id: UUID, agency_code: str) -> Dossier:
    """The agency's own, for who is about to hand it on: whoever does so at the same moment waits, and then sees what was done."""
    return await _held(session, visible_to(agency_code).where(Dossier.id == dossier_id))


async def hold_for_return(session: AsyncSession, dossier_id: UUID, agency_code: str) -> Dossier:
    """The same of one whose result is fetched here, or was handed in here for another agency."""
    return await _held(session, at_counter_of(agency_code).where(Dossier.id == dossier_id))


async def _held(session: AsyncSession, statement: Select[Dossier]) -> Dossier:
    statement = statement.with_for_update()
    found = (await session.scalars(statement, execution_options={"populate_existing": True})).one_or_none()
    if found is None:
        raise NotFound("not_found")
    return found


async def list_returns(session: AsyncSession, dossier_id: UUID) -> list[ResultReturn]:
    statement = select(ResultReturn).where(ResultReturn.dossier_id == dossier_id)
    return list(await session.scalars(statement.order_by(ResultReturn.at, ResultReturn.id)))


async def find_return(session: AsyncSession, dossier_id: UUID) -> ResultReturn | None:
    """The last one that counts."""
    return next(reversed(await list_counting(session, dossier_id)), None)


async def list_counting(session: AsyncSession, dossier_id: UUID) -> list[ResultReturn]:
    """Those that were not undone: one, or one for each result that was opened online."""
    return [one for one in await list_returns(session, dossier_id) if one.undone_at is None]


async def find_attached(session: AsyncSession, dossier_id: UUID, sha256: str) -> FileReference | None:
    """A signature or paper of authority of this dossier."""
    files = [file for one in await list_returns(session, dossier_id) for _, file in one.attached]
    return next((file for file in files if file.sha256 == sha256), None)
