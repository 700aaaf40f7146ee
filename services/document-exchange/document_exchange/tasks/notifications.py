"""What officers are told of a task: its code, who gave it, its term; never what it is about."""

from collections.abc import Iterable

from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.tasks.models import Task, TaskPart
from shared.access.identity import Identity
from shared.access.rights import Role
from shared.contracts.document_exchange import OfficeNotified
from shared.contracts.values import Recipient
from shared.core import clock
from shared.core.formats import vn_date
from shared.directory.queries import find_head
from shared.notifying.kinds import KINDS
from shared.notifying.raising import notification, notify


async def tell(session: AsyncSession, kind: str, task: Task, to: Iterable[Recipient]) -> None:
    known = {"code": task.code, "agency": task.giver_agency, "due": vn_date(task.due_on, "không đặt")}
    facts = {name: known[name] for name in KINDS[kind].facts}
    await notify(session, notification(OfficeNotified, kind, f"task/{task.id}", to, facts, f"/nhiem-vu/{task.id}"))


def office_of(task: Task) -> list[Recipient]:
    """Leaders and clerks of the agency that has this row."""
    return [Recipient(agency_code=task.agency_code, role=role) for role in (Role.LEADER, Role.RECORDS_CLERK)]


def leaders_of(task: Task) -> list[Recipient]:
    return [Recipient(agency_code=task.agency_code, role=Role.LEADER)]


def person(task: Task, person_id: str, who: Identity | None = None) -> list[Recipient]:
    """Nobody is told of what he did himself."""
    if not person_id or (who is not None and who.subject == person_id):
        return []
    return [Recipient(person_id=person_id, agency_code=task.agency_code)]


async def giver_of(session: AsyncSession, task: Task, who: Identity | None = None) -> list[Recipient]:
    """Who gave it and who watches it; where the giver has left, who stands in."""
    watching = person(task, task.monitor_id, who)
    if not task.giver_left:
        return [*person(task, task.giver_id, who), *watching]
    head = await find_head(session, task.giver_unit, clock.local_now().date())
    return [*(person(task, head.id, who) if head else leaders_of(task)), *watching]


async def workers_of(
    session: AsyncSession, task: Task, parts: Iterable[TaskPart], who: Identity | None = None
) -> list[Recipient]:
    """Whoever has a part here: the person, or the head of the unit; the office of an agency where nobody was named."""
    found: list[Recipient] = []
    for one in parts:
        kind, _, its_id = one.whose.partition(":")
        if kind == "unit":
            head = await find_head(session, its_id, clock.local_now().date())
            found += person(task, head.id, who) if head else leaders_of(task)
        elif kind == "person":
            found += person(task, its_id, who)
    if not found and task.origin_id is not None:
        return office_of(task)
    return list(dict.fromkeys(found))
