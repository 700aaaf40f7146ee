"""What each successor of an agency that is split would have, counted by the same rule by which it moves."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.agencies.rules import Matter, heir_by
from one_stop.dossiers.models import Dossier
from one_stop.dossiers.rules import ENDED, OPEN
from one_stop.procedures.models import CompetentAgency, ProcedureVersion
from shared.directory.queries import names_of
from shared.standards.agency_code import is_agency_code, is_agency_code_102
from shared.standards.vietnamese import fold

BETWEEN = "~"
"""Parts a successor's code from what goes there, in an address."""


@dataclass
class ShareTouched:
    """Phần của một cơ quan kế thừa."""

    code: str
    name: str
    open: int = 0
    ended: int = 0
    procedures: int = 0


def read_shares(asked: Sequence[str]) -> list[dict[str, Any]]:
    """`<successor>~<unit, procedure or sector>`, as the directory's page of a plan leads here; what says nothing is left out."""
    found: dict[str, list[str]] = {}
    for one in asked:
        code, _, name = one.partition(BETWEEN)
        found.setdefault(code.strip(), []).append(name.strip())
    return [{"successor_code": code, "units": names, "matters": names} for code, names in found.items() if code]


async def count_shares(
    session: AsyncSession, agency_code: str, shares: Sequence[dict[str, Any]], first: str
) -> list[ShareTouched]:
    """The first successor first: it has what the shares give to none."""
    codes = list(dict.fromkeys([first, *(share["successor_code"] for share in shares)]))
    names = await names_of(session, codes)
    found = {code: ShareTouched(code, names.get(code, "")) for code in codes}
    told = Dossier.procedure_code, Dossier.sector_name, Dossier.unit_id
    runs = func.count().filter(Dossier.status.in_([status.value for status in OPEN]))
    ended = func.count().filter(Dossier.status.in_([status.value for status in ENDED]))
    query = select(*told, runs, ended).where(Dossier.agency_code == agency_code).group_by(*told)
    for procedure, sector, unit, running, over in await session.execute(query):
        share = found[heir_by(shares, Matter(procedure, sector, unit), first)]
        share.open, share.ended = share.open + running, share.ended + over
    competent = (
        select(ProcedureVersion.code, ProcedureVersion.sector_name)
        .join(CompetentAgency, CompetentAgency.procedure_version_id == ProcedureVersion.id)
        .where(CompetentAgency.agency_code == agency_code, ProcedureVersion.current.is_(True))
    )
    for procedure, sector in await session.execute(competent):
        found[heir_by(shares, Matter(procedure, sector), first)].procedures += 1
    return list(found.values())


async def unmatched(session: AsyncSession, agency_code: str, shares: Sequence[dict[str, Any]]) -> list[str]:
    """What the plan gives by name and the agency has no procedure, sector or dossier of: it would move nothing."""
    competent = CompetentAgency.procedure_version_id == ProcedureVersion.id
    told = (
        select(ProcedureVersion.code, ProcedureVersion.sector_name)
        .join(CompetentAgency, competent)
        .where(CompetentAgency.agency_code == agency_code, ProcedureVersion.current.is_(True))
        .union(select(Dossier.procedure_code, Dossier.sector_name).where(Dossier.agency_code == agency_code))
    )
    known = {fold(name) for row in await session.execute(told) for name in row}
    named = dict.fromkeys(name for share in shares for name in share["matters"] if name and not _is_place(name))
    return [name for name in named if fold(name) not in known]


def _is_place(name: str) -> bool:
    """A unit, by its id, or an agency below, by its code."""
    try:
        UUID(name)
    except ValueError:
        return is_agency_code(name) or is_agency_code_102(name)
    return True
