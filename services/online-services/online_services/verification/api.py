"""Verification for programs."""

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from online_services.auth import MayVerify
from online_services.verification.queries import find_issued
from online_services.verification.rules import cleaned_code
from online_services.verification.schemas import IssuedOut, VerificationOut
from online_services.verification.signatures import check_signatures, content_hash
from shared.contracts.values import FileReference
from shared.core.errors import Invalid, NotFound
from shared.storage.files import read_limited
from shared.web.file_answers import stored_file
from shared.web.transaction import Session

router = APIRouter(prefix="/api/online-services/v1/verifications", tags=["Xác thực kết quả"])

LARGEST = 50 * 1_048_576
Code = Annotated[str, Path(min_length=1, max_length=80)]


@router.get("/{code}", summary="Kết quả đã cấp theo mã xác thực")
async def read_issued(code: Code, caller: MayVerify, session: Session) -> IssuedOut:
    """Kết quả nào được cấp với mã xác thực này."""
    issued = await find_issued(session, code=cleaned_code(code))
    if issued is None:
        raise NotFound("result_not_found")
    return issued


@router.get("/{code}/file", summary="Tải kết quả theo mã xác thực")
async def download_issued(code: Code, request: Request, caller: MayVerify, session: Session) -> Response:
    """Tải kết quả: who holds the code holds the paper it is printed on."""
    issued = await read_issued(code, caller, session)
    name = f"ket-qua-{issued.dossier_code or issued.verification_code}.pdf"
    return await stored_file(
        request, FileReference(sha256=issued.sha256, size=issued.size, media_type="application/pdf", name=name)
    )


@router.post("", summary="Xác thực một tệp PDF")
async def verify_file(request: Request, caller: MayVerify, session: Session) -> VerificationOut:
    """Xác thực một tệp PDF, sent as application/pdf or application/octet-stream."""
    content = await read_limited(request.stream(), LARGEST)
    if not content:
        raise Invalid("file_missing")
    sha256 = content_hash(content)
    # First, for it may wait in line for seconds: no connection to the database may wait with it.
    signatures = await check_signatures(content, request.app.state.settings)
    issued = await find_issued(session, sha256=sha256)
    return VerificationOut(sha256=sha256, issued=issued, signatures=signatures)
