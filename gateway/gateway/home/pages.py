"""The front page leads each kind of person to their work."""

from fastapi import Request, Response

from gateway.auth import Anyone
from gateway.finishing.pages import unsent_of
from gateway.parts import parts_of
from shared.web.application import page_of
from shared.web.pages import asset
from shared.web.routers import PageRouter
from shared.web.signposts import Signpost
from shared.web.transaction import Session

router = PageRouter()

POPULAR = (
    ("Đăng ký khai sinh", "khai sinh"),
    ("Cấp giấy phép xây dựng nhà ở", "giấy phép xây dựng"),
    ("Đăng ký hộ kinh doanh", "hộ kinh doanh"),
    ("Cấp giấy chứng nhận quyền sử dụng đất", "quyền sử dụng đất"),
    ("Giấy phép lao động cho người nước ngoài", "giấy phép lao động"),
    ("Giấy phép kinh doanh vận tải", "kinh doanh vận tải"),
    ("Chứng chỉ hành nghề dược", "hành nghề dược"),
    ("Đăng ký kết hôn", "kết hôn"),
)
"""What people ask for most, as searches: the catalogue itself belongs to online-services."""


@router.get("/")
async def show_home(request: Request, who: Anyone, session: Session) -> Response:
    if who.must_choose:
        return Response(status_code=303, headers={"location": Signpost.CHOOSE_POST})
    unsent = await unsent_of(request, who, session)
    if who.kind == "officer":
        return page_of(request).render(
            request,
            "home/officer.html",
            title="Công việc của tôi",
            cards=parts_of(request).known.cards(who),
            unsent=unsent,
        )
    return page_of(request).render(request, "home/citizen.html", title="Trang chủ", popular=POPULAR, unsent=unsent)


@router.get("/favicon.ico")
async def show_emblem(who: Anyone) -> Response:
    """Browsers and watchers ask for this name without having read a page."""
    return Response(
        status_code=308, headers={"location": asset("emblem.svg"), "cache-control": "public, max-age=86400"}
    )
