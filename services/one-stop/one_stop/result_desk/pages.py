"""The book of issued results on the screen, and one of them with what was, and may be, decided of it."""

from typing import Any
from uuid import UUID

from fastapi import Request, Response

from one_stop.auth import MayChangeResults, MaySee
from one_stop.desk.with_files import taken_files
from one_stop.dossiers.models import Dossier
from one_stop.dossiers.workers import worker_of
from one_stop.page_forms import read_form, texts_of, version_of
from one_stop.result_book.actions import case_of, change_result
from one_stop.result_book.entering import ENTRY_WORDS
from one_stop.result_book.models import BookedResult
from one_stop.result_book.queries import get_booked, list_changes
from one_stop.result_book.rules import CHANGES, STEPS
from one_stop.result_book.schemas import Changing
from one_stop.result_desk.api import see
from one_stop.result_desk.listing import RESULT_BOOK
from one_stop.rights import RIGHTS, Right
from one_stop.texts import TEXTS
from shared.access.identity import Identity
from shared.core.errors import NotFound, Refusal
from shared.directory.queries import names_of
from shared.standards.file_kinds import LARGEST_UPLOAD
from shared.standards.result_states import GROUND_NAMES, STATE_KINDS, ResultChangeKind
from shared.web.application import page_of
from shared.web.attempt import attempt
from shared.web.callers import require
from shared.web.form_fields import date_parts, errors_by_field
from shared.web.lists import add_list_routes, view_of
from shared.web.problems import sentence_for
from shared.web.resumable import read_form as read_uploads
from shared.web.routers import PageRouter
from shared.web.transaction import Session
from shared.web.uploads import ACCEPT
from shared.web.view_routes import add_view_routes
from shared.web.viewer import Whole, open_stored

PAGE = 50
DAYS = ("document_date", "valid_until")
DONE = {
    ResultChangeKind.REVOKED: "Đã thu hồi kết quả: trang xác thực báo ngay và người được cấp được thông báo.",
    ResultChangeKind.CORRECTED: "Đã đính chính kết quả: trang xác thực báo ngay và người được cấp được thông báo.",
    ResultChangeKind.REPLACED: "Đã ghi kết quả thay thế: trang xác thực dẫn đến kết quả mới.",
    ResultChangeKind.EXTENDED: "Đã gia hạn kết quả: trang xác thực báo ngày hết hiệu lực mới.",
    ResultChangeKind.RESTORED: "Đã khôi phục hiệu lực của kết quả.",
}

router = PageRouter(prefix="/mot-cua")
_reads = require(RIGHTS, Right.SEE_DOSSIERS)


@router.get("/ket-qua-da-cap")
async def show_book(who: MaySee, request: Request, session: Session) -> Response:
    """Sổ kết quả đã cấp."""
    view = await view_of(request, session, who, RESULT_BOOK, PAGE)
    return page_of(request).render(request, "result_book.html", list=view, kinds=STATE_KINDS)


@router.get("/ket-qua/{result_id}")
async def show_result(result_id: UUID, who: MaySee, request: Request, session: Session, xong: str = "") -> Response:
    """Một kết quả đã cấp."""
    return await _show(request, session, who, await see(session, who, result_id), done=xong)


@router.get("/ket-qua/{result_id}/tep")
async def show_file(result_id: UUID, who: MaySee, request: Request, session: Session) -> Response:
    """Tệp kết quả đã ký."""
    row = await see(session, who, result_id)
    whole = Whole(f"/mot-cua/ket-qua/{row.id}", f"Kết quả số {row.number}")
    return await open_stored(request, row.reference(), whole, opens=True)


@router.get("/ket-qua/{result_id}/van-ban/{sha256}")
async def show_document(result_id: UUID, sha256: str, who: MaySee, request: Request, session: Session) -> Response:
    """Tệp văn bản quyết định về kết quả."""
    row = await see(session, who, result_id)
    files = [file for change in await list_changes(session, row.id) for file in change.documents()]
    found = next((file for file in files if file.sha256 == sha256), None)
    if found is None:
        raise NotFound("not_found")
    whole = Whole(f"/mot-cua/ket-qua/{row.id}", f"Kết quả số {row.number}")
    return await open_stored(request, found, whole, opens=True)


@router.post("/ket-qua/{result_id}/thay-doi")
async def change(result_id: UUID, who: MayChangeResults, request: Request, session: Session) -> Response:
    """Thu hồi, đính chính, thay thế, gia hạn, khôi phục."""
    sent = await read_uploads(request, session, who, "tep")
    form = texts_of(sent)
    days = {name: {part: form.get(f"{name}-{part}", "") for part in ("day", "month", "year")} for name in DAYS}

    async def act() -> BookedResult:
        typed = {name: form[name] for name in Changing.model_fields if name in form} | days
        body = read_form(Changing, typed)
        files = await taken_files(request, session, sent)
        return await change_result(session, (who, worker_of(who)), result_id, version_of(form), body, files)

    changed, refusal = await attempt(request, session, act)
    if changed is None:
        row = await get_booked(session, result_id, who.agency_code)
        return await _show(request, session, who, row, refusal=refusal, typed=form | days)
    request.app.state.waker.wake()
    return Response(status_code=303, headers={"location": f"/mot-cua/ket-qua/{result_id}?xong={form['kind']}"})


async def _show(
    request: Request,
    session: Session,
    who: Identity,
    row: BookedResult,
    *,
    done: str = "",
    refusal: Refusal | None = None,
    typed: dict[str, Any] | None = None,
) -> Response:
    dossier = await session.get_one(Dossier, row.dossier_id) if row.dossier_id else None
    case = await case_of(session, row, dossier, worker_of(who))
    form, changes = typed or {}, await list_changes(session, row.id)
    failed = form.get("kind", "") if refusal else ""
    errors = errors_by_field(refusal.fields) if refusal else {}
    replacing = [change.replaced_by for change in changes if change.replaced_by]
    return page_of(request).render(
        request,
        "issued_result.html",
        refusal.status if refusal else 200,
        row=row,
        entry=ENTRY_WORDS.get(row.entry, ""),
        title=f"Kết quả số {row.number}",
        own=case.ours and row.agency_code == who.agency_code,
        ours=case.ours,
        agencies=await names_of(session, {row.agency_code, *(change.agency_code for change in changes)}),
        changes=changes,
        others={one: await session.get_one(BookedResult, one) for one in replacing},
        acts=[act for act in STEPS.allowed(case) if act in CHANGES],
        grounds=GROUND_NAMES,
        kinds=STATE_KINDS,
        accept=ACCEPT,
        largest=LARGEST_UPLOAD,
        done=DONE[ResultChangeKind(done)] if done in DONE else "",
        typed=form,
        days={name: date_parts(form.get(name)) for name in DAYS},
        failed=failed,
        errors={f"{failed}-{name}": said for name, said in errors.items()},
        sentence=sentence_for(refusal, TEXTS) if refusal and not errors else "",
    )


add_list_routes(router, RESULT_BOOK, _reads, "/ket-qua-da-cap")
add_view_routes(router, RESULT_BOOK, _reads, "/ket-qua-da-cap")
