"""What lies at a specialist's step, in the reach of who shares it out."""

from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.balancing.rules import Task
from one_stop.dossiers.cases import SPECIALIST
from one_stop.dossiers.models import Dossier
from one_stop.dossiers.rules import IN_WORK, WAITING
from one_stop.dossiers.workers import led_by
from one_stop.worklist.listing import open_rows
from shared.access.identity import Identity
from shared.work.steps import sql_set

MOST = 2_000
"""Dossiers that are looked at, those first that are due first."""


async def list_tasks(session: AsyncSession, who: Identity) -> list[Task]:
    """Of the unit that he leads, or else of his agency; what is due first."""
    base, _ = open_rows(who, "unit" if led_by(who) else "agency")
    waits = Dossier.paused_at.is_not(None) | text(f"status IN {sql_set(WAITING)}")
    columns = (
        *(Dossier.id, Dossier.version, Dossier.procedure_name, Dossier.work_due_at),
        func.coalesce(Dossier.code, "").label("code"),
        func.coalesce(Dossier.holder_id, "").label("holder_id"),
        waits.label("rests"),
        Dossier.has_draft.label("begun"),
    )
    here = Dossier.step_role == SPECIALIST, text(f"status IN {sql_set(IN_WORK | WAITING)}")
    rows = (
        base.with_only_columns(*columns)
        .where(*here, Dossier.step_agency_code == "")
        .order_by(Dossier.work_due_at, Dossier.id)
    )
    return [Task(**row._mapping) for row in await session.execute(rows.limit(MOST))]


async def names_of_dossiers(session: AsyncSession, who: Identity, ids: list[object]) -> dict[object, str]:
    """Code and procedure of those that are the agency's."""
    await session.flush()
    found = select(Dossier.id, Dossier.code, Dossier.procedure_name)
    rows = await session.execute(found.where(Dossier.id.in_(ids), Dossier.agency_code == who.agency_code))
    return {row.id: f"{row.code or 'Hồ sơ mới nộp'} – {row.procedure_name}" for row in rows}
