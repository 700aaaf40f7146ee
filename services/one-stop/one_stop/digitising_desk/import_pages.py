"""Nhập kết quả giấy từ tệp: tried first, entered when every line is right."""

from typing import Any

from fastapi import Request, Response
from starlette.datastructures import UploadFile

from one_stop.auth import MayEnterPapers
from one_stop.digitising.rules import MOST_LINES
from one_stop.digitising_desk.listing import PAPER_RESULTS
from one_stop.digitising_desk.reading import COLUMNS, LARGEST, NEEDED, written
from one_stop.digitising_desk.taking import take_file
from one_stop.page_forms import texts_of
from one_stop.texts import TEXTS
from shared.web.application import page_of
from shared.web.attempt import attempt
from shared.web.form_fields import errors_by_field
from shared.web.problems import sentence_for
from shared.web.routers import PageRouter
from shared.web.transaction import Session

router = PageRouter(prefix=PAPER_RESULTS.path)
_EXAMPLE = {
    "loại": "Giấy phép xây dựng",
    "số hiệu": "125/GPXD",
    "ngày cấp": "15/03/2014",
    "cơ quan cấp": "Sở Xây dựng",
    "người được cấp": "Trần Văn Bình",
}


@router.get("/nhap-tep")
async def show_import(who: MayEnterPapers, request: Request) -> Response:
    """Nhập kết quả giấy từ tệp."""
    return _page(request)


@router.post("/nhap-tep")
async def take(who: MayEnterPapers, request: Request, session: Session) -> Response:
    """Kiểm tra tệp, hoặc nhập những gì đã kiểm tra."""
    async with request.form(max_part_size=LARGEST * 4) as form:
        sent, typed = form.get("tep"), texts_of(form)
        name = (sent.filename or "") if isinstance(sent, UploadFile) else ""
        content = await sent.read(LARGEST + 1) if isinstance(sent, UploadFile) else b""
    tried = typed.get("bang", "")
    if tried and not content:
        name, content = typed.get("ten", "")[:200] or "danh-sach.csv", tried.encode()
    enters = bool(tried) and typed.get("nhap") == "1"
    done, refusal = await attempt(request, session, lambda: take_file(session, who, name, content, dry_run=not enters))
    if done is None:
        assert refusal is not None
        errors = errors_by_field(refusal.fields)
        sentence = "" if errors else sentence_for(refusal, TEXTS)
        return _page(request, refusal.status, errors=errors, sentence=sentence)
    entries, out = done
    if out.entered:
        location = f"{PAPER_RESULTS.path}?tinh_trang=draft&xong={out.entered}"
        return Response(status_code=303, headers={"location": location})
    shown = "" if out.faults else written(entries)
    return _page(request, 422 if out.faults else 200, out=out, table=shown, name=name, entries=entries[:20])


def _page(request: Request, status: int = 200, **context: Any) -> Response:
    known: dict[str, Any] = {"errors": {}, "sentence": "", "out": None, "table": "", "name": "", "entries": []}
    return page_of(request).render(
        request,
        "paper_import.html",
        status,
        title="Nhập kết quả giấy từ tệp",
        columns=COLUMNS,
        needed=NEEDED,
        example=_EXAMPLE,
        most=MOST_LINES,
        **(known | context),
    )
