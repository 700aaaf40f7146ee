"""What officers are told of a change of a procedure: the procedure's code and the day of effect."""

from one_stop.catalogue.models import ProcedureChange
from shared.access.rights import Role
from shared.contracts.notification import OfficersNotified
from shared.contracts.one_stop import CounterNotified
from shared.contracts.values import Recipient
from shared.core.formats import vn_date
from shared.notifying.raising import notification


def about_sent(change: ProcedureChange) -> OfficersNotified:
    """To the leaders of the agency that drafts it: one of them approves it."""
    return _about("procedure-change-sent", change, [Recipient(agency_code=change.agency_code, role=Role.LEADER)])


def about_decided(kind: str, change: ProcedureChange) -> OfficersNotified:
    """To all who wrote in it."""
    to = [Recipient(person_id=author, agency_code=change.agency_code) for author in change.authors]
    return _about(kind, change, to)


def _about(kind: str, change: ProcedureChange, to: list[Recipient]) -> OfficersNotified:
    day = vn_date(change.effective_on) if change.effective_on else ""
    facts = {"reference": change.code, "since": day}
    link = f"/mot-cua/thay-doi-thu-tuc/{change.id}"
    return notification(CounterNotified, kind, f"procedure-change/{change.id}", to, facts, link)
