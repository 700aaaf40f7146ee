"""Files people send: told by their content, bounded, named safely, never served as pages."""

import io
import zipfile

import pytest
from httpx import AsyncClient
from pypdfium2 import PdfDocument

from online_services.submissions.rules import LARGEST_FILE, MOST_FILES_PER_PAPER
from shared.web.bodies import LARGE_BODY
from testing.hostile.photos import heic, picture

from .conftest import CSRF, GENERIC, PDF, Check, Service

API = "/api/online-services/v1/files"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\x00" * 20


def archive(**entries: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", b"<Types/>")
        for name, content in entries.items():
            packed.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return buffer.getvalue()


def macros() -> bytes:
    return archive(word__document_xml=b"<x/>", **{"word/vbaProject.bin": b"x"})


def bomb() -> bytes:
    """A small docx that would unpack to 300 MB."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", b"<Types/>")
        with packed.open("word/document.xml", "w", force_zip64=True) as entry:
            for _ in range(300):
                entry.write(b"\x00" * 1_048_576)
    return buffer.getvalue()


BAD: list[tuple[str, bytes, int]] = [
    ("rong.pdf", b"", 422),
    ("to.pdf", b"%PDF-1.7" + b"0" * (20 * 1_048_576), 413),
    ("trang.html", b"<!DOCTYPE html><script>alert(1)</script>", 415),
    ("trang.pdf", b"<!DOCTYPE html><script>alert(1)</script>", 415),
    ("anh.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", 415),
    ("anh.png", PDF, 415),
    ("don.pdf", PNG, 415),
    ("chay.exe", b"MZ\x90\x00" + b"\x00" * 100, 415),
    ("nen.zip", archive(a=b"x"), 415),
    ("hong.docx", b"PK\x03\x04" + b"\x00" * 50, 422),
    ("macro.docx", macros(), 422),
    ("..", PDF, 422),
    ("", PDF, 422),
    ("van-ban.txt", b"chi la chu", 415),
]


@pytest.fixture(scope="session")
def packed_bomb() -> bytes:
    return bomb()


def test_bad_files_are_refused_and_leave_nothing(in_service: Check, packed_bomb: bytes) -> None:
    async def check(service: Service) -> None:
        lan = await service.lan()
        for name, content, status in [*BAD[:10], *BAD[11:], ("bom.docx", packed_bomb, 422)]:
            raw = await lan.post(
                API, params={"name": name}, content=content, headers={"content-type": "application/octet-stream"}
            )
            assert raw.status_code == status, (name, raw.status_code, raw.text)
            assert raw.json()["title"]
            if name:
                form = await lan.post(API, files={"file": (name, content, "application/pdf")})
                assert form.status_code == status, (name, form.text)
        assert (await lan.post(API, json={})).status_code == 415
        assert (await lan.post(API, data={"file": "chu"}, files={"other": ("a.pdf", PDF)})).status_code == 422
        assert await service.rows("SELECT 1 FROM uploaded_file") == []

    in_service(check)


NAMES = {
    "../../etc/passwd.pdf": "passwd.pdf",
    "C:\\Users\\lan\\đơn xin.pdf": "đơn xin.pdf",
    "a\u202efdp.exe.pdf": "afdp.exe.pdf",
    "don\r\nSet-Cookie: x.pdf": "donSet-Cookie_ x.pdf",
    "x" * 250 + ".pdf": "x" * 196 + ".pdf",
}


def test_names_lose_paths_and_tricks(in_service: Check) -> None:
    async def check(service: Service) -> None:
        lan = await service.lan()
        for sent, kept in NAMES.items():
            raw = {"content-type": "application/octet-stream"}
            answer = await lan.post(API, params={"name": sent[:254]}, content=PDF, headers=raw)
            assert answer.status_code == 201, answer.text
            assert answer.json()["name"] == kept
            back = await lan.get(f"{API}/{answer.json()['id']}")
            assert back.content == PDF
            assert back.headers["content-disposition"].startswith("attachment; filename*=UTF-8''")
            assert "\n" not in back.headers["content-disposition"]
            assert "sandbox" in back.headers["content-security-policy"]

    in_service(check)


def test_files_of_one_press_that_fit_are_kept_and_the_others_are_named(in_service: Check) -> None:
    async def check(service: Service) -> None:
        lan = await service.lan()
        begun = await lan.post(f"/dich-vu-cong/nop/{GENERIC}", data={"csrf_token": CSRF})
        draft = begun.headers["location"].removesuffix("/to-khai")
        page = (await lan.get(f"{draft}/giay-to")).text
        assert "mỗi tệp tối đa 20 MB" in page
        assert "mỗi lần gửi tối đa 104 MB" in page
        field = "tep.3.908001-TP02"
        large = PDF + b"%" * (21 * 1_048_576)
        sent = [
            (field, ("mot.pdf", PDF, "application/pdf")), (field, ("to.pdf", large, "application/pdf")),
            (field, ("chu.pdf", b"xin chao", "application/pdf")), (field, ("hai.pdf", PDF + b"\n", "application/pdf")),
        ]  # fmt: skip
        answer = await lan.post(f"{draft}/giay-to", data={"csrf_token": CSRF, "viec": "tai-len"}, files=sent)
        assert answer.status_code == 422
        assert "to.pdf (21 MB)" in answer.text
        assert "chu.pdf (8 B)" in answer.text
        kept = await service.rows("SELECT name FROM uploaded_file ORDER BY id")
        assert {row["name"] for row in kept} == {"mot.pdf", "hai.pdf"}
        assert "hai.pdf" in (await lan.get(f"{draft}/giay-to")).text

    in_service(check)


def test_a_photograph_of_a_telephone_is_kept_as_jpeg_by_program_and_by_page(in_service: Check) -> None:
    async def check(service: Service) -> None:
        lan = await service.lan()
        sent = await lan.post(API, files={"file": ("IMG_0001.HEIC", heic(), "image/heic")})
        assert (sent.status_code, sent.json()["name"]) == (201, "IMG_0001.jpg")
        got = await lan.get(f"{API}/{sent.json()['id']}")
        assert got.content.startswith(b"\xff\xd8\xff")
        assert got.headers["content-type"] == "image/jpeg"
        begun = await lan.post(f"/dich-vu-cong/nop/{GENERIC}", data={"csrf_token": CSRF})
        papers = begun.headers["location"].replace("/to-khai", "/giay-to")
        field = {"tep.3.908001-TP02": ("anh.webp", picture("WEBP"), "image/webp")}
        assert (await lan.post(papers, data={"csrf_token": CSRF, "viec": "tai-len"}, files=field)).status_code == 303
        kept = await service.rows("SELECT name, media_type FROM uploaded_file WHERE paper_code <> ''")
        assert [tuple(row) for row in kept] == [("anh.jpg", "image/jpeg")]

    in_service(check)


def test_a_whole_papers_allowance_fits_one_press() -> None:
    """Limits that agree: five files of 20 MB and their envelope."""
    assert LARGE_BODY >= MOST_FILES_PER_PAPER * LARGEST_FILE + 1_048_576


FIELD = "tep.3.908001-TP02"


async def _papers(caller: AsyncClient) -> str:
    begun = await caller.post(f"/dich-vu-cong/nop/{GENERIC}", data={"csrf_token": CSRF})
    return begun.headers["location"].replace("/to-khai", "/giay-to")


def _photos(*names: str) -> list[tuple[str, tuple[str, bytes, str]]]:
    content = {"anh.heic": heic(), "chu.jpg": b"xin chao"}
    return [(FIELD, (name, content.get(name) or picture("JPEG"), "image/jpeg")) for name in names]


def test_pictures_of_one_paper_chosen_at_once_become_one_pdf_in_their_order(in_service: Check) -> None:
    async def check(service: Service) -> None:
        lan = await service.lan()
        papers = await _papers(lan)
        sent = [*_photos("mot.jpg", "anh.heic"), (FIELD, ("don.pdf", PDF, "application/pdf")), *_photos("ba.jpg")]
        answer = await lan.post(papers, data={"csrf_token": CSRF, "viec": "tai-len"}, files=sent)
        assert answer.status_code == 303, answer.text
        joined, other = await service.rows("SELECT id, name, media_type FROM uploaded_file ORDER BY id")
        assert joined["name"].endswith(".pdf")
        assert other["name"] == "don.pdf"
        document = PdfDocument((await lan.get(f"{papers.replace('/giay-to', '/tep')}/{joined['id']}")).content)
        widths = [page.get_width() > page.get_height() for page in document]
        assert widths == [True, False, True]

    in_service(check)


def test_while_a_picture_has_to_be_chosen_again_the_others_wait_for_it_and_are_joined_by_hand(
    in_service: Check,
) -> None:
    async def check(service: Service) -> None:
        lan = await service.lan()
        papers = await _papers(lan)
        press = {"csrf_token": CSRF, "viec": "tai-len"}
        refused = await lan.post(papers, data=press, files=_photos("mot.jpg", "chu.jpg", "hai.jpg"))
        assert refused.status_code == 422
        assert "chu.jpg (8 B)" in refused.text
        assert "Ghép 2 ảnh thành một tệp PDF" in refused.text
        names = "SELECT name FROM uploaded_file ORDER BY id"
        assert [row["name"] for row in await service.rows(names)] == ["mot.jpg", "hai.jpg"]
        assert (await lan.post(papers, data=press, files=_photos("ba.jpg"))).status_code == 303
        code = FIELD.removeprefix("tep.")
        assert (await lan.post(papers, data={"csrf_token": CSRF, "gop": code})).status_code == 303
        [whole] = await service.rows("SELECT name, media_type FROM uploaded_file")
        assert whole["media_type"] == "application/pdf"
        again = await lan.post(papers, data={"csrf_token": CSRF, "gop": code})
        assert again.status_code == 422
        assert "ít nhất hai ảnh" in again.text
        assert "Ghép" not in (await lan.get(papers)).text

    in_service(check)
