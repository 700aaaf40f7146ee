"""Making results on paper electronic, on the screen: the list, a new one, one of them with its scan."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from fastapi import Request, Response

from one_stop.auth import MayComparePapers, MayEnterPapers, MaySeePapers, MaySendBackPapers
from one_stop.desk.acting import certificate_of
from one_stop.desk.result_files import FILES, taken_result
from one_stop.digitising import actions
from one_stop.digitising.models import PaperResult
from one_stop.digitising.queries import list_kinds
from one_stop.digitising.rules import STATE_KINDS, STEPS, Digitising
from one_stop.digitising.schemas import PaperEntry, SendingBack
from one_stop.digitising_desk.api import see
from one_stop.digitising_desk.listing import PAPER_RESULTS
from one_stop.dossiers.workers import worker_of
from one_stop.edge import AtCounter
from one_stop.page_forms import read_form as read_fields
from one_stop.page_forms import texts_of, version_of
from one_stop.procedures.results import choices_of
from one_stop.rights import RIGHTS, Right
from one_stop.texts import TEXTS
from shared.access.identity import Identity
from shared.access.rights import holds
from shared.core.errors import NotFound, Refusal
from shared.standards.file_kinds import LARGEST_UPLOAD
from shared.web.application import page_of
from shared.web.attempt import attempt
from shared.web.callers import require
from shared.web.form_fields import date_parts, errors_by_field
from shared.web.lists import add_list_routes, view_of
from shared.web.problems import sentence_for
from shared.web.resumable import read_form
from shared.web.routers import PageRouter
from shared.web.transaction import Session
from shared.web.uploads import ACCEPT, store_of
from shared.web.view_routes import add_view_routes
from shared.web.viewer import Whole, open_stored

PAGE = 50
ONE = "/mot-cua/ket-qua-giay"
DONE = {
    "nhap": "Đã nhập kết quả giấy.",
    "sua": "Đã ghi.",
    "lai": "Đã trả lại để sửa.",
    "bo": "Đã bỏ. Tờ giấy này nhập lại được.",
    "ky": "Đã ký sao y bản điện tử: bản số hóa vào sổ kết quả và xác thực được.",
}
DAYS = ("issued_on", "valid_from", "valid_until")

router = PageRouter(prefix="/mot-cua")
_reads = require(RIGHTS, Right.SEE_PAPER_RESULTS)


@router.get("/so-hoa-ket-qua")
async def show_list(who: MaySeePapers, request: Request, session: Session, xong: str = "") -> Response:
    """Kết quả giấy được số hóa."""
    view = await view_of(request, session, who, PAPER_RESULTS, PAGE)
    enters = holds(who, RIGHTS[Right.ENTER_PAPER_RESULTS])
    entered = int(xong) if xong.isascii() and xong.isdigit() and len(xong) < 5 else 0
    return page_of(request).render(
        request, "paper_results.html", list=view, kinds=STATE_KINDS, enters=enters, entered=entered
    )


@router.get("/so-hoa-ket-qua/moi")
async def show_new(who: MayEnterPapers, request: Request, session: Session) -> Response:
    """Nhập một kết quả giấy."""
    return await _form(request, session, {"issuer": who.agency_name}, None)


@router.post("/so-hoa-ket-qua/moi")
async def enter(who: MayEnterPapers, request: Request, session: Session) -> Response:
    """Nhập một kết quả giấy."""
    sent = await read_form(request, session, who, FILES)
    typed = _typed(texts_of(sent))

    async def act() -> PaperResult:
        entry = read_fields(PaperEntry, typed)
        return await actions.enter_paper(session, who, entry, await taken_result(request, session, sent))

    row, refusal = await attempt(request, session, act)
    if row is None:
        return await _form(request, session, typed, refusal)
    return Response(status_code=303, headers={"location": f"{ONE}/{row.id}?xong=nhap"})


@router.get("/ket-qua-giay/{paper_id}")
async def show_paper(paper_id: UUID, who: MaySeePapers, request: Request, session: Session, xong: str = "") -> Response:
    """Một kết quả giấy."""
    return await _show(request, session, who, paper_id, done=xong)


@router.get("/ket-qua-giay/{paper_id}/tep/{sha256}")
async def show_file(paper_id: UUID, sha256: str, who: MaySeePapers, request: Request, session: Session) -> Response:
    """Bản quét, hoặc ảnh gốc của nó."""
    row = await see(session, who, paper_id)
    file = next((one for one in row.files() if one.sha256 == sha256), None)
    if file is None:
        raise NotFound("not_found")
    return await open_stored(request, file, Whole(f"{ONE}/{row.id}", f"Kết quả giấy số {row.number}"), opens=True)


@router.post("/ket-qua-giay/{paper_id}/sua")
async def amend(paper_id: UUID, who: MayEnterPapers, request: Request, session: Session) -> Response:
    """Sửa thông tin, kèm bản quét."""
    sent = await read_form(request, session, who, FILES)
    form = texts_of(sent)
    typed = _typed(form)

    async def act() -> object:
        entry, version = read_fields(PaperEntry, typed), version_of(form)
        return await actions.amend_paper(
            session, who, paper_id, version, entry, await taken_result(request, session, sent)
        )

    return await _done(request, session, who, paper_id, "sua", typed, act)


@router.post("/ket-qua-giay/{paper_id}/tra-lai")
async def send_back(paper_id: UUID, who: MaySendBackPapers, request: Request, session: Session) -> Response:
    """Trả lại để sửa."""
    form = texts_of(await request.form())

    async def act() -> object:
        why = read_fields(SendingBack, {"reason": form.get("reason", "")})
        return await actions.send_back_paper(session, who, paper_id, version_of(form), why.reason)

    return await _done(request, session, who, paper_id, "lai", form, act)


@router.post("/ket-qua-giay/{paper_id}/bo")
async def drop(paper_id: UUID, who: MaySeePapers, request: Request, session: Session) -> Response:
    """Bỏ kết quả giấy nhập nhầm."""
    form = texts_of(await request.form())

    async def act() -> object:
        why = read_fields(SendingBack, {"reason": form.get("reason", "")})
        return await actions.drop_paper(session, who, paper_id, version_of(form), why.reason)

    return await _done(request, session, who, paper_id, "bo", form, act)


@router.post("/ket-qua-giay/{paper_id}/ky")
async def sign(
    paper_id: UUID, who: MayComparePapers, counter: AtCounter, request: Request, session: Session
) -> Response:
    """Đối chiếu, ký sao y bản điện tử."""
    form = texts_of(await request.form())

    async def act() -> object:
        return await actions.sign_paper(session, counter.prints, who, paper_id, version_of(form))

    return await _done(request, session, who, paper_id, "ky", form, act)


async def _done(
    request: Request,
    session: Session,
    who: Identity,
    paper_id: UUID,
    doing: str,
    typed: dict[str, Any],
    act: Callable[[], Awaitable[object]],
) -> Response:
    _, refusal = await attempt(request, session, act)
    if refusal is not None:
        return await _show(request, session, who, paper_id, refusal=refusal, doing=doing, typed=typed)
    request.app.state.waker.wake()
    return Response(status_code=303, headers={"location": f"{ONE}/{paper_id}?xong={doing}"})


def _typed(form: dict[str, str]) -> dict[str, Any]:
    days = {name: {part: form.get(f"{name}-{part}", "") for part in ("day", "month", "year")} for name in DAYS}
    return {name: form[name] for name in PaperEntry.model_fields if name in form} | days


async def _choices(session: Session) -> dict[str, str]:
    """Kết quả theo danh mục, by code."""
    return choices_of(list((await list_kinds(session)).values()))


async def _form(request: Request, session: Session, typed: dict[str, Any], refusal: Refusal | None) -> Response:
    errors = errors_by_field(refusal.fields) if refusal else {}
    return page_of(request).render(
        request,
        "paper_new.html",
        refusal.status if refusal else 200,
        title="Nhập kết quả giấy",
        result_choices=await _choices(session),
        typed=typed | {name: date_parts(typed.get(name)) for name in DAYS},
        errors=errors,
        sentence=sentence_for(refusal, TEXTS) if refusal and not errors else "",
        accept=ACCEPT,
        largest=LARGEST_UPLOAD,
    )


async def _show(
    request: Request,
    session: Session,
    who: Identity,
    paper_id: UUID,
    *,
    done: str = "",
    refusal: Refusal | None = None,
    doing: str = "",
    typed: dict[str, Any] | None = None,
) -> Response:
    row = await see(session, who, paper_id)
    acts = STEPS.allowed(row.case(worker_of(who)))
    errors = errors_by_field(refusal.fields) if refusal else {}
    kept = {name: getattr(row, name) for name in PaperEntry.model_fields}
    kept |= typed if typed and doing == "sua" else {}
    return page_of(request).render(
        request,
        "paper_result.html",
        refusal.status if refusal else 200,
        row=row,
        title=f"Kết quả giấy số {row.number}",
        acts=acts,
        own_entry=row.case(worker_of(who)).entered,
        kinds=STATE_KINDS,
        result_choices=await _choices(session) if Digitising.AMEND in acts else {},
        done=DONE.get(done, ""),
        typed=kept | {name: date_parts(kept[name]) if doing == "sua" else kept[name] for name in DAYS},
        failed=doing if refusal else "",
        errors=errors,
        sentence=sentence_for(refusal, TEXTS) if refusal and not errors else "",
        accept=ACCEPT,
        largest=LARGEST_UPLOAD,
        file_states=await store_of(request).states([file.sha256 for file in row.files()]),
        certificate=await certificate_of(request, session, who) if Digitising.SIGN in acts else None,
    )


add_list_routes(router, PAPER_RESULTS, _reads, "/so-hoa-ket-qua")
add_view_routes(router, PAPER_RESULTS, _reads, "/so-hoa-ket-qua")
