"""The operator's page in a real browser: what failed is read in words, at both widths."""

from typing import Any

import pytest
from playwright.sync_api import expect

from testing.browser import look_at, start_browser

from .test_operators_pages import JOB
from .upstream import PASSWORD

FAILING = JOB | {
    "attempts": 8,
    "given_up": True,
    "title": "Nhắc hạn",
    "key": "dossier/0197aaaa-0000-7000-8000-000000000001",
}
JOBS = [
    FAILING | {"name": "send-letter", "error": "partner/TimeoutError"},
    FAILING
    | {
        "name": "close-year",
        "error": "refused/Conflict/series_closed",
        "refusal": "Sổ số năm … đã khóa, không cấp số nữa.",
    },
    FAILING | {"name": "count-figures", "error": "database/DBAPIError"},
    FAILING | {"name": "remind", "error": "unexpected/KeyError", "given_up": False, "attempts": 2},
    JOB,
]


@pytest.mark.parametrize("width", [1280, 360])
def test_the_operator_reads_what_failed_and_what_to_do(gateway: Any, width: int) -> None:
    gateway.upstream.overview = {"jobs": JOBS}
    with start_browser() as browser:
        context = browser.new_context(base_url=gateway.url, locale="vi-VN", viewport={"width": width, "height": 900})
        page = context.new_page()
        page.goto("/dang-nhap?loai=can-bo&tiep=/van-hanh")
        page.get_by_label("Tên đăng nhập").fill("van-hanh")
        page.get_by_label("Mật khẩu", exact=True).fill(PASSWORD)
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Vận hành", exact=True)).to_be_visible()
        for sentence in (
            "Bên được gọi không trả lời: phần khác, kho tệp, máy chủ thư hoặc cổng ký số.",
            "“Sổ số năm … đã khóa, không cấp số nữa.” Sửa điều câu trên nêu rồi bấm “Chạy ngay”.",
            "Xem PostgreSQL có chạy và đĩa còn chỗ không; khi ổn rồi bấm “Chạy ngay”.",
            "Chạy ./lienthong logs one-stop-worker và tìm “remind”",
        ):
            expect(page.get_by_text(sentence).first).to_be_visible()
        assert not look_at(page)
        context.close()
