"""What officers are told of an outgoing document."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.documents.models import OutgoingDocument
from shared.access.rights import Role
from shared.contracts.document_exchange import OfficeNotified
from shared.contracts.notification import OfficersNotified
from shared.contracts.one_stop_results import ResultEntryAsked
from shared.contracts.values import Recipient
from shared.core.formats import code_or_moment
from shared.directory.models import Unit
from shared.notifying.raising import notification

NO_UNIT = "cơ quan"
"""Where the drafter works in none of its units."""


def about_document(kind: str, document: OutgoingDocument, to: Iterable[Recipient], **facts: str) -> OfficersNotified:
    """What it is about is not said: the link leads there."""
    return notification(OfficeNotified, kind, f"document/{document.id}", to, facts, f"/van-ban/di/{document.id}")


async def about_draft(
    session: AsyncSession, kind: str, document: OutgoingDocument, to: Iterable[Recipient]
) -> OfficersNotified:
    """It has no number yet: its kind, when it was begun and its unit tell it from others."""
    unit = await session.get(Unit, document.unit_id) if document.unit_id else None
    began = f"{document.type_name[:1].lower()}{document.type_name[1:]} soạn"
    facts = {
        "reference": code_or_moment(document.reference, began, document.created_at),
        "unit": unit.name if unit else NO_UNIT,
    }
    return about_document(kind, document, to, **facts)


def drafter_of(document: OutgoingDocument) -> list[Recipient]:
    """Nobody, where the agency's own system sent it."""
    person = document.drafter_id
    return [Recipient(person_id=person, agency_code=document.held_by)] if person else []


def clerks_of(document: OutgoingDocument) -> Recipient:
    return Recipient(agency_code=document.held_by, role=Role.RECORDS_CLERK)


def leaders_of(document: OutgoingDocument) -> Recipient:
    return Recipient(agency_code=document.held_by, role=Role.LEADER)


def about_taken_number(asked: ResultEntryAsked, document_id: UUID | None) -> OfficersNotified:
    """To the clerks of the agency: a result and something else bear one number. The link leads to what had it first."""
    to = [Recipient(agency_code=asked.agency_code, role=Role.RECORDS_CLERK)]
    facts = {"reference": asked.number, "code": asked.dossier_code}
    link = f"/van-ban/di/{document_id}" if document_id else "/van-ban/so-va-so"
    return notification(OfficeNotified, "result-number-taken", f"result/{asked.result_id}", to, facts, link)
