"""Ghép ảnh thành PDF: each picture on a page of A4, upright or lying as it is; a JPEG goes in without being encoded again."""

import io

import pypdfium2
from PIL import Image

from shared.foreign.opening import images

_A4 = (595.276, 841.89)
"""Points."""


def as_pdf(pictures: list[bytes], name: str, largest: int) -> bytes:
    """Pictures that were opened before: JPEG, or PNG."""
    document = pypdfium2.PdfDocument.new()
    for picture in pictures:
        if not picture.startswith(b"\xff\xd8\xff"):
            picture = images.as_jpeg(picture, name, largest)
        _add_page(document, picture)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _add_page(document: pypdfium2.PdfDocument, picture: bytes) -> None:
    with Image.open(io.BytesIO(picture), formats=("JPEG",)) as image:
        width, height = image.size
    short, long = _A4
    page_width, page_height = (short, long) if height >= width else (long, short)
    scale = min(page_width / width, page_height / height)
    drawn = width * scale, height * scale
    place = pypdfium2.PdfMatrix().scale(*drawn).translate((page_width - drawn[0]) / 2, (page_height - drawn[1]) / 2)
    page = document.new_page(page_width, page_height)
    shown = pypdfium2.PdfImage.new(document)
    shown.load_jpeg(io.BytesIO(picture), inline=True, autoclose=False)
    shown.set_matrix(place)
    page.insert_obj(shown)
    page.gen_content()
    page.close()
