"""Kiểm tra chữ ký số trên phiếu lấy ý kiến, phiếu trả lời: what the file itself proves, whatever the page says."""

from pathlib import Path
from uuid import UUID

from fastapi import Request, Response

from one_stop.asked_parts.queries import get_asked_part
from one_stop.auth import MaySeeParts
from shared.contracts.values import FileReference
from shared.foreign import confined
from shared.signing.verdicts import REASONS, REVOCATIONS, SignatureReport
from shared.storage import evidence
from shared.web.application import page_of
from shared.web.routers import PageRouter
from shared.web.transaction import Session

router = PageRouter(prefix="/mot-cua")
MEMORY_MB = 300


@router.get("/phan-viec/{part_id}/chu-ky")
async def show_signatures(part_id: UUID, who: MaySeeParts, request: Request, session: Session) -> Response:
    """Chữ ký số trên phiếu: of the question and of the answer, as they are now."""
    part = await get_asked_part(session, part_id, who.agency_code)
    slips = [("Phiếu lấy ý kiến", part.sealed_slip or part.slip)]
    slips += [("Phiếu trả lời", part.answer)] if part.answer else []
    checked = [(name, await _check(request, FileReference.model_validate(slip))) for name, slip in slips]
    await evidence.record(session, "part-signatures-checked", f"part/{part.id}", who)
    return page_of(request).render(
        request, "part_signatures.html", part=part, checked=checked, reasons=REASONS, revocations=REVOCATIONS
    )


async def _check(request: Request, file: FileReference) -> list[SignatureReport]:
    """In a process of its own, as every file that somebody else made."""
    pdf, folder = await request.app.state.files.get(file.sha256), request.app.state.settings.authority_folder
    return await confined.run(_verify, pdf, folder, memory_mb=MEMORY_MB)


def _verify(pdf: bytes, folder: Path) -> list[SignatureReport]:
    # The signing libraries are large: only the process that checks the file has them.
    from shared.signing.trust import TrustAnchors
    from shared.signing.verify import verify_pdf

    return verify_pdf(pdf, TrustAnchors.of_authority(folder))
