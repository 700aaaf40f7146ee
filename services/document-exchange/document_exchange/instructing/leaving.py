"""Nothing waits for a leader who is gone: posts that end, units that are merged, agencies whose work another goes on with."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.attributes import flag_modified

from document_exchange.incoming.models import IncomingDocument
from document_exchange.incoming.notifications import about_incoming, clerks_of
from document_exchange.incoming.queries import held_at
from document_exchange.incoming.rules import IN_HANDS, REGISTERED
from document_exchange.incoming.steps import keep_status
from document_exchange.instructing.models import ExtensionRequest, Presentation
from document_exchange.instructing.rules import Extension, Presented, Work
from shared.access.rights import Role
from shared.contracts.mail_directory import PersonRecorded, UnitRecorded
from shared.core import clock
from shared.directory.keeping import DIRECTORY, still_there
from shared.directory.models import PersonPost
from shared.notifying.raising import notify
from shared.storage import evidence


async def release_presentations(session: AsyncSession, event: PersonRecorded) -> None:
    """Thôi trình người không còn là lãnh đạo: the clerks present it to another; any leader may say his opinion meanwhile."""
    for incoming, waiting in await _waiting(session, Presentation.leader_id == event.person_id):
        if not still_there(event, incoming.held_by, "", Role.LEADER):
            await _lapse(session, incoming, waiting, "event:person-recorded")


async def release_elsewhere(session: AsyncSession, agency_code: str) -> None:
    """What went on to another agency than its leader did. Who still stands where it came from may yet be told to follow."""
    for incoming, waiting in await _waiting(session, held_at(agency_code)):
        posts = select(PersonPost.agency_code).where(
            PersonPost.person_id == waiting.leader_id, PersonPost.role == Role.LEADER
        )
        held = set((await session.scalars(posts)).all())
        if not held & {incoming.held_by, incoming.addressee_code}:
            await _lapse(session, incoming, waiting, "event:agency-merged")


async def _waiting(session: AsyncSession, *only: Any) -> Sequence[Any]:
    """Few: one for each arrival that waits for an opinion."""
    query = (
        select(IncomingDocument, Presentation)
        .join(Presentation, Presentation.incoming_id == IncomingDocument.id)
        .where(Presentation.standing == Presented.WAITING, IncomingDocument.status.in_(REGISTERED | IN_HANDS), *only)
        .order_by(IncomingDocument.id)
        .with_for_update()
    )
    return (await session.execute(query)).all()


async def _lapse(session: AsyncSession, incoming: IncomingDocument, waiting: Presentation, cause: str) -> None:
    waiting.standing, waiting.ended_at = Presented.LAPSED, clock.now()
    incoming.version += 1
    words = f"{waiting.leader_name} không còn giữ chức vụ lãnh đạo tại đây; văn thư trình lãnh đạo khác."
    await keep_status(session, incoming, Work.LAPSE, words, DIRECTORY)
    await notify(session, about_incoming("presentation-returned", incoming, [clerks_of(incoming)]))
    await evidence.record(
        session, "incoming-lapse", f"incoming/{incoming.id}", cause, leader=waiting.leader_id, presented=waiting.id
    )


async def follow_merger(session: AsyncSession, event: UnitRecorded) -> None:
    """Đề xuất, xin gia hạn theo đơn vị sáp nhập; told again nothing is left to move."""
    if not event.successor_id:
        return
    old, new = f"unit:{event.unit_id}", f"unit:{event.successor_id}"
    for _, waiting in await _waiting(session, Presentation.proposal["parts"].contains([{"whose_id": old}])):
        waiting.proposal = waiting.proposal | {"parts": _renamed(waiting.proposal["parts"], old, new)}
        flag_modified(waiting, "proposal")
    asked = ExtensionRequest.standing == Extension.ASKED
    given = update(ExtensionRequest).where(asked, ExtensionRequest.given_in == event.unit_id)
    await session.execute(given.values(given_in=event.successor_id))
    other = select(ExtensionRequest.incoming_id).where(asked, ExtensionRequest.whose == new)
    whose = update(ExtensionRequest).where(asked, ExtensionRequest.whose == old)
    twice = ExtensionRequest.incoming_id.in_(other.scalar_subquery())
    await session.execute(whose.where(twice).values(standing=Extension.LAPSED))
    await session.execute(whose.values(whose=new, whose_name=f"phần của {event.successor_name}"))


def _renamed(parts: list[dict[str, Any]], old: str, new: str) -> list[dict[str, Any]]:
    """The successor once, where both were named."""
    found: list[dict[str, Any]] = []
    for one in parts:
        moved = one | {"whose_id": new} if one["whose_id"] == old else one
        if moved["whose_id"] not in {known["whose_id"] for known in found}:
            found.append(moved)
    return found
