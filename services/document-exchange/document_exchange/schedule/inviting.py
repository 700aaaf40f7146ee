"""Giấy mời from an entry of the schedule: a draft of the agency's own with the facts filled, which goes the way of every document."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.documents.drafting import draft_document
from document_exchange.documents.models import OutgoingDocument
from document_exchange.documents.rules import WITHDRAWN
from document_exchange.documents.schemas import DraftIn
from document_exchange.schedule.actions import note_invitation
from document_exchange.schedule.models import ScheduleEntry
from document_exchange.schedule.queries import get_entry
from shared.access.identity import Identity
from shared.access.rights import Role
from shared.core import clock
from shared.core.errors import Conflict
from shared.directory.queries import find_colleague

_LONGEST = 500


async def draft_invitation(session: AsyncSession, who: Identity, entry_id: UUID) -> UUID:
    """Pressed twice it was drafted once; anew where the former was cancelled. The chair signs it where he is a leader; whom it goes to
    the drafter chooses.
    """
    entry = await get_entry(session, who, entry_id, lock=True)
    if await is_invited(session, entry):
        raise Conflict("invitation_drafted")
    leader = await find_colleague(session, who.agency_code, entry.chair_id, Role.LEADER) if entry.chair_id else None
    new = DraftIn(type_code="GM", subject=subject_of(entry), leader_id=leader.id if leader else "")
    draft = await draft_document(session, who, new)
    await note_invitation(session, who, entry.id, draft.id)
    return draft.id


async def is_invited(session: AsyncSession, entry: ScheduleEntry) -> bool:
    """Its giấy mời is on the way; cancelled or taken back it is not."""
    draft = await session.get(OutgoingDocument, entry.invitation_id) if entry.invitation_id else None
    return draft is not None and draft.status not in WITHDRAWN


def subject_of(entry: ScheduleEntry) -> str:
    """What, when, where: the title gives way where all of it has no room."""
    begins = entry.starts_at.astimezone(clock.VIETNAM)
    where = f", tại {entry.place}" if entry.place else ""
    when = f", {begins:%H} giờ {begins:%M} ngày {begins:%d/%m/%Y}{where}"
    return f"Mời dự {entry.title[: _LONGEST - len(when) - 10]}{when}"
