"""What officers are told of an arrival: its number, who sent it, its deadline; never what it is about, nor how a stranger names himself."""

from collections.abc import Iterable

from document_exchange.incoming.models import IncomingDocument
from shared.access.rights import Role
from shared.contracts.document_exchange import OfficeNotified
from shared.contracts.notification import OfficersNotified
from shared.contracts.values import Recipient
from shared.core.formats import vn_date
from shared.notifying.kinds import KINDS
from shared.notifying.raising import notification


def about_incoming(kind: str, incoming: IncomingDocument, to: Iterable[Recipient]) -> OfficersNotified:
    known = {
        "reference": incoming.reference or f"số đến {incoming.arrival_number or '—'}",
        "agency": _sender_of(incoming),
        "due": vn_date(incoming.due_on, "chưa đặt"),
    }
    facts = {name: known[name] for name in KINDS[kind].facts}
    return notification(OfficeNotified, kind, f"incoming/{incoming.id}", to, facts, f"/van-ban/den/{incoming.id}")


def _sender_of(incoming: IncomingDocument) -> str:
    """An agency that the directory knows by its name; who wrote a letter is said on the page alone."""
    known = incoming.delivery_id or (incoming.entered and incoming.sender_code)
    return (incoming.sender_name if known else incoming.sender_code) or "bên ngoài"


def clerks_of(incoming: IncomingDocument) -> Recipient:
    return Recipient(agency_code=incoming.held_by, role=Role.RECORDS_CLERK)


def leaders_of(incoming: IncomingDocument) -> Recipient:
    return Recipient(agency_code=incoming.held_by, role=Role.LEADER)
