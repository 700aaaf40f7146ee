"""The public check takes any file from anybody: a hostile one is refused within seconds, and others feel nothing."""

import asyncio

import pytest

from online_services.verification import api, pages
from online_services.verification.schemas import SignatureOut
from testing.hostile import files as hostile
from testing.patience import must_end

from .conftest import CSRF, Check, Service

API = "/api/online-services/v1/verifications"


def test_an_endless_file_is_refused_and_others_are_answered_meanwhile(in_service: Check) -> None:
    async def check(service: Service) -> None:
        anyone = service.anonymous()
        await anyone.post(API, content=hostile.pdf(), headers={"content-type": "application/pdf"})  # libraries loaded
        endless = asyncio.create_task(
            anyone.post(API, content=hostile.shared_kids(), headers={"content-type": "application/pdf"})
        )
        await asyncio.sleep(0.5)
        good = await anyone.post(API, content=hostile.pdf(), headers={"content-type": "application/pdf"})
        assert good.status_code == 200
        assert good.json()["signatures"] == []
        answer = await endless
        assert answer.status_code == 422 or not any(found["valid"] for found in answer.json()["signatures"])

    with must_end():
        in_service(check)


@pytest.mark.parametrize("content", [b"%PDF-1.7\n" + b"a" * 49_000_000, b"%PDF-1.7\n" + b" " * 20_000_000])
def test_junk_behind_a_header_is_judged(in_service: Check, content: bytes) -> None:
    async def check(service: Service) -> None:
        anyone = service.anonymous()
        await anyone.post(API, content=hostile.pdf(), headers={"content-type": "application/pdf"})
        answer = await anyone.post(API, content=content, headers={"content-type": "application/pdf"})
        assert answer.status_code == 422 or answer.json()["signatures"][0]["reason"] == "damaged"

    with must_end():
        in_service(check)


def test_the_page_says_why(in_service: Check) -> None:
    async def check(service: Service) -> None:
        files = {"tep": ("a.pdf", hostile.shared_kids())}
        page = await service.anonymous().post("/xac-thuc", data={"csrf_token": CSRF}, files=files)
        assert page.status_code in (200, 422)
        assert "Chữ ký số hợp lệ" not in page.text

    in_service(check)


def test_a_check_that_waits_holds_no_connection_to_the_database(
    in_service: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def check(service: Service) -> None:
        held: list[str] = []

        async def look(*_: object) -> list[SignatureOut]:
            held.append(service.database.engine.pool.status())
            return []

        monkeypatch.setattr(api, "check_signatures", look)
        monkeypatch.setattr(pages, "check_signatures", look)
        anyone = service.anonymous()
        await anyone.post(API, content=hostile.pdf(), headers={"content-type": "application/pdf"})
        await anyone.post("/xac-thuc", data={"csrf_token": CSRF}, files={"tep": ("a.pdf", hostile.pdf())})
        assert len(held) == 2
        assert all("checked out connections: 0" in status for status in map(str.lower, held))

    in_service(check)
