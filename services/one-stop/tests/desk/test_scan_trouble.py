"""What goes wrong with a scan gets an answer that says what to do, and changes nothing: too large, infected, upside down, a foreign page."""

import asyncio

import pytest

from one_stop.features import MEMBER
from one_stop.scans.recognition import RECOGNISE
from shared.work.jobs import Jobs
from shared.work.scanning import SCAN
from testing.clamd import MARKER
from testing.hostile import files as hostile
from testing.hostile.photos import picture
from testing.pieces import TUS
from testing.scans import a_scan

from .test_paper_scan import _press, _read, _scanned, _work
from .test_phone_links import PLACE, _open, _visitor
from .test_phone_links import _send as _send_by_phone
from .test_scans import COUNTER, CSRF, _papers, _received, _send

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
EIGHTY = 80 * 1_048_576


def test_a_scan_of_80_megabytes_is_refused_with_its_size_and_the_limit_before_it_comes_where_it_can(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            page, code = await _received(office)
            large = [("tep", ("ban-ve.pdf", hostile.pdf() + bytes(EIGHTY), "application/pdf"))]
            refused = await _send(office, page, code, large)
            assert refused.status_code in (413, 422)
            for said in ("ban-ve.pdf", "80,1 MB", "20 MB", "giảm dung lượng hoặc tách tệp"):
                assert said in refused.text
            begun = {"upload-length": str(EIGHTY), "upload-metadata": "filename YmFuLXZlLnBkZg=="}
            pieces = await office.client.post("/api/one-stop/v1/uploads", headers=office.headers(COUNTER) | TUS | begun)
            assert (pieces.status_code, "20 MB" in pieces.text) == (413, True)
            _, secret = await _open(office, page)
            by_phone = await _send_by_phone(office, secret, code, picture("JPEG") + bytes(EIGHTY))
            assert (by_phone.status_code, "vượt mức tối đa 20 MB" in by_phone.text) == (422, True)
            assert await _papers(office) == []

    asyncio.run(run())


def test_a_known_virus_is_refused_at_the_counter_and_from_the_phone(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            page, code = await _received(office)
            bad = hostile.pdf() + b"\n% " + EICAR
            refused = await _send(office, page, code, [("tep", ("quet.pdf", bad, "application/pdf"))])
            assert (refused.status_code, "có chương trình hoặc mã độc" in refused.text) == (422, True)
            _, secret = await _open(office, page)
            by_phone = await office.client.post(
                f"{PLACE}/{secret}",
                headers=_visitor(office),
                data=CSRF | {"paper_code": code},
                files=[("tep", ("quet.pdf", bad, "application/pdf"))],
            )
            assert (by_phone.status_code, "có chương trình hoặc mã độc" in by_phone.text) == (422, True)
            assert await _papers(office) == []

    asyncio.run(run())


@pytest.mark.clamd
def test_what_the_scanner_finds_later_is_said_on_the_scans_page_and_nothing_is_made_of_it(one_stop, clamd):
    clamd.start()

    async def run() -> None:
        async with one_stop(clamd_url=clamd.url) as office:
            page, code = await _received(office)
            bad = hostile.pdf() + b"\n% " + MARKER
            assert (await _send(office, page, code, [("tep", ("quet.pdf", bad, "application/pdf"))])).status_code == 303
            [paper] = await _papers(office)
            scan = f"{page}/ban-quet/{paper.id}"
            jobs = {job.name: job for job in MEMBER.work(office.settings).jobs}
            assert await Jobs(office.database, [jobs[RECOGNISE.name]]).do_next()
            [waits] = await office.rows("SELECT done_at FROM job WHERE name = $1", RECOGNISE.name)
            assert waits["done_at"] is None, "while it is being scanned it is not opened"
            assert await Jobs(office.database, [jobs[SCAN.name]]).do_next()
            await office.rows("UPDATE job SET due_at = now() - interval '1 second' RETURNING 1")
            assert await Jobs(office.database, [jobs[RECOGNISE.name]]).do_next()
            html = await _read(office, scan)
            assert "Có mã độc, đã cách ly" in html
            assert "Hãy quét lại giấy tờ trên máy sạch" in html
            for what, typed in (("sap-trang", {"order.1": "1"}), ("doi-chieu", {}), ("ky", {})):
                refused = await _press(office, scan, what, **typed)
                assert refused.status_code in (409, 422), what
            assert (await _papers(office))[0].sha256 == paper.sha256

    asyncio.run(run())


@pytest.mark.tesseract
def test_a_photograph_that_lies_upside_down_is_said_and_put_right(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            _, scan = await _scanned(office, a_scan(turned=180))
            await _work(office)
            assert "125/QĐ-UBND" not in await _read(office, scan)
            turned = await _press(office, scan, "sap-trang", **{"order.1": "1", "turn.1": "180"})
            assert turned.status_code == 303
            await _work(office)
            assert 'value="125/QĐ-UBND"' in await _read(office, scan)

    asyncio.run(run())


def test_a_page_that_belongs_elsewhere_is_left_out_and_a_paper_of_another_name_is_not_joined(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            page, scan = await _scanned(office, picture("JPEG"), picture("PNG"))
            [paper] = await _papers(office)
            other = next(p["code"] for p in office.procedures["hop-bao"]["papers"] if p["code"] != paper.paper_code)
            assert (
                await _send(office, page, other, [("tep", ("b.jpg", picture("JPEG"), "image/jpeg"))])
            ).status_code == 303
            foreign = next(row for row in await _papers(office) if row.paper_code == other)
            joined = await _press(office, scan, "sap-trang", **{"order.1": "1", f"join.{foreign.id}": "true"})
            assert (joined.status_code, "cùng một giấy tờ" in joined.text) == (409, True)
            left = await _press(office, scan, "sap-trang", **{"order.1": "1", "order.2": ""})
            assert left.status_code == 303
            assert len(next(row for row in await _papers(office) if row.id == paper.id).originals) == 2

    asyncio.run(run())


def test_a_scan_is_not_joined_to_itself_nor_to_what_is_no_file(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            _, scan = await _scanned(office, picture("JPEG"))
            [paper] = await _papers(office)
            itself = await _press(office, scan, "sap-trang", **{f"join.{paper.id}": "1", "order.1": "1"})
            assert itself.status_code == 303, itself.text
            [row] = await office.rows("SELECT replaced_at FROM dossier_paper")
            assert row["replaced_at"] is None, "it would be gone with nothing in its place"
            nothing = await _press(office, scan, "sap-trang", **{"join.abc": "1", "order.1": "1"})
            assert nothing.status_code == 404

    asyncio.run(run())
