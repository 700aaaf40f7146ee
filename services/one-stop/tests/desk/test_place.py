"""The way back: a dossier knows from which page of which list it was opened, and the next one is a press away."""

import asyncio
import re
from html import unescape
from urllib.parse import quote, urlencode

COUNTER = "counter-officer"


async def _read(office, address: str, role: str = COUNTER) -> str:
    answer = await office.client.get(address, headers=office.headers(role))
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.text


def _links(page: str, text: str) -> set[str]:
    return {unescape(href) for href in re.findall(rf'<a [^>]*href="([^"]+)"[^>]*>\s*{text}', page)}


def _dossiers(page: str) -> list[str]:
    rows = page.partition("<tbody")[2].partition("</tbody>")[0]
    return [unescape(href) for href in re.findall(r'href="(/mot-cua/ho-so/[^"]+)"', rows)]


def _typed(page: str, form: str) -> dict[str, str]:
    """The hidden fields of one form, as a browser would send them."""
    body = page.partition(f'id="{form}"')[2].partition("</form>")[0]
    return {name: unescape(value) for name, value in re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', body)}


def test_back_from_a_dossier_leads_to_the_very_page_of_the_list(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            for _ in range(23):
                await office.file()
            first = await _read(office, "/mot-cua?trang_thai=submitted&q=dang+phuoc&pham_vi=agency")
            second = unescape(re.search(r'href="(/mot-cua\?[^"]*sau=[^"]+)"', first)[1])  # type: ignore[index]
            rows = _dossiers(await _read(office, second))
            assert len(rows) == 3
            page = await _read(office, rows[0])
            assert _links(page, "Về danh sách") == {second}
            dossier = re.search(r"/ho-so/([0-9a-f-]+)", rows[0])[1]  # type: ignore[index]
            form = _typed(page, "accept-form") | {"csrf_token": "csrf-token"}
            done = await office.client.post(
                f"/mot-cua/ho-so/{dossier}/tiep-nhan", headers=office.headers(COUNTER), data=form
            )
            assert done.status_code == 303
            after = await _read(office, done.headers["location"])
            assert "đã thực hiện" in after
            assert _links(after, "Về danh sách") == {second}
            (next_href,) = _links(after, "Hồ sơ kế tiếp")
            following = await office.client.get(next_href, headers=office.headers(COUNTER))
            assert (following.status_code, following.headers["location"]) == (303, rows[1])
            assert _links(await _read(office, rows[1]), "Về danh sách") == {second}
            (last_href,) = _links(await _read(office, rows[2]), "Hồ sơ kế tiếp")
            end = await office.client.get(last_href, headers=office.headers(COUNTER))
            assert (end.status_code, end.headers["location"]) == (303, second), "behind the last row lies the list"

    asyncio.run(run())


def test_a_refused_act_and_the_live_part_keep_the_place(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            dossier = await office.file()
            (row,) = _dossiers(await _read(office, "/mot-cua?trang_thai=submitted"))
            form = _typed(await _read(office, row), "accept-form") | {"csrf_token": "csrf-token", "reason": " "}
            refused = await office.client.post(
                f"/mot-cua/ho-so/{dossier}/tu-choi", headers=office.headers(COUNTER), data=form
            )
            assert refused.status_code == 422
            assert _links(refused.text, "Về danh sách") == {"/mot-cua?trang_thai=submitted"}
            live = unescape(re.search(r'hx-get="([^"]*tien-trinh[^"]*)"', refused.text)[1])  # type: ignore[index]
            opened = await office.client.get(live, headers=office.headers(COUNTER))
            assert opened.headers["location"] == f"{row}#tien-trinh", "opened by itself it keeps the place as well"
            asking = office.headers(COUNTER) | {"hx-request": "true"}
            part = await office.client.get(live.replace("ban=1", "ban=9"), headers=asking)
            assert _links(part.text, "Tải lại trang") == {row}

    asyncio.run(run())


def test_ended_dossiers_have_their_way_back_and_on(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            for dossier in [await office.file() for _ in range(2)]:
                refused = await office.act(dossier, "refuse", COUNTER, {"reason": "Không thuộc thẩm quyền"})
                assert refused.status_code == 200
            one, other = _dossiers(await _read(office, "/mot-cua?trang_thai=ended"))
            page = await _read(office, one)
            assert _links(page, "Về danh sách") == {"/mot-cua?trang_thai=ended"}
            (next_href,) = _links(page, "Hồ sơ kế tiếp")
            following = await office.client.get(next_href, headers=office.headers(COUNTER))
            assert following.headers["location"] == other

    asyncio.run(run())


HOSTILE = [
    "https://example.org/mot-cua",
    "//example.org",
    "/\\example.org",
    "javascript:alert(1)",
    "href=https://example.org&text=x",
    "trang_thai=la",
    "pham_vi=https://example.org",
    "sau=//example.org",
    "sau=2026-01-01T00:00:00_khong",
    "dong=2026-01-01T00:00:00_" + "0" * 32,
    'q="><script>alert(1)</script>&trang_thai=khac',
    "q=" + "x" * 201,
    "q=" + "x" * 9000,
    "&" * 50,
    "%00%ff%ED%A0%80",
]


def test_a_place_that_is_none_of_ours_is_the_plain_list(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            dossier = await office.file()
            for hostile in HOSTILE:
                place = urlencode({"ds": hostile})
                page = await _read(office, f"/mot-cua/ho-so/{dossier}?{place}")
                assert _links(page, "Về danh sách") == {"/mot-cua"}, hostile
                following = await office.client.get(
                    f"/mot-cua/ho-so/{dossier}/ke-tiep?{place}", headers=office.headers(COUNTER)
                )
                assert (following.status_code, following.headers["location"]) == (303, "/mot-cua"), hostile
            done = await office.client.post(
                f"/mot-cua/ho-so/{dossier}/tiep-nhan",
                headers=office.headers(COUNTER),
                data={"csrf_token": "csrf-token", "ds": HOSTILE[0]},
            )
            assert done.headers["location"] == f"/mot-cua/ho-so/{dossier}?xong=accept"

    asyncio.run(run())


def test_what_was_searched_for_is_only_ever_a_search(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            dossier = await office.file()
            words = "https://example.org/ \"><b>'&sau=x"
            place = quote(urlencode({"q": words}))
            page = await _read(office, f"/mot-cua/ho-so/{dossier}?ds={place}")
            assert _links(page, "Về danh sách") == {"/mot-cua?" + urlencode({"q": words})}
            assert "<b>" not in page.partition("lt-way")[2].partition("</nav>")[0]

    asyncio.run(run())
