"""People before a real browser: who they are, how they sign in, and what every page must be like."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import typst
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, FilePayload, Page, Response, expect, sync_playwright

from operations.private_province import PrivateProvince
from operations.testing import find_browser
from shared.core import clock
from shared.web.pages import STATIC_FOLDER

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = (1280, 390)
_AXE = Axe()
LIVE = 20_000
"""How long a page may take to show what happened elsewhere: it asks every four seconds, on a busy machine."""

_FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync"
)
# What the browser itself reports of an answer with 4xx, and what it reports when a page is left while a request is on its way.
_ITS_OWN_WORDS = (
    "status of 4",
    "Error Code 4",
    "Autofocus processing was blocked because a document already has a focused",
)
"""Its report of an answer with 4xx; and that whoever sits there was faster than the page's first focus, which is theirs then."""


@contextmanager
def start_browser() -> Iterator[Browser]:
    """The machine's own Chromium, or the one named in LIENTHONG_CHROMIUM."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=_FLAGS.split())
        try:
            yield browser
        finally:
            browser.close()


class Person:
    """Một người trước trình duyệt: a browser context of their own, signed in if a user name is given."""

    def __init__(
        self,
        browser: Browser,
        province: PrivateProvince,
        user_name: str = "",
        *,
        scripts: bool = True,
        width: int = 1280,
    ) -> None:
        self.province = province
        self.user_name = user_name
        self.said: list[str] = []
        self._context = browser.new_context(
            base_url=province.url,
            viewport={"width": width, "height": 900},
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            java_script_enabled=scripts,
        )
        self._context.set_default_timeout(30_000)
        self.page = self._context.new_page()
        self.page.on("console", lambda message: self.said.append(f"{self.page.url}: {message.text}"))
        self.page.on("pageerror", lambda error: self.said.append(f"{self.page.url}: {error}"))
        if user_name:
            self._sign_in()

    @property
    def password(self) -> str:
        """With which he signs in, and confirms what he signs."""
        return str(self.province.account(self.user_name)["password"])

    def _sign_in(self) -> None:
        account = self.province.account(self.user_name)
        officer = bool(account["agency_code"])
        self.page.goto(f"/dang-nhap?loai={'can-bo' if officer else 'cong-dan'}")
        self.page.get_by_label("Tên đăng nhập").fill(self.user_name)
        self.page.get_by_label("Mật khẩu", exact=True).fill(account["password"])
        self.page.locator("main").get_by_role("button", name="Đăng nhập").click()
        expect(self.page.get_by_role("button", name="Đăng xuất")).to_be_visible()

    def complaints(self) -> list[str]:
        """What the console said, without what the browser says of itself."""
        return [line for line in self.said if not any(words in line for words in _ITS_OWN_WORDS)]

    def leave(self) -> None:
        self.page.goto("about:blank")  # a context whose page is still being loaded was once never ended
        self._context.close()
        assert not self.complaints(), self.complaints()


@contextmanager
def people(browser: Browser, province: PrivateProvince, *user_names: str) -> Iterator[list[Person]]:
    """Several people at once, each at a screen of their own; at the end no console may have complained."""
    present = [Person(browser, province, user_name) for user_name in user_names]
    yield present
    for person in present:
        person.leave()


_READ = """() => {
  const told = /^(class|role|type|lang|disabled|hidden|open|checked|aria-(current|expanded|hidden|live|sort|pressed))$/
  const built = element => {
    const named = [...element.attributes].map(one =>
      one.name + (told.test(one.name) ? '=' + one.value : one.value ? '' : '=')).sort().join(' ')
    const spoken = [...element.childNodes].some(one => one.nodeType === 3 && one.data.trim()) ? '…' : ''
    return `<${element.tagName} ${named}>${spoken}${[...new Set([...element.children].map(built))].join('')}</>`
  }
  const all = selector => [...document.querySelectorAll(selector)]
  return {
    lang: document.documentElement.lang,
    title: document.title,
    headings: all('h1').length,
    inline: all('[style]:not(svg *), script:not([src])').length,
    within: all('nav.lt-nav').length > 0,
    words: document.querySelector('main')?.innerHTML ?? '',
    built: built(document.documentElement),
    links: all('a[href]:not([download])').map(link => link.href),
    forms: all('form[method=post]').map(form => form.getAttribute('action')),
  }
}"""


@dataclass(frozen=True)
class Reading:
    """What a page is, read in one go: each question to the browser costs more than its answer."""

    lang: str
    title: str
    headings: int
    inline: int
    """Scripts and styles that stand in the page itself."""
    within: bool
    """It has the navigation of who is signed in."""
    words: str
    """Its main part, as it is written."""
    built: str
    """How the page is built, whatever it says: elements in their order, like ones beside each other once."""
    links: list[str]
    forms: list[str]
    """Where they are sent."""

    @classmethod
    def of(cls, page: Page) -> "Reading":
        return cls(**page.evaluate(_READ))


def look_at(
    page: Page,
    answer: Response | None = None,
    *,
    widths: tuple[int, ...] = WIDTHS,
    aids: bool = True,
    reading: Reading | None = None,
) -> list[str]:
    """What is wrong with the page that is open: structure, overflow, and by axe contrast and reading `aids`. Nothing, if all is well."""
    found = _look_at_structure(reading or Reading.of(page), answer)
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        if aids:
            found += [f"{width}: {rule['id']}: {rule['nodes'][0]['html'][:160]}" for rule in _violations(page)]
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            found.append(f"{width}: {wide} px wide")
        _keep_picture(page, width)
    if widths:
        page.set_viewport_size({"width": WIDTHS[0], "height": 900})
    return [f"{page.url}: {line}" for line in found]


def _violations(page: Page) -> list[dict[str, Any]]:
    """What axe finds. Its program is read once a page and not at each width; what passes is not listed, only tried."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(_AXE.axe_script)
    options = {"runOnly": RULES, "resultTypes": ["violations"]}
    found: list[dict[str, Any]] = page.evaluate("options => axe.run(options).then(all => all.violations)", options)
    return found


def _look_at_structure(page: Reading, answer: Response | None) -> list[str]:
    found = []
    if page.lang != "vi":
        found.append("no language")
    if len(page.title.strip()) < 5:
        found.append(f"no title: {page.title!r}")
    if any(not part.strip() for part in page.title.split("–")):
        found.append(f"a title with nothing in one part: {page.title!r}")
    if page.headings != 1:
        found.append(f"{page.headings} first headings")
    if page.inline:
        found.append("script or style in the page itself")
    if answer is not None:
        if answer.status >= 500:
            found.append(f"answer {answer.status}")
        policy = answer.headers.get("content-security-policy", "")
        if "default-src 'self'" not in policy or "unsafe" in policy:
            found.append(f"Content-Security-Policy: {policy!r}")
    return found


def _keep_picture(page: Page, width: int) -> None:
    """For looking at: LIENTHONG_SCREENSHOTS names a folder."""
    folder = os.environ.get("LIENTHONG_SCREENSHOTS")
    if not folder:
        return
    who = (
        re.sub(r"\W+", "-", page.locator(".lt-header__who strong").first.inner_text())
        if page.locator(".lt-header__who strong").count()
        else "khach"
    )
    where = re.sub(r"[^\w.]+", "-", page.url.split("/", 3)[-1]).strip("-")[:90] or "trang-chu"
    wrong = "-loi" if page.title().startswith("Lỗi") else ""
    page.screenshot(path=Path(folder) / f"{who}-{where}{wrong}-{width}.png", full_page=True)


def make_pdf(text: str, name: str = "van-ban.pdf") -> FilePayload:
    """A real PDF of one page."""
    source = f'#set page(margin: 3cm)\n#set text(font: "Tinos", lang: "vi")\n{text}'
    content = typst.compile(source.encode(), font_paths=[STATIC_FOLDER / "fonts"], ignore_system_fonts=True)  # type: ignore[misc]
    return FilePayload(name=name, mimeType="application/pdf", buffer=content)


def fill_date(page: Page, name: str, days_from_now: int) -> None:
    """A date in its three boxes."""
    day = clock.local_now().date() + timedelta(days=days_from_now)
    for part, value in (("day", day.day), ("month", day.month), ("year", day.year)):
        page.locator(f"[name='{name}-{part}']").fill(str(value))


def press(page: Page, button: str) -> None:
    """The one button of that name in the page's content."""
    page.locator("main").get_by_role("button", name=button, exact=True).click()
