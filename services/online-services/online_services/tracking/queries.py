"""The owner's dossiers with the course they have taken."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncSession

from online_services.submissions.models import FiledSupplement, Submission
from online_services.submissions.queries import get_submission, list_supplements
from online_services.texts import ENTRY_TITLES
from online_services.tracking.changing import list_issued
from online_services.tracking.groups import list_followed
from online_services.tracking.models import (
    CourseEntry,
    CourseFile,
    FollowedPart,
    IssuedResult,
    SupplementRequest,
    TrackedDossier,
)
from online_services.tracking.rules import State, may_withdraw, state_of
from shared.core.errors import NotFound
from shared.standards.dossier_status import SETTLED, DossierStatus
from shared.work.timeline import TimelineEntry

SUBMITTED = DossierStatus.SUBMITTED


LISTED = CourseFile.sealed_as.is_(None)
"""What stands for itself; a slip as it was before the agency's signature is had by its address alone."""


@dataclass(frozen=True)
class Course:
    """Một hồ sơ và quá trình giải quyết."""

    submission: Submission
    dossier: TrackedDossier | None
    history: list[TimelineEntry]
    files: list[CourseFile]
    request: SupplementRequest | None
    supplements: list[FiledSupplement]
    changed: list[IssuedResult]
    """Its results of which something was decided after they were issued."""
    parts: list[FollowedPart]
    """Phần của hồ sơ liên thông, each at its agency."""

    @property
    def status(self) -> int:
        """Before the counter has done anything there is no row: the dossier is filed and waits."""
        return self.dossier.status if self.dossier else SUBMITTED

    @property
    def state(self) -> State:
        """What the citizen reads, ahead of the counter's answer where something has been sent."""
        has_code = self.dossier is not None and self.dossier.code is not None
        withdrawn = self.submission.withdrawn_at is not None
        return state_of(self.status, has_code=has_code, asked=self.request is not None, withdrawn=withdrawn)

    @property
    def settled(self) -> bool:
        """Nobody is working on it any more."""
        return self.state.status in SETTLED

    @property
    def withdrawable(self) -> bool:
        withdrawn = self.submission.withdrawn_at is not None
        return may_withdraw(self.status, withdrawn=withdrawn, issued=bool(self.results()))

    @property
    def ended(self) -> bool:
        """Nothing more will happen: the page need not ask again."""
        return self.settled and self.status != DossierStatus.RESOLVED

    def answers(self) -> dict[str, object]:
        """As they stand after every supplement and correction, each in its turn."""
        answers = dict(self.submission.answers)
        changes = [(supplement.filed_at, supplement.answers) for supplement in self.supplements]
        told = self.dossier.corrections if self.dossier else []
        changes += [(datetime.fromisoformat(one["at"]), one["answers"]) for one in told]
        for _, changed in sorted(changes, key=lambda change: change[0]):
            answers |= changed
        return answers

    @property
    def awaits_opening(self) -> bool:
        """Trả trực tuyến: its owner has not opened all results yet."""
        online = self.submission.return_channel == "online"
        return online and self.status == DossierStatus.RESOLVED and any(not one.collected_at for one in self.results())

    def results(self) -> list[CourseFile]:
        """Those that count, in the order in which they were signed."""
        return [file for file in self.files if file.kind == "result"]


async def list_own(
    session: AsyncSession, owner: str, limit: int, after: UUID | None = None
) -> list[Row[tuple[Submission, TrackedDossier | None]]]:
    """The newest first; ids sort by time."""
    statement = (
        select(Submission, TrackedDossier)
        .outerjoin(TrackedDossier, TrackedDossier.id == Submission.id)
        .where(Submission.owner == owner)
    )
    if after is not None:
        statement = statement.where(Submission.id < after)
    return list((await session.execute(statement.order_by(Submission.id.desc()).limit(limit))).all())  # type: ignore[arg-type]


async def get_course(session: AsyncSession, owner: str, submission_id: UUID) -> Course:
    """Everything the owner may see; NotFound for anybody else."""
    submission = await get_submission(session, owner, submission_id)
    dossier = await session.get(TrackedDossier, submission_id, populate_existing=True)
    supplements = await list_supplements(session, submission_id)
    lines = [_entry("filed", submission.filed_at)]
    lines += [_entry("supplement-filed", supplement.filed_at) for supplement in supplements]
    if submission.withdrawn_at is not None:
        lines.append(_entry("withdrawn", submission.withdrawn_at, note=submission.withdrawal_reason))
    files: list[CourseFile] = []
    changed: list[IssuedResult] = []
    parts: list[FollowedPart] = []
    request = None
    if dossier:
        # What is told last is read first: whatever comes between two reads, nobody reads of a part without the result before it.
        parts = await list_followed(session, submission_id)
        entries = select(CourseEntry).where(CourseEntry.dossier_id == submission_id).order_by(CourseEntry.id)
        lines += [_entry(e.kind, e.at, e.by, e.note) for e in (await session.execute(entries)).scalars()]
        held = (
            select(CourseFile)
            .where(CourseFile.dossier_id == submission_id, LISTED)
            .order_by(CourseFile.at, CourseFile.id)
        )
        files = list((await session.execute(held)).scalars())
        request = await find_open_request(session, submission_id)
        changed = await list_issued(session, submission_id)
    return Course(submission, dossier, _in_order(lines), files, request, supplements, changed, parts)


def _entry(kind: str, at: datetime, by: str = "", note: str = "") -> TimelineEntry:
    """One line of the course; those of this service and of the counter get their places when they are together."""
    label = ENTRY_TITLES.get(kind, ENTRY_TITLES["moved"])
    return TimelineEntry(position=0, at=at, act=kind, label=label, actor=by, note=note)


def _in_order(entries: list[TimelineEntry]) -> list[TimelineEntry]:
    """As it happened, whoever told it first; numbered from 1."""
    ordered = sorted(entries, key=lambda entry: entry.at)
    return [entry.model_copy(update={"position": number}) for number, entry in enumerate(ordered, 1)]


@dataclass(frozen=True)
class PublicCourse:
    """What the holder of code and secret may see: the course, and papers only where no account could show them."""

    dossier: TrackedDossier
    history: list[TimelineEntry]
    request: SupplementRequest | None
    results: list[CourseFile]
    has_account: bool


async def find_public_course(session: AsyncSession, dossier_id: UUID) -> PublicCourse | None:
    dossier = await find_tracked_dossier(session, dossier_id)
    if dossier is None:
        return None
    entries = select(CourseEntry).where(CourseEntry.dossier_id == dossier_id).order_by(CourseEntry.id)
    # What was asked and why can hold particulars: the line names the event, the officer's words stand with the request.
    lines = [
        _entry(e.kind, e.at, e.by, e.note if e.kind in ("moved", "finished") else "")
        for e in (await session.execute(entries)).scalars()
    ]
    filed = await session.get(Submission, dossier_id)
    held = select(CourseFile).where(CourseFile.dossier_id == dossier_id, CourseFile.kind == "result")
    results = list(await session.scalars(held.order_by(CourseFile.at, CourseFile.id)))
    request = await find_open_request(session, dossier_id)
    return PublicCourse(dossier, _in_order(lines), request, [] if filed else results, filed is not None)


async def find_tracked_dossier(session: AsyncSession, dossier_id: UUID) -> TrackedDossier | None:
    return await session.get(TrackedDossier, dossier_id, populate_existing=True)


async def find_open_request(session: AsyncSession, dossier_id: UUID, *, lock: bool = False) -> SupplementRequest | None:
    """The supplement request that waits for the citizen."""
    statement = select(SupplementRequest).where(
        SupplementRequest.dossier_id == dossier_id, SupplementRequest.closed_at.is_(None)
    )
    statement = statement.order_by(SupplementRequest.requested_at.desc()).limit(1)
    return (await session.execute(statement.with_for_update() if lock else statement)).scalar_one_or_none()


async def list_asked(session: AsyncSession, ids: list[UUID]) -> frozenset[UUID]:
    """Which of these dossiers wait for their citizen."""
    statement = select(SupplementRequest.dossier_id).where(
        SupplementRequest.dossier_id.in_(ids), SupplementRequest.closed_at.is_(None)
    )
    return frozenset((await session.execute(statement)).scalars())


async def list_waiting(session: AsyncSession, owner: str) -> list[Row[tuple[Submission, SupplementRequest]]]:
    """What waits for the citizen, the nearest deadline first."""
    statement = (
        select(Submission, SupplementRequest)
        .join(SupplementRequest, SupplementRequest.dossier_id == Submission.id)
        .where(Submission.owner == owner, Submission.withdrawn_at.is_(None), SupplementRequest.closed_at.is_(None))
        .order_by(SupplementRequest.deadline_at.nulls_last(), SupplementRequest.requested_at)
        .limit(50)
    )
    return list((await session.execute(statement)).all())  # type: ignore[arg-type]


async def get_course_file(session: AsyncSession, owner: str, submission_id: UUID, file_id: UUID) -> CourseFile:
    await get_submission(session, owner, submission_id)
    statement = select(CourseFile).where(CourseFile.id == file_id, CourseFile.dossier_id == submission_id)
    found = (await session.execute(statement)).scalar_one_or_none()
    if found is None:
        raise NotFound("not_found")
    return found
