"""Writing down what one-stop tells about a dossier. The inbox hands each event over once and in order."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from online_services.submissions.models import Submission
from online_services.tracking.groups import is_kept
from online_services.tracking.issuing import issued
from online_services.tracking.letting_know import let_owner_know
from online_services.tracking.models import (
    CourseEntry,
    CourseFile,
    IssuedResult,
    SupplementRequest,
    TrackedDossier,
)
from online_services.tracking.parties import keep_parties
from shared.contracts.one_stop import (
    DossierClosed,
    DossierFinished,
    DossierMoved,
    DossierReceived,
    DossierRefused,
    DueMoved,
    HandOverUndone,
    ResultRecalled,
    ResultReminded,
    ResultReturned,
    SupplementReminded,
    SupplementRequested,
)
from shared.contracts.one_stop_aside import DossierCorrected
from shared.contracts.values import FileReference, FurtherResult
from shared.core.formats import vn_date, vn_datetime
from shared.core.identifiers import new_id
from shared.standards.dossier_status import DossierStatus
from shared.standards.result_outcomes import ResultOutcome

PAUSED = "paused"
SENT_AGAIN = "sent-again"
_TOLD_OF_DUE = {
    "apology": "filed-dossier-postponed",
    "extension": "filed-dossier-extended",
    PAUSED: "filed-dossier-paused",
    "resumed": "filed-dossier-resumed",
}
_ENTRY_OF_ACTION = {
    "supplement-taken-in": "supplement-taken-in",
    "due-recounted": "due-recounted",
    "ask-part": "consulting",
    "agency-continued": "agency-continued",
    "taken-over": "taken-over",
    SENT_AGAIN: SENT_AGAIN,
}


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


def _keep(
    session: AsyncSession, dossier: TrackedDossier, kind: str, file: FileReference, at: datetime, title: str = ""
) -> None:
    session.add(CourseFile.keeping(new_id(), dossier.id, kind, file, at, title))


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
    dossier.received_by, dossier.returned_by = event.received_by, event.returned_by
    dossier.received_at = event.received_at
    dossier.due_at, dossier.due_provisional = event.due_at, event.due_provisional
    dossier.due_words = list(event.due_words)
    await _close_requests(session, dossier, event.received_at)
    _note(session, dossier, "received", event.received_at)
    await keep_parties(session, dossier, event.parties)
    if event.receipt is not None:
        _keep(session, dossier, "receipt", event.receipt, event.received_at)
    if event.settled_at_once or event.receipt is None:  # there is nothing to wait for
        return
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
    if event.action == "agency-continued":
        dossier.agency_code = event.step.agency_code
    if event.due_words or event.due_at != dossier.due_at:
        dossier.due_words = list(event.due_words)
    dossier.due_at, dossier.due_provisional = event.due_at, event.due_provisional
    if event.status != DossierStatus.SUPPLEMENT_REQUESTED:
        await _close_requests(session, dossier, event.moved_at)
    if event.action == SENT_AGAIN and event.step.agency_code != dossier.agency_code:
        _decided_by_another(dossier, event)
    kind, said = _ENTRY_OF_ACTION.get(event.action, "moved"), ", ".join(event.asked) or event.step.name
    _note(session, dossier, kind, event.moved_at, by=holder, note=said)


def _decided_by_another(dossier: TrackedDossier, event: DossierMoved) -> None:
    """The counter that received it has sent it to another competent agency."""
    dossier.agency_code = event.step.agency_code
    if dossier.returned_by and dossier.returned_by != dossier.received_by:
        dossier.returned_by = event.step.agency_name


async def note_due_moved(session: AsyncSession, event: DueMoved) -> None:
    """Ngày hẹn trả dời đi: the new date, why, and the signed letter."""
    dossier = await _dossier(session, event.dossier_id, event.status)
    dossier.due_at, dossier.due_provisional = event.due_at, event.due_provisional
    dossier.due_words = list(event.due_words)
    dossier.paused_at = event.moved_at if event.cause == PAUSED else None
    kind = _TOLD_OF_DUE[event.cause]
    if event.cause == PAUSED:
        until = vn_datetime(event.expected_until)
        words, facts = f"Dự kiến tính tiếp: {until}. {event.reason}", {"until": until}
    else:
        due = vn_datetime(event.due_at)
        words, facts = f"Hẹn trả: {due}. {event.reason}".strip(), {"due": due}
    _note(session, dossier, event.cause, event.moved_at, note=words)
    if event.notice is not None:
        _keep(session, dossier, "apology", event.notice, event.moved_at)
    await let_owner_know(session, dossier.id, kind, code=dossier.code, **facts)


async def note_closed(session: AsyncSession, event: DossierClosed) -> None:
    """Hồ sơ kết thúc không có kết quả: withdrawn or stopped."""
    dossier = await _dossier(session, event.dossier_id, event.status)
    dossier.finished_at = event.closed_at
    await _close_requests(session, dossier, event.closed_at)
    stopped = event.status == DossierStatus.STOPPED
    note = ". ".join(filter(None, (event.reason.rstrip("."), event.settlement)))
    _note(session, dossier, "stopped" if stopped else "closed", event.closed_at, note=note)
    if event.notice is not None:
        _keep(session, dossier, "stop-notice", event.notice, event.closed_at)
    if stopped:
        await let_owner_know(session, dossier.id, "filed-dossier-stopped", code=dossier.code)


async def note_finished(session: AsyncSession, event: DossierFinished) -> None:
    """Hồ sơ đã xử lý xong."""
    dossier = await _dossier(session, event.dossier_id, DossierStatus.RESOLVED)
    dossier.finished_at, dossier.result_outcome = event.finished_at, event.outcome
    await _close_requests(session, dossier, event.finished_at)
    kind = "finished" if event.outcome == ResultOutcome.GRANTED else f"finished-{event.outcome}"
    note = "; ".join([event.result_name, *(other.result_name for other in event.others)]) + (
        f". Lý do: {event.reason}" if event.reason else ""
    )
    _note(session, dossier, kind, event.finished_at, by=event.signed_by, note=note)
    first = FurtherResult.model_validate(event.model_dump(include=set(FurtherResult.model_fields)))
    for result in (first, *event.others):
        if not await is_kept(session, dossier, result.result.sha256):
            title = result.result_name if event.others else ""
            _keep(session, dossier, "result", result.result, event.finished_at, title)
        await session.execute(issued(dossier, event, result).on_conflict_do_nothing())
    await let_owner_know(session, dossier.id, "result-ready", code=event.code)


async def note_corrected(session: AsyncSession, event: DossierCorrected) -> None:
    """Đính chính thông tin: the owner sees what is right, what it said before and why."""
    dossier = await _dossier(session, event.dossier_id, event.status)
    change = {"at": event.corrected_at.isoformat(), "answers": event.answers}
    dossier.corrections = [*dossier.corrections, change]
    dossier.owner_name = event.owner_name
    if event.case_code is not None:
        right = {"case_code": event.case_code, "case_name": event.after, "fee_due": event.fee_due or 0}
        await session.execute(update(Submission).where(Submission.id == dossier.id).values(right))
    if event.parties is not None:
        await keep_parties(session, dossier, event.parties)
    words = f"{event.title}: “{event.before or '(trống)'}” sửa thành “{event.after}”. Lý do: {event.reason}"
    _note(session, dossier, "corrected", event.corrected_at, note=words)
    await let_owner_know(session, dossier.id, "filed-dossier-corrected", code=dossier.code)


async def note_question(session: AsyncSession, dossier_id: str, status: int, asked_at: datetime | None) -> str | None:
    """Cơ quan hỏi người nộp: since when an answer is awaited; the dossier's code, once it has one."""
    dossier = await _dossier(session, dossier_id, status)
    dossier.question_at = asked_at or dossier.question_at
    return dossier.code


async def note_returned(session: AsyncSession, event: ResultReturned) -> None:
    """Đã trả kết quả."""
    dossier = await _dossier(session, event.dossier_id, DossierStatus.RETURNED)
    dossier.returned_at = event.returned_at
    _note(session, dossier, "returned", event.returned_at)


async def note_reminded(session: AsyncSession, event: ResultReminded) -> None:
    """Nhắc nhận kết quả: its owner is told; whoever has fetched it meanwhile is not."""
    dossier = await session.get(TrackedDossier, UUID(event.dossier_id))
    if dossier is None or dossier.status != DossierStatus.RESOLVED:
        return
    since = vn_date(event.finished_at)
    await let_owner_know(session, dossier.id, "result-uncollected", code=dossier.code, since=since)


async def note_supplement_reminded(session: AsyncSession, event: SupplementReminded) -> None:
    """Nhắc bổ sung hồ sơ: its owner is told; whoever has answered meanwhile is not."""
    dossier = await session.get(TrackedDossier, UUID(event.dossier_id))
    if dossier is None or dossier.status != DossierStatus.SUPPLEMENT_REQUESTED:
        return
    deadline = vn_datetime(event.deadline_at)
    await let_owner_know(session, dossier.id, "supplement-due-soon", code=dossier.code, deadline=deadline)


async def note_result_recalled(session: AsyncSession, event: ResultRecalled) -> None:
    """Thu hồi kết quả đã ký: whoever verifies it is told at once, and its owner why."""
    dossier = await _dossier(session, event.dossier_id, event.status)
    dossier.finished_at, dossier.collected_at, dossier.result_outcome = None, None, ""
    dossier.step_name, dossier.due_at = event.step.name, event.due_at
    dossier.holder = ", ".join(part for part in (event.step.holder_name, event.step.agency_name) if part)
    codes = [event.verification_code, *(other.verification_code for other in event.others)]
    issued = update(IssuedResult).where(IssuedResult.verification_code.in_(codes))
    await session.execute(issued.values(recalled_at=event.recalled_at))
    held = [event.sha256, *(other.sha256 for other in event.others)]
    files = update(CourseFile).where(CourseFile.dossier_id == dossier.id, CourseFile.sha256.in_(held))
    await session.execute(files.values(kind="recalled-result"))
    _note(session, dossier, "result-recalled", event.recalled_at, note=event.reason)
    await let_owner_know(session, dossier.id, "filed-result-recalled", code=dossier.code)


async def note_hand_over_undone(session: AsyncSession, event: HandOverUndone) -> None:
    """Thu hồi việc trả kết quả."""
    dossier = await _dossier(session, event.dossier_id, DossierStatus.RESOLVED)
    dossier.returned_at, dossier.collected_at = None, None
    results = update(CourseFile).where(CourseFile.dossier_id == dossier.id, CourseFile.kind == "result")
    await session.execute(results.values(collected_at=None))
    _note(session, dossier, "hand-over-undone", event.undone_at, note=event.reason)
