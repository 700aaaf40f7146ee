"""A caller's own drafts, files and submissions: every query starts from the owner."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from online_services.submissions.models import Draft, FiledSupplement, Submission, UploadedFile
from shared.core.errors import NotFound


async def find_draft(
    session: AsyncSession, owner: str, draft_id: UUID, *, lock: bool = False, discarded: bool = False
) -> Draft | None:
    statement = select(Draft).where(Draft.id == draft_id, Draft.owner == owner)
    statement = statement.where(Draft.discarded_at.is_not(None) if discarded else Draft.discarded_at.is_(None))
    if lock:
        statement = statement.with_for_update()
    return (await session.execute(statement)).scalar_one_or_none()


async def get_draft(
    session: AsyncSession, owner: str, draft_id: UUID, *, lock: bool = False, discarded: bool = False
) -> Draft:
    """A draft of the owner's; thrown away ones only when they are asked for."""
    draft = await find_draft(session, owner, draft_id, lock=lock, discarded=discarded)
    if draft is None:
        raise NotFound("not_found")
    return draft


async def list_drafts(session: AsyncSession, owner: str, procedure_code: str | None = None) -> list[Draft]:
    """Open drafts, the newest first."""
    statement = select(Draft).where(Draft.owner == owner, Draft.filed_at.is_(None), Draft.discarded_at.is_(None))
    if procedure_code is not None:
        statement = statement.where(Draft.procedure_code == procedure_code)
    return list((await session.execute(statement.order_by(Draft.id.desc()).limit(100))).scalars())


async def count_drafts(session: AsyncSession, owner: str) -> int:
    mine = (Draft.owner == owner, Draft.filed_at.is_(None), Draft.discarded_at.is_(None))
    return int((await session.execute(select(func.count()).select_from(Draft).where(*mine))).scalar_one())


async def list_discarded(session: AsyncSession, owner: str) -> list[Draft]:
    """Drafts that can still be taken back, the last one thrown away first."""
    statement = select(Draft).where(Draft.owner == owner, Draft.filed_at.is_(None), Draft.discarded_at.is_not(None))
    return list((await session.execute(statement.order_by(Draft.discarded_at.desc()).limit(100))).scalars())


async def list_forgotten(session: AsyncSession, before: datetime) -> list[Draft]:
    """Drafts thrown away before that moment, whoever owned them."""
    statement = select(Draft).where(Draft.discarded_at < before, Draft.filed_at.is_(None))
    return list((await session.execute(statement.limit(500).with_for_update(skip_locked=True))).scalars())


async def list_files(session: AsyncSession, owner: str, purpose_id: UUID) -> list[UploadedFile]:
    statement = select(UploadedFile).where(UploadedFile.purpose_id == purpose_id, UploadedFile.owner == owner)
    return list((await session.execute(statement.order_by(UploadedFile.id))).scalars())


async def get_own_file(session: AsyncSession, owner: str, file_id: UUID) -> UploadedFile:
    statement = select(UploadedFile).where(UploadedFile.id == file_id, UploadedFile.owner == owner)
    found = (await session.execute(statement)).scalar_one_or_none()
    if found is None:
        raise NotFound("not_found")
    return found


async def list_own_files(session: AsyncSession, owner: str, ids: list[UUID]) -> dict[UUID, UploadedFile]:
    statement = (
        select(UploadedFile).where(UploadedFile.id.in_(ids), UploadedFile.owner == owner).order_by(UploadedFile.id)
    )
    return {found.id: found for found in (await session.execute(statement)).scalars()}


async def find_submission(session: AsyncSession, owner: str, submission_id: UUID) -> Submission | None:
    statement = select(Submission).where(Submission.id == submission_id, Submission.owner == owner)
    return (await session.execute(statement)).scalar_one_or_none()


async def get_submission(session: AsyncSession, owner: str, submission_id: UUID) -> Submission:
    submission = await find_submission(session, owner, submission_id)
    if submission is None:
        raise NotFound("not_found")
    return submission


async def lock_submission(session: AsyncSession, owner: str, submission_id: UUID) -> Submission:
    """As `get_submission`, for a change."""
    statement = select(Submission).where(Submission.id == submission_id, Submission.owner == owner).with_for_update()
    submission = (await session.execute(statement)).scalar_one_or_none()
    if submission is None:
        raise NotFound("not_found")
    return submission


async def list_supplements(session: AsyncSession, submission_id: UUID) -> list[FiledSupplement]:
    statement = select(FiledSupplement).where(FiledSupplement.submission_id == submission_id)
    return list((await session.execute(statement.order_by(FiledSupplement.filed_at))).scalars())
