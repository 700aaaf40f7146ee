"""Hồ sơ liên thông nhóm thủ tục, as the citizen follows it: the result that is there first, and each part that others still do."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from online_services.tracking.crossing import end_crossed_withdrawal
from online_services.tracking.issuing import first_issued
from online_services.tracking.letting_know import let_owner_know
from online_services.tracking.models import CourseEntry, CourseFile, FollowedPart, TrackedDossier
from shared.contracts.one_stop_groups import BranchTold, FirstResultIssued
from shared.core.identifiers import new_id
from shared.standards.dossier_status import DossierStatus

_CHANGES = ("name", "agency_name", "state", "at", "due_at", "answer")


async def note_first_result(session: AsyncSession, event: FirstResultIssued) -> None:
    """Kết quả phần đầu: it can be had from now on, and whoever verifies it finds it."""
    dossier = await _tracked(session, event.dossier_id, event.status)
    dossier.status = event.status
    await end_crossed_withdrawal(session, dossier)
    names = "; ".join(result.result_name for result in event.results)
    entry = CourseEntry(
        dossier_id=dossier.id, kind="first-result-issued", at=event.issued_at, by=event.signed_by, note=names
    )
    session.add(entry)
    for result in event.results:
        kept = new_id(), dossier.id, "result", result.result, event.issued_at, result.result_name
        session.add(CourseFile.keeping(*kept))
        await session.execute(first_issued(dossier, event, result).on_conflict_do_nothing())
    await let_owner_know(session, dossier.id, "first-result-ready", code=event.code)


async def note_branch(session: AsyncSession, event: BranchTold) -> None:
    """Phần liên thông: as it stands now. Since when: when it came to this state."""
    dossier = await _tracked(session, event.dossier_id, None)
    row = event.model_dump(include={"branch", *_CHANGES})
    put = insert(FollowedPart).values(dossier_id=dossier.id, **row)
    await session.execute(put.on_conflict_do_update(constraint="pk_followed_part", set_={k: row[k] for k in _CHANGES}))
    if event.state == "refused":
        words = f"{event.agency_name}: {event.name}" + (f". {event.answer}" if event.answer else "")
        session.add(CourseEntry(dossier_id=dossier.id, kind="part-refused", at=event.at, note=words))
        await let_owner_know(session, dossier.id, "group-part-refused", code=dossier.code)


async def list_followed(session: AsyncSession, dossier_id: UUID) -> list[FollowedPart]:
    """In the order of the procedure's branches."""
    found = select(FollowedPart).where(FollowedPart.dossier_id == dossier_id).order_by(FollowedPart.branch)
    return list(await session.scalars(found))


async def has_result(session: AsyncSession, dossier_id: UUID) -> bool:
    """One that counts is there, be the dossier ended or not."""
    held = select(CourseFile.id).where(CourseFile.dossier_id == dossier_id, CourseFile.kind == "result")
    return (await session.scalars(held.limit(1))).first() is not None


async def is_kept(session: AsyncSession, dossier: TrackedDossier, sha256: str) -> bool:
    """It was issued before the other parts were done."""
    held = select(CourseFile.id).where(
        CourseFile.dossier_id == dossier.id, CourseFile.kind == "result", CourseFile.sha256 == sha256
    )
    return (await session.scalars(held)).first() is not None


async def _tracked(session: AsyncSession, dossier_id: str, status: int | None) -> TrackedDossier:
    key = UUID(dossier_id)
    made = (
        insert(TrackedDossier).values(id=key, status=status or DossierStatus.IN_PROGRESS.value).on_conflict_do_nothing()
    )
    await session.execute(made)
    return await session.get_one(TrackedDossier, key, populate_existing=True)
