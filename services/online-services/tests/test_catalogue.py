"""Searching the catalogue."""

from online_services.procedures.rules import like_pattern, search_words, term_text
from shared.standards.working_time import TermUnit

from .conftest import BUSINESS, Check, Service

API = "/api/online-services/v1/procedures"


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
        assert len(level_4) == 25
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


def test_the_page_works_by_plain_get_and_says_so_when_nothing_is_found(in_service: Check) -> None:
    async def check(service: Service) -> None:
        anyone = service.anonymous()
        first = await anyone.get("/dich-vu-cong")
        assert first.status_code == 200
        assert "Có 98 thủ tục" in first.text
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
