"""Dossiers brought to a counter, for whom they are about: by the number that is known to be the account holder's, never by a name."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from online_services.accounts.models import Account
from online_services.accounts.queries import find_account
from online_services.submissions.models import Submission
from online_services.tracking.models import CounterParty, CourseFile, TrackedDossier
from online_services.tracking.queries import PublicCourse, find_public_course
from shared.access.identity import Identity
from shared.core.errors import NotFound


@dataclass(frozen=True)
class CounterCourse:
    """Một hồ sơ nộp tại quầy và quá trình giải quyết."""

    course: PublicCourse
    files: list[CourseFile]

    @property
    def listed(self) -> list[CourseFile]:
        """What stands for itself, not a slip as it was before the agency's signature."""
        return [file for file in self.files if file.sealed_as is None]

    @property
    def dossier(self) -> TrackedDossier:
        return self.course.dossier


async def find_holder(session: AsyncSession, who: Identity) -> Account | None:
    """The account, where its number is verified: a person's by the card, an organisation's by its registration; a client system has none."""
    account = await find_account(session, who.subject) if who.kind == "citizen" else None
    return account if account is not None and account.number_verified_at is not None else None


def of_number(number: str | ColumnElement[str], is_person: bool | ColumnElement[bool]) -> ColumnElement[bool]:
    """Brought to a counter, and about whoever has this number: a person's, or a tax code of who is none."""
    named = select(CounterParty.dossier_id).where(
        CounterParty.dossier_id == TrackedDossier.id, CounterParty.number == number, CounterParty.is_person == is_person
    )
    online = select(Submission.id).where(Submission.id == TrackedDossier.id)
    return named.exists() & ~online.exists()


def of_holder(holder: Account) -> ColumnElement[bool]:
    return of_number(holder.personal_id, holder.kind == "citizen")


async def list_at_counter(
    session: AsyncSession, holder: Account, limit: int, after: UUID | None = None
) -> list[TrackedDossier]:
    """Applicant or owner, the newest first; ids sort by time."""
    statement = select(TrackedDossier).where(of_holder(holder))
    if after is not None:
        statement = statement.where(TrackedDossier.id < after)
    return list(await session.scalars(statement.order_by(TrackedDossier.id.desc()).limit(limit)))


async def get_at_counter(session: AsyncSession, who: Identity, dossier_id: UUID) -> CounterCourse:
    """NotFound for anybody whom it is not about, and for who has not been seen with the card."""
    holder = await find_holder(session, who)
    if holder is None:
        raise NotFound("not_found")
    theirs = select(TrackedDossier.id).where(TrackedDossier.id == dossier_id, of_holder(holder))
    if await session.scalar(theirs) is None:
        raise NotFound("not_found")
    course = await find_public_course(session, dossier_id)
    assert course is not None
    held = select(CourseFile).where(CourseFile.dossier_id == dossier_id).order_by(CourseFile.at, CourseFile.id)
    return CounterCourse(course, list(await session.scalars(held)))


async def get_counter_file(session: AsyncSession, who: Identity, dossier_id: UUID, file_id: UUID) -> CourseFile:
    found = next((file for file in (await get_at_counter(session, who, dossier_id)).files if file.id == file_id), None)
    if found is None:
        raise NotFound("not_found")
    return found
