"""Reading corrections, and what can be corrected."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.corrections.models import Correction
from one_stop.corrections.rules import Correctable, correctables, of_case
from one_stop.dossiers.actions import labels_of
from one_stop.dossiers.models import Dossier
from one_stop.dossiers.warnings import repeats
from one_stop.procedures.models import ProcedureVersion
from shared.contracts.values import Applicant


async def list_corrections(session: AsyncSession, dossier_id: UUID) -> list[Correction]:
    """As they were made."""
    statement = select(Correction).where(Correction.dossier_id == dossier_id)
    return list(await session.scalars(statement.order_by(Correction.at, Correction.id)))


async def find_correctables(session: AsyncSession, dossier: Dossier, procedure: ProcedureVersion) -> list[Correctable]:
    labels = await labels_of(session, dossier, procedure)
    applicant = Applicant.model_validate(dossier.applicant)
    owner = Applicant.model_validate(dossier.owner) if dossier.owner else None
    repeated = repeats(dossier.answers, applicant, labels)
    parties = {"applicant": applicant, "owner": owner}
    case = of_case(procedure.offered(), dossier.case_code) if dossier.received_at is None else []
    return case + correctables(dossier.channel, parties, dossier.answers, labels, repeated)
