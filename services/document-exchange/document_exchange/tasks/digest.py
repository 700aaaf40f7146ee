"""Bản tin tuần: each Monday morning leaders and clerks of an agency are told how many of its tasks are late."""

from datetime import datetime, time, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.tasks.models import Task
from document_exchange.tasks.rules import AT_WORK, TaskPartKind, TaskState
from shared.access.rights import Role
from shared.contracts.document_exchange import OfficeNotified
from shared.contracts.values import Recipient
from shared.core import clock
from shared.directory.queries import names_of
from shared.notifying.raising import notification, notify
from shared.work.jobs import Job

_AT = time(7, 0)
_LATE = sorted(AT_WORK | {TaskState.RETURNED})


async def send_digests(session: AsyncSession, _key: str) -> None:
    """One for each agency that has late tasks: those that it leads, and those that it gave inside."""
    today = clock.local_now().date()
    led_elsewhere = Task.origin_id.is_(None) & Task.lead.startswith("agency:")
    query = (
        select(Task.agency_code, func.count())
        .where(
            Task.state.in_(_LATE),
            Task.due_key < today,
            Task.part != TaskPartKind.COOPERATE,
            ~led_elsewhere,
        )
        .group_by(Task.agency_code)
        .order_by(Task.agency_code)
    )
    found: dict[str, int] = {row[0]: row[1] for row in await session.execute(query)}
    names = await names_of(session, found.keys())
    for code, count in found.items():
        to = [Recipient(agency_code=code, role=role) for role in (Role.LEADER, Role.RECORDS_CLERK)]
        facts = {"count": str(count), "agency": names.get(code, code)}
        about = f"late-tasks/{code}/{today.isoformat()}"
        event = notification(OfficeNotified, "directive-digest", about, to, facts, "/nhiem-vu?tien_do=late")
        await notify(session, event)


def next_monday(after: datetime) -> datetime:
    local = after.astimezone(clock.VIETNAM)
    monday = local.date() + timedelta(days=-local.weekday() % 7)
    due = datetime.combine(monday, _AT, clock.VIETNAM)
    return due if due > local else due + timedelta(days=7)


DIGEST = Job("task-digest", "Bản tin tuần về nhiệm vụ quá hạn của từng cơ quan", send_digests, next_monday)
