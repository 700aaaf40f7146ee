"""The officer opens a link for a phone, sees what arrives, and ends it."""

from uuid import UUID

from fastapi import Request, Response

from one_stop.auth import MayReceive
from one_stop.scan_desk.phone_pages import PLACE
from one_stop.scans.models import PhoneLink
from one_stop.scans.phone import end_link, get_link, open_link
from shared.core import clock
from shared.printing.qr import qr_svg
from shared.web.application import page_of
from shared.web.routers import PageRouter
from shared.web.transaction import Session

router = PageRouter(prefix="/mot-cua/ho-so/{dossier_id}/chup")


@router.post("")
async def begin(dossier_id: UUID, who: MayReceive, request: Request, session: Session) -> Response:
    """Mở liên kết chụp bằng điện thoại: answered with its QR code, which can be shown this once."""
    link, secret = await open_link(session, who, dossier_id)
    address = f"{request.app.state.settings.address.rstrip('/')}{PLACE}/{secret}"
    return _page(request, link, address, qr_svg(address, scale=8))


@router.get("/{link_id}")
async def show(dossier_id: UUID, link_id: UUID, who: MayReceive, request: Request, session: Session) -> Response:
    """Ảnh đã nhận từ điện thoại; the page with the code asks for it again every few seconds."""
    return _page(request, await get_link(session, who, dossier_id, link_id))


@router.post("/{link_id}/dong")
async def end(dossier_id: UUID, link_id: UUID, who: MayReceive, request: Request, session: Session) -> Response:
    """Đóng liên kết."""
    link = await end_link(session, who, dossier_id, link_id)
    return Response(status_code=303, headers={"location": f"/mot-cua/ho-so/{dossier_id}/chup/{link.id}"})


def _page(request: Request, link: PhoneLink, address: str = "", code: str = "") -> Response:
    return page_of(request).render(
        request,
        "phone_link.html",
        title="Chụp giấy tờ bằng điện thoại",
        link=link,
        address=address,
        code=code,
        is_open=link.is_open(clock.now()),
    )
