"""Số liệu tháng theo thủ tục: counted each night from the dossiers, told where it has changed; the months before, once.

Counted as the daily figures of agencies are (`counting.py`), so that the procedures of an agency add up to what it is said to have done.
"""

from datetime import date, datetime, time, timedelta

from sqlalchemy import delete, insert, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.agencies.rules import agency_then
from one_stop.dossiers.rules import Channel
from one_stop.figures.models import ToldMonth
from shared.contracts.one_stop_figures import ProcedureMonthRecorded
from shared.core import clock
from shared.messaging.figures import COUNTED_DAYS, day_of
from shared.messaging.outbox import tell
from shared.work.jobs import Job, daily, plan

MONTHS_BEFORE = 24
"""How far back a province that has this anew is told of."""
_RECEIVED_AT, _FINISHED_AT = (agency_then("d", day_of(moment)) for moment in ("received_at", "finished_at"))
_COUNT = text(
    f"""
SELECT agency_code, procedure_code, max(procedure_name) AS procedure_name, sum(received)::int AS received,
 sum(online)::int AS online, sum(finished)::int AS finished, sum(on_time)::int AS on_time
FROM (
 SELECT {_RECEIVED_AT} AS agency_code, procedure_code, procedure_name, 1 AS received,
  (channel = :online)::int AS online, 0 AS finished, 0 AS on_time
 FROM dossier d WHERE received_at >= :since AND received_at < :until
 UNION ALL
 SELECT {_FINISHED_AT}, procedure_code, procedure_name, 0, 0, 1, coalesce(finished_at <= coalesce(due_owed, due_at), false)::int
 FROM dossier d WHERE finished_at >= :since AND finished_at < :until
) counted GROUP BY agency_code, procedure_code ORDER BY agency_code, procedure_code
"""  # noqa: S608  pieces of our own
)
_COUNTS = ("received", "online", "finished", "on_time")


def next_month(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def month_before(month: date) -> date:
    return (month - timedelta(days=1)).replace(day=1)


async def tell_month(session: AsyncSession, month: date, today: date) -> int:
    """The month's days before today, of each procedure at each agency; how many were new or had changed."""
    until = min(next_month(month), today)
    ends = {"since": _begin(month), "until": _begin(until), "online": Channel.ONLINE.value}
    counted = {(row.agency_code, row.procedure_code): row for row in await session.execute(_COUNT, ends)}
    told = select(ToldMonth).where(ToldMonth.month == month).with_for_update()
    before = {(row.agency_code, row.procedure_code): row for row in await session.scalars(told)}
    changed = 0
    for key in sorted(counted.keys() | before.keys()):
        now, was = counted.get(key), before.get(key)
        counts = {name: getattr(now, name) if now is not None else 0 for name in _COUNTS}
        if was is not None and counts == {name: getattr(was, name) for name in _COUNTS}:
            continue
        name = now.procedure_name if now is not None else was.procedure_name if was is not None else ""
        facts = {"agency_code": key[0], "procedure_code": key[1], "month": month, "procedure_name": name, **counts}
        facts["revision"] = was.revision + 1 if was is not None else 1
        await session.execute(
            delete(ToldMonth).where(
                ToldMonth.agency_code == key[0], ToldMonth.procedure_code == key[1], ToldMonth.month == month
            )
        )
        await session.execute(insert(ToldMonth).values(facts))
        await tell(session, ProcedureMonthRecorded.model_validate({"series": f"{key[1]}/{key[0]}", **facts}))
        changed += 1
    return changed


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), clock.VIETNAM)


async def tell_months(session: AsyncSession, _key: str) -> None:
    """Those that a late fact may still change."""
    today = clock.local_now().date()
    month = (today - timedelta(days=COUNTED_DAYS)).replace(day=1)
    while month < today:
        await tell_month(session, month, today)
        month = next_month(month)


async def tell_before(session: AsyncSession, key: str) -> None:
    """One of the months before, the newest first, and plans the next: stopped in between, it goes on where it was."""
    month, today = date.fromisoformat(key), clock.local_now().date()
    await tell_month(session, month, today)
    older = month_before(month)
    if (today.year - older.year) * 12 + today.month - older.month <= MONTHS_BEFORE:
        await plan(session, TELL_BEFORE, older.isoformat(), clock.now() + timedelta(seconds=5))


async def begin(session: AsyncSession, _key: str) -> None:
    await plan(session, TELL_BEFORE, clock.local_now().date().replace(day=1).isoformat(), clock.now())


TELL_MONTHS = Job("tell-months", "Báo số liệu tháng theo thủ tục", tell_months, daily(time(1, 30)))
TELL_BEFORE = Job("tell-months-before", "Báo số liệu theo thủ tục của các tháng trước", tell_before)
BEGIN = Job("begin-to-tell-months", "Bắt đầu báo số liệu theo thủ tục", begin, once=True)
