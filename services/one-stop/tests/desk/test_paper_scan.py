"""One scan worked on: its pages, its words, what it says; compared and signed by the officer at the counter."""

import asyncio
import json
import re
import subprocess

import pytest
from pypdfium2 import PdfDocument

from one_stop.features import MEMBER
from one_stop.scans.recognition import RECOGNISE
from shared.foreign import scanned_pages
from shared.work.jobs import Jobs
from testing.hostile.photos import picture
from testing.scans import a_scan
from testing.signing_kit import authority_in

from .test_scans import COUNTER, CSRF, _papers, _received, _send

SPECIALIST = "specialist"


async def _scanned(office, *contents: bytes, at_once: bool = True) -> tuple[str, str]:
    """Address of the dossier, and of the page of the first scan."""
    page, code = await _received(office)
    for some in [contents] if at_once else [(content,) for content in contents]:
        files = [("tep", (f"trang {at}.jpg", one, "image/jpeg")) for at, one in enumerate(some, 1)]
        assert (await _send(office, page, code, files)).status_code == 303
    return page, f"{page}/ban-quet/{(await _papers(office))[0].id}"


async def _press(office, scan: str, what: str, role: str = COUNTER, **typed: str):
    [row] = await office.rows("SELECT version FROM dossier")
    data = CSRF | {"version": str(row["version"])} | typed
    return await office.client.post(f"{scan}/{what}", headers=office.headers(role), data=data)


async def _read(office, address: str, role: str = COUNTER) -> str:
    found = await office.client.get(address, headers=office.headers(role))
    assert found.status_code == 200, found.text
    return found.text


async def _work(office) -> None:
    jobs = [job for job in MEMBER.work(office.settings).jobs if job.name == RECOGNISE.name]
    while await Jobs(office.database, jobs).do_next():
        pass


async def _content(office) -> bytes:
    [paper, *_] = await _papers(office)
    return await office.app.state.files.get(paper.sha256)


def _sizes(pdf: bytes) -> list[tuple[int, int]]:
    return [(round(page.get_width()), round(page.get_height())) for page in PdfDocument(pdf)]


@pytest.mark.tesseract
def test_a_phrase_on_a_scan_is_found_by_a_reader_of_others_and_its_particulars_are_offered(one_stop, tmp_path):
    async def run() -> None:
        async with one_stop() as office:
            brought = a_scan()
            _, scan = await _scanned(office, brought)
            assert "Đang chờ nhận dạng chữ" in await _read(office, scan)
            await _work(office)
            (tmp_path / "scan.pdf").write_bytes(await _content(office))
            said = await asyncio.to_thread(
                subprocess.run, ["pdftotext", str(tmp_path / "scan.pdf"), "-"], capture_output=True, text=True
            )
            assert "công nhận quyền sử dụng đất ở lâu dài" in said.stdout
            [paper] = await _papers(office)
            assert (paper.file_name, paper.media_type) == ("trang 1.pdf", "application/pdf")
            [original] = paper.originals
            assert await office.app.state.files.get(original["sha256"]) == brought, "the original stays as it came"
            html = await _read(office, scan)
            for offered in ("125/QĐ-UBND", "02/03/2026", "ỦY BAN NHÂN DÂN PHƯỜNG QUY NHƠN"):
                assert f'value="{offered}"' in html
            assert await office.rows("SELECT 1 FROM paper_scan WHERE particulars IS NULL"), "offered, not taken"
            [noted] = await office.rows("SELECT facts FROM evidence WHERE kind = 'scan-recognised'")
            assert json.loads(noted["facts"])["sha256"] == paper.sha256

    asyncio.run(run())


def test_particulars_are_what_the_officer_says_and_everybody_at_the_dossier_reads_them(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            _, scan = await _scanned(office, picture("JPEG"))
            empty = await _press(office, scan, "du-lieu", number=" ")
            assert (empty.status_code, "Hãy ghi ít nhất một mục" in empty.text) == (422, True)
            wrong = await _press(office, scan, "du-lieu", number="9/QĐ", issued_on="32/1/2026")
            assert wrong.status_code == 422
            assert 'value="32/1/2026"' in wrong.text
            typed = {"number": "  9/QĐ-UBND ", "issued_on": "3/1/2026", "issuer": "UBND phường Quy Nhơn"}
            assert (await _press(office, scan, "du-lieu", SPECIALIST, **typed)).status_code == 403
            assert (await _press(office, scan, "du-lieu", **typed)).status_code == 303
            html = await _read(office, scan, SPECIALIST)
            for said in ("9/QĐ-UBND", "03/01/2026", "UBND phường Quy Nhơn", "Nguyễn Thị Hoa ghi lúc"):
                assert said in html
            assert "du-lieu" not in re.findall(r'action="[^"]+"', html)

    asyncio.run(run())


def test_pages_are_turned_ordered_left_out_and_joined_and_the_originals_stay(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            lying, upright = picture("JPEG", size=(300, 200)), picture("JPEG", size=(200, 300))
            page, scan = await _scanned(office, lying, upright)
            before = (await _papers(office))[0].originals
            done = await _press(office, scan, "sap-trang", **{"order.1": "2", "turn.1": "90", "order.2": "1"})
            assert done.status_code == 303, done.text
            assert _sizes(await _content(office)) == [(595, 842), (595, 842)]
            done = await _press(office, scan, "sap-trang", **{"order.1": "", "order.2": "1", "turn.2": "90"})
            assert done.status_code == 303
            assert _sizes(await _content(office)) == [(842, 595)]
            [paper] = await _papers(office)
            assert paper.originals == before
            more = [("tep", ("them.jpg", picture("JPEG", size=(200, 300)), "image/jpeg"))]
            assert (await _send(office, page, paper.paper_code, more)).status_code == 303
            other = (await _papers(office))[1]
            done = await _press(office, scan, "sap-trang", **{"order.1": "1", f"join.{other.id}": "true"})
            assert done.status_code == 303, done.text
            assert _sizes(await _content(office)) == [(842, 595), (595, 842)]
            whole, joined = await _papers(office)
            assert joined.replaced_at is not None
            assert [original["name"] for original in whole.originals] == ["trang 1.jpg", "trang 2.jpg", "them.jpg"]

    asyncio.run(run())


def test_what_is_said_of_pages_wrongly_changes_nothing(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            _, scan = await _scanned(office, picture("JPEG"), picture("JPEG"))
            before = (await _papers(office))[0].sha256
            for typed, sentence in (
                ({"order.1": "1", "order.2": "1"}, "Hai trang có cùng thứ tự 1"),
                ({"order.1": "một", "order.2": "2"}, "Thứ tự của trang 1 là một số"),
                ({"order.1": "", "order.2": ""}, "Hãy để lại ít nhất một trang"),
            ):
                refused = await _press(office, scan, "sap-trang", **typed)
                assert (refused.status_code, sentence in refused.text) == (422, True), typed
            late = await office.client.post(
                f"{scan}/sap-trang", headers=office.headers(COUNTER), data=CSRF | {"version": "1", "order.1": "1"}
            )
            assert late.status_code == 412
            assert (await _papers(office))[0].sha256 == before

    asyncio.run(run())


def test_where_the_program_is_not_installed_the_page_says_so_and_all_else_works(one_stop, monkeypatch):
    monkeypatch.setattr(scanned_pages, "find_tesseract", lambda: None)

    async def run() -> None:
        async with one_stop() as office:
            _, scan = await _scanned(office, picture("JPEG"))
            before = (await _papers(office))[0].sha256
            await _work(office)
            html = await _read(office, scan)
            assert "Máy chủ chưa cài tesseract với tiếng Việt" in html
            assert "/nhan-dang" not in html
            assert (await _papers(office))[0].sha256 == before
            ordered = await _press(office, scan, "nhan-dang")
            assert ordered.status_code == 303
            assert "Đang chờ nhận dạng chữ" in await _read(office, scan)

    asyncio.run(run())


def test_a_scan_is_signed_by_the_officer_after_comparing_and_an_independent_program_agrees(one_stop, tmp_path):
    async def run() -> None:
        async with one_stop() as office:
            _, scan = await _scanned(office, picture("JPEG"))
            await office.rows("UPDATE paper_scan SET recognition = 'done' RETURNING 1")
            html = await _read(office, scan)
            assert "Bạn chưa có chứng thư số" in html
            assert "/danh-ba/chung-thu-so" in html
            early = await _press(office, scan, "ky")
            assert (early.status_code, "Hãy đối chiếu bản quét với bản chính" in early.text) == (409, True)
            [paper] = await _papers(office)
            assert [(await _press(office, scan, "doi-chieu")).status_code for _ in "12"] == [303, 303]
            [line] = await office.rows("SELECT note FROM hand_over WHERE note LIKE 'Đã đối chiếu%'")
            assert paper.paper_name in line["note"], "pressed twice it is said once"
            assert "Đã đối chiếu</strong> Nguyễn Thị Hoa" in await _read(office, scan, SPECIALIST)
            unable = await _press(office, scan, "ky")
            assert (unable.status_code, "Chưa có chứng thư số" in unable.text) == (409, True)
            assert (await _papers(office))[0].sha256 == paper.sha256
            authority = authority_in(office.settings.authority_folder.resolve().parent)
            officer = f"{COUNTER}.{office.agency}"
            await asyncio.to_thread(authority.issue_officer, officer, "Nguyễn Thị Hoa", "Công chức", "Sở Xây dựng")
            assert "Ký số bản quét" in await _read(office, scan)
            signed = await _press(office, scan, "ky")
            assert signed.status_code == 303, re.findall(r"error-summary.{0,600}", signed.text, re.DOTALL)
            (tmp_path / "signed.pdf").write_bytes(await _content(office))
            said = await asyncio.to_thread(
                subprocess.run, ["pdfsig", "-nocert", str(tmp_path / "signed.pdf")], capture_output=True, text=True
            )
            assert "Signature is Valid" in said.stdout
            assert "Nguyễn Thị Hoa" in said.stdout
            assert "đã đối chiếu và ký số bản quét này" in await _read(office, scan, SPECIALIST)
            for what, typed in (("sap-trang", {"order.1": "1"}), ("nhan-dang", {}), ("ky", {})):
                again = await _press(office, scan, what, **typed)
                assert (again.status_code, "đã có chữ ký số" in again.text) == (409, True), what
            [row] = await office.rows("SELECT facts FROM evidence WHERE kind = 'scan-signed'")
            assert json.loads(row["facts"])["sha256"] == (await _papers(office))[0].sha256
            described = await _press(office, scan, "du-lieu", number="1/GP")
            assert described.status_code == 303, "what it says is written down after, too"

    asyncio.run(run())


def test_what_was_compared_is_compared_anew_when_its_pages_change(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            _, scan = await _scanned(office, picture("JPEG"))
            assert (await _press(office, scan, "doi-chieu")).status_code == 303
            assert "Chưa đối chiếu" not in await _read(office, scan)
            assert (await _press(office, scan, "nhan-dang")).status_code == 303
            assert "Chưa đối chiếu" not in await _read(office, scan), "the pages are the same"
            assert (await _press(office, scan, "sap-trang", **{"order.1": "1", "turn.1": "90"})).status_code == 303
            assert "Chưa đối chiếu" in await _read(office, scan)

    asyncio.run(run())
