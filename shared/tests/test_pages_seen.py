"""A page of a file becomes a picture on the server; what cannot be shown says why."""

import io

import pypdfium2
import pytest
from PIL import Image

from shared.foreign import confined
from shared.foreign.pages_seen import MEMORY_MB, PageRead, Unseen, draw_page, read_page
from testing.hostile import files as hostile
from testing.hostile.photos import picture

from .test_opening import locked

pytestmark = pytest.mark.anyio
PDF = "application/pdf"


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


def of_pages(amount: int, width: int = 595, height: int = 842) -> bytes:
    document = pypdfium2.PdfDocument.new()
    for _ in range(amount):
        document.new_page(width, height)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def written() -> bytes:
    font = b"/Resources << /Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> /Contents 10 0 R"
    return hostile.pdf(hostile.stream(b"BT /F 24 Tf 72 700 Td (Quyet dinh so 01) Tj ET"), page=font)


async def drawn(content: bytes, media_type: str = PDF, number: int = 1, width: int = 600) -> Image.Image:
    jpeg = await confined.run(draw_page, content, media_type, number, width, memory_mb=MEMORY_MB)
    image = Image.open(io.BytesIO(jpeg))
    assert image.format == "JPEG"
    return image


async def test_a_page_is_drawn_as_wide_as_asked_and_its_words_are_read() -> None:
    image = await drawn(written())
    assert image.size[0] in (600, 601)
    assert image.convert("L").histogram()[0] > 50  # something black stands on it
    assert await confined.run(read_page, written(), PDF, 1) == PageRead(1, "Quyet dinh so 01")


async def test_each_page_is_its_own_and_behind_the_last_there_is_none() -> None:
    content = of_pages(3)
    for number in (1, 2, 3):
        assert (await confined.run(read_page, content, PDF, number)).pages == 3
    for number in (0, 4, 99999):
        for work in (read_page, draw_page):
            arguments = (600,) if work is draw_page else ()
            with pytest.raises(Unseen, match="past"):
                await confined.run(work, content, PDF, number, *arguments)


async def test_a_strip_and_a_wall_map_stay_within_what_a_phone_holds() -> None:
    for width, height in ((100, 14000), (14000, 100), (14000, 14000)):
        image = await drawn(of_pages(1, width, height), width=2200)
        assert image.size[0] * image.size[1] < 9_000_000


async def test_pictures_are_one_page_upright_and_on_white() -> None:
    turned = Image.Exif()
    turned[0x0112] = 6
    image = await drawn(picture("JPEG", (3000, 2000), exif=turned), "image/jpeg")
    assert image.size == (600, 900)
    clear = io.BytesIO()
    Image.new("RGBA", (40, 40), (0, 0, 0, 0)).save(clear, "PNG")
    assert (await drawn(clear.getvalue(), "image/png")).getpixel((5, 5)) == (255, 255, 255)
    assert await confined.run(read_page, clear.getvalue(), "image/png", 1) == PageRead(1)
    with pytest.raises(Unseen, match="past"):
        await confined.run(draw_page, clear.getvalue(), "image/png", 2, 600)


@pytest.mark.parametrize(
    ("content", "media_type", "why"),
    [
        (locked(b"00"), PDF, "locked"),
        (b"%PDF-1.7 cut off", PDF, "broken"),
        (picture("PNG")[:200], "image/png", "broken"),
        (b"GIF89a", "image/jpeg", "broken"),
        (hostile.docx(), "application/msword", "kind"),
    ],
)
async def test_what_cannot_be_shown_says_why(content: bytes, media_type: str, why: str) -> None:
    with pytest.raises(Unseen) as unseen:
        await confined.run(draw_page, content, media_type, 1, 600)
    assert unseen.value.why == why


async def test_a_page_that_never_ends_is_ended() -> None:
    with pytest.raises(confined.Overrun):
        await confined.run(draw_page, hostile.nested_drawings(), PDF, 1, 600, seconds=1.0)
