"""People find what they need in their own words: synonyms, missing diacritics, typing errors, no spaces."""

import pytest

from .conftest import Check, Service

API = "/api/online-services/v1/procedures"
SOUGHT = [
    ("mo quan ca phe", "3.908078"),
    ("dkkd", "3.908078"),
    ("đkkd", "3.908078"),
    ("cap lai giay phep xd", "3.908092"),
    ("xin lai giay phep xay dung", "3.908092"),
    ("dang ki ho kinh doah", "3.908078"),
    ("phuhieuxe", "3.908057"),
    ("ho kinh doan", "3.908078"),
    ("làm giấy khai sanh", "3.908084"),
    ("dang ky ket hom", "3.908086"),
    ("giay phep lao dogn", "3.908064"),
    ("hokinhdoanh", "3.908078"),
    ("mở quán", "3.908078"),
    ("so do", "3.908077"),
]


def test_what_people_type_finds_what_they_need(in_service: Check) -> None:
    async def check(service: Service) -> None:
        caller = service.anonymous()
        missed = []
        for query, code in SOUGHT:
            page = await caller.get("/dich-vu-cong", params={"q": query})
            found = [item["code"] for item in (await caller.get(API, params={"q": query})).json()["items"]]
            if code not in found[:5] or f"/thu-tuc/{code}" not in page.text:
                missed.append((query, found[:5]))
        assert missed == []

    in_service(check)


@pytest.mark.parametrize("query", ["xyzzy qwerty", "%%%", "_", "'; drop table procedure", "a" * 500, "\x00"])
def test_nonsense_finds_nothing_or_little_and_never_fails(in_service: Check, query: str) -> None:
    async def check(service: Service) -> None:
        page = await service.anonymous().get("/dich-vu-cong", params={"q": query})
        assert page.status_code == 200
        answer = await service.anonymous().get(API, params={"q": query[:200]})
        assert answer.status_code in (200, 400)

    in_service(check)


def test_near_results_keep_to_the_filters(in_service: Check) -> None:
    async def check(service: Service) -> None:
        found = await service.anonymous().get(API, params={"q": "dang ki ho kinh doah", "agency": "000.00.15.H08"})
        assert "3.908078" not in found.text

    in_service(check)
