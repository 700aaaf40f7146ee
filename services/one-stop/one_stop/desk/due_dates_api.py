"""Due dates over HTTP."""

from datetime import UTC
from uuid import UUID

from fastapi import APIRouter, Request, Response

from one_stop.apologies.actions import decline_apology as decline
from one_stop.apologies.schemas import ApologyProposing
from one_stop.auth import MayDecideDueDates, MayProposeApologies, MayProposePauses, MayResumeClock, MaySee
from one_stop.desk import documented
from one_stop.desk.with_files import press_by_program
from one_stop.dossiers.queries import get_dossier
from one_stop.dossiers.schemas import Moved, Refusing
from one_stop.dossiers.workers import worker_of
from one_stop.due_dates.queries import explain_due, list_moves
from one_stop.due_dates.schemas import DueMoveOut, DueOut
from one_stop.edge import AtCounter, once_moved
from one_stop.extensions.schemas import Extending
from one_stop.pauses import proposing
from one_stop.pauses.schemas import Pausing, Resuming
from one_stop.procedures.queries import get_version
from shared.core.errors import NotFound
from shared.storage import evidence
from shared.web.transaction import Session
from shared.web.versions import ExpectedVersion

router = APIRouter(prefix="/api/one-stop/v1/dossiers", tags=["Ngày hẹn trả"])


@router.post("/{dossier_id}/propose-apology", response_model=Moved, summary="Đề nghị xin lỗi, hẹn lại ngày trả")
async def propose_apology(
    dossier_id: UUID, body: ApologyProposing, who: MayProposeApologies, version: ExpectedVersion, counter: AtCounter,
    request: Request, session: Session,
) -> Response:  # fmt: skip
    """Đề nghị xin lỗi, hẹn lại ngày trả; đề nghị sau thay đề nghị chưa ký."""
    return await once_moved(request, session, lambda: counter.propose_apology(session, who, dossier_id, version, body))


@router.post("/{dossier_id}/sign-apology", response_model=Moved, summary="Ký văn bản xin lỗi, hẹn lại ngày trả")
async def sign_apology(
    dossier_id: UUID, who: MayDecideDueDates, version: ExpectedVersion, counter: AtCounter,
    request: Request, session: Session,
) -> Response:  # fmt: skip
    """Ký văn bản xin lỗi, hẹn lại ngày trả (mẫu 04); mỗi hồ sơ một lần."""
    return await once_moved(request, session, lambda: counter.sign_apology(session, who, dossier_id, version))


@router.post("/{dossier_id}/decline-apology", response_model=Moved, summary="Trả lại đề nghị xin lỗi, hẹn lại")
async def decline_apology(
    dossier_id: UUID,
    body: Refusing,
    who: MayDecideDueDates,
    version: ExpectedVersion,
    request: Request,
    session: Session,
) -> Response:
    """Không ký, trả lại đề nghị kèm lý do."""
    return await once_moved(
        request, session, lambda: decline(session, (who, worker_of(who)), dossier_id, version, body.reason)
    )


@router.post("/{dossier_id}/extend", response_model=Moved, summary="Gia hạn theo luật")
async def extend(
    dossier_id: UUID, body: Extending, who: MayDecideDueDates, version: ExpectedVersion, counter: AtCounter,
    request: Request, session: Session,
) -> Response:  # fmt: skip
    """Gia hạn theo luật, trong số lần và mức mà thủ tục cho phép."""
    return await once_moved(
        request, session, lambda: documented.extend(counter, session, who, dossier_id, version, body)
    )


@router.post("/{dossier_id}/pause", response_model=Moved, summary="Tạm dừng tính thời hạn")
async def pause(
    dossier_id: UUID, body: Pausing, who: MayDecideDueDates, version: ExpectedVersion, counter: AtCounter,
    request: Request, session: Session,
) -> Response:  # fmt: skip
    """Tạm dừng tính thời hạn vì kiểm tra thực địa, nghĩa vụ tài chính, thủ tục khác, bất khả kháng."""
    return await once_moved(
        request, session, lambda: documented.pause(counter, session, who, dossier_id, version, body)
    )


@router.post("/{dossier_id}/extend-with-file", response_model=Moved, summary="Gia hạn theo luật, kèm tệp văn bản")
async def extend_with_file(
    dossier_id: UUID, who: MayDecideDueDates, version: ExpectedVersion, counter: AtCounter,
    request: Request, session: Session,
) -> Response:  # fmt: skip
    """Như `extend`, gửi multipart: các mục và một hoặc nhiều `tep` là văn bản làm căn cứ."""
    act = documented.extending(counter, session, who, dossier_id)
    return await press_by_program(request, session, who, dossier_id, version, act)


@router.post("/{dossier_id}/pause-with-file", response_model=Moved, summary="Tạm dừng thời hạn, kèm tệp văn bản")
async def pause_with_file(
    dossier_id: UUID, who: MayDecideDueDates, version: ExpectedVersion, counter: AtCounter,
    request: Request, session: Session,
) -> Response:  # fmt: skip
    """Như `pause`, gửi multipart: các mục và một hoặc nhiều `tep` là văn bản làm căn cứ."""
    act = documented.pausing(counter, session, who, dossier_id)
    return await press_by_program(request, session, who, dossier_id, version, act)


@router.post("/{dossier_id}/propose-pause", response_model=Moved, summary="Đề nghị tạm dừng tính thời hạn")
async def propose_pause(
    dossier_id: UUID, body: Pausing, who: MayProposePauses, version: ExpectedVersion, counter: AtCounter,
    request: Request, session: Session,
) -> Response:  # fmt: skip
    """Đề nghị tạm dừng; đề nghị sau thay đề nghị chưa được quyết định. Thời hạn vẫn tính cho đến khi lãnh đạo duyệt."""
    times = await counter.times.of(who.agency_code, session)
    by = who, worker_of(who)
    return await once_moved(
        request, session, lambda: proposing.propose_pause(session, by, dossier_id, version, body, times)
    )


@router.post("/{dossier_id}/propose-pause-with-file", response_model=Moved, summary="Đề nghị tạm dừng, kèm tệp văn bản")
async def propose_pause_with_file(
    dossier_id: UUID, who: MayProposePauses, version: ExpectedVersion, counter: AtCounter,
    request: Request, session: Session,
) -> Response:  # fmt: skip
    """Như `propose-pause`, gửi multipart: các mục và một hoặc nhiều `tep` là văn bản làm căn cứ."""
    act = documented.proposing_pause(counter, session, who, dossier_id)
    return await press_by_program(request, session, who, dossier_id, version, act)


@router.post("/{dossier_id}/approve-pause", response_model=Moved, summary="Duyệt đề nghị tạm dừng")
async def approve_pause(
    dossier_id: UUID, who: MayDecideDueDates, version: ExpectedVersion, counter: AtCounter,
    request: Request, session: Session,
) -> Response:  # fmt: skip
    """Duyệt đề nghị tạm dừng: thời hạn dừng từ lúc này."""
    times = await counter.times.of(who.agency_code, session)
    by = who, worker_of(who)
    return await once_moved(request, session, lambda: proposing.approve_pause(session, by, dossier_id, version, times))


@router.post("/{dossier_id}/decline-pause", response_model=Moved, summary="Không duyệt đề nghị tạm dừng")
async def decline_pause(
    dossier_id: UUID, body: Refusing, who: MayDecideDueDates, version: ExpectedVersion,
    request: Request, session: Session,
) -> Response:  # fmt: skip
    """Không duyệt đề nghị tạm dừng, kèm lý do."""
    by = who, worker_of(who)
    return await once_moved(
        request, session, lambda: proposing.decline_pause(session, by, dossier_id, version, body.reason)
    )


@router.post("/{dossier_id}/resume", response_model=Moved, summary="Tính tiếp thời hạn")
async def resume(
    dossier_id: UUID, who: MayResumeClock, version: ExpectedVersion, counter: AtCounter,
    request: Request, session: Session, body: Resuming | None = None,
) -> Response:  # fmt: skip
    """Tính tiếp thời hạn sau khi tạm dừng."""
    return await once_moved(
        request, session, lambda: counter.resume(session, who, dossier_id, version, body.note if body else "")
    )


@router.get("/{dossier_id}/due", summary="Vì sao hẹn ngày này")
async def explain(dossier_id: UUID, who: MaySee, counter: AtCounter, session: Session) -> DueOut:
    """Vì sao hẹn ngày này: giải thích bằng lời và những lần ngày hẹn trả dời đi."""
    dossier = await get_dossier(session, dossier_id, who.agency_code)
    procedure = await get_version(session, dossier.procedure_version_id)
    explanation = await explain_due(session, dossier, procedure, await counter.times.of(dossier.agency_code, session))
    if explanation is None or dossier.due_at is None or dossier.due_original is None:
        raise NotFound("not_found")
    await evidence.record(session, "due-explained", f"dossier/{dossier.id}", who)
    return DueOut(
        due_at=dossier.due_at,
        due_original=dossier.due_original,
        counted=explanation.due.astimezone(UTC),
        sentences=list(explanation.sentences),
        moves=[DueMoveOut.model_validate(move, from_attributes=True) for move in await list_moves(session, dossier.id)],
    )
