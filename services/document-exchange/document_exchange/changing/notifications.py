"""What the records clerks are told of a sender's wish."""

from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.changing.models import SenderChange
from shared.access.rights import Role
from shared.contracts.document_exchange import OfficeNotified
from shared.contracts.values import Recipient
from shared.notifying.raising import notification, notify

LIST = "/van-ban/den/thay-doi"


async def tell_clerks(session: AsyncSession, change: SenderChange) -> None:
    """By number and code, never how a stranger names himself nor what he writes."""
    to = [Recipient(agency_code=change.agency_code, role=Role.RECORDS_CLERK)]
    facts = {"reference": change.target_reference or change.target_code, "agency": change.sender_code}
    about, place = f"sender-change/{change.id}", f"{LIST}/{change.id}"
    await notify(session, notification(OfficeNotified, "document-change-asked", about, to, facts, place))
