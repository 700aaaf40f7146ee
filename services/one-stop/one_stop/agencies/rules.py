"""Who goes on with what an agency had, where it was split. Pure values."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from shared.standards.vietnamese import fold

PART = "part"
"""`AgencyMerged.act` of an agency that stands and of which a part left (tách một phần)."""


@dataclass(frozen=True)
class Matter:
    """Việc: by what it is told whose it is now. Of what says nothing the first successor goes on with it."""

    procedure_code: str = ""
    sector_name: str = ""
    unit_id: str = ""
    """Đơn vị in which it lies."""


def agency_then(dossier: str, day: str) -> str:
    """SQL: whose a dossier was on a day, whoever goes on with it today. `dossier`: the name under which the query has it."""
    return (
        f"coalesce((SELECT c.agency_code FROM continuation c WHERE c.dossier_id = {dossier}.id AND c.first_day > {day}"  # noqa: S608
        f" ORDER BY c.first_day, c.at LIMIT 1), {dossier}.agency_code)"
    )


def heir_by(shares: Sequence[dict[str, Any]], matter: Matter, first: str) -> str:
    """Cơ quan kế thừa by the procedure, else by its sector, else by the unit; else the first. `shares`: as `Share`.

    Names meet however their signs are typed: “Văn hoá” is “Văn hóa”.
    """
    told = (("matters", matter.procedure_code), ("matters", matter.sector_name), ("units", matter.unit_id))
    for kind, name in told:
        for share in shares:
            if name and fold(name) in {fold(one) for one in share[kind]}:
                return str(share["successor_code"])
    return first
