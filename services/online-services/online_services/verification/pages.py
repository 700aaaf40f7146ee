"""`/xac-thuc`: by the PDF itself, or by the code printed on it and in its QR."""

from typing import Any

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.datastructures import UploadFile

from online_services.auth import MayVerify
from online_services.texts import FINDINGS, REFUSALS
from online_services.verification.queries import find_issued
from online_services.verification.rules import cleaned_code, is_dossier_code
from online_services.verification.signatures import check_signatures, content_hash
from shared.contracts.values import FileReference
from shared.core.errors import TEXTS as SHARED_TEXTS
from shared.core.errors import NotFound, Refusal
from shared.signing.verdicts import REVOCATIONS, later_changes_words
from shared.standards.file_kinds import is_pdf
from shared.web.application import page_of
from shared.web.routers import PageRouter
from shared.web.transaction import Session
from shared.web.viewer import Whole, open_stored

router = PageRouter()

LARGEST = 50 * 1_048_576


def _page(request: Request, status: int = 200, **context: Any) -> Response:
    known: dict[str, Any] = {
        "code": "",
        "errors": {},
        "issued": None,
        "report": None,
        "file_name": "",
        "asked": False,
        "dossier_code": "",
        "largest": LARGEST,
    }
    return page_of(request).render(
        request, "verify.html", status, revocations=REVOCATIONS, changes_words=later_changes_words, **(known | context)
    )


@router.get("/xac-thuc")
async def verification_page(request: Request, caller: MayVerify, session: Session, ma: str = "") -> Response:
    return await _by_code(request, session, ma) if "ma" in request.query_params else _page(request)


@router.get("/xac-thuc/{code}")
async def verify_by_qr(code: str, request: Request, caller: MayVerify, session: Session) -> Response:
    return await _by_code(request, session, code)


async def _by_code(request: Request, session: AsyncSession, typed: str) -> Response:
    code = cleaned_code(typed)
    if not code:
        return _page(request, 422, errors={"ma": FINDINGS["verification_code_missing"]})
    issued = await find_issued(session, code=code)
    if issued is None and is_dossier_code(typed):
        dossier_code = "".join(typed.split()).upper()
        return _page(request, 422, code=typed[:80], dossier_code=dossier_code, errors={"ma": FINDINGS["dossier_code"]})
    if issued is None:
        return _page(request, 422, code=code, errors={"ma": REFUSALS["result_not_found"]})
    return _page(request, code=code, issued=issued, asked=True)


@router.post("/xac-thuc")
async def verify_file(request: Request, caller: MayVerify, session: Session) -> Response:
    upload = (await request.form()).get("tep")
    if not isinstance(upload, UploadFile) or not upload.filename:
        return _page(request, 422, errors={"tep": FINDINGS["file_missing"]})
    content = await upload.read(LARGEST + 1)
    if len(content) > LARGEST:
        return _page(request, 422, errors={"tep": "Tệp lớn hơn 50 MB, không kiểm tra được ở đây."})
    if not is_pdf(content):
        return _page(request, 422, errors={"tep": "Tệp không phải PDF; hãy chọn bản PDF đã ký số."})
    try:
        report = await check_signatures(content, request.app.state.settings)
    except Refusal as refusal:
        return _page(request, refusal.status, errors={"tep": SHARED_TEXTS[refusal.code]})
    issued = await find_issued(session, sha256=content_hash(content))
    return _page(request, report=report, issued=issued, file_name=upload.filename[:200], asked=True)


@router.get("/xac-thuc/{code}/tep")
async def download_issued(code: str, request: Request, caller: MayVerify, session: Session) -> Response:
    """The stored file, or a page of it to look at; given out only when its bytes still have the recorded hash."""
    issued = await find_issued(session, code=cleaned_code(code))
    if issued is None:
        raise NotFound("result_not_found")
    name = f"ket-qua-{issued.dossier_code or issued.verification_code}.pdf"
    file = FileReference(sha256=issued.sha256, size=issued.size, media_type="application/pdf", name=name)
    return await open_stored(request, file, Whole(f"/xac-thuc/{issued.verification_code}", "Xác thực kết quả"))
