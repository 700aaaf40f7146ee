"""Every page of the site as each kind of person meets it: found by following links, and by sending every form empty."""

import re
from collections.abc import Iterator
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from playwright.sync_api import Browser, Error, Page, Response

from operations.private_province import PrivateProvince
from testing.browser import Person, Reading, look_at, make_pdf, press, start_browser
from tests.journeys.filing import file_dossier

pytestmark = pytest.mark.browser

KINDS = (
    "",
    "congdan.khoa",
    "motcua.stttt",
    "chuyenvien1.stttt",
    "lanhdao.stttt",
    "vanthu.stttt",
    "vanthu.stc",
    "danhba.stttt",
    "vanhanh.stttt",
    "bientap.vpubnd",
)
# What answers with a file, with words for machines, or ends the visit.
_NO_PAGE = re.compile(
    r"^/(static|pki|healthz|readyz|metrics|internal)|\.(json|pdf|edxml|csv)$|/(tep|giay-to|goi-tin|goi-trang-thai|du-thao|phieu-kiem-soat|phieu|van-ban-xin-loi|xem-thu|ban|ket-xuat|so-in)(/|$)|/ban-in-luu/"
)
_CHANGING = re.compile(r'value="[^"]*"|[0-9a-f]{8}-[0-9a-f-]{27}|\?tiep=[^"]*')
_VIEWER = re.compile(r"^xem=\d+$")
"""The page around a page of a file stands at the file's own address."""
_DRAFT_PAPERS = re.compile(r"^/dich-vu-cong/ban-nhap/[^/]+/giay-to$")
_ONE_OF_MANY = (
    (re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}"), "*"),
    (re.compile(r"/([a-z-]*thu-tuc|nop)/[^/?]+"), r"/\1/*"),
    (re.compile(r"/co-quan/[^/?]+"), "/co-quan/*"),
    (re.compile(r"/van-hanh/bang/[^/?]+"), "/van-hanh/bang/*"),
    (re.compile(r"=[^&]+"), "=*"),
)
# Sent empty these would do something real: sign out, throw away, sign, send, lock an account; or answer with a file.
_DEEDS = re.compile(
    "/(dang-xuat|xoa|bo|rut-lai|khoa|mo-khoa|mat-khau|phat-lai|tiep-nhan|nhan-xu-ly|ky|ky-so|chuyen|cap-so|dong-dau"
    "|phat-hanh|trinh-ky|so-in|kiem-tra-lai|xu-ly|hoan-thanh|dong-y-lay-lai|nhan-ho-so/[^/]+|ban-song-ngu/[^/]+|soan|duyet|lay-lai)$"
)
_SAFE_EMPTY = ("/mot-cua/tiep-nhan",)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with start_browser() as browser:
        yield browser


@pytest.fixture(scope="module")
def lived_in(browser: Browser, province: PrivateProvince) -> PrivateProvince:
    """A dossier filed and one left as a draft, a document drafted: something on every list."""
    citizen = Person(browser, province, "congdan.khoa")
    file_dossier(citizen.page)
    citizen.page.goto("/dich-vu-cong/nop/3.908019")
    citizen.page.locator("main form[action*='/nop/'] button").click()
    citizen.leave()
    specialist = Person(browser, province, "chuyenvien1.stttt")
    page = specialist.page
    page.goto("/van-ban/di/soan-thao")
    page.get_by_label("Trích yếu nội dung").fill("V/v triển khai nền tảng liên thông văn bản năm 2027")
    page.get_by_label("Người ký").select_option(index=1)
    page.get_by_label("Gửi tất cả cơ quan khác").check()
    page.locator("input[type=file]").first.set_input_files(make_pdf("Kính gửi các sở, ban, ngành"))
    press(page, "Lưu dự thảo")
    specialist.leave()
    return province


@pytest.fixture(scope="module")
def seen() -> set[int]:
    """Pages already looked at: what reads the same for two people need not be looked at twice, nor what is built alike by axe."""
    return set()


@pytest.mark.parametrize("user_name", KINDS, ids=lambda name: name or "anonymous")
def test_every_page_is_sound(browser: Browser, lived_in: PrivateProvince, seen: set[int], user_name: str) -> None:
    person = Person(browser, lived_in, user_name)
    found = list(_walk(person.page, seen))
    assert found == []
    person.leave()


def _walk(page: Page, seen: set[int]) -> Iterator[str]:
    """Each kind of address once; a form on it is sent empty, and the page that complains is looked at as well."""
    waiting, known, sent = ["/"], {_kind_of("/")}, set[str]()
    while waiting:
        address = waiting.pop(0)
        answer = page.goto(address)
        if answer is None or answer.status >= 400:
            yield f"{address}: offered, but it cannot be opened"
        reading = Reading.of(page)
        links, fresh = _links(page.url, reading), True
        yield from _look_once(page, answer, reading, seen)
        for link in links:
            if _kind_of(link) not in known:
                known.add(_kind_of(link))
                waiting.append(link)
        for action in _forms(reading):
            if _kind_of(action) not in sent:
                sent.add(_kind_of(action))
                if not fresh:
                    page.goto(address)
                fresh = False
                yield from _send_empty(page, action, seen)


def _links(here: str, reading: Reading) -> list[str]:
    found = []
    for href in reading.links:
        path = urldefrag(urljoin(here, href)).url
        parts = urlsplit(path)
        if parts.netloc != urlsplit(here).netloc or parts.scheme not in ("http", "https"):
            continue
        if not _NO_PAGE.search(parts.path) or _DRAFT_PAPERS.match(parts.path) or _VIEWER.match(parts.query):
            found.append(parts.path + (f"?{parts.query}" if parts.query else ""))
    return found


def _forms(reading: Reading) -> list[str]:
    return [action for action in reading.forms if not _DEEDS.search(urlsplit(action).path) or action in _SAFE_EMPTY]


_SEND_EMPTY = """action => {
  const form = [...document.querySelectorAll('form[method=post]')].find(form => form.getAttribute('action') === action)
  for (const field of form.querySelectorAll('input:not([type=hidden]), textarea, select')) {
    if (field.type === 'checkbox' || field.type === 'radio') field.checked = false
    else if (field.tagName === 'SELECT') field.selectedIndex = 0
    else field.value = ''
  }
  form.requestSubmit(form.querySelector('button:not([type=button]):not([name=bo])'))
}"""


def _send_empty(page: Page, action: str, seen: set[int]) -> Iterator[str]:
    """From the page that is open."""
    here = page.url
    try:
        with page.expect_navigation() as navigation:
            page.evaluate(_SEND_EMPTY, action)
    except Error as error:
        raise AssertionError(f"{here}: {action}, sent empty, leads nowhere") from error
    yield from _look_once(page, navigation.value, Reading.of(page), seen)


def _look_once(page: Page, answer: Response | None, reading: Reading, seen: set[int]) -> list[str]:
    reads = hash((reading.title, reading.within, _CHANGING.sub("*", reading.words)))
    if reads in seen:
        return look_at(page, answer, widths=(), reading=reading)
    built = hash(reading.built)
    alike = built in seen
    seen.update((reads, built))
    return look_at(page, answer, aids=not alike, reading=reading)


def _kind_of(address: str) -> str:
    for pattern, general in _ONE_OF_MANY:
        address = pattern.sub(general, address)
    return address
