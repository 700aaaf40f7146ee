"""People find what they need in their own words: synonyms, missing diacritics, typing errors, no spaces."""

import httpx
import pytest

from online_services.tracking import actions as course
from shared.standards.vietnamese import fold

from .builders import CODE, received
from .conftest import Check, Service, file_one

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


def test_the_search_box_finds_procedures_and_ones_own_dossiers_alone(in_service: Check) -> None:
    async def check(service: Service) -> None:
        lan, khoa = await service.lan(), await service.khoa()
        dossier = await file_one(lan)
        await service.in_transaction(lambda session: course.note_received(session, received(dossier)))

        async def find(caller: httpx.AsyncClient, words: str) -> dict[str, list[str]]:
            answer = await caller.get("/internal/search", params={"q": words})
            assert answer.status_code == 200, answer.text
            return {group["title"]: [hit["href"] for hit in group["hits"]] for group in answer.json()["groups"]}

        name = (await service.rows("SELECT procedure_name FROM submission"))[0]["procedure_name"]
        found = await find(lan, fold(name))
        assert found["Hồ sơ của tôi"] == [f"/dich-vu-cong/ho-so/{dossier}"]
        assert found["Thủ tục hành chính"]
        for address in (*found["Hồ sơ của tôi"], found["Thủ tục hành chính"][0]):
            assert (await lan.get(address)).status_code == 200
        assert (await find(lan, CODE))["Hồ sơ của tôi"] == [f"/dich-vu-cong/ho-so/{dossier}"]
        assert "Hồ sơ của tôi" not in await find(khoa, fold(name))
        assert (await service.anonymous().get("/internal/search?q=a")).status_code == 401

    in_service(check)
