"""As what somebody is asked to look at drafts of his agency."""

from sqlalchemy import ColumnElement

from document_exchange.documents.models import OutgoingDocument
from document_exchange.documents.rules import CLERK, HEADS, REVIEWERS
from document_exchange.reviewing.queries import asked_of, reached
from document_exchange.reviewing.rules import CLERK as CLERK_TURN
from shared.access.identity import Identity
from shared.access.rights import Role, holds


def whose_of(who: Identity) -> list[str]:
    """Himself, the unit that he heads, the office of clerks; nothing for a delegate who was not given documents."""
    if who.kind != "officer" or not holds(who, REVIEWERS):
        return []
    found = [f"person:{who.desk}"]
    if who.leads_unit and who.unit and holds(who, HEADS):
        found.append(f"unit:{who.unit}")
    if Role.RECORDS_CLERK in who.roles and holds(who, CLERK):
        found.append(CLERK_TURN)
    return found


def reviewed_by(who: Identity) -> ColumnElement[bool]:
    """What he was ever asked to look at."""
    return OutgoingDocument.id.in_(reached(who.agency_code, whose_of(who)))


def waits_for_review_of(who: Identity) -> ColumnElement[bool]:
    """What waits for his look."""
    return OutgoingDocument.id.in_(asked_of(who.agency_code, whose_of(who)))
