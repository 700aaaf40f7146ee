"""Parts given to the own agency: the work list, and the page of one. Nothing of the dossier is here but what came with the question."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from fastapi import Request, Response

from one_stop.asked_parts import actions
from one_stop.asked_parts.models import AskedPart
from one_stop.asked_parts.queries import get_asked_part, list_entries
from one_stop.asked_parts.rules import STEPS, Answering
from one_stop.asked_parts.schemas import Answer, Assigning, Refusing
from one_stop.auth import MayAnswerParts, MayGiveParts, MaySeeParts, MaySignParts
from one_stop.dossiers.cases import SPECIALIST
from one_stop.dossiers.workers import led_by, worker_of
from one_stop.edge import AtCounter
from one_stop.page_forms import read_form, texts_of, version_of
from one_stop.part_desk.listing import PARTS, SCOPES
from one_stop.part_desk.showing_edge import entry_of, send_part_file
from one_stop.parts.rules import CONCLUSION_LABELS
from one_stop.rights import RIGHTS, Right
from one_stop.texts import TEXTS
from shared.access.identity import Identity
from shared.core.errors import Refusal
from shared.directory.queries import find_agency, list_colleagues
from shared.signing.holders import find_in_post
from shared.storage import evidence
from shared.web.application import page_of
from shared.web.attempt import attempt
from shared.web.callers import require
from shared.web.lists import add_list_routes, usual_view, view_of
from shared.web.problems import sentence_for
from shared.web.routers import PageRouter
from shared.web.transaction import Session
from shared.web.uploads import store_of
from shared.web.view_routes import add_view_routes

router = PageRouter(prefix="/mot-cua")
PAGE = 20
_reads = require(RIGHTS, Right.SEE_PARTS)
Act = Callable[[dict[str, str], int | None], Awaitable[AskedPart]]


@router.get("/phan-viec")
async def show_parts(who: MaySeeParts, request: Request, session: Session) -> Response:
    """Phần việc được giao."""
    if (usual := await usual_view(request, session, who, PARTS)) is not None:
        return usual
    view = await view_of(request, session, who, PARTS, PAGE)
    if not led_by(who):
        view.choices = {"scope": {name: words for name, words in SCOPES.items() if name != "unit"}}
    return page_of(request).render(request, "asked_parts.html", title=PARTS.title, list=view)


add_list_routes(router, PARTS, _reads, "/phan-viec")
add_view_routes(router, PARTS, _reads, "/phan-viec")


@router.get("/phan-viec/{part_id}")
async def show_part(part_id: UUID, who: MaySeeParts, request: Request, session: Session, xong: str = "") -> Response:
    """Trang một phần việc được giao."""
    answer = await _show(request, session, who, part_id, done=xong)
    await evidence.record(session, "part-seen", f"part/{part_id}", who)
    return answer


@router.get("/phan-viec/{part_id}/tep/{sha256}")
async def download(part_id: UUID, sha256: str, who: MaySeeParts, request: Request, session: Session) -> Response:
    """Tải phiếu, giấy tờ được xem."""
    return await send_part_file(request, session, who, part_id, sha256)


@router.post("/phan-viec/{part_id}/tiep-nhan")
async def take_in(part_id: UUID, who: MayGiveParts, request: Request, session: Session) -> Response:
    """Tiếp nhận phần việc."""

    async def act(_form: dict[str, str], version: int | None) -> AskedPart:
        return await actions.take_in(session, who, part_id, version)

    return await _act_on(request, session, who, part_id, Answering.TAKE_IN, act)


@router.post("/phan-viec/{part_id}/giao")
async def assign(part_id: UUID, who: MayGiveParts, request: Request, session: Session) -> Response:
    """Giao người xử lý, hoặc rút về."""

    async def act(form: dict[str, str], version: int | None) -> AskedPart:
        to = read_form(Assigning, {"holder_id": form.get("holder_id", "")})
        return await actions.assign(session, who, part_id, version, to.holder_id)

    return await _act_on(request, session, who, part_id, Answering.ASSIGN, act)


@router.post("/phan-viec/{part_id}/nhan-xu-ly")
async def claim(part_id: UUID, who: MayAnswerParts, request: Request, session: Session) -> Response:
    """Nhận xử lý."""

    async def act(_form: dict[str, str], version: int | None) -> AskedPart:
        return await actions.claim(session, who, part_id, version)

    return await _act_on(request, session, who, part_id, Answering.CLAIM, act)


@router.post("/phan-viec/{part_id}/du-thao")
async def draft(part_id: UUID, who: MayAnswerParts, request: Request, session: Session) -> Response:
    """Dự thảo trả lời, trình ký."""

    async def act(form: dict[str, str], version: int | None) -> AskedPart:
        answer = read_form(Answer, {name: form.get(name, "") for name in ("conclusion", "opinion")})
        return await actions.draft_answer(session, who, part_id, version, answer)

    return await _act_on(request, session, who, part_id, Answering.DRAFT, act)


@router.post("/phan-viec/{part_id}/tra-lai")
async def send_back(part_id: UUID, who: MaySignParts, request: Request, session: Session) -> Response:
    """Trả lại dự thảo trả lời."""

    async def act(form: dict[str, str], version: int | None) -> AskedPart:
        body = read_form(Refusing, {"reason": form.get("reason", "")})
        return await actions.send_back(session, who, part_id, version, body.reason)

    return await _act_on(request, session, who, part_id, Answering.SEND_BACK, act)


@router.post("/phan-viec/{part_id}/ky")
async def sign(part_id: UUID, who: MaySignParts, counter: AtCounter, request: Request, session: Session) -> Response:
    """Ký trả lời."""

    async def act(_form: dict[str, str], version: int | None) -> AskedPart:
        return await actions.sign_answer(session, counter.prints, who, part_id, version)

    return await _act_on(request, session, who, part_id, Answering.SIGN, act)


@router.post("/phan-viec/{part_id}/tu-choi")
async def refuse(part_id: UUID, who: MaySignParts, counter: AtCounter, request: Request, session: Session) -> Response:
    """Từ chối, không thuộc thẩm quyền."""

    async def act(form: dict[str, str], version: int | None) -> AskedPart:
        body = read_form(Refusing, {"reason": form.get("reason", "")})
        return await actions.refuse(session, counter.prints, who, part_id, version, body.reason)

    return await _act_on(request, session, who, part_id, Answering.REFUSE, act)


async def _act_on(
    request: Request, session: Session, who: Identity, part_id: UUID, doing: Answering, act: Act
) -> Response:
    """Do it and show the part; what is refused is shown on its own page, beside the form it came from."""
    form = texts_of(await request.form())
    _, refusal = await attempt(request, session, lambda: act(form, version_of(form)))
    if refusal is not None:
        return await _show(request, session, who, part_id, refusal=refusal, doing=doing, form=form)
    request.app.state.waker.wake()
    return Response(status_code=303, headers={"location": f"{PARTS.path}/{part_id}?xong={doing.value}"})


async def _show(
    request: Request,
    session: Session,
    who: Identity,
    part_id: UUID,
    *,
    done: str = "",
    refusal: Refusal | None = None,
    doing: Answering | None = None,
    form: dict[str, str] | None = None,
) -> Response:
    part, worker = await get_asked_part(session, part_id, who.agency_code), worker_of(who)
    allowed = STEPS.allowed(part.case(worker))
    errors = _errors_at(doing, refusal) if refusal is not None and doing is not None else []
    colleagues = await list_colleagues(session, who.agency_code, SPECIALIST, unit_id=worker.leads)
    files: dict[str, Any] = await store_of(request).states(file.sha256 for file in part.files())
    return page_of(request).render(
        request,
        "asked_part.html",
        refusal.status if refusal else 200,
        part=part,
        title=f"Hồ sơ {part.dossier_code}",
        allowed=allowed,
        history=[entry_of(entry) for entry in await list_entries(session, part.id)],
        colleagues=colleagues if Answering.ASSIGN in allowed else [],
        conclusions=list(CONCLUSION_LABELS.items()),
        file_states=files,
        done=TEXTS.get(f"answering.{done}", ""),
        errors=errors,
        error_at=dict(errors),
        failed=doing.value if doing and refusal else "",
        form=form or {},
        certificate=await _certificate(request, session, who) if Answering.SIGN in allowed else None,
    )


async def _certificate(request: Request, session: Session, who: Identity) -> object:
    """With which this person would sign."""
    agency = await find_agency(session, who.agency_code)
    folder = request.app.state.settings.authority_folder
    return find_in_post(folder, who.subject, who.agency_code, agency.name) if agency else None


def _errors_at(doing: Answering, refusal: Refusal) -> list[tuple[str, str]]:
    found = [(f"{doing.value}-{error.pointer.strip('/')}", error.sentence) for error in refusal.fields]
    return found or [("", sentence_for(refusal, TEXTS))]
