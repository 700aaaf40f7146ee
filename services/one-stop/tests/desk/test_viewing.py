"""Giấy tờ của hồ sơ xem được ngay trên trang, by whoever may read them and by nobody else; each look is evidence."""

import asyncio
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from shared.contracts.values import AttachedPaper
from shared.core import clock
from testing.hostile.photos import picture

LOOKS = "SELECT facts FROM evidence WHERE kind = 'file-seen'"


async def _accepted(office: Any) -> tuple[str, str]:
    """A dossier that was accepted, and the SHA-256 of its receipt."""
    dossier = await office.file("hop-bao")
    await office.act(dossier, "accept", "counter-officer")
    (row,) = await office.rows("SELECT sha256 FROM printed_form WHERE form_no = '01'")
    return dossier, row["sha256"]


def test_an_accepted_dossiers_receipt_is_looked_at_page_by_page(one_stop: Callable[[], Any]) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier, receipt = await _accepted(office)
            here, headers = f"/mot-cua/ho-so/{dossier}", office.headers("counter-officer")
            page = (await office.client.get(here, params={"ds": "q=an"}, headers=headers)).text
            link = re.search(rf'href="({here}/tep/{receipt}\?ds=q%3Dan&amp;xem=1)"', page)
            assert link, page
            address = link[1].replace("&amp;", "&")
            file = address.partition("?")[0]
            assert f'href="{file}" download' in page

            shown = await office.client.get(address, headers=headers)
            assert shown.status_code == 200
            assert shown.headers["cache-control"] == "no-store"
            assert "Trang 1/" in shown.text
            assert "GIẤY TIẾP NHẬN" in shown.text.upper()  # the words of the page, for who cannot see it
            assert f'href="{here}?ds=q%3Dan"' in shown.text
            image = re.search(rf'src="({file}\?[^"]+anh=1)"', shown.text)
            assert image
            drawn = await office.client.get(image[1].replace("&amp;", "&"), headers=headers)
            assert drawn.headers["content-type"] == "image/jpeg"
            assert drawn.headers["cache-control"] == "private, no-store"
            assert drawn.content.startswith(b"\xff\xd8\xff")
            larger = await office.client.get(f"{file}?xem=1&co=lon&anh=1", headers=headers)
            assert len(larger.content) > len(drawn.content)
            assert len(await office.rows(LOOKS)) == 3
            api = f"/api/one-stop/v1/dossiers/{dossier}/files/{file.rpartition('/')[2]}?xem=1"
            assert (await office.client.get(api, headers=headers)).content.startswith(b"%PDF")

    asyncio.run(run())


def test_a_page_that_is_not_there_and_another_agency_show_nothing(one_stop: Callable[[], Any]) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier, receipt = await _accepted(office)
            file, headers = f"/mot-cua/ho-so/{dossier}/tep/{receipt}", office.headers("counter-officer")
            for nowhere in ("99", "0", "-1", "x", "", "9" * 30):
                answer = await office.client.get(f"{file}?xem={nowhere}", headers=headers)
                assert answer.status_code == 404
                assert "Tệp không có trang này" in answer.text
            stranger = office.headers("counter-officer", "000.00.99.H08")
            for part in ("?xem=1", "?xem=1&anh=1"):
                assert (await office.client.get(file + part, headers=stranger)).status_code == 404
                assert (await office.client.get(file + part)).status_code in (303, 401)
            assert await office.rows(LOOKS) == []

    asyncio.run(run())


def test_what_cannot_be_shown_says_so_and_is_there_to_be_saved(one_stop: Callable[[], Any]) -> None:
    async def run() -> None:
        async with one_stop() as office:
            kinds = {
                "application/pdf": (b"%PDF-1.7 broken", "bị hỏng hoặc quá phức tạp"),
                "application/msword": (b"\xd0\xcf\x11\xe0", "chưa xem được trên trang"),
                "image/png": (picture("PNG"), "Trang 1/1"),
            }
            papers = []
            for kind, (content, _) in kinds.items():
                kept = await office.app.state.files.put(content, kind, "Giấy tờ.bin")
                papers.append(AttachedPaper(paper_code=kind, paper_name=kind, file=kept))
            dossier = await office.file(papers=tuple(papers))
            headers = office.headers("counter-officer")
            page = (await office.client.get(f"/mot-cua/ho-so/{dossier}", headers=headers)).text
            for paper, (_, said) in zip(papers, kinds.values(), strict=True):
                file = f"/mot-cua/ho-so/{dossier}/tep/{paper.file.sha256}"
                assert (f'href="{file}?xem=1"' in page) == (paper.paper_code != "application/msword")
                answer = await office.client.get(f"{file}?xem=1", headers=headers)
                assert answer.status_code == 200
                assert said in answer.text
                assert f'href="{file}"' in answer.text
                assert ('<img class="lt-viewer__page"' in answer.text) == (paper.paper_code == "image/png")

    asyncio.run(run())


def test_a_page_and_its_picture_read_the_file_once_and_the_picture_is_its_readers_alone(
    one_stop: Callable[[], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier = await office.file("hop-bao")
            await office.act(dossier, "accept", "counter-officer")
            receipt = (await office.rows("SELECT sha256 FROM printed_form WHERE form_no = '01'"))[0]["sha256"]
            file, reads = f"/mot-cua/ho-so/{dossier}/tep/{receipt}", []
            place = office.app.state.files.place
            get = place.get

            async def noted(sha256: str, part: str = "") -> bytes:
                reads.append(sha256)
                return await get(sha256, part)

            monkeypatch.setattr(place, "get", noted)

            async def look(role: str, part: str = "") -> Any:
                answer = await office.client.get(f"{file}?xem=1{part}", headers=office.headers(role))
                assert answer.status_code == 200
                return answer

            await look("counter-officer")
            drawn = (await look("counter-officer", "&anh=1")).content
            assert reads == [receipt]
            await look("counter-officer")
            assert (await look("leader", "&anh=1")).content == drawn
            assert len(reads) == 3, "what was drawn for one is not given to another"
            await look("counter-officer", "&anh=1")
            await look("counter-officer", "&anh=1")
            assert len(reads) == 4, "it is given once"
            await look("counter-officer")
            with clock.stopped_at(clock.now() + timedelta(minutes=1)):
                await look("counter-officer", "&anh=1")
            assert len(reads) == 6, "it waits for a moment only"
            seen = await office.rows("SELECT 1 FROM evidence WHERE kind = 'file-seen'")
            assert len(seen) == 8, "each look is evidence"

    asyncio.run(run())
