"""What an officer sees of the parts of a dossier, and whom he may ask."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.dossiers.cases import Worker
from one_stop.dossiers.models import Dossier
from one_stop.parts.actions import case_of
from one_stop.parts.models import DossierPart
from one_stop.parts.queries import list_parts
from one_stop.parts.rules import STEPS as ASKING
from one_stop.procedures.models import ProcedureVersion
from one_stop.procedures.rules import PARENT, signed_before
from shared.core import clock
from shared.directory.queries import find_agency, list_agencies, list_units


async def parts_facts(
    session: AsyncSession, dossier: Dossier, procedure: ProcedureVersion, worker: Worker, *, asks: bool
) -> dict[str, Any]:
    """What the dossier's sheet says of its parts; `asks`: this officer may ask for more."""
    return {
        "parts": await _parts(session, dossier, worker),
        "applicant_reads": signed_before(procedure.workflow(), dossier.step_position),
        "consults": await _consults(session, dossier, procedure),
        "places": await _places(session, dossier.agency_code) if asks else [],
    }


async def _parts(session: AsyncSession, dossier: Dossier, worker: Worker) -> list[tuple[DossierPart, tuple[str, ...]]]:
    return [(part, ASKING.allowed(case_of(dossier, part, worker))) for part in await list_parts(session, dossier.id)]


async def _consults(session: AsyncSession, dossier: Dossier, procedure: ProcedureVersion) -> dict[str, Any]:
    """What the form is filled in with; the officer may change all of it."""
    said = procedure.steps[dossier.step_position].consults
    if not said:
        return {}
    agency = await find_agency(session, dossier.agency_code)
    above = agency.parent_code if agency else ""
    return {"hours": said["hours"], "of": [above if place == PARENT else place for place in said.get("of", [])]}


async def _places(session: AsyncSession, agency_code: str) -> list[tuple[str, str]]:
    """As `Asked.read` takes them: the own units first, then every other agency of the province."""
    today = clock.local_now().date()
    units = [(f"{agency_code}/{unit.id}", unit.name) for unit in await list_units(session, agency_code, today)]
    return units + [(one.code, one.name) for one in await list_agencies(session, today, agency_code)]
