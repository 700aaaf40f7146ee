"""Quét mã hồ sơ: what a scanner reads off a receipt or a folder's label opens the dossier."""

from typing import Annotated
from urllib.parse import parse_qs, urlsplit

from fastapi import Query, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.auth import MaySee
from one_stop.dossiers.models import Dossier
from one_stop.dossiers.queries import reached_by
from shared.core.fields import Line
from shared.standards.dossier_code import parse_dossier_code
from shared.standards.typed import compacted
from shared.web.application import page_of
from shared.web.routers import PageRouter
from shared.web.transaction import Session

router = PageRouter(prefix="/mot-cua/quet")
UNREADABLE = "Không đọc được mã hồ sơ từ “%(read)s”. Hãy quét lại mã vạch hoặc mã QR trên giấy tiếp nhận, nhãn hồ sơ, hoặc gõ đủ mã hồ sơ."
UNKNOWN = "Không có hồ sơ mã %(code)s ở cơ quan bạn. Hãy kiểm tra lại mã; nếu mã đúng thì hồ sơ do cơ quan khác tiếp nhận, giải quyết."


def code_in(scanned: str) -> str:
    """The code itself, or the one in the address of a receipt's QR code; empty where there is none."""
    text = compacted(scanned)
    if "://" in text:
        text = parse_qs(urlsplit(text).query).get("ma", [""])[0]
    known = parse_dossier_code(text)
    return known.text if known else ""


@router.get("")
async def open_scanned(
    who: MaySee, request: Request, session: Session, ma: Annotated[Line, Query(max_length=300)] = ""
) -> Response:
    """Mở hồ sơ theo mã đã quét."""
    code = code_in(ma)
    dossier = await _find(session, who.agency_code, code) if code else None
    if dossier is not None:
        return Response(status_code=303, headers={"location": f"/mot-cua/ho-so/{dossier.id}"})
    status = 200 if not ma else 404 if code else 422
    sentence = "" if not ma else UNKNOWN % {"code": code} if code else UNREADABLE % {"read": ma}
    return page_of(request).render(
        request, "scanned.html", status, title="Quét mã hồ sơ", scanned=ma, sentence=sentence
    )


async def _find(session: AsyncSession, agency_code: str, code: str) -> Dossier | None:
    return (await session.scalars(reached_by(agency_code).where(Dossier.code == code))).one_or_none()
