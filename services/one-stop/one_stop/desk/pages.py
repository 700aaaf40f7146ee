"""The page of one dossier: what it says, where it has been, and what may be done with it now."""

from uuid import UUID

from fastapi import Request, Response

from one_stop.auth import MayDraft, MayMove, MayReceive, MayRequestSupplements, MayReturn, MaySee, MaySign
from one_stop.desk.acting import act_on, only, show
from one_stop.desk.queries import read_sheet
from one_stop.dossiers.printing import file_name
from one_stop.dossiers.queries import get_dossier, get_worked_on
from one_stop.dossiers.rules import Doing
from one_stop.dossiers.schemas import Refusing, Transferring
from one_stop.dossiers.sheets import sheet_of
from one_stop.dossiers.workers import worker_of
from one_stop.edge import AtCounter, send_file
from one_stop.forms.render import FormNo
from one_stop.moves.actions import Order
from one_stop.page_forms import read_form
from one_stop.results.issuing import draft_of
from one_stop.results.looked_at import require_same
from one_stop.results.queries import list_results
from one_stop.results.schemas import Signing
from one_stop.supplements.schemas import SupplementAsking
from one_stop.worklist.places import FIELD, read_place
from shared.core import clock
from shared.core.errors import FieldError, Invalid, NotFound
from shared.storage import evidence
from shared.web.application import page_of
from shared.web.file_answers import file_answer
from shared.web.pages import is_fragment
from shared.web.routers import PageRouter
from shared.web.transaction import Session
from shared.web.viewer import Found, Whole, open_found

router = PageRouter(prefix="/mot-cua/ho-so/{dossier_id}")


@router.get("")
async def show_dossier(dossier_id: UUID, who: MaySee, request: Request, session: Session, xong: str = "") -> Response:
    """Trang hồ sơ."""
    response = await show(request, session, who, dossier_id, done=xong)
    await evidence.record(session, "dossier-seen", f"dossier/{dossier_id}", who)
    return response


@router.get("/tien-trinh")
async def show_timeline(dossier_id: UUID, who: MaySee, request: Request, session: Session, ban: int = 0) -> Response:
    """Phần tiến trình, asked for again every few seconds: only moments, steps and officers.

    `ban`: the version that the page shows; when the dossier has moved on, the part says so, for the buttons are older.
    """
    sheet = await read_sheet(session, worker_of(who), dossier_id)
    place = read_place(request.query_params.get(FIELD, ""))
    if not is_fragment(request):
        return Response(status_code=303, headers={"location": place.of_dossier(dossier_id) + "#tien-trinh"})
    return page_of(request).render(request, "_timeline.html", sheet=sheet, seen=ban, place=place)


@router.get("/tep/{sha256}")
async def download(dossier_id: UUID, sha256: str, who: MaySee, request: Request, session: Session) -> Response:
    """Tải tệp."""
    return await send_file(request, session, who, dossier_id, sha256)


@router.get("/phieu-kiem-soat")
async def print_control_sheet(
    dossier_id: UUID, request: Request, who: MaySee, counter: AtCounter, session: Session
) -> Response:
    """Phiếu kiểm soát quá trình giải quyết hồ sơ (mẫu 06), as it stands now."""
    dossier = await get_dossier(session, dossier_id, who.agency_code)
    pdf = await sheet_of(session, counter.prints, dossier, FormNo.CONTROL)
    await evidence.record(session, "form-printed", f"dossier/{dossier.id}", who, form="06")
    return file_answer(request, pdf, file_name("phieu-kiem-soat", dossier, clock.now()), "application/pdf", opens=True)


@router.get("/du-thao")
async def preview_result(
    dossier_id: UUID, request: Request, who: MaySee, counter: AtCounter, session: Session, so: int = 0
) -> Response:
    """Bản xem trước kết quả, not signed. `so`: which of several."""
    dossier = await get_worked_on(session, dossier_id, who.agency_code)
    result = next((one for one in await list_results(session, dossier.id) if one.position == so), None)
    if result is None:
        raise NotFound("not_found")
    if (brought := result.brought()) is not None:
        return Response(status_code=303, headers={"location": f"/mot-cua/ho-so/{dossier.id}/tep/{brought.sha256}"})
    await evidence.record(session, "result-seen", f"dossier/{dossier.id}", who)

    async def find() -> Found:
        pdf = await draft_of(session, counter.prints, dossier, result, worker_of(who))
        return Found(pdf, file_name("du-thao", dossier, clock.now()), "application/pdf")

    whole = Whole(f"/mot-cua/ho-so/{dossier.id}", f"Hồ sơ {dossier.code}" if dossier.code else dossier.procedure_name)
    return await open_found(request, find, whole, opens=True)


@router.post("/tiep-nhan")
async def accept(dossier_id: UUID, who: MayReceive, counter: AtCounter, request: Request, session: Session) -> Response:
    """Tiếp nhận, and in the same act forward where the button says so."""

    async def act(form: dict[str, str], version: int | None) -> object:
        forward = read_form(Transferring, only(form, "holder_id", "note")) if form.get("forward") else None
        return await counter.accept(session, who, dossier_id, version, forward)

    return await act_on(request, session, who, dossier_id, Doing.ACCEPT, act)


@router.post("/tu-choi")
async def refuse(dossier_id: UUID, who: MayReceive, counter: AtCounter, request: Request, session: Session) -> Response:
    async def act(form: dict[str, str], version: int | None) -> object:
        body = read_form(Refusing, only(form, "reason"))
        return await counter.refuse(session, who, dossier_id, version, body.reason)

    return await act_on(request, session, who, dossier_id, Doing.REFUSE, act)


@router.post("/yeu-cau-bo-sung")
async def ask(
    dossier_id: UUID, who: MayRequestSupplements, counter: AtCounter, request: Request, session: Session
) -> Response:
    async def act(form: dict[str, str], version: int | None) -> object:
        asking = read_form(
            SupplementAsking, only(form, "reason", "legal_basis", "approver_id") | {"items": _asked_items(form)}
        )
        return await counter.ask(session, who, dossier_id, version, asking)

    return await act_on(request, session, who, dossier_id, Doing.REQUEST_SUPPLEMENT, act)


@router.post("/nhan-xu-ly")
async def claim(dossier_id: UUID, who: MayDraft, counter: AtCounter, request: Request, session: Session) -> Response:
    async def act(form: dict[str, str], version: int | None) -> object:
        return await counter.claim(who, Order(dossier_id, worker_of(who), version))

    return await act_on(request, session, who, dossier_id, Doing.CLAIM, act)


@router.post("/chuyen")
async def transfer(dossier_id: UUID, who: MayMove, counter: AtCounter, request: Request, session: Session) -> Response:
    async def act(form: dict[str, str], version: int | None) -> object:
        body = read_form(Transferring, only(form, "holder_id", "note"))
        return await counter.transfer(who, Order(dossier_id, worker_of(who), version, body.note), body.holder_id)

    return await act_on(request, session, who, dossier_id, Doing.TRANSFER, act)


@router.post("/tra-lai")
async def send_back(
    dossier_id: UUID, who: MayReturn, counter: AtCounter, request: Request, session: Session
) -> Response:
    async def act(form: dict[str, str], version: int | None) -> object:
        body = read_form(Refusing, only(form, "reason"))
        return await counter.send_back(who, Order(dossier_id, worker_of(who), version, body.reason))

    return await act_on(request, session, who, dossier_id, Doing.RETURN, act)


@router.post("/ky")
async def sign(dossier_id: UUID, who: MaySign, counter: AtCounter, request: Request, session: Session) -> Response:
    async def act(form: dict[str, str], version: int | None) -> object:
        body = read_form(Signing, only(form, "note"))
        await require_same(session, dossier_id, version, form.get("ban", ""))
        return await counter.sign(session, who, dossier_id, version, body.note)

    return await act_on(request, session, who, dossier_id, Doing.SIGN, act)


@router.post("/duyet")
async def approve(dossier_id: UUID, who: MaySign, counter: AtCounter, request: Request, session: Session) -> Response:
    """Duyệt, trình cấp trên ký."""

    async def act(form: dict[str, str], version: int | None) -> object:
        body = read_form(Signing, only(form, "note"))
        return await counter.approve(session, who, dossier_id, version, body.note)

    return await act_on(request, session, who, dossier_id, Doing.APPROVE, act)


def _asked_items(form: dict[str, str]) -> list[dict[str, str]]:
    """What was ticked, each with the words beside it; words beside an item that is not ticked ask for nothing."""
    items = []
    for ticked in form:
        mark, _, name = ticked.partition(".")
        kind, _, key = name.partition(".")
        if mark != "ask" or kind not in ("field", "paper") or not key:
            continue
        note = form.get(name, "").strip()
        if not note:
            raise Invalid("invalid_input", fields=[FieldError("/items", "value_missing", _NOTE_MISSING)])
        items.append(({"pointer": f"/{key}"} if kind == "field" else {"paper_code": key}) | {"note": note})
    return items


_NOTE_MISSING = "Hãy ghi nội dung cần bổ sung cho từng mục đã chọn."
