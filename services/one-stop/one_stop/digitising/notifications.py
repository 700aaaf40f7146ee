"""What officers are told of a result on paper: its number and issuing agency, never whose it is."""

from one_stop.digitising.models import PaperResult
from shared.access.rights import Role
from shared.contracts.notification import OfficersNotified
from shared.contracts.one_stop import CounterNotified
from shared.contracts.values import Recipient
from shared.notifying.raising import notification


def about_scan(row: PaperResult) -> OfficersNotified:
    """To the leaders of the agency: one of them compares it."""
    return _about("paper-result-to-compare", row, Recipient(agency_code=row.agency_code, role=Role.LEADER))


def about_return(row: PaperResult) -> OfficersNotified:
    """To who entered it."""
    return _about("paper-result-returned", row, Recipient(person_id=row.entered_by, agency_code=row.agency_code))


def _about(kind: str, row: PaperResult, to: Recipient) -> OfficersNotified:
    facts = {"reference": row.number, "agency": row.issuer}
    link = f"/mot-cua/ket-qua-giay/{row.id}"
    return notification(CounterNotified, kind, f"paper-result/{row.id}", [to], facts, link)
