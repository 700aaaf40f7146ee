"""Choosing a post, seen in a real browser: with the keyboard alone, without scripts, at both widths."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from testing.browser import look_at, start_browser

from .test_posts import FIRST, SECOND, holds
from .upstream import PASSWORD


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with start_browser() as browser:
        yield browser


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_post_is_chosen_by_keys_and_seen_on_every_page(chromium: Any, gateway: Any, scripts: bool) -> None:
    holds(gateway, FIRST, SECOND)
    context = chromium.new_context(base_url=gateway.url, locale="vi-VN", java_script_enabled=scripts)
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto("/dang-nhap?loai=can-bo&tiep=/")
    page.get_by_label("Tên đăng nhập").fill("an.nv")
    page.get_by_label("Mật khẩu", exact=True).fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Chọn vị trí công tác")).to_be_visible()
    if scripts:
        assert not look_at(page)
    page.get_by_label(FIRST["title"]).focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    header = page.get_by_role("banner")
    expect(header).to_contain_text("Phó Giám đốc · Sở Xây dựng")
    if scripts:
        assert not look_at(page)
    header.get_by_role("button", name="Đổi vị trí").press("Enter")
    expect(page.get_by_label(SECOND["title"])).to_be_checked()
    page.get_by_label(FIRST["title"]).check()
    page.get_by_role("button", name="Tiếp tục").click()
    expect(header).to_contain_text("Chuyên viên · Sở Thông tin và Truyền thông")
    assert page.url.rstrip("/") == gateway.url
    assert not said
    context.close()
