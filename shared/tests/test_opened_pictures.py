"""Photographs of phones and other pictures: upright, small enough, and telling nothing but what is seen."""

import io
from typing import Any

import pypdfium2
import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from shared.foreign import opening
from shared.standards.file_kinds import FileKind, FileRefused
from testing.hostile import files as hostile
from testing.hostile.photos import heic, picture

from .test_opening import MOST

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


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
