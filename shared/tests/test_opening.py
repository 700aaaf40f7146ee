"""What an officer could not open is refused at upload; what would act is refused where it will be signed."""

import io
import re
from typing import Any

import pypdfium2
import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo
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


PHOTOS = [
    ("IMG_0001.HEIC", heic(), (64, 96)),
    ("anh.jpg", heic(), (64, 96)),  # the way some programs rename them
    ("anh.heif", heic(), (64, 96)),
    ("anh.webp", picture("WEBP"), (300, 200)),
    ("anh.png", picture("WEBP", mode="RGBA"), (300, 200)),
    ("anh.webp", picture("WEBP", exif=Image.Exif()), (300, 200)),
]


@pytest.mark.parametrize(("name", "content", "size"), PHOTOS)
async def test_photographs_of_phones_become_jpeg(name: str, content: bytes, size: tuple[int, int]) -> None:
    opened = await opening.open_file(name, content, largest=MOST)
    assert (opened.kind, opened.media_type) == (FileKind.JPG, "image/jpeg")
    assert opened.name.endswith(".jpg")
    with Image.open(io.BytesIO(opened.content)) as image:
        assert (image.format, image.size, image.mode) == ("JPEG", size, "RGB")


async def test_a_photograph_stands_upright_and_tells_nothing_but_its_picture() -> None:
    opened = await opening.open_file("IMG_0001.HEIC", heic(), largest=MOST)
    turned = Image.Exif()
    turned[0x0112], turned[0x010F] = 6, "Hãng máy"
    turned.get_ifd(0x8825)[1] = "N"
    sideways = await opening.open_file("anh.webp", picture("WEBP", exif=turned), largest=MOST)
    for content, size in ((opened.content, (64, 96)), (sideways.content, (200, 300))):
        with Image.open(io.BytesIO(content)) as image:
            assert image.size == size
            assert dict(image.getexif()) == {}
            assert b"Exif" not in content
    with Image.open(io.BytesIO(opened.content)) as image:
        red, green, blue = image.getpixel((58, 5))  # type: ignore[misc]
        assert red > 150
        assert green < 60
        assert blue < 60


async def test_a_png_tells_nothing_but_its_picture_and_loses_nothing_of_it() -> None:
    taken = Image.Exif()
    taken[0x010F] = "Hãng máy"
    taken.get_ifd(0x8825)[1] = "N"
    words = PngInfo()
    words.add_itxt("XML:com.adobe.xmp", "<x:xmpmeta>13.77, 109.22</x:xmpmeta>")
    out = io.BytesIO()
    picture_of = Image.effect_noise((40, 30), 80)
    picture_of.save(out, "PNG", exif=taken, pnginfo=words)
    opened = await opening.open_file("anh.png", out.getvalue() + b"PK behind the end", largest=MOST)
    assert (opened.kind, opened.name) == (FileKind.PNG, "anh.png")
    for telling in (b"eXIf", b"xmpmeta", b"behind"):
        assert telling not in opened.content
    with Image.open(io.BytesIO(opened.content)) as image:
        assert image.tobytes() == picture_of.tobytes()


BEHIND = {
    "words": b"13.77, 109.22",
    "an archive": hostile.docx(),
    "a second picture": picture("JPEG", (40, 30)),
    "an end": b"\xff\xd9",
    "a beginning": b"\xff\xd8\xff\xe1",
}


@pytest.mark.parametrize("behind", BEHIND.values(), ids=BEHIND.keys())
@pytest.mark.parametrize("options", [{}, {"progressive": True}, {"restart_marker_rows": 1}], ids=str)
async def test_nothing_behind_the_end_of_a_jpeg_is_kept(behind: bytes, options: dict[str, Any]) -> None:
    whole = picture("JPEG", **options)
    assert (await opening.open_file("anh.jpg", whole + behind, largest=MOST)).content == whole


async def test_a_jpeg_without_its_end_is_made_anew_and_what_programs_say_beside_the_picture_goes() -> None:
    whole = picture("JPEG")
    made = (await opening.open_file("anh.jpg", whole[:-2] + b"13.77" * 200, largest=MOST)).content
    assert made.endswith(b"\xff\xd9")
    assert b"13.77" not in made
    told = whole[:2] + b"\xff\xeb\x00\x0djumb109.22\x00" + whole[2:]
    assert (await opening.open_file("anh.jpg", told, largest=MOST)).content == whole


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


def photo(size: tuple[int, int] = (400, 300), *, turned: int = 1, camera: bool = True) -> bytes:
    """A JPEG as a phone makes it: red at the left, place, maker and exposure in its EXIF."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = turned, "Hãng máy"
    exif.get_ifd(0x8825)[1] = "N"
    if camera:
        exif.get_ifd(0x8769)[0x829A] = 0.01
    image = Image.new("RGB", size, "white")
    image.paste("red", (0, 0, size[0] // 4, size[1]))
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "size"),
    [
        (photo(), (400, 300)),
        (photo(turned=6), (300, 400)),
        (photo((4000, 3000)), (2205, 1654)),
        (photo((4000, 3000), turned=6), (1654, 2205)),
        (photo((4000, 3000), camera=False), (4000, 3000)),  # a plan from a scanner is not made unreadable
        (photo((12000, 9000)), (2205, 1654)),  # 108 million, as some phones make them
    ],
)
async def test_a_jpeg_stands_upright_small_enough_and_without_its_place(content: bytes, size: tuple[int, int]) -> None:
    opened = await opening.open_file("IMG.jpg", content, largest=MOST)
    with Image.open(io.BytesIO(opened.content)) as image:
        assert (image.format, image.size) == ("JPEG", size)
        assert dict(image.getexif()) == {}
        assert b"Exif" not in opened.content
        sideways = size[1] > size[0]
        red = image.getpixel((size[0] // 2, 20) if sideways else (20, size[1] // 2))
        assert red[0] > 150 > red[1]  # type: ignore[index]


async def test_several_pictures_become_one_pdf_in_their_order() -> None:
    pages = [
        (await opening.open_file("anh", content, largest=MOST)).content
        for content in (photo(), heic(), picture("PNG", (200, 300)), picture("PNG", mode="RGBA"), photo(turned=6))
    ]
    joined = await opening.join_pictures("Hợp đồng/phụ lục.pdf", pages, largest=MOST)
    assert (joined.name, joined.media_type, joined.pages) == ("Hợp đồng-phụ lục.pdf", "application/pdf", 5)
    document = pypdfium2.PdfDocument(joined.content)
    lying, upright = (841.89, 595.276), (595.276, 841.89)
    assert [page.get_size() for page in document] == [
        pytest.approx(size, abs=0.1) for size in (lying, upright, upright, lying, upright)
    ]
    first = document[0].render().to_pil().convert("RGB")
    assert first.getpixel((60, 300))[1] < 100 < first.getpixel((60, 300))[0]
    again = await opening.open_file("lai.pdf", joined.content, largest=MOST, signed=True)
    assert again.pages == 5
    assert pages[0] in joined.content, "a JPEG is not encoded a second time"


async def test_too_many_or_too_large_pictures_are_refused_with_the_limit() -> None:
    with pytest.raises(FileRefused) as refused:
        await opening.join_pictures("a.pdf", [photo()] * 21, largest=MOST)
    assert "20 ảnh" in refused.value.sentence
    with pytest.raises(FileRefused) as refused:
        await opening.join_pictures("a.pdf", [photo()] * 3, largest=5000)
    assert refused.value.code == "file_too_large"
