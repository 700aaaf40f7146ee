"""Dấu ĐẾN: on a copy beside the scan, number and day as the register has them, upright and where it covers least (NĐ 30/2020 PL IV)."""

import asyncio
import io
import math
import re
from typing import Any

import pypdfium2
import pytest
import typst
from PIL import Image

from document_exchange.entered.stamp_jobs import stamp_jobs
from document_exchange.entered.stamping import HEIGHT, WIDTH, draw_stamp, put_stamp
from shared.access.rights import Role
from shared.core import clock
from shared.core.formats import vn_date
from shared.work.jobs import Jobs

from .kit import HERE, OTHER, PLACE, a_form, clerk_of, enter, page, play

LETTER = """#set page(paper: "a4", flipped: %s, margin: (left: 3cm, rest: 2cm))
#grid(columns: (1fr, 1.4fr), align: center, [CONG TY MINH DUONG \\ So: 12/CV-MD], [CONG HOA \\ Binh Dinh, ngay 27])
#v(1.2cm)
#lorem(200)"""


async def work(house: Any) -> None:
    """What the worker does within seconds."""
    book = Jobs(house.database, stamp_jobs(house.settings))
    await book.begin()
    while await book.do_next():
        pass


def words_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return " ".join(str(document[0].get_textpage().get_text_bounded()).split())


async def put(house: Any, paper: dict[str, Any], *files: tuple[str, bytes]) -> Any:
    sent = [("tep", file) for file in files]
    return await house.call(clerk_of(house), "POST", f"/incoming/{paper['id']}/scan", files=sent)


def test_the_copy_bears_number_and_day_and_the_scan_stays(open_house: Any) -> None:
    async def story(house: Any) -> None:
        form = a_form(house) | {"viec": "vao-so"}
        done = await house.call(clerk_of(house), "POST", PLACE, data=form, files={"tep": ("quet.pdf", house.letter)})
        assert done.status_code == 303, done.text
        here = done.headers["location"].partition("?")[0]
        assert "Đang đóng dấu Đến" in await page(house, here)
        await work(house)
        shown = await page(house, here)
        for path in ("ban-quet", "ban-dau-den"):
            assert f'href="{here}/{path}" download' in shown
        stamped = (await house.call(clerk_of(house), "GET", f"{here}/ban-dau-den")).content
        said = words_of(stamped)
        for words in ("ĐẾN", "SỞ NỘI VỤ", f"Ngày: {vn_date(clock.local_now().date())}", "Số: 1", "Số và ký hiệu HS"):
            assert words in said, words
        scan = await house.call(clerk_of(house), "GET", f"{here}/ban-quet")
        assert scan.content == house.letter, "untouched"
        for path in ("ban-quet", "ban-dau-den"):
            stranger = await house.call(clerk_of(house, OTHER), "GET", f"{here}/{path}")
            assert stranger.status_code == 404

    play(open_house, story)


def test_photographs_and_late_scans_are_stamped_once_it_has_a_number(open_house: Any) -> None:
    async def story(house: Any) -> None:
        photo = io.BytesIO()
        Image.new("RGB", (400, 560), "white").save(photo, "JPEG")
        draft = await enter(house, later=True)
        two = await put(house, draft, ("1.jpg", photo.getvalue()), ("2.jpg", photo.getvalue()))
        assert two.status_code == 200, two.text
        assert two.json()["page_amount"] == 2
        await work(house)
        here = f"/van-ban/den/{draft['id']}"
        assert (await house.call(clerk_of(house), "GET", f"{here}/ban-dau-den")).status_code == 404
        await house.report(HERE, draft["id"], "03", Role.RECORDS_CLERK)
        await work(house)
        assert "ĐẾN" in words_of((await house.call(clerk_of(house), "GET", f"{here}/ban-dau-den")).content)
        again = await put(house, draft, ("moi.pdf", house.letter))
        assert again.status_code == 200
        await work(house)
        assert "ĐẾN" in words_of((await house.call(clerk_of(house), "GET", f"{here}/ban-dau-den")).content)
        shown = await page(house, here)
        assert "thay bản trước" in shown
        former = re.findall(rf'href="({here}/ban/[0-9a-f]{{64}})" download', shown)
        assert len(former) == 2, "the scan before stays in the history"
        for href in former:
            assert (await house.call(clerk_of(house), "GET", href)).content.startswith(b"%PDF")
        wrong = await put(house, draft, ("a.txt", b"chu"))
        assert wrong.status_code in (415, 422)

    play(open_house, story)


@pytest.mark.parametrize("flipped", ["false", "true"])
@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("cropped", [False, True])
def test_turned_cropped_and_landscape_pages_get_it_upright_and_whole(flipped: str, turn: int, cropped: bool) -> None:
    document = pypdfium2.PdfDocument(typst.compile((LETTER % flipped).encode()))
    document[0].set_rotation(turn)
    if cropped:
        document[0].set_cropbox(30, 40, 560, 560)
    made = io.BytesIO()
    document.save(made)
    before = document[0].render(scale=1).to_pil().convert("RGB")
    drawn = draw_stamp({"organ": "Sở Nội vụ", "number": "123", "day": "28/11/2026"}, clock.now())
    stamped = pypdfium2.PdfDocument(put_stamp(made.getvalue(), drawn))
    after = stamped[0].render(scale=1).to_pil().convert("RGB")
    assert after.size == before.size
    red = [
        (x, y)
        for x in range(after.width)
        for y in range(after.height)
        if (pixel := after.getpixel((x, y)))[0] > pixel[1] + 60
    ]
    left, right = min(x for x, _ in red), max(x for x, _ in red)
    top, bottom = min(y for _, y in red), max(y for _, y in red)
    assert math.isclose(right - left, WIDTH, abs_tol=6), "as wide as the law says, and upright"
    assert math.isclose(bottom - top, HEIGHT, abs_tol=6)
    area = (left + 3, top + 3, right - 3, bottom - 3)
    counts = before.convert("L").crop(area).histogram()
    assert sum(counts[:128]) / sum(counts) < 0.04, "hardly anything is covered"


def test_a_page_smaller_than_the_stamp_gets_a_smaller_one() -> None:
    small = typst.compile(b"#set page(width: 40mm, height: 30mm, margin: 2mm); x")
    drawn = draw_stamp({"organ": "Sở Nội vụ", "number": "1", "day": "28/11/2026"}, clock.now())
    assert "ĐẾN" in words_of(put_stamp(small, drawn))


def test_the_agency_signs_the_copy_that_bears_the_stamp(open_house: Any) -> None:
    async def story(house: Any) -> None:
        paper = await enter(house)
        clerk, here = clerk_of(house), f"/van-ban/den/{paper['id']}"
        early = await house.call(clerk, "POST", f"/incoming/{paper['id']}/seal")
        assert (early.status_code, early.json()["code"]) == (409, "scan_not_stamped")
        await put(house, paper, ("quet.pdf", house.letter))
        await work(house)
        assert f'action="{here}/ky-ban-quet' in await page(house, here)
        done = await house.call(clerk, "POST", f"{here}/ky-ban-quet", data={"csrf_token": "form-token"})
        assert done.status_code == 303, done.text
        shown = await page(house, here)
        assert "Đã ký số của cơ quan" in shown
        assert "ky-ban-quet" not in shown.split("<main")[1].split("lt-timeline")[0].replace("xong=ky-ban-quet", "")
        signed = (await house.call(clerk, "GET", f"{here}/ban-dau-den")).content
        (report,) = await asyncio.to_thread(house.signatures.check_here, signed)
        assert (report.valid, report.agency_code) == (True, HERE)
        again = await house.call(clerk, "POST", f"/incoming/{paper['id']}/seal")
        assert (again.status_code, again.json()["code"]) == (409, "scan_sealed")
        assert (await house.call(clerk_of(house, OTHER), "POST", f"/incoming/{paper['id']}/seal")).status_code == 404
        form = {"csrf_token": "form-token"}
        files = {"tep": ("moi.pdf", house.letter + b"\n% khac")}
        brought = await house.call(clerk, "POST", f"{here}/ban-quet", data=form, files=files)
        assert brought.status_code == 303, brought.text
        await work(house)
        assert f'action="{here}/ky-ban-quet' in await page(house, here), "another scan is not signed yet"
        sealed = await house.call(clerk, "POST", f"/incoming/{paper['id']}/seal")
        assert sealed.status_code == 200, sealed.text
        assert "Đã ký số của cơ quan" in await page(house, here)

    play(open_house, story)
