"""What officers are told of a request: which draft by its kind and moment, whose it is, its term; never what it is about."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.consulting.models import OpinionRequest
from document_exchange.consulting.queries import drafter_of
from shared.access.rights import Role
from shared.contracts.document_exchange import OfficeNotified
from shared.contracts.values import Recipient
from shared.core import clock
from shared.core.formats import code_or_moment, vn_date
from shared.directory.models import Unit
from shared.directory.queries import Colleague, find_head
from shared.notifying.raising import notification, notify


async def tell(session: AsyncSession, kind: str, row: OpinionRequest, to: Iterable[Recipient], link: str = "") -> None:
    """Nobody is told where nobody is meant."""
    people = list(dict.fromkeys(to))
    if not people:
        return
    began = f"{row.type_name[:1].lower()}{row.type_name[1:]} lấy ý kiến"
    facts = {
        "reference": code_or_moment("", began, row.asked_at),
        "agency": row.asker_agency,
        "due": vn_date(row.due_on),
    }
    about = f"opinion-request/{row.id}"
    link = link or f"/van-ban/lay-y-kien/{row.id}"
    await notify(session, notification(OfficeNotified, kind, about, people, facts, link))


def office_of(row: OpinionRequest) -> list[Recipient]:
    """Leaders and clerks of the agency that was asked."""
    return [Recipient(agency_code=row.agency_code, role=role) for role in (Role.LEADER, Role.RECORDS_CLERK)]


async def head_of(session: AsyncSession, row: OpinionRequest) -> Colleague | None:
    """Who heads the unit that answers; nobody of a unit that went to another agency without the draft."""
    home = await session.scalar(select(Unit.agency_code).where(Unit.id == row.unit_id)) if row.unit_id else None
    return await find_head(session, row.unit_id, clock.local_now().date()) if home == row.agency_code else None


async def answerers_of(session: AsyncSession, row: OpinionRequest) -> list[Recipient]:
    """The named person, the head of the unit, or who stands for the agency; of another agency's row nobody here."""
    if row.is_elsewhere:
        return []
    if row.person_id:
        return [Recipient(person_id=row.person_id, agency_code=row.agency_code)]
    if (head := await head_of(session, row)) is not None:
        return [Recipient(person_id=head.id, agency_code=row.agency_code)]
    return office_of(row) if row.origin_id else [Recipient(agency_code=row.agency_code, role=Role.LEADER)]


async def tell_drafter(session: AsyncSession, kind: str, row: OpinionRequest) -> None:
    """Who has the draft now, led to the collected table; nobody while it waits to be given to another."""
    if row.document_id is None:
        return
    drafter, agency = await drafter_of(session, row.document_id)
    to = [Recipient(person_id=drafter, agency_code=agency)] if drafter else []
    await tell(session, kind, row, to, f"/van-ban/di/{row.document_id}/y-kien")
