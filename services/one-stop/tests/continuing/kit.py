"""An agency that goes into another: what the directory tells of it."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from one_stop.continuing.actions import CONTINUE
from shared.contracts.mail_directory import AgencyMerged
from shared.core import clock
from shared.work.jobs import Jobs
from testing.factories import an_agency

HEIR = "000.00.55.H08"
PLAN = "0199d3a0-5b1e-7c44-8f21-3a6f0c9b7e61"
DIRECTORY = "mail-directory"


def today() -> date:
    return clock.local_now().date()


def merged(code: str, into: str = HEIR, **changed: Any) -> AgencyMerged:
    values: dict[str, Any] = {
        "agency_code": code,
        "agency_name": "Sở Cũ",
        "successor_code": into,
        "successor_name": "Sở Mới",
        "first_day": today(),
        "act": "merge",
        "document_number": "15/NQ-HĐND",
        "document_date": today() - timedelta(days=9),
        "reorganisation_id": PLAN,
    }
    return AgencyMerged(**(values | changed))


async def tell_heir(office: Any, code: str = HEIR, name: str = "Sở Mới") -> None:
    await office.tell(an_agency(code, name=name, short_name="SM", valid_from=today()), DIRECTORY)


async def tell_merged(office: Any, code: str, into: str = HEIR) -> None:
    """As mail-directory does it: the agency's own record, then who goes on."""
    ended = an_agency(code, name="Sở Cũ", valid_to=today() - timedelta(days=1), successor_code=into)
    await office.tell(ended, DIRECTORY)
    await office.tell(merged(code, into), DIRECTORY)


async def work(office: Any, *jobs: Any) -> int:
    """The worker does what is due; how often it had something to do."""
    done = 0
    while await Jobs(office.database, list(jobs) or [CONTINUE]).do_next():
        done += 1
    return done


async def agency_of(office: Any, dossier: str) -> str:
    (row,) = await office.rows("SELECT agency_code FROM dossier WHERE id = $1", UUID(dossier))
    return str(row["agency_code"])
