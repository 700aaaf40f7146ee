"""What an officer could not open is refused at upload; what would act is refused where it will be signed."""

import io

import pytest
from PIL import Image

from shared import confined, opening
from shared.standards.file_kinds import ENCLOSURES, FileKind, FileRefused
from tests.hostile import files as hostile

pytestmark = pytest.mark.anyio
MOST = 20 * 1_048_576


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


def picture(kind: str, size: tuple[int, int] = (300, 200)) -> bytes:
    out = io.BytesIO()
    Image.effect_noise(size, 80).convert("RGB").save(out, kind)
    return out.getvalue()


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
    ("kich-ban.pdf", hostile.script(), FileKind.PDF),
]


@pytest.mark.parametrize(("name", "content", "kind"), GOOD)
async def test_what_opens_is_taken_by_its_content(name: str, content: bytes, kind: FileKind) -> None:
    opened = await opening.open_file(name, content, largest=MOST)
    assert opened.kind is kind
    assert opened.name.endswith(f".{kind}")


def webp() -> bytes:
    return picture("WEBP")


BAD: list[tuple[str, bytes, str]] = [
    ("don.pdf", b"%PDF-1.4", "file_damaged"),
    ("don.pdf", PDF[: len(PDF) // 2], "file_damaged"),
    ("anh.jpg", b"\xff\xd8\xff", "file_damaged"),
    ("anh.jpg", picture("JPEG")[:3000], "file_damaged"),
    ("anh.png", picture("PNG")[:3000], "file_damaged"),
    ("anh.png", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "file_damaged"),
    ("anh.heic", b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00", "file_heic"),
    ("anh.webp", webp(), "file_webp"),
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
    hostile.launch(),
    hostile.xfa(),
    hostile.carrying(b"MZ\x90\x00"),
]


@pytest.mark.parametrize("content", ACTING)
async def test_what_acts_by_itself_is_not_signed(content: bytes) -> None:
    with pytest.raises(FileRefused) as refused:
        await opening.open_file("cong-van.pdf", content, largest=MOST, signed=True)
    assert refused.value.code == "file_acts"


async def test_an_ordinary_file_is_signed_whatever_stands_in_its_streams() -> None:
    content = hostile.pdf(hostile.stream(b"/JavaScript /Launch"))
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
