"""Searching the catalogue."""

import csv
import io
import re
from functools import partial
from html import unescape
from typing import Any

from online_services.procedures.rules import like_pattern, search_words, term_text
from shared.access.identity import Identity
from shared.standards.working_time import TermUnit

from .conftest import BUSINESS, CSRF, Check, Service, catalogue

API = "/api/online-services/v1/procedures"
VIEWS = "/api/online-services/v1/lists/procedures/views"
HERE = "000.00.11.H08"


def test_words_are_folded_and_wildcards_are_letters() -> None:
    assert search_words("  Hộ   Kinh DOANH ") == ["ho", "kinh", "doanh"]
    assert like_pattern("50%_\\") == "%50\\%\\_\\\\%"
    assert search_words("\x00") == []


def test_terms_are_spoken_in_vietnamese() -> None:
    assert term_text(3, "working_days") == "3 ngày làm việc"
    assert term_text(4, "working_hours") == "4 giờ làm việc"
    assert [unit for unit in TermUnit if unit.value in term_text(2, unit)] == [], "the unit is said by its name in code"


def test_search_ignores_diacritics_and_case_and_word_order(in_service: Check) -> None:
    async def check(service: Service) -> None:
        anyone = service.anonymous()
        for query in ("ho kinh doanh ca the", "HỘ KINH DOANH CÁ THỂ", "kinh doanh hộ cá thể", BUSINESS):
            found = (await anyone.get(API, params={"q": query})).json()["items"]
            assert BUSINESS in [item["code"] for item in found], query
        assert (await anyone.get(API, params={"q": "%"})).json()["items"] == []
        assert (await anyone.get(API, params={"q": "khong co thu tuc nay"})).json()["items"] == []

    in_service(check)


def test_filters_narrow_and_pages_follow_each_other_without_gap(in_service: Check) -> None:
    async def check(service: Service) -> None:
        anyone = service.anonymous()
        level_4 = (await anyone.get(API, params={"level": 4, "limit": 100})).json()["items"]
        assert len(level_4) == 25 + 5
        one = (await anyone.get(API, params={"agency": "000.00.11.H08", "limit": 100})).json()["items"]
        assert one
        assert all("000.00.11.H08" in item["agency_codes"] for item in one)
        whole = (await anyone.get(API, params={"q": "cap giay", "limit": 100})).json()["items"]
        pieces: list[str] = []
        after: str | None = None
        while True:
            params = {"q": "cap giay", "limit": "7"} | ({"after": after} if after else {})
            page = (await anyone.get(API, params=params)).json()
            pieces += [item["code"] for item in page["items"]]
            after = page["after"]
            if not after:
                break
        assert pieces == [item["code"] for item in whole]

    in_service(check)


def test_a_fee_is_written_alike_wherever_it_is_shown(in_service: Check) -> None:
    async def check(service: Service) -> None:
        await service.rows("UPDATE procedure SET fee = 28000 WHERE code = $1", BUSINESS)
        anyone = service.anonymous()
        for page in ("/dich-vu-cong", "/dich-vu-cong/ban-in", f"/dich-vu-cong/thu-tuc/{BUSINESS}"):
            shown = (await anyone.get(page, params={"q": BUSINESS})).text
            assert "28.000 đồng" in shown, page
            assert "28000" not in shown, page
        file = await anyone.get("/dich-vu-cong/ket-xuat", params={"q": BUSINESS, "dang": "csv"})
        titles, row = csv.reader(io.StringIO(file.content.decode("utf-8-sig")))
        assert row[titles.index("Phí, lệ phí (đồng)")] == "28000", "a program counts with it"

    in_service(check)


def test_the_page_works_by_plain_get_and_says_so_when_nothing_is_found(in_service: Check) -> None:
    async def check(service: Service) -> None:
        anyone = service.anonymous()
        first = await anyone.get("/dich-vu-cong")
        assert first.status_code == 200
        assert f"Có {len(catalogue())} thủ tục" in first.text
        assert "Trang sau" in first.text
        filtered = await anyone.get("/dich-vu-cong", params={"muc_do": "4", "co_quan": "000.00.11.H08"})
        assert "hop-bao" not in filtered.text
        assert "Cho phép họp báo" in filtered.text
        nothing = await anyone.get("/dich-vu-cong", params={"q": "zzzz"})
        assert nothing.status_code == 200
        assert "Không có thủ tục nào khớp" in nothing.text
        assert (await anyone.get("/dich-vu-cong/thu-tuc/9.9")).status_code == 404
        assert (await anyone.get("/dich-vu-cong", params={"sau": "x"})).status_code == 400

    in_service(check)


async def _page(service: Service, **asked: Any) -> str:
    """The catalogue as whoever is not signed in sees it."""
    answer = await service.anonymous().get("/dich-vu-cong", params=asked)
    assert answer.status_code == 200, answer.text
    return unescape(answer.text)


def test_the_catalogue_is_a_list_like_every_other(in_service: Check) -> None:
    """Columns, order, files and print of just what is shown; filters folded until one is chosen."""

    async def check(service: Service) -> None:
        anyone, page = service.anonymous(), partial(_page, service)
        plain = await page()
        assert re.findall(r'<th scope="col"[^>]*>([^<]+)<', plain) == [
            "Thủ tục", "Cơ quan", "Mức độ", "Thời hạn", "Phí, lệ phí",
        ]  # fmt: skip
        assert 'id="thu-tuc-loc">' in plain
        assert "Lưu dạng xem" not in plain, "nobody is signed in"
        assert "tìm mọi nơi" not in plain, "nor is there the box"
        filtered = await page(co_quan=HERE, cot=["code", "name", "result"])
        assert 'id="thu-tuc-loc" open>' in filtered
        assert re.findall(r'<th scope="col"[^>]*>([^<]+)<', filtered) == ["Mã thủ tục", "Thủ tục", "Kết quả"]
        rows = re.findall(r'href="/dich-vu-cong/thu-tuc/([^"]+)"', filtered)
        backwards = await page(co_quan=HERE, sap_xep="reverse")
        assert re.findall(r'href="/dich-vu-cong/thu-tuc/([^"]+)"', backwards) == rows[::-1]
        asked = {"agency": HERE, "sort": "reverse"}
        assert [item["code"] for item in (await anyone.get(API, params=asked)).json()["items"]] == rows[::-1]
        file = re.search(r'href="(/dich-vu-cong/ket-xuat[^"]*csv)"', filtered)
        assert file is not None
        taken = await anyone.get(file[1])
        assert taken.headers["x-content-type-options"] == "nosniff"
        titles, *lines = csv.reader(io.StringIO(taken.content.decode("utf-8-sig")))
        assert [line[titles.index("Mã thủ tục")] for line in lines] == rows
        assert {line[titles.index("Cơ quan")] for line in lines} == {"Sở Thông tin và Truyền thông"}
        printed = (await anyone.get("/dich-vu-cong/ban-in", params={"co_quan": HERE})).text
        assert printed.count("Sở Thông tin và Truyền thông") == len(rows) + 1, "and once what was chosen"
        assert "Mức độ: Mức độ 4 (toàn trình) ·" in (await anyone.get("/dich-vu-cong/ban-in?muc_do=4")).text
        assert (await anyone.get("/dich-vu-cong?muc_do=3,4")).status_code == 400
        nothing = await page(q="zzzz")
        assert "/dich-vu-cong/ket-xuat" not in nothing, "there is nothing to take"

    in_service(check)


def test_citizens_and_officers_keep_views_of_the_catalogue_each_their_own(in_service: Check) -> None:
    async def check(service: Service) -> None:
        lan, khoa = await service.lan(), await service.khoa()
        place = f"/dich-vu-cong?co_quan={HERE}&muc_do=4"
        asked = place.replace("?", "/dang-xem?")
        assert asked.split("&")[0] in unescape((await lan.get(place)).text)
        assert (await lan.get(asked)).status_code == 200
        kept = await lan.post(asked, data={"csrf_token": CSRF, "name": "Gần nhà", "usual": "true"})
        assert (kept.status_code, kept.headers["location"]) == (303, f"{place}&xong=dang-xem")
        opened = await lan.get("/dich-vu-cong")
        assert (opened.status_code, opened.headers["location"]) == (303, place)
        assert "Gần nhà" in (await lan.get("/dich-vu-cong?xem=0")).text
        [view] = (await lan.get(VIEWS)).json()["items"]
        assert view["filters"] == {"agency": HERE, "field": "", "level": "4"}
        officer = service.caller(
            Identity(kind="officer", subject="o-1", post="p-1", roles=frozenset({"counter-officer"}), csrf=CSRF)
        )
        for other in (khoa, officer):
            assert (await other.get(VIEWS)).json()["items"] == []
            assert (await other.get("/dich-vu-cong")).status_code == 200
            dropped = await other.post(
                f"/dich-vu-cong/dang-xem/{view['id']}", data={"csrf_token": CSRF, "what": "drop"}
            )
            assert dropped.status_code == 404
            assert (await other.delete(f"{VIEWS}/{view['id']}")).status_code == 404
        mine = await officer.post(VIEWS, json={"name": "Cơ quan tôi", "filters": {"agency": HERE}})
        assert [one["name"] for one in mine.json()["items"]] == ["Cơ quan tôi"]
        nowhere = service.caller(Identity(kind="officer", subject="o-2", csrf=CSRF))
        assert "Lưu dạng xem" not in (await nowhere.get("/dich-vu-cong")).text, "without a post it would be refused"
        assert (await nowhere.get(VIEWS)).status_code == 403
        renamed = await lan.patch(f"{VIEWS}/{view['id']}", json={"name": "Sở", "usual": False})
        assert [(one["name"], one["usual"]) for one in renamed.json()["items"]] == [("Sở", False)]
        unknown = await lan.post(VIEWS, json={"name": "x", "filters": {"price": "1"}})
        assert (unknown.status_code, "price" in unknown.text) == (422, True)
        changed = await lan.post(f"/dich-vu-cong/dang-xem/{view['id']}", data={"csrf_token": CSRF, "what": "usual"})
        assert changed.status_code == 303
        assert (await lan.delete(f"{VIEWS}/{view['id']}")).json()["items"] == []

    in_service(check)
