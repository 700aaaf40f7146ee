"""Acts that lead a dossier on when the usual next hand is not there: the paper came, the holder left, nobody answered."""

from uuid import UUID

from fastapi import Request, Response

from one_stop.auth import MayAssign, MayReceive, MayReturn
from one_stop.desk.acting import act_on, answer_page, only
from one_stop.desk.scans import take_scans_by_paper
from one_stop.dossiers.actions import load_for_action
from one_stop.dossiers.models import Dossier
from one_stop.dossiers.rules import Doing
from one_stop.dossiers.schemas import Reassigning, Refusing
from one_stop.dossiers.workers import worker_of
from one_stop.edge import AtCounter
from one_stop.moves.actions import Order
from one_stop.page_forms import read_form, texts_of, version_of
from one_stop.scans.actions import attach_brought
from one_stop.supplements.schemas import SupplementTaking
from shared.web.resumable import read_form as read_uploads
from shared.web.routers import PageRouter
from shared.web.transaction import Session

router = PageRouter(prefix="/mot-cua/ho-so/{dossier_id}")
_SCANS = "tep."


@router.post("/nhan-bo-sung")
async def take_supplement(
    dossier_id: UUID, who: MayReceive, counter: AtCounter, request: Request, session: Session
) -> Response:
    """Nhận bổ sung tại quầy: what is scanned of a paper counts as brought, and takes the place of what was there."""
    sent = await read_uploads(request, session, who, _SCANS)
    form = texts_of(sent)

    async def act() -> Dossier:
        version = version_of(form)
        dossier, procedure, _ = await load_for_action(
            session, dossier_id, worker_of(who), Doing.TAKE_SUPPLEMENT, version
        )
        names = {paper.code: paper.name for paper in procedure.papers_of(dossier.case_code)}
        scans = await take_scans_by_paper(request, session, sent, _SCANS, names)
        ticked = [name.removeprefix("paper.") for name in form if name.startswith("paper.")]
        brought = {
            "papers": [*ticked, *(code for code in scans if code not in ticked)],
            "answers": {name.removeprefix("field."): text for name, text in form.items() if name.startswith("field.")},
        }
        body = read_form(SupplementTaking, brought | only(form, "note"))
        taken = await counter.take(session, who, dossier_id, version, body)
        await attach_brought(session, who, taken, scans)
        return taken

    return await answer_page(request, session, who, dossier_id, Doing.TAKE_SUPPLEMENT, form, act)


@router.post("/lay-lai")
async def take_back(
    dossier_id: UUID, who: MayReturn, counter: AtCounter, request: Request, session: Session
) -> Response:
    """Lấy lại hồ sơ mà cơ quan khác đang làm bước."""

    async def act(form: dict[str, str], version: int | None) -> object:
        body = read_form(Refusing, only(form, "reason"))
        return await counter.take_back(who, Order(dossier_id, worker_of(who), version, body.reason))

    return await act_on(request, session, who, dossier_id, Doing.TAKE_BACK, act)


@router.post("/giao-lai")
async def reassign(
    dossier_id: UUID, who: MayAssign, counter: AtCounter, request: Request, session: Session
) -> Response:
    """Giao lại cho người khác, hoặc rút về hàng chờ."""

    async def act(form: dict[str, str], version: int | None) -> object:
        body = read_form(Reassigning, only(form, "holder_id", "reason"))
        return await counter.reassign(who, Order(dossier_id, worker_of(who), version, body.reason), body.holder_id)

    return await act_on(request, session, who, dossier_id, Doing.REASSIGN, act)
