"""What an officer could not open is refused at upload; what would act is refused where it will be signed."""

import io
import re

import pypdfium2
import pytest
from pyhanko.pdf_utils.reader import PdfFileReader

from shared.foreign import confined, opening
from shared.standards.file_kinds import ENCLOSURES, FileKind, FileRefused, header_first
from testing.hostile import files as hostile
from testing.hostile.photos import blank, heic, picture

pytestmark = pytest.mark.anyio
MOST = 20 * 1_048_576


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


PDF = hostile.pdf()
GOOD: list[tuple[str, bytes, FileKind]] = [
    ("don.pdf", PDF, FileKind.PDF),
    ("don.pdf", b"\xef\xbb\xbf" + PDF, FileKind.PDF),
    ("don.pdf", b"\n\n\n" + PDF, FileKind.PDF),
    ("don.pdf", b"\x1b%-12345X@PJL JOB\n@PJL ENTER LANGUAGE=PDF\n" + PDF, FileKind.PDF),
    ("anh.jpg", picture("JPEG"), FileKind.JPG),
    ("anh.jpg", picture("PNG"), FileKind.PNG),
    ("don.doc", hostile.docx(), FileKind.DOCX),
    ("don.docx", hostile.docx(), FileKind.DOCX),
    ("don.doc", hostile.old_word(locked=False), FileKind.DOC),
    ("don.doc", hostile.old_word(locked=False, size=1500), FileKind.DOC),
    ("don.doc", hostile.old_word(locked=False, size=9_000_000), FileKind.DOC),
    ("bang.xls", hostile.old_excel(locked=False), FileKind.XLS),
    ("bang.xls", hostile.old_excel(locked=False, size=900), FileKind.XLS),
    ("kich-ban.pdf", hostile.script(), FileKind.PDF),
]


@pytest.mark.parametrize(("name", "content", "kind"), GOOD)
async def test_what_opens_is_taken_by_its_content(name: str, content: bytes, kind: FileKind) -> None:
    opened = await opening.open_file(name, content, largest=MOST)
    assert opened.kind is kind
    assert opened.name.endswith(f".{kind}")


async def test_what_was_brought_as_a_paper_stays_as_it_is() -> None:
    for name, content in (("don.pdf", PDF), ("anh.jpg", picture("JPEG")), ("anh.png", picture("PNG"))):
        assert (await opening.open_file(name, content, largest=MOST)).content == content


BAD: list[tuple[str, bytes, str]] = [
    ("don.pdf", b"%PDF-1.4", "file_damaged"),
    ("don.pdf", PDF[: len(PDF) // 2], "file_damaged"),
    ("anh.jpg", b"\xff\xd8\xff", "file_damaged"),
    ("anh.jpg", picture("JPEG")[:3000], "file_damaged"),
    ("anh.png", picture("PNG")[:3000], "file_damaged"),
    ("anh.png", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "file_damaged"),
    ("anh.heic", b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00", "file_damaged"),
    ("anh.heic", heic()[:500], "file_damaged"),
    ("anh.webp", picture("WEBP")[:3000], "file_damaged"),
    ("anh.webp", blank("WEBP", (8000, 7000)), "file_picture_too_large"),
    ("don.pdf", heic(), "file_kind_differs"),
    ("don.docx", hostile.lying_docx(), "file_damaged"),
    ("don.docx", hostile.docx(**{"../../x": b"x"}), "file_damaged"),
    ("don.docx", hostile.docx(**{"..\\..\\x": b"x"}), "file_damaged"),
    ("don.docx", hostile.docx(**{"/etc/x": b"x"}), "file_damaged"),
    ("don.docx", hostile.docx(**{"C:\\x": b"x"}), "file_damaged"),
    ("don.docx", hostile.docx(**{"word/embeddings/a.bin": b"MZ\x90\x00" * 9}), "file_has_program"),
    ("don.docx", hostile.docx(**{"word/a.txt": hostile.EICAR}), "file_has_program"),
    ("don.docx", hostile.docx()[:-30], "file_damaged"),
    ("don.txt", hostile.EICAR, "file_has_program"),
    ("don.pdf", PDF + hostile.EICAR, "file_has_program"),
    ("to.pdf", b"%PDF-1.7" + b"0" * MOST, "file_too_large"),
    ("don.doc", hostile.old_word(locked=True), "file_locked"),
    ("don.doc", hostile.old_word(locked=True, size=1500), "file_locked"),
    ("don.doc", hostile.old_word(locked=True, size=9_000_000), "file_locked"),
    ("bang.xls", hostile.old_excel(locked=True), "file_locked"),
    ("bang.xls", hostile.old_excel(locked=True, size=900), "file_locked"),
    ("bang.xls", hostile.old_excel(locked=True, name="Book"), "file_locked"),
    ("don.docx", hostile.old_office(("EncryptedPackage", b"x" * 5000)), "file_locked"),
    ("bang.xlsx", hostile.old_office(("EncryptionInfo", b"x"), ("EncryptedPackage", b"x")), "file_locked"),
    ("don.doc", hostile.old_word(locked=False)[:-512], "file_damaged"),
]


@pytest.mark.parametrize(("name", "content", "code"), BAD)
async def test_what_nobody_can_open_is_refused_by_name(name: str, content: bytes, code: str) -> None:
    with pytest.raises(FileRefused) as refused:
        await opening.open_file(name, content, largest=MOST, allowed=ENCLOSURES)
    assert refused.value.code == code
    assert "%(" not in refused.value.sentence


async def test_the_limit_and_the_own_size_are_said() -> None:
    with pytest.raises(FileRefused) as refused:
        await opening.open_file("to.pdf", b"%PDF-1.7" + b"0" * (21 * 1_048_576 - 8), largest=MOST)
    assert "21 MB" in refused.value.sentence
    assert "20 MB" in refused.value.sentence


ACTING = [
    hostile.script(),
    hostile.hidden_script(),
    hostile.packed_script(),
    hostile.script_between_words(),
    hostile.twice_packed_script(),
    hostile.far_packed_script(),
    hostile.hiding_notes(),
    hostile.launch(),
    hostile.xfa(),
    hostile.carrying(b"MZ\x90\x00"),
]


@pytest.mark.parametrize("content", ACTING)
async def test_what_acts_by_itself_is_not_signed(content: bytes) -> None:
    with pytest.raises(FileRefused) as refused:
        await opening.open_file("cong-van.pdf", content, largest=MOST, signed=True)
    assert refused.value.code == "file_acts"


@pytest.mark.parametrize("content", [hostile.said_twice(), hostile.packed_otherwise(), hostile.misplaced()])
async def test_what_readers_may_follow_in_two_ways_is_not_signed(content: bytes) -> None:
    with pytest.raises(FileRefused) as refused:
        await opening.open_file("cong-van.pdf", content, largest=MOST, signed=True)
    assert refused.value.code == "file_not_strict"
    assert refused.value.name == "cong-van.pdf"


@pytest.mark.parametrize("content", [hostile.stream(b"/JavaScript /Launch"), b"(/JavaScript endstream)"])
async def test_an_ordinary_file_is_signed_whatever_stands_in_its_streams_and_words(content: bytes) -> None:
    content = hostile.pdf(content)
    assert (await opening.open_file("cong-van.pdf", content, largest=MOST, signed=True)).pages == 1


async def test_what_nobody_can_draw_is_refused_in_time() -> None:
    with pytest.raises(confined.Overrun):
        await opening.open_file("cong-van.pdf", hostile.nested_drawings(), largest=MOST, signed=True)


def locked(user: bytes) -> bytes:
    """Protected by RC4 with 40 bits: enough for a reader to ask for the password."""
    entry = b"<" + bytes(range(32)).hex().encode() + b">"
    return hostile.pdf(b"<< /Filter /Standard /V 1 /R 2 /O %b /U %b /P -44 >>" % (entry, entry), trailer=b"").replace(
        b"/Root 1 0 R", b"/Root 1 0 R /Encrypt 10 0 R /ID [<" + user + b"><" + user + b">]"
    )


async def test_a_locked_file_is_refused() -> None:
    with pytest.raises(FileRefused) as refused:
        await opening.open_file("don.pdf", locked(b"00"), largest=MOST)
    assert refused.value.code == "file_locked"


BEFORE = [
    b"\xef\xbb\xbf",
    b"\n",
    b"\r\n\r\n",
    b" " * 7,
    b"\x1b%-12345X@PJL JOB\n@PJL SET RESOLUTION=600\n@PJL ENTER LANGUAGE=PDF\n",
    b"%!PS-Adobe-3.0 PDF-1.5\n" + b"%" * 900 + b"\n",
]


@pytest.mark.parametrize("before", BEFORE)
def test_what_stands_before_the_header_goes_and_the_places_named_in_the_file_stay_true(before: bytes) -> None:
    assert header_first(before + PDF) == PDF, "counted from the header"
    begin = len(before)
    counted_from_the_start = re.sub(
        rb"(?m)^(\d{10})(?= 00000 n)|(?<=startxref\n)(\d+)",
        lambda found: b"%0*d" % (10 if found[1] else 0, int(found[0]) + begin),
        PDF,
    )
    moved = header_first(before + counted_from_the_start)
    assert moved.startswith(b"%PDF-1.7\n")
    assert moved[begin + 8 :] == counted_from_the_start[8:]
    for content in (header_first(before + PDF), moved):
        assert len(pypdfium2.PdfDocument(content)) == 1
        assert PdfFileReader(io.BytesIO(content)).root["/Type"] == "/Catalog"


@pytest.mark.parametrize(
    "content",
    [
        PDF,
        b"",
        b"abc",
        b"MZ" + PDF,
        b"\n" * 2000 + PDF,
        b"\n" + hostile.pdf(b"<< /ByteRange [0 1 2 3] >>"),
    ],
)
def test_what_needs_nothing_or_was_signed_stays_byte_for_byte(content: bytes) -> None:
    assert header_first(content) == content
