"""A page of every macro, served as a member serves its own."""

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request, Response

from shared.access.rights import EVERYBODY, OFFICER, PUBLIC
from shared.core import clock
from shared.core.province import read_province
from shared.web.navigation import Entry, menu_of
from shared.web.pages import Pages, static_files

HERE = Path(__file__).parent
NOON = datetime(2026, 11, 22, 5, tzinfo=UTC)
POLICY = "default-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'"


@dataclass(frozen=True)
class Person:
    kind: str = "officer"
    subject: str = "p-1"
    name: str = "Trần Thị Hồng Nhung"
    agency_code: str = "H08.12"
    agency_name: str = "Sở Kế hoạch và Đầu tư tỉnh Bình Định"
    roles: frozenset[str] = field(default=frozenset({"specialist", "operator"}))
    csrf: str = 'token"<&'
    on_behalf_of: None = None
    leads_unit: bool = False
    signed_in: bool = False
    title: str = ""
    has_other_posts: bool = False


SIGNED_IN = {
    "can-bo": Person(signed_in=True, title="Phó Trưởng phòng Đăng ký kinh doanh", has_other_posts=True),
    "cong-dan": Person(
        "citizen", name="Nguyễn Hoàng Thị Phương Thảo", agency_name="", roles=frozenset(), signed_in=True
    ),
}

PROCEDURES = [
    ("Cấp giấy phép xây dựng nhà ở riêng lẻ đô thị", "Nguyễn Thị Ngọc Ánh", "Thẩm định", timedelta(days=-2), False),
    ("Đăng ký thành lập hộ kinh doanh", "Trần Văn Khởi", "Thụ lý", timedelta(hours=5), False),
    ("Chuyển mục đích sử dụng đất", "Đặng Phước Thượng", "Lấy ý kiến Sở Xây dựng", timedelta(days=1), False),
    ("Cấp phiếu lý lịch tư pháp số 1", "Huỳnh Thị Mỹ Duyên", "Chờ bổ sung", timedelta(days=3), True),
    (
        "Cấp giấy chứng nhận đủ điều kiện an toàn thực phẩm",
        "Công ty TNHH Thực phẩm Sạch Đồng Bằng",
        "Trình ký",
        timedelta(days=9),
        False,
    ),
]
ERRORS = {
    "full_name": "Hãy nhập họ và tên",
    "born_on": "Ngày sinh không phải là ngày hợp lệ",
    "citizen_id": "Số định danh cá nhân phải gồm 12 chữ số",
    "password": "Hãy nhập mật khẩu",
    "founder": "Hãy chọn chủ thể thành lập",
    "ward": "Hãy chọn phường, xã nơi đặt trụ sở",
    "capital": "Hãy nhập vốn kinh doanh",
    "lines": "Hãy viết ngắn hơn 500 ký tự",
    "paper": "Hãy chọn tệp",
    "ways": "Hãy chọn ít nhất một cách nhận kết quả",
    "agreed": "Hãy xác nhận lời khai",
}

EVERY_OFFICER = frozenset({OFFICER})
ENTRIES = (
    Entry(text="Danh bạ", href="/danh-ba", seen_by=EVERY_OFFICER, order=80),
    Entry(text="Một cửa", href="/mot-cua", seen_by=EVERY_OFFICER, order=20),
    Entry(text="Tiếp nhận", href="/mot-cua/tiep-nhan", seen_by=frozenset({"counter-officer"}), order=21),
    Entry(text="Trang chủ", href="/", seen_by=EVERYBODY, order=0),
    Entry(text="Tra cứu", href="/tra-cuu", seen_by=PUBLIC, order=12),
)


async def _with_identity_and_policy(request: Request, call_next: Any) -> Response:
    request.state.request_id = "0198c1f2-6a6f-7bb0-9a57-3d1b1d3c3a10"
    who = request.query_params.get("nguoi")
    if who is None or who in SIGNED_IN:
        request.state.identity = SIGNED_IN[who] if who else Person()
    with clock.stopped_at(NOON):
        response: Response = await call_next(request)
    response.headers["Content-Security-Policy"] = POLICY
    return response


def _rows(words: str) -> list[dict[str, Any]]:
    return [
        {
            "code": f"H08.12-261122-{n:04}",
            "procedure": name,
            "person": person,
            "step": step,
            "due_at": NOON + left,
            "paused": paused,
        }
        for n, (name, person, step, left, paused) in enumerate(PROCEDURES, 1)
        if words.lower() in name.lower()
    ]


def create_style_guide() -> FastAPI:
    app = FastAPI()
    pages = Pages(
        HERE / "style_guide",
        {"no_such_dossier": "Không có hồ sơ này."},
        embedded=True,
        province=read_province(Path("data/binh-dinh")),
        menu=menu_of(ENTRIES),
    )
    app.mount("/static", static_files())
    app.state.posts = 0

    app.middleware("http")(_with_identity_and_policy)

    @app.get("/mau")
    def show(request: Request, q: str = "", loi: int = 0) -> Response:
        errors = ERRORS if loi else {}
        return pages.render(request, "style_guide.html", 422 if loi else 200, rows=_rows(q), q=q, errors=errors)

    @app.post("/mau")
    def post(request: Request) -> Response:
        app.state.posts += 1
        time.sleep(0.7)
        return pages.render(request, "error.html", title="Đã nhận", sentence=str(app.state.posts))

    @app.get("/mau/{code}")
    def show_one(request: Request, code: str) -> Response:
        return pages.render(request, "error.html", 404, title="Không tìm thấy", sentence=pages.text("no_such_dossier"))

    return app
