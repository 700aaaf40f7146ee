"""What the QR code opens on a phone: a place to send photographs of papers, and nothing else of the dossier."""

from functools import partial
from typing import Any

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.datastructures import FormData

from one_stop.auth import MaySendPhotos
from one_stop.desk.scans import take_scans
from one_stop.dossiers.models import Dossier
from one_stop.procedures.models import ProcedurePaper
from one_stop.scans.phone import find_open, take_photos
from one_stop.texts import TEXTS
from shared.core.errors import NotFound, Refusal
from shared.standards.file_kinds import LARGEST_UPLOAD
from shared.web.application import page_of
from shared.web.attempt import attempt
from shared.web.problems import sentence_for
from shared.web.routers import PageRouter
from shared.web.transaction import Session

PLACE = "/chup-giay-to"
router = PageRouter(prefix=PLACE)
_FILES = "tep"


@router.get("/{secret}")
async def show(secret: str, caller: MaySendPhotos, request: Request, session: Session, xong: int = 0) -> Response:
    """Chụp giấy tờ cho bộ phận một cửa."""
    try:
        link, papers = await find_open(session, secret)
    except NotFound as refusal:
        return _over(request, refusal)
    return _page(request, papers, until=link.expires_at, sent=min(xong, len(link.arrived)))


@router.post("/{secret}")
async def take(secret: str, caller: MaySendPhotos, request: Request, session: Session) -> Response:
    """Gửi ảnh đã chụp."""
    try:
        link, papers = await find_open(session, secret)
    except NotFound as refusal:
        return _over(request, refusal)
    sent = await request.form()
    count = len([one for one in sent.getlist(_FILES) if getattr(one, "filename", "")])
    _, refused = await attempt(request, session, partial(_take, request, session, secret, sent))
    if refused is not None:
        errors = {error.pointer.strip("/"): error.sentence for error in refused.fields}
        errors = errors or {_FILES: sentence_for(refused, TEXTS)}
        chosen = str(sent.get("paper_code", ""))
        return _page(request, papers, refused.status, until=link.expires_at, errors=errors, chosen=chosen)
    request.app.state.waker.wake()
    return Response(status_code=303, headers={"location": f"{PLACE}/{secret}?xong={count}"})


async def _take(request: Request, session: AsyncSession, secret: str, sent: FormData) -> Dossier:
    scans = await take_scans(request, session, sent)
    return await take_photos(session, secret, str(sent.get("paper_code", "")), scans)


def _over(request: Request, refusal: Refusal) -> Response:
    sentence = sentence_for(refusal, TEXTS)
    return page_of(request).render(request, "phone_over.html", 404, title="Không gửi ảnh được", sentence=sentence)


def _page(request: Request, papers: list[ProcedurePaper], status: int = 200, **shown: Any) -> Response:
    known: dict[str, Any] = {"errors": {}, "chosen": "", "sent": 0, "largest": LARGEST_UPLOAD}
    return page_of(request).render(
        request, "phone_page.html", status, title="Chụp giấy tờ", papers=papers, **(known | shown)
    )
