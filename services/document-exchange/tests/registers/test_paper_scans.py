"""Bản quét của văn bản giấy: with the line of the register or later, by page and by call, seen by who sees the line."""

import io
from typing import Any

import orjson
import pypdfium2
import pytest
from PIL import Image

from shared.access.rights import Role
from testing.pieces import send_in_pieces

from .test_kept_numbers import book
from .test_papers import PLACE, a_paper, play, register

UPLOADS = "/api/document-exchange/v1/uploads"


def scanned(kind: str = "JPEG", colour: str = "white") -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (400, 560), colour).save(made, kind)
    return made.getvalue()


def a_form(house: Any) -> dict[str, str]:
    paper = a_paper()
    year, month, day = str(paper.pop("issued_on")).split("-")
    parts = {"issued_on-day": day, "issued_on-month": month, "issued_on-year": year}
    return {name: str(value) for name, value in paper.items()} | parts | {"csrf_token": clerk_of(house).csrf}


def clerk_of(house: Any) -> Any:
    return house.person(Role.RECORDS_CLERK)


async def put(house: Any, paper: str, *files: tuple[str, bytes], role: str = Role.RECORDS_CLERK) -> Any:
    sent = [("tep", file) for file in files]
    return await house.call(house.person(role), "POST", f"/paper-documents/{paper}/scan", files=sent)


def test_a_scan_comes_with_the_line_in_pieces_or_at_once(open_house: Any) -> None:
    async def story(house: Any) -> None:
        clerk, form = clerk_of(house), a_form(house)
        assert f'data-pieces="{UPLOADS}"' in (await house.call(clerk, "GET", PLACE)).text
        refused = await house.call(clerk, "POST", PLACE, data=form, files={"tep": ("quet.pdf", b"khong phai PDF")})
        assert refused.status_code == 422
        assert 'id="tep-error"' in refused.text
        assert (await book(house))["series"][0]["last"] == 0, "nothing was numbered"
        sent = await send_in_pieces(house.client, UPLOADS, "quet.pdf", house.letter, house.headers(clerk))
        for data, files in ((form | {"tep": sent}, None), (form, {"tep": ("quet.pdf", house.letter)})):
            done = await house.call(clerk, "POST", PLACE, data=data, files=files)
            assert done.status_code == 303, done.text
            page = (await house.call(clerk, "GET", done.headers["location"])).text
            assert "quet.pdf" in page
            assert "Bản quét, " in page
            assert "Văn bản chỉ có bản giấy." not in page

    play(open_house, story)


def test_pictures_become_one_pdf_and_another_scan_takes_the_place_of_the_former(open_house: Any) -> None:
    async def story(house: Any) -> None:
        paper = (await register(house))["id"]
        one = (await put(house, paper, ("1.jpg", scanned()))).json()
        two = (await put(house, paper, ("1.jpg", scanned()), ("2.jpg", scanned(colour="grey")))).json()
        for answer, pages in ((one, 1), (two, 2)):
            (file,) = answer["files"]
            assert (file["media_type"], file["name"], file["position"]) == ("application/pdf", "ban-quet.pdf", 0)
            kept = await house.call(clerk_of(house), "GET", f"/van-ban/di/{paper}/ban/{file['sha256']}")
            assert len(pypdfium2.PdfDocument(kept.content)) == pages
        assert two["version"] == one["version"] + 1
        gone = await house.rows("SELECT actor, post, facts FROM evidence WHERE kind = 'document-file-removed'")
        (was, now), clerk = (one["files"][0]["sha256"], two["files"][0]["sha256"]), clerk_of(house)
        assert was != now
        assert [(row["actor"], row["post"], orjson.loads(row["facts"])["sha256"]) for row in gone] == [
            (f"officer:{clerk.subject}", clerk.post, was)
        ]
        place = f"/van-ban/di/{paper}"
        page = await house.call(clerk_of(house), "GET", place)
        assert "Bản quét mới, thay bản đang có" in page.text
        shown = await house.call(house.person(Role.LEADER), "GET", f"{place}/tep/{two['files'][0]['id']}")
        assert shown.headers["content-type"] == "application/pdf"
        stale = {"csrf_token": clerk_of(house).csrf, "version": str(one["version"])}
        refused = await house.call(
            clerk_of(house), "POST", f"{place}/ban-quet", data=stale, files={"tep": ("quet.pdf", house.letter)}
        )
        assert refused.status_code == 412

    play(open_house, story)


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ((), "Hãy chọn tệp PDF hoặc ảnh"),
        ((("a.txt", b"chu thuong"),), "a.txt (10 B): Loại tệp này không được nhận"),
        ((("a.pdf", scanned("PDF")), ("b.pdf", scanned("PDF"))), "Bản quét là một tệp PDF"),
        ((("a.pdf", b"%PDF-1.4 hong"),), "a.pdf"),
    ],
)
def test_what_is_no_scan_is_refused_beside_the_field(
    open_house: Any, files: tuple[tuple[str, bytes], ...], words: str
) -> None:
    async def story(house: Any) -> None:
        paper = (await register(house))["id"]
        refused = await put(house, paper, *files)
        assert refused.status_code == 422
        (error,) = refused.json()["errors"]
        assert error["pointer"] == "/tep"
        assert words in error["detail"]
        data = {"csrf_token": clerk_of(house).csrf}
        page = await house.call(
            clerk_of(house),
            "POST",
            f"/van-ban/di/{paper}/ban-quet",
            data=data,
            files=[("tep", file) for file in files] or None,
        )
        assert page.status_code == 422
        assert 'id="tep-error"' in page.text
        assert (await house.document(paper))["files"] == []

    play(open_house, story)


def test_only_the_clerk_puts_a_scan_and_only_to_a_paper_that_stands(open_house: Any) -> None:
    async def story(house: Any) -> None:
        scan = ("quet.pdf", house.letter)
        paper, draft = (await register(house))["id"], str(await house.draft())
        assert (await put(house, paper, scan, role=Role.LEADER)).status_code == 403
        assert (await put(house, draft, scan)).status_code == 404, "a draft is its drafter's to see"
        await house.step(paper, "cancel", Role.RECORDS_CLERK, opinion="Ghi nhầm")
        assert (await put(house, paper, scan)).status_code == 409
        assert (await house.document(paper))["files"] == []
        page = (await house.call(clerk_of(house), "GET", f"/van-ban/di/{paper}")).text
        assert "/ban-quet" not in page

    play(open_house, story)
