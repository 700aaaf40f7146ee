"""What a citizen uploads: nobody opens it before it is scanned, nobody at all where something was found, and he is told what to do."""

import asyncio
from collections.abc import Awaitable, Callable
from io import BytesIO
from typing import Any

import pytest
from httpx import AsyncClient
from PIL import Image

from online_services.features import MEMBER
from shared.access.identity import Identity
from shared.core.formats import vn_second
from shared.core.settings import Settings
from shared.work.jobs import Jobs
from shared.work.scanning import AGAIN, SCAN
from testing.clamd import FOUND, MARKER, PrivateClamd

from .conftest import ANSWERS, CSRF, GENERIC, PDF, Service, begin, running

API = "/api/online-services/v1"
FIELD = "tep.3.908001-TP02"
SCANNING, INFECTED = "Đang quét mã độc", "Có mã độc, đã cách ly"
BAD = PDF + b"\n% " + MARKER


@pytest.fixture
def scanned(settings_of: Callable[..., Settings], clamd: PrivateClamd) -> Callable[[Any], None]:
    """As `in_service`, with a scanner that the test starts."""
    settings = settings_of("online_services", begin, clamd_url=clamd.url)

    def run(check: Callable[[Service], Awaitable[None]]) -> None:
        async def body() -> None:
            async with running(settings) as service:
                await check(service)

        asyncio.run(body())

    return run


async def scan(service: Service) -> bool:
    jobs = [job for job in MEMBER.work(service.settings).jobs if job.name == SCAN.name]
    return await Jobs(service.database, jobs).do_next()


async def upload(caller: AsyncClient, content: bytes = PDF) -> str:
    """A draft with that file; the page of its papers."""
    begun = await caller.post(f"/dich-vu-cong/nop/{GENERIC}", data={"csrf_token": CSRF})
    papers = begun.headers["location"].replace("/to-khai", "/giay-to")
    codes = ["01", "02", "03", "04"] if content == PDF else ["02"]
    sent = [(f"tep.{GENERIC}-TP{code}", ("giay.pdf", content, "application/pdf")) for code in codes]
    assert (await caller.post(papers, data={"csrf_token": CSRF, "viec": "tai-len"}, files=sent)).status_code == 303
    return papers


async def get_file(service: Service, caller: AsyncClient, papers: str) -> Any:
    row = (await service.rows("SELECT id FROM uploaded_file"))[0]
    return await caller.get(papers.replace("/giay-to", f"/tep/{row['id']}"))


@pytest.mark.clamd
def test_a_file_is_opened_by_nobody_before_it_was_scanned(scanned: Any, clamd: PrivateClamd) -> None:
    clamd.start()

    async def check(service: Service) -> None:
        lan = await service.lan()
        papers = await upload(lan)
        assert SCANNING in (await lan.get(papers)).text
        early = await get_file(service, lan, papers)
        assert early.status_code == 409
        assert "đang được quét mã độc" in early.text
        assert await scan(service)
        page = (await lan.get(papers)).text
        assert SCANNING not in page
        assert "không được quét mã độc" not in page
        assert (await get_file(service, lan, papers)).content == PDF
        await upload(lan)  # the same content again: it is known
        assert not await scan(service)

    scanned(check)


@pytest.mark.clamd
def test_what_has_malware_is_kept_apart_its_sender_told_and_the_operator_sees_it(
    scanned: Any, clamd: PrivateClamd
) -> None:
    clamd.start()

    async def check(service: Service) -> None:
        lan = await service.lan()
        papers = await upload(lan, BAD)
        while await scan(service):
            pass
        page = (await lan.get(papers)).text
        assert INFECTED in page
        assert "quét máy của bạn bằng phần mềm diệt mã độc" in page
        [row] = await service.rows("SELECT * FROM uploaded_file WHERE paper_code = $1", FIELD.removeprefix("tep."))
        refused = await lan.get(papers.replace("/giay-to", f"/tep/{row['id']}"))
        assert refused.status_code == 409
        assert "cách ly" in refused.text
        folder = service.settings.var / "files"
        assert [file.name for file in (folder / "quarantine").iterdir()] == [row["sha256"]]
        assert not (folder / "unscanned" / row["sha256"]).exists()
        [told] = await service.rows("SELECT link FROM notification WHERE kind = 'file-infected'")
        assert told["link"] == papers
        named = f"Tệp bạn gửi lúc {vn_second(row['created_at'])} có mã độc"
        assert named in (await lan.get("/dich-vu-cong/thong-bao")).text
        [noted] = await service.rows("SELECT facts FROM evidence WHERE kind = 'file-quarantined'")
        assert FOUND in str(noted["facts"])
        operator = service.caller(Identity(kind="officer", subject="van-hanh", roles=frozenset({"operator"})))
        seen = (await operator.get("/internal/operations")).json()
        assert seen["unscanned"] == 0
        [listed] = seen["quarantined"]
        assert (listed["name"], listed["found"], listed["brought_by"]) == ("giay.pdf", FOUND, row["owner"])

    scanned(check)


@pytest.mark.clamd
def test_what_has_malware_is_not_filed_by_hand_or_by_program_until_it_is_taken_away(
    scanned: Any, clamd: PrivateClamd
) -> None:
    clamd.start()

    async def check(service: Service) -> None:
        lan = await service.lan()
        papers = await upload(lan, BAD)
        rest = [(f"tep.{GENERIC}-TP{code}", ("giay.pdf", PDF, "application/pdf")) for code in ("01", "03", "04")]
        await lan.post(papers, data={"csrf_token": CSRF, "viec": "tai-len"}, files=rest)
        while await scan(service):
            pass
        [row] = await service.rows("SELECT id FROM uploaded_file WHERE paper_code = $1", FIELD.removeprefix("tep."))
        draft = papers.split("/")[3]
        await lan.put(f"{API}/drafts/{draft}", json={"answers": ANSWERS})
        filed = await lan.post(f"{API}/drafts/{draft}/file", json={"return_channel": "online"})
        assert (filed.status_code, filed.json()["code"]) == (422, "file_infected")
        files = await service.rows("SELECT id, paper_code FROM uploaded_file")
        attached = [{"paper_code": file["paper_code"], "file_id": str(file["id"])} for file in files]
        sent = {"procedure_code": GENERIC, "answers": ANSWERS, "papers": attached}
        by_program = await lan.post(f"{API}/submissions", json=sent)
        assert (by_program.status_code, by_program.json()["code"]) == (422, "file_infected")
        assert (await lan.post(papers, data={"csrf_token": CSRF, "bo": str(row["id"])})).status_code == 303
        assert INFECTED not in (await lan.get(papers)).text

    scanned(check)


@pytest.mark.clamd
def test_a_picture_with_malware_is_not_carried_on_within_a_joined_pdf(scanned: Any, clamd: PrivateClamd) -> None:
    """Inside a PDF the scanner might not know it again."""
    clamd.start()

    async def check(service: Service) -> None:
        lan = await service.lan()
        begun = await lan.post(f"/dich-vu-cong/nop/{GENERIC}", data={"csrf_token": CSRF})
        papers = begun.headers["location"].replace("/to-khai", "/giay-to")
        for name, content in (("mot.jpg", _photo("red", MARKER)), ("hai.jpg", _photo("blue"))):
            sent = [(FIELD, (name, content, "image/jpeg"))]
            await lan.post(papers, data={"csrf_token": CSRF, "viec": "tai-len"}, files=sent)
        while await scan(service):
            pass
        joined = await lan.post(papers, data={"csrf_token": CSRF, "gop": FIELD.removeprefix("tep.")})
        assert joined.status_code == 422
        assert "có mã độc" in joined.text
        kept = await service.rows("SELECT name FROM uploaded_file ORDER BY id")
        assert [row["name"] for row in kept] == ["mot.jpg", "hai.jpg"]

    scanned(check)


def _photo(colour: str, hidden: bytes = b"") -> bytes:
    """`hidden` in what says how its colours are meant, which stays with the picture."""
    out = BytesIO()
    Image.new("RGB", (60, 80), colour).save(out, "JPEG", icc_profile=hidden)
    return out.getvalue()


@pytest.mark.clamd
def test_while_the_scanner_is_away_the_file_waits_and_the_dossier_does_not(scanned: Any, clamd: PrivateClamd) -> None:
    async def check(service: Service) -> None:
        lan = await service.lan()
        papers = await upload(lan)
        for _ in range(20):  # more often than a job of one object is tried
            assert await scan(service)
            assert not await scan(service)
            await service.rows("UPDATE job SET due_at = due_at - $1::interval", AGAIN)
        assert SCANNING in (await lan.get(papers)).text
        draft = papers.split("/")[3]
        await lan.put(f"{API}/drafts/{draft}", json={"answers": ANSWERS})
        filed = await lan.post(f"{API}/drafts/{draft}/file", json={"return_channel": "online"})
        assert filed.status_code == 201, filed.text
        own = f"/dich-vu-cong/ho-so/{filed.json()['id']}/giay-to/0"
        assert (await lan.get(own)).status_code == 409
        clamd.start()
        assert await scan(service)
        assert (await lan.get(own)).content == PDF

    scanned(check)


def test_without_a_scanner_files_are_kept_and_the_page_says_that_nothing_is_scanned(in_service: Any) -> None:
    async def check(service: Service) -> None:
        lan = await service.lan()
        papers = await upload(lan)
        page = (await lan.get(papers)).text
        assert "Tệp tải lên ở đây không được quét mã độc" in page
        assert SCANNING not in page
        assert (await get_file(service, lan, papers)).content == PDF
        assert await service.rows("SELECT 1 FROM job WHERE name = 'scan-file'") == []

    in_service(check)
