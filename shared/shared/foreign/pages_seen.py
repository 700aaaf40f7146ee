"""A page of a file as a picture, for the viewer in the page: drawn by the server, so that nothing of the file acts in a browser.

    page, jpeg = await confined.run(see_page, content, "application/pdf", 3, 1200, memory_mb=MEMORY_MB)  # pages, words, and its picture
    jpeg = await confined.run(draw_page, content, "application/pdf", 3, 1200, memory_mb=MEMORY_MB)

Pages count from 1; a picture is one page. All raise Unseen for what cannot be shown, and run in a process of their own
(`shared.foreign.confined`, decision 13).
"""

import io
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image, ImageOps, UnidentifiedImageError

MEMORY_MB = 500
PICTURES = frozenset({"image/jpeg", "image/png"})
VIEWED = PICTURES | {"application/pdf"}
_MOST_POINTS = 8_000_000
"""Of a drawn page: a long strip is drawn smaller, not larger than what a phone can hold."""
_MOST_WORDS = 20_000
MOST_READ = 300
"""Pages whose words are read at once."""
_QUALITY = 85
_GLANCE = 64


class Unseen(Exception):
    """Không xem được trên trang. `why`: locked, broken, kind, or past (no such page)."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class PageRead:
    """Một trang của tệp."""

    pages: int
    words: str = ""
    """What is written on it, for readers that speak; empty for a picture or a scan."""


def read_page(content: bytes, media_type: str, number: int) -> PageRead:
    if media_type in PICTURES:
        # To its last line: a picture that is cut off has a good beginning.
        _shrunk(_opened_picture(content, number), _GLANCE)
        return PageRead(1)
    document = _opened(content, media_type)
    try:
        # Number and day of what an agency issues are fields of a form: their words become words of the page.
        document.init_forms()
        page = _page(document, number)
        if document.formenv is not None:
            page.flatten()
            page = _page(document, number)
        return PageRead(len(document), _cleaned(page.get_textpage().get_text_range()))
    except pypdfium2.PdfiumError as error:
        raise Unseen("broken") from error
    finally:
        document.close()


def read_words(content: bytes) -> tuple[int, list[str]]:
    """How many pages a PDF has, and what is written on each of the first `MOST_READ`: nothing on those of a scan."""
    document = _opened(content, "application/pdf")
    try:
        first = range(min(len(document), MOST_READ))
        return len(document), [_cleaned(document[number].get_textpage().get_text_range()) for number in first]
    except pypdfium2.PdfiumError as error:
        raise Unseen("broken") from error
    finally:
        document.close()


def see_page(content: bytes, media_type: str, number: int, width: int) -> tuple[PageRead, bytes]:
    """Both, of a file that is brought here once."""
    return read_page(content, media_type, number), draw_page(content, media_type, number, width)


def draw_page(content: bytes, media_type: str, number: int, width: int) -> bytes:
    """JPEG at most `width` points wide."""
    if media_type in PICTURES:
        return _written(_shrunk(_opened_picture(content, number), width))
    document = _opened(content, media_type)
    try:
        document.init_forms()  # what is signed shows its signature: the picture of it is a field of a form
        page = _page(document, number)
        across, down = page.get_size()
        if across <= 0 or down <= 0:
            raise Unseen("broken")
        scale = min(width / across, (_MOST_POINTS / (across * down)) ** 0.5)
        return _written(page.render(scale=scale, rev_byteorder=True).to_pil())
    except pypdfium2.PdfiumError as error:
        raise Unseen("broken") from error
    finally:
        document.close()


def _opened(content: bytes, media_type: str) -> pypdfium2.PdfDocument:
    if media_type not in VIEWED:
        raise Unseen("kind")
    try:
        return pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise Unseen("locked" if pdfium.FPDF_GetLastError() == pdfium.FPDF_ERR_PASSWORD else "broken") from error


def _page(document: pypdfium2.PdfDocument, number: int) -> pypdfium2.PdfPage:
    if not len(document):
        raise Unseen("broken")
    if not 1 <= number <= len(document):
        raise Unseen("past")
    return document[number - 1]


def _opened_picture(content: bytes, number: int) -> Image.Image:
    if number != 1:
        raise Unseen("past")
    try:
        return Image.open(io.BytesIO(content), formats=("PNG", "JPEG"))
    except (OSError, SyntaxError, ValueError, UnidentifiedImageError, Image.DecompressionBombError) as error:
        raise Unseen("broken") from error


def _shrunk(image: Image.Image, width: int) -> Image.Image:
    """Upright, on white where it is transparent."""
    try:
        image.draft("RGB", (width, width))  # a large photograph is decoded at a fraction of its size
        image = ImageOps.exif_transpose(image)
        image.thumbnail((width, max(1, _MOST_POINTS // width)))
        return image
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise Unseen("broken") from error


def _written(image: Image.Image) -> bytes:
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        paper = Image.new("RGB", image.size, "white")
        paper.paste(image, mask=image.convert("RGBA"))
        image = paper
    out = io.BytesIO()
    image.convert("RGB").save(out, "JPEG", quality=_QUALITY, optimize=True)
    return out.getvalue()


def _cleaned(words: str) -> str:
    """Lines as people read them: without the marks that PDF libraries leave where a word was divided."""
    lines = (
        "".join(letter for letter in line if letter.isprintable()).strip()
        for line in words.replace("\ufffe", "").splitlines()
    )
    return "\n".join(line for line in lines if line)[:_MOST_WORDS]
