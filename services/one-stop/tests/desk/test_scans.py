"""What the counter scans of a paper: several pictures one PDF, with the originals; nothing kept where one cannot be opened."""

import asyncio
import io
import json
import re

import pytest
from PIL import Image
from pypdfium2 import PdfDocument
from sqlalchemy import text

from one_stop.features import MEMBER
from shared.work.jobs import Jobs
from shared.work.scanning import SCAN
from testing.clamd import MARKER
from testing.hostile import files as hostile
from testing.hostile.photos import heic, picture
from testing.pieces import TUS, drop_what_came, send_in_pieces

COUNTER = "counter-officer"
CSRF = {"csrf_token": "csrf-token"}


async def _received(office) -> tuple[str, str]:
    procedure = office.procedures["hop-bao"]
    new = {"procedure_code": procedure["code"], "full_name": "Lê Văn Giấy", "address": "12 Lê Lợi"}
    new["paper_codes"] = [paper["code"] for paper in procedure["papers"]]
    made = await office.client.post("/api/one-stop/v1/dossiers", headers=office.headers(COUNTER), json=new)
    assert made.status_code == 201, made.text
    return f"/mot-cua/ho-so/{made.json()['id']}", procedure["papers"][0]["code"]


def _photo() -> bytes:
    exif = Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[1] = "N"
    return picture("JPEG", exif=exif)


def _chosen(*contents: bytes) -> list[tuple[str, tuple[str, bytes, str]]]:
    return [("tep", (f"trang {number}.jpg", content, "image/jpeg")) for number, content in enumerate(contents, 1)]


async def _send(office, page: str, code: str, files, role: str = COUNTER):
    data = CSRF | {"paper_code": code}
    return await office.client.post(f"{page}/ban-quet", headers=office.headers(role), data=data, files=files)


async def _papers(office) -> list:
    async with office.database.sessions.begin() as session:
        return list(await session.execute(text("SELECT * FROM dossier_paper ORDER BY added_at, id")))


def test_photographs_of_a_paper_become_one_pdf_beside_their_originals(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            page, code = await _received(office)
            photo, phone = _photo(), heic()
            sent = await _send(office, page, code, _chosen(photo, phone))
            assert sent.status_code == 303, sent.text
            [paper] = await _papers(office)
            assert (paper.file_name, paper.media_type, paper.paper_code) == ("ban-quet.pdf", "application/pdf", code)
            assert [original["name"] for original in paper.originals] == ["trang 1.jpg", "trang 2.jpg"]
            [line] = await office.rows("SELECT note, by_name FROM hand_over WHERE action = 'scan'")
            assert (line["note"], line["by_name"]) == (f"{paper.paper_name}: 1 tệp", "Nguyễn Thị Hoa")
            shown = await office.client.get(f"{page}/tep/{paper.sha256}", headers=office.headers("specialist"))
            assert len(PdfDocument(shown.content)) == 2
            assert b"Exif" not in shown.content
            for original, brought in zip(paper.originals, (photo, phone), strict=True):
                got = await office.client.get(f"{page}/tep/{original['sha256']}", headers=office.headers("specialist"))
                assert got.content == brought
            html = (await office.client.get(page, headers=office.headers(COUNTER))).text
            assert "Bản gốc: trang 1.jpg" in html
            assert "Thêm bản quét" in html
            assert re.search(r'id="them-ban-quet">', html)

    asyncio.run(run())


def test_what_is_shown_as_it_was_scanned_has_no_second_original(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            page, code = await _received(office)
            assert (await _send(office, page, code, _chosen(picture("JPEG")))).status_code == 303
            [paper] = await _papers(office)
            assert paper.originals == []
            with Image.open(
                io.BytesIO(
                    (await office.client.get(f"{page}/tep/{paper.sha256}", headers=office.headers(COUNTER))).content
                )
            ) as image:
                assert image.size == (300, 200)

    asyncio.run(run())


def test_a_scan_that_cannot_be_kept_is_named_and_changes_nothing(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            page, code = await _received(office)
            refused = await _send(office, page, code, _chosen(picture("JPEG"), b"xin chao"))
            assert refused.status_code == 422
            assert "trang 2.jpg (8 B)" in refused.text
            assert 'id="them-ban-quet" open' in refused.text
            assert "Hãy chọn giấy tờ được quét" in (await _send(office, page, "la", _chosen(picture("JPEG")))).text
            assert "Hãy chọn ít nhất một tệp quét" in (await _send(office, page, code, None)).text
            assert (await _send(office, page, code, _chosen(picture("JPEG")), "specialist")).status_code == 403
            assert await _papers(office) == []
            ended = await office.file("hop-bao")
            assert (await office.act(ended, "refuse", COUNTER, {"reason": "Không thuộc thẩm quyền"})).status_code == 200
            closed = await _send(office, f"/mot-cua/ho-so/{ended}", code, _chosen(picture("JPEG")))
            assert closed.status_code == 409
            assert "đã kết thúc" in closed.text
            html = (await office.client.get(f"/mot-cua/ho-so/{ended}", headers=office.headers(COUNTER))).text
            assert "them-ban-quet" not in html

    asyncio.run(run())


def test_scans_that_came_in_pieces_are_taken_as_those_that_came_at_once(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            page, code = await _received(office)
            headers = office.headers(COUNTER)
            uploads, photo, second = "/api/one-stop/v1/uploads", _photo(), heic()
            assert f'data-pieces="{uploads}"' in (await office.client.get(page, headers=headers)).text
            named = await send_in_pieces(office.client, uploads, "trang 1.jpg", photo, headers)
            chosen = [("tep", (None, named)), *_chosen(second)]
            refused = await _send(office, page, "la", chosen)
            assert "Hãy chọn giấy tờ được quét" in refused.text
            still = await office.client.head(f"{uploads}/{named}", headers=headers)
            assert still.headers["upload-offset"] == str(len(photo)), "a form that is refused finds its pieces again"
            assert (await _send(office, page, code, chosen)).status_code == 303
            [paper] = await _papers(office)
            assert (paper.file_name, paper.media_type) == ("ban-quet.pdf", "application/pdf")
            assert [original["name"] for original in paper.originals] == ["trang 1.jpg", "trang 1.jpg"]
            first = paper.originals[0]["sha256"]
            got = await office.client.get(f"{page}/tep/{first}", headers=office.headers("specialist"))
            assert got.content == photo
            assert (await office.client.head(f"{uploads}/{named}", headers=headers)).status_code == 404
            gone = await _send(office, page, code, [("tep", (None, named))])
            assert gone.status_code == 422
            assert "Không có tệp tải lên dở này" in gone.text
            by_clerk = await office.client.post(uploads, headers={**office.headers("records-clerk"), **TUS})
            assert by_clerk.status_code == 403

    asyncio.run(run())


def test_pieces_of_a_scan_are_dropped_by_who_sent_them(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            another = office.headers(COUNTER, "000.00.12.H08")
            await drop_what_came(office.client, "/api/one-stop/v1/uploads", office.headers(COUNTER), another)

    asyncio.run(run())


def test_a_program_names_what_it_sent_in_pieces(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            page, code = await _received(office)
            headers = office.headers(COUNTER)
            named = await send_in_pieces(office.client, "/api/one-stop/v1/uploads", "to.jpg", picture("JPEG"), headers)
            sent = {"paper_code": (None, code), "tep": (None, named)}
            dossier = page.rpartition("/")[2]
            answer = await office.client.post(f"/api/one-stop/v1/dossiers/{dossier}/scan", headers=headers, files=sent)
            assert answer.status_code == 200, answer.text
            [paper] = await _papers(office)
            assert paper.file_name == "to.jpg"

    asyncio.run(run())


@pytest.mark.clamd
def test_who_scanned_a_paper_in_which_malware_was_found_is_told(one_stop, clamd):
    clamd.start()

    async def run() -> None:
        async with one_stop(clamd_url=clamd.url) as office:
            page, code = await _received(office)
            bad = hostile.pdf() + b"\n% " + MARKER
            assert (await _send(office, page, code, [("tep", ("quet.pdf", bad, "application/pdf"))])).status_code == 303
            scans = [job for job in MEMBER.work(office.settings).jobs if job.name == SCAN.name]
            assert await Jobs(office.database, scans).do_next()
            assert "Có mã độc, đã cách ly" in (await office.client.get(page, headers=office.headers(COUNTER))).text
            found = await office.rows("SELECT data FROM outbox WHERE kind = 'notification' ORDER BY position")
            [news] = [row["data"] for row in found if "scan-infected" in str(row["data"])]
            told = json.loads(news) if isinstance(news, str) else news
            [paper] = await _papers(office)
            assert paper.added_by
            assert [to["person_id"] for to in told["to"]] == [paper.added_by]
            assert (told["notification"], told["link"]) == ("scan-infected", page)

    asyncio.run(run())


@pytest.mark.clamd
def test_originals_kept_before_there_was_a_scanner_are_looked_at_too(one_stop, clamd):
    clamd.start()

    async def run() -> None:
        async with one_stop() as office:
            page, code = await _received(office)
            telling = _photo()
            bad = telling[:-2] + b"\xff\xfe" + (len(MARKER) + 2).to_bytes(2) + MARKER + telling[-2:]
            assert (await _send(office, page, code, _chosen(_photo(), bad))).status_code == 303
            settings = office.settings.model_copy(update={"clamd_url": clamd.url})
            book = Jobs(office.database, [job for job in MEMBER.work(settings).jobs if job.name.startswith(SCAN.name)])
            await book.begin()
            while await book.do_next():
                pass
            [paper] = await _papers(office)
            found = await office.rows("SELECT sha256 FROM quarantined_file")
            assert [row["sha256"] for row in found] == [paper.originals[1]["sha256"]]
            shown = await office.client.get(f"{page}/tep/{paper.sha256}", headers=office.headers(COUNTER))
            assert shown.status_code == 200

    asyncio.run(run())
