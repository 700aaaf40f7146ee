"""Jobs and deadlines (việc theo lịch): something to do at a moment, once, however many workers run.

A job is a row. Whoever does it holds the row's lock, and what it writes is committed together with the news that it was done: a worker
that dies leaves it to another, none does it twice. What fell due while nobody worked is done as soon as somebody does, once.
pgqueuer was looked at: it hands jobs out under a lease and marks them afterwards, so an effect and its mark are two commits.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from shared.core import clock, logs
from shared.storage.database import Database
from shared.storage.failing import failure_of
from shared.storage.gathered import Into, write

log = logs.get_logger(__name__)

MOST_TRIES = 8
"""Then a job for one object waits for the operator; a recurring one is tried on."""
FIRST_PAUSE = 5
LONGEST_PAUSE = 3600
"""Seconds until a job that failed is tried again: doubled each time, up to an hour."""
LOOKS_EVERY = 1.0
KEPT_DAYS = 30

Do = Callable[[AsyncSession, str], Awaitable[None]]
"""What a job does, in a transaction of its own; it gets the key of its row ("" for a recurring one)."""
Next = Callable[[datetime], datetime]
"""The first moment after a given one at which a recurring job is due."""


@dataclass(frozen=True)
class Job:
    """Một loại việc: its name, what the operator calls it, what it does, and when it comes again."""

    name: str
    title: str
    do: Do
    again: Next | None = None
    """None: it is planned for one object and one moment (`plan`)."""
    once: bool = False
    """Not planned by anybody: it is due when a database first sees it, and never again."""
    lane: str = ""
    """Jobs of one lane are done one after the other in each worker. What waits for strangers has a lane of its own."""


def daily(at: time) -> Next:
    """Each day at a time of Việt Nam."""

    def following(after: datetime) -> datetime:
        local = after.astimezone(clock.VIETNAM)
        due = datetime.combine(local.date(), at, clock.VIETNAM)
        return due if due > local else datetime.combine(local.date() + timedelta(days=1), at, clock.VIETNAM)

    return following


def yearly(month: int, day: int, at: time) -> Next:
    """Each year on a day, at a time of Việt Nam. ValueError for a day that not every year has."""
    date(2025, month, day)

    def following(after: datetime) -> datetime:
        local = after.astimezone(clock.VIETNAM)
        due = datetime.combine(date(local.year, month, day), at, clock.VIETNAM)
        return due if due > local else due.replace(year=local.year + 1)

    return following


def every(period: timedelta) -> Next:
    return lambda after: after + period


_PLAN = text(
    "INSERT INTO job (name, title, key, due_at) VALUES (:name, :title, :key, :due_at)"
    " ON CONFLICT (name, key) DO UPDATE SET title = EXCLUDED.title, due_at = EXCLUDED.due_at, attempts = 0, error = '', done_at = NULL"
)
_CANCEL = text("DELETE FROM job WHERE name = :name AND key = :key AND done_at IS NULL")


async def plan(into: Into, job: Job, key: str, due_at: datetime) -> None:
    """At that moment, for that object; planned again, it moves. In the caller's transaction: a refusal plans nothing."""
    await write(into, _PLAN, {"name": job.name, "title": job.title, "key": key, "due_at": due_at})


async def cancel(into: Into, job: Job, key: str) -> None:
    """It need not be done any more; without effect when it was."""
    await write(into, _CANCEL, {"name": job.name, "key": key})


_BEGIN = text(
    "INSERT INTO job (name, title, key, due_at) VALUES (:name, :title, '', :due_at)"
    " ON CONFLICT (name, key) DO UPDATE SET title = :title WHERE job.title <> :title"
)
_TAKE = text(
    """
SELECT name, key, due_at, attempts FROM job
WHERE done_at IS NULL AND due_at <= :now AND (attempts < :most OR key = '') AND name = ANY(:names)
ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED
"""
)
_DUE = (
    "SELECT FROM job"
    " WHERE done_at IS NULL AND due_at <= $1 AND (attempts < $2 OR key = '') AND name = ANY($3::text[]) LIMIT 1"
)
"""Asked each second on a connection that is open anyway."""
_DONE = text(
    "UPDATE job SET last_done_at = :now, attempts = 0, error = '', due_at = COALESCE(:again, due_at),"
    " done_at = CASE WHEN CAST(:again AS timestamptz) IS NULL THEN CAST(:now AS timestamptz) END"
    " WHERE name = :name AND key = :key AND due_at = :was"  # what planned itself anew stays planned
)
_FAILED = text(
    "UPDATE job SET attempts = attempts + 1, error = :error, due_at = :retry_at"
    " WHERE name = :name AND key = :key AND done_at IS NULL"
)
_FORGET = text("DELETE FROM job WHERE done_at < :before AND key <> ''")


class Jobs:
    """Sổ việc of one service in one worker."""

    def __init__(self, database: Database, jobs: Sequence[Job]) -> None:
        self._database = database
        self._jobs = {job.name: job for job in jobs}
        if len(self._jobs) != len(jobs):
            raise ValueError("two jobs of one name")

    async def begin(self) -> None:
        """Recurring jobs that this database has never seen are due at their next moment, those that are done once at once."""
        async with self._database.sessions.begin() as session:
            for job in self._jobs.values():
                if job.again is not None or job.once:
                    due_at = job.again(clock.now()) if job.again else clock.now()
                    begun = {"name": job.name, "title": job.title, "due_at": due_at}
                    await session.execute(_BEGIN, begun)

    async def run(self) -> None:
        """For ever; a job that fails or a database that is away ends nothing."""
        begun = False
        while True:
            try:
                if not begun:
                    await self.begin()
                    begun = True
                while await self.is_due() and await self.do_next():
                    pass
            except Exception as error:
                log.warning("jobs_unreachable", error=type(error).__name__)
            await asyncio.sleep(LOOKS_EVERY)

    async def is_due(self) -> bool:
        return bool(await self._database.standing.fetch(_DUE, clock.now(), MOST_TRIES, list(self._jobs)))

    async def do_next(self) -> bool:
        """Do the one that has been due longest; False when nothing is due, or others are at it."""
        taken: Job | None = None
        key = ""
        try:
            async with self._database.sessions.begin() as session:
                now = clock.now()
                found = {"now": now, "most": MOST_TRIES, "names": list(self._jobs)}
                row = (await session.execute(_TAKE, found)).first()
                if row is None:
                    return False
                taken, key = self._jobs[row.name], row.key
                await taken.do(session, key)
                # Late ones are caught up once: the next moment is counted from now, not from when this one was due.
                again = taken.again(max(clock.now(), row.due_at)) if taken.again else None
                done = {"now": clock.now(), "again": again, "name": row.name, "key": key, "was": row.due_at}
                await session.execute(_DONE, done)
        except Exception as error:
            if taken is None:
                raise
            await self._note_failure(taken, key, error)
        return True

    async def _note_failure(self, job: Job, key: str, error: Exception) -> None:
        log.error("job_failed", job=job.name, error=type(error).__name__, exc_info=error)
        async with self._database.sessions.begin() as session:
            tried = await session.scalar(
                text("SELECT attempts FROM job WHERE name = :name AND key = :key"), {"name": job.name, "key": key}
            )
            pause = min(FIRST_PAUSE * 2 ** min(tried or 0, 12), LONGEST_PAUSE)
            await session.execute(
                _FAILED,
                {
                    "name": job.name,
                    "key": key,
                    "error": str(failure_of(error)),
                    "retry_at": clock.now() + timedelta(seconds=pause),
                },
            )


async def _forget(session: AsyncSession, _key: str) -> None:
    await session.execute(_FORGET, {"before": clock.now() - timedelta(days=KEPT_DAYS)})


FORGET_DONE = Job("forget-done-jobs", "Dọn sổ việc đã xong", _forget, daily(time(2, 30)))


_RUN_NOW = text(
    "UPDATE job SET due_at = :now, attempts = 0, error = '', done_at = NULL WHERE name = :name AND key = :key"
    " RETURNING name"
)


async def run_now(session: AsyncSession, name: str, key: str) -> bool:
    """The operator wants it done at once, also one that was given up or done before; False when there is no such job."""
    found = await session.execute(_RUN_NOW, {"now": clock.now(), "name": name, "key": key})
    return found.first() is not None


_STANDING = """
SELECT name, title, key, due_at, attempts, error, last_done_at, attempts >= 8 AND key <> '' AS given_up,
  due_at < now() - interval '5 minutes' AND attempts = 0 AS late
FROM job WHERE done_at IS NULL AND (key = '' OR attempts > 0 OR due_at < now() - interval '5 minutes')
ORDER BY attempts DESC, due_at LIMIT 100
"""
"""What the operator sees: every recurring job, and of the others those that fail or are late."""


async def standing(session: AsyncSession) -> list[dict[str, object]]:
    return [dict(row._mapping) for row in (await session.execute(text(_STANDING))).all()]
