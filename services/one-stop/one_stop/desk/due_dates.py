"""The due date on the dossier's page: what moves it, and the letter that says so."""

from uuid import UUID

from fastapi import Request, Response

from one_stop.apologies.actions import decline_apology as decline
from one_stop.apologies.actions import sheet_of_apology
from one_stop.apologies.queries import find_apology
from one_stop.apologies.schemas import ApologyProposing
from one_stop.auth import MayDecideDueDates, MayProposeApologies, MayProposePauses, MayResumeClock, MaySee
from one_stop.desk.acting import act_on, only, typed_day
from one_stop.desk.documented import extending, pausing, proposing_pause
from one_stop.desk.with_files import press
from one_stop.dossiers.printing import file_name
from one_stop.dossiers.queries import get_dossier, get_own_dossier
from one_stop.dossiers.rules import Doing
from one_stop.dossiers.schemas import Refusing
from one_stop.dossiers.workers import worker_of
from one_stop.due_dates.queries import explain_due, list_moves
from one_stop.edge import AtCounter
from one_stop.forms.render import FormNo
from one_stop.page_forms import read_form
from one_stop.pauses import proposing
from one_stop.pauses.schemas import Resuming
from one_stop.procedures.queries import get_version
from one_stop.worklist.places import FIELD, read_place
from shared.core import clock
from shared.core.errors import NotFound
from shared.storage import evidence
from shared.web.application import page_of
from shared.web.file_answers import file_answer
from shared.web.routers import PageRouter
from shared.web.transaction import Session

router = PageRouter(prefix="/mot-cua/ho-so/{dossier_id}")


@router.post("/de-nghi-xin-loi")
async def propose_apology(
    dossier_id: UUID, who: MayProposeApologies, counter: AtCounter, request: Request, session: Session
) -> Response:
    """Đề nghị xin lỗi, hẹn lại ngày trả."""

    async def act(form: dict[str, str], version: int | None) -> object:
        body = read_form(ApologyProposing, only(form, "reason", "delayed_by") | typed_day(form, "due_on"))
        return await counter.propose_apology(session, who, dossier_id, version, body)

    return await act_on(request, session, who, dossier_id, Doing.PROPOSE_APOLOGY, act)


@router.post("/ky-xin-loi")
async def sign_apology(
    dossier_id: UUID, who: MayDecideDueDates, counter: AtCounter, request: Request, session: Session
) -> Response:
    """Ký văn bản xin lỗi, hẹn lại ngày trả (mẫu 04)."""

    async def act(_: dict[str, str], version: int | None) -> object:
        return await counter.sign_apology(session, who, dossier_id, version)

    return await act_on(request, session, who, dossier_id, Doing.SIGN_APOLOGY, act)


@router.post("/tra-de-nghi-xin-loi")
async def decline_apology(dossier_id: UUID, who: MayDecideDueDates, request: Request, session: Session) -> Response:
    """Không ký, trả lại đề nghị."""

    async def act(form: dict[str, str], version: int | None) -> object:
        body = read_form(Refusing, only(form, "reason"))
        return await decline(session, (who, worker_of(who)), dossier_id, version, body.reason)

    return await act_on(request, session, who, dossier_id, Doing.DECLINE_APOLOGY, act)


@router.post("/gia-han")
async def extend(
    dossier_id: UUID, who: MayDecideDueDates, counter: AtCounter, request: Request, session: Session
) -> Response:
    """Gia hạn theo luật."""
    return await press(request, session, who, dossier_id, extending(counter, session, who, dossier_id))


@router.post("/tam-dung")
async def pause(
    dossier_id: UUID, who: MayDecideDueDates, counter: AtCounter, request: Request, session: Session
) -> Response:
    """Tạm dừng tính thời hạn."""
    return await press(request, session, who, dossier_id, pausing(counter, session, who, dossier_id))


@router.post("/de-nghi-tam-dung")
async def propose_pause(
    dossier_id: UUID, who: MayProposePauses, counter: AtCounter, request: Request, session: Session
) -> Response:
    """Đề nghị tạm dừng tính thời hạn."""
    return await press(request, session, who, dossier_id, proposing_pause(counter, session, who, dossier_id))


@router.post("/duyet-tam-dung")
async def approve_pause(
    dossier_id: UUID, who: MayDecideDueDates, counter: AtCounter, request: Request, session: Session
) -> Response:
    """Duyệt đề nghị tạm dừng."""

    async def act(_: dict[str, str], version: int | None) -> object:
        times = await counter.times.of(who.agency_code, session)
        return await proposing.approve_pause(session, (who, worker_of(who)), dossier_id, version, times)

    return await act_on(request, session, who, dossier_id, Doing.APPROVE_PAUSE, act)


@router.post("/tra-de-nghi-tam-dung")
async def decline_pause(dossier_id: UUID, who: MayDecideDueDates, request: Request, session: Session) -> Response:
    """Không duyệt đề nghị tạm dừng."""

    async def act(form: dict[str, str], version: int | None) -> object:
        body = read_form(Refusing, only(form, "reason"))
        return await proposing.decline_pause(session, (who, worker_of(who)), dossier_id, version, body.reason)

    return await act_on(request, session, who, dossier_id, Doing.DECLINE_PAUSE, act)


@router.post("/tinh-tiep")
async def resume(
    dossier_id: UUID, who: MayResumeClock, counter: AtCounter, request: Request, session: Session
) -> Response:
    """Tính tiếp thời hạn."""

    async def act(form: dict[str, str], version: int | None) -> object:
        body = read_form(Resuming, only(form, "note"))
        return await counter.resume(session, who, dossier_id, version, body.note)

    return await act_on(request, session, who, dossier_id, Doing.RESUME, act)


@router.get("/vi-sao-hen-ngay")
async def explain(dossier_id: UUID, request: Request, who: MaySee, counter: AtCounter, session: Session) -> Response:
    """Vì sao hẹn ngày này: from the acceptance to the present date, in sentences, and what moved it when."""
    dossier = await get_dossier(session, dossier_id, who.agency_code)
    procedure = await get_version(session, dossier.procedure_version_id)
    working_time = await counter.times.of(dossier.agency_code, session)
    explanation = await explain_due(session, dossier, procedure, working_time)
    if explanation is None:
        raise NotFound("not_found")
    await evidence.record(session, "due-explained", f"dossier/{dossier.id}", who)
    place = read_place(request.query_params.get(FIELD, ""))
    moves = await list_moves(session, dossier.id)
    return page_of(request).render(
        request, "why_that_day.html", dossier=dossier, explanation=explanation, moves=moves, place=place
    )


@router.get("/van-ban-xin-loi")
async def preview_apology(
    dossier_id: UUID, request: Request, who: MaySee, counter: AtCounter, session: Session
) -> Response:
    """Bản xem trước văn bản xin lỗi, not signed and without a number."""
    dossier = await get_own_dossier(session, dossier_id, who.agency_code)
    apology = await find_apology(session, dossier.id)
    if apology is None or not dossier.apology:
        raise NotFound("not_found")
    working_time = await counter.times.of(who.agency_code, session)
    data = await sheet_of_apology(session, dossier, apology, worker_of(who), working_time)
    if "leader" not in who.roles:
        data |= {"signer": "(Người ký)", "signer_title": "(Chức vụ)"}
    await evidence.record(session, "apology-seen", f"dossier/{dossier.id}", who)
    pdf = await counter.prints.preview_form(FormNo.APOLOGY, dossier.rule_set, data)
    return file_answer(request, pdf, file_name("van-ban-xin-loi", dossier, clock.now()), "application/pdf", opens=True)
