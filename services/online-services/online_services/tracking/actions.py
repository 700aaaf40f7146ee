"""Writing down what one-stop tells about a dossier. The inbox hands each event over once and in order."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from online_services.notifications.actions import let_owner_know
from online_services.tracking.models import CourseEntry, CourseFile, IssuedResult, SupplementRequest, TrackedDossier
from shared.contracts.one_stop import (
    DossierClosed,
    DossierFinished,
    DossierMoved,
    DossierReceived,
    DossierRefused,
    ResultReturned,
    SupplementRequested,
)
from shared.contracts.values import FileReference
from shared.core.formats import vn_datetime
from shared.core.identifiers import new_id
from shared.standards.dossier_status import DossierStatus

_ENTRY_OF_ACTION = {"supplement-taken-in": "supplement-taken-in", "due-recounted": "due-recounted"}


async def _dossier(session: AsyncSession, dossier_id: str, status: int) -> TrackedDossier:
    """The dossier's row, made when this is the first that is heard of it."""
    key = UUID(dossier_id)
    await session.execute(insert(TrackedDossier).values(id=key, status=status).on_conflict_do_nothing())
    dossier = await session.get(TrackedDossier, key, populate_existing=True)
    assert dossier is not None
    dossier.status = status
    return dossier


def _note(
    session: AsyncSession, dossier: TrackedDossier, kind: str, at: datetime, by: str = "", note: str = ""
) -> None:
    session.add(CourseEntry(dossier_id=dossier.id, kind=kind, at=at, by=by, note=note))


def _keep(session: AsyncSession, dossier: TrackedDossier, kind: str, file: FileReference, at: datetime) -> None:
    session.add(CourseFile.keeping(new_id(), dossier.id, kind, file, at))


async def _close_requests(session: AsyncSession, dossier: TrackedDossier, at: datetime) -> None:
    """A request that the dossier has moved on from no longer waits for the citizen."""
    statement = update(SupplementRequest).where(
        SupplementRequest.dossier_id == dossier.id, SupplementRequest.closed_at.is_(None)
    )
    await session.execute(statement.values(closed_at=at))


async def note_received(session: AsyncSession, event: DossierReceived) -> None:
    """Hồ sơ được tiếp nhận."""
    dossier = await _dossier(session, event.dossier_id, DossierStatus.ACCEPTED)
    dossier.code = event.code
    dossier.lookup_secret = event.lookup_secret
    dossier.procedure_name = event.procedure_name
    dossier.agency_code = event.agency_code
    dossier.received_at = event.received_at
    dossier.due_at, dossier.due_provisional = event.due_at, event.due_provisional
    await _close_requests(session, dossier, event.received_at)
    _note(session, dossier, "received", event.received_at)
    _keep(session, dossier, "receipt", event.receipt, event.received_at)
    due = vn_datetime(event.due_at)
    await let_owner_know(session, dossier.id, "filed-dossier-received", code=event.code, due=due)


async def note_refused(session: AsyncSession, event: DossierRefused) -> None:
    """Hồ sơ không được tiếp nhận."""
    dossier = await _dossier(session, event.dossier_id, DossierStatus.REFUSED)
    await _close_requests(session, dossier, event.refused_at)
    _note(session, dossier, "refused", event.refused_at, note=event.reason)
    _keep(session, dossier, "refusal", event.notice, event.refused_at)
    await let_owner_know(session, dossier.id, "filed-dossier-refused")


async def note_supplement_requested(session: AsyncSession, event: SupplementRequested) -> None:
    """Yêu cầu bổ sung hồ sơ."""
    dossier = await _dossier(session, event.dossier_id, DossierStatus.SUPPLEMENT_REQUESTED)
    await _close_requests(session, dossier, event.requested_at)
    session.add(
        SupplementRequest(
            id=new_id(),
            dossier_id=dossier.id,
            reason=event.reason,
            items=[item.model_dump(mode="json") for item in event.items],
            requested_at=event.requested_at,
            deadline_at=event.deadline_at,
        )
    )
    _note(session, dossier, "supplement-requested", event.requested_at, note=event.reason)
    _keep(session, dossier, "supplement-notice", event.notice, event.requested_at)
    deadline = vn_datetime(event.deadline_at)
    await let_owner_know(session, dossier.id, "supplement-asked", code=dossier.code, deadline=deadline)


async def note_moved(session: AsyncSession, event: DossierMoved) -> None:
    """Hồ sơ chuyển bước."""
    dossier = await _dossier(session, event.dossier_id, event.status)
    holder = ", ".join(part for part in (event.step.holder_name, event.step.agency_name) if part)
    dossier.step_name = event.step.name
    dossier.holder = holder
    dossier.due_at, dossier.due_provisional = event.due_at, event.due_provisional
    if event.status != DossierStatus.SUPPLEMENT_REQUESTED:
        await _close_requests(session, dossier, event.moved_at)
    _note(
        session, dossier, _ENTRY_OF_ACTION.get(event.action, "moved"), event.moved_at, by=holder, note=event.step.name
    )


async def note_closed(session: AsyncSession, event: DossierClosed) -> None:
    """Hồ sơ kết thúc không có kết quả: withdrawn or stopped."""
    dossier = await _dossier(session, event.dossier_id, event.status)
    dossier.finished_at = event.closed_at
    await _close_requests(session, dossier, event.closed_at)
    stopped = event.status == DossierStatus.STOPPED
    _note(session, dossier, "stopped" if stopped else "closed", event.closed_at, note=event.reason)
    if event.notice is not None:
        _keep(session, dossier, "stop-notice", event.notice, event.closed_at)
    if stopped:
        await let_owner_know(session, dossier.id, "filed-dossier-stopped", code=dossier.code)


async def note_finished(session: AsyncSession, event: DossierFinished) -> None:
    """Hồ sơ đã xử lý xong."""
    dossier = await _dossier(session, event.dossier_id, DossierStatus.RESOLVED)
    dossier.finished_at = event.finished_at
    await _close_requests(session, dossier, event.finished_at)
    _note(session, dossier, "finished", event.finished_at, by=event.signed_by, note=event.result_name)
    _keep(session, dossier, "result", event.result, event.finished_at)
    issued = insert(IssuedResult).values(
        verification_code=event.verification_code,
        dossier_id=dossier.id,
        dossier_code=event.code,
        agency_code=dossier.agency_code,
        procedure_name=dossier.procedure_name,
        result_name=event.result_name,
        result_number=event.result_number,
        signed_by=event.signed_by,
        sha256=event.result.sha256,
        size=event.result.size,
        name=event.result.name,
        issued_at=event.finished_at,
    )
    await session.execute(issued.on_conflict_do_nothing())
    await let_owner_know(session, dossier.id, "result-ready", code=event.code)


async def note_returned(session: AsyncSession, event: ResultReturned) -> None:
    """Đã trả kết quả."""
    dossier = await _dossier(session, event.dossier_id, DossierStatus.RETURNED)
    dossier.returned_at = event.returned_at
    _note(session, dossier, "returned", event.returned_at)
