"""The front page leads each kind of person to their work."""

from fastapi import APIRouter, Request, Response

from gateway.auth import Anyone
from gateway.finishing.pages import unsent_of
from shared.access.identity import Identity
from shared.access.rights import Role
from shared.web.application import page_of
from shared.web.pages import asset
from shared.web.problems import CHOOSE_POST
from shared.web.transaction import Session

router = APIRouter()

POPULAR = (
    ("Đăng ký khai sinh", "khai sinh"),
    ("Cấp giấy phép xây dựng nhà ở", "giấy phép xây dựng"),
    ("Đăng ký hộ kinh doanh", "hộ kinh doanh"),
    ("Cấp giấy chứng nhận quyền sử dụng đất", "quyền sử dụng đất"),
    ("Giấy phép lao động cho người nước ngoài", "giấy phép lao động"),
    ("Giấy phép kinh doanh vận tải", "kinh doanh vận tải"),
    ("Chứng chỉ hành nghề dược", "hành nghề dược"),
    ("Đăng ký kết hôn có yếu tố nước ngoài", "kết hôn"),
)
"""What people ask for most, as searches: the catalogue itself belongs to online-services."""

_OFFICER_CARDS: tuple[tuple[frozenset[str], str, str, str], ...] = (
    (frozenset((Role.COUNTER_OFFICER,)), "/mot-cua", "Tiếp nhận và trả kết quả", "Hồ sơ chờ tiếp nhận, hồ sơ chờ trả."),
    (frozenset((Role.SPECIALIST,)), "/mot-cua", "Hồ sơ đang xử lý", "Hồ sơ được giao, xếp theo hạn."),
    (frozenset((Role.LEADER,)), "/mot-cua", "Hồ sơ chờ duyệt, ký", "Hồ sơ trình ký và hồ sơ quá hạn của cơ quan."),
    (
        frozenset((Role.RECORDS_CLERK, Role.LEADER, Role.SPECIALIST)),
        "/van-ban/den",
        "Văn bản đến",
        "Tiếp nhận, vào sổ, phân công, xử lý.",
    ),
    (
        frozenset((Role.RECORDS_CLERK, Role.LEADER, Role.SPECIALIST)),
        "/van-ban/di",
        "Văn bản đi",
        "Soạn thảo, ký số, cấp số, phát hành.",
    ),
    (frozenset(Role), "/danh-ba", "Danh bạ", "Cơ quan, đơn vị, cán bộ và hộp thư công vụ."),
    (frozenset((Role.OPERATOR,)), "/van-hanh", "Vận hành", "Hàng đợi, độ trễ, thư chết, tình trạng các phần."),
)


def cards_for(identity: Identity) -> list[dict[str, str]]:
    return [
        {"href": href, "title": title, "text": text, "amount": _amount(href, roles)}
        for roles, href, title, text in _OFFICER_CARDS
        if identity.roles & roles
    ]


def _amount(href: str, roles: frozenset[str]) -> str:
    """Where the service itself says how much waits: asked for by the page, so that a slow service delays nobody here."""
    return f"{href}/so-viec?vai={Role(min(roles)).value}" if href == "/mot-cua" else ""


@router.get("/")
async def show_home(request: Request, who: Anyone, session: Session) -> Response:
    if who.must_choose:
        return Response(status_code=303, headers={"location": CHOOSE_POST})
    unsent = await unsent_of(request, who, session)
    if who.kind == "officer":
        return page_of(request).render(
            request, "home/officer.html", title="Công việc của tôi", cards=cards_for(who), unsent=unsent
        )
    return page_of(request).render(request, "home/citizen.html", title="Trang chủ", popular=POPULAR, unsent=unsent)


@router.get("/favicon.ico")
async def show_emblem(who: Anyone) -> Response:
    """Browsers and watchers ask for this name without having read a page."""
    return Response(
        status_code=308, headers={"location": asset("emblem.svg"), "cache-control": "public, max-age=86400"}
    )
