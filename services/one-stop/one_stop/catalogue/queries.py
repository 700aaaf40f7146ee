"""Reading changes of procedures."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.catalogue.models import ProcedureChange
from one_stop.catalogue.rules import DECIDED, OPEN, ChangeState
from shared.core.errors import NotFound
from shared.directory.models import Agency

_OPEN = ProcedureChange.state.in_([state.value for state in OPEN])


async def get_change(
    session: AsyncSession, change_id: UUID, agency_code: str, *, lock: bool = False
) -> ProcedureChange:
    """One that this agency drafts; another's is not found."""
    change = await session.get(ProcedureChange, change_id, with_for_update=lock or None)
    if change is None or change.agency_code != agency_code:
        raise NotFound("not_found")
    return change


async def find_open(session: AsyncSession, code: str) -> ProcedureChange | None:
    """The one that is being drafted, decided or waits for its day."""
    return (await session.scalars(select(ProcedureChange).where(ProcedureChange.code == code, _OPEN))).one_or_none()


async def list_open(session: AsyncSession) -> list[ProcedureChange]:
    """Of the whole province, the newest first: few at a time."""
    return list(await session.scalars(select(ProcedureChange).where(_OPEN).order_by(ProcedureChange.begun_at.desc())))


async def list_changes(session: AsyncSession, code: str) -> list[ProcedureChange]:
    """All of one procedure, the newest first."""
    statement = select(ProcedureChange).where(ProcedureChange.code == code)
    return list(await session.scalars(statement.order_by(ProcedureChange.begun_at.desc())))


async def list_decided_codes(session: AsyncSession) -> set[str]:
    """Procedures that people have decided about on the screens: the province's files leave them alone."""
    decided = ProcedureChange.state.in_([state.value for state in DECIDED])
    return set(await session.scalars(select(ProcedureChange.code).where(decided)))


async def last_agency(session: AsyncSession, code: str) -> str:
    """Whose change of this procedure was decided last."""
    statement = select(ProcedureChange.agency_code).where(
        ProcedureChange.code == code, ProcedureChange.state != ChangeState.DROPPED.value
    )
    return await session.scalar(statement.order_by(ProcedureChange.begun_at.desc()).limit(1)) or ""


async def is_file_row_known(session: AsyncSession, code: str, digest: str) -> bool:
    """A change was drafted from this row of the province's file before."""
    same = select(ProcedureChange.id).where(ProcedureChange.code == code, ProcedureChange.file_digest == digest)
    return (await session.scalar(same.limit(1))) is not None


async def agency_names(session: AsyncSession) -> dict[str, str]:
    rows = await session.execute(select(Agency.code, Agency.name))
    return {row.code: row.name for row in rows}
