"""A page of an agency as a scanner makes it: words in a picture, and nothing but the picture."""

import io
from collections.abc import Sequence
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont

from shared.printing.printable import FONTS

DECISION = (
    "ỦY BAN NHÂN DÂN PHƯỜNG QUY NHƠN",
    "Số: 125/QĐ-UBND",
    "Quy Nhơn, ngày 02 tháng 3 năm 2026",
    "QUYẾT ĐỊNH",
    "Về việc công nhận quyền sử dụng đất ở lâu dài",
)


def a_scan(lines: Sequence[str] = DECISION, turned: int = 0) -> bytes:
    """JPEG of A4 at 200 dots an inch, whose lines run upwards, downwards or upside down where it was put in `turned` (clockwise)."""
    page = Image.new("RGB", (1654, 2339), "white")
    draw = ImageDraw.Draw(page)
    for row, line in enumerate(lines):
        draw.text((150, 200 + row * 110), line, font=_font(), fill="black")
    out = io.BytesIO()
    page.rotate(-turned, expand=True).save(out, "JPEG", quality=85)
    return out.getvalue()


@lru_cache(maxsize=1)
def _font() -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONTS / "Tinos-Regular.ttf", 48)
