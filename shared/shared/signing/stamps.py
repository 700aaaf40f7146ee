"""What a visible signature shows: an image filling its box, or lines of text; upright however the page is turned."""

import io
from dataclasses import dataclass, field, replace
from typing import Any

from PIL import Image
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.images import PdfImage
from pyhanko.pdf_utils.layout import AxisAlignment, BoxConstraints, InnerScaling, Margins, SimpleBoxLayoutRule
from pyhanko.pdf_utils.text import TextBoxStyle
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.stamp import BaseStampStyle, StaticStampStyle, TextStampStyle

from shared.signing.errors import SigningRefused
from shared.signing.fonts import SerifFontFactory, serif_font

MOST_PIXELS = 4_000_000
_TURNS = {90: (0, 1, -1, 0, 0, 0), 180: (-1, 0, 0, -1, 0, 0), 270: (0, -1, 1, 0, 0, 0)}
_WHOLE_BOX = SimpleBoxLayoutRule(
    x_align=AxisAlignment.ALIGN_MID,
    y_align=AxisAlignment.ALIGN_MID,
    margins=Margins(0, 0, 0, 0),
    inner_content_scaling=InnerScaling.STRETCH_TO_FIT,
)


@dataclass(frozen=True)
class ShownStyle(BaseStampStyle):
    """Another style as the reader sees it: laid out in points, turned against the page's own turn."""

    style: BaseStampStyle = field(default_factory=BaseStampStyle)
    turn: int = 0
    unit: float = 1.0

    def create_stamp(self, writer: BasePdfFileWriter, box: BoxConstraints, text_params: dict[str, Any]) -> Any:
        width, height = box.width * self.unit, box.height * self.unit
        if self.turn in (90, 270):
            width, height = height, width
        stamp: Any = self.style.create_stamp(writer, BoxConstraints(width=width, height=height), text_params)
        matrix = turn_matrix(self.turn)
        if stamp is not None and matrix is not None:
            drawn = stamp.as_form_xobject

            def turned() -> generic.StreamObject:
                form: generic.StreamObject = drawn()
                form[generic.pdf_name("/Matrix")] = matrix
                return form

            stamp.as_form_xobject = turned
        return stamp


def turn_matrix(turn: int) -> generic.ArrayObject | None:
    """By which a drawing is turned against its page's own turn."""
    found = _TURNS.get(turn)
    return generic.ArrayObject(generic.NumberObject(number) for number in found) if found else None


def image_stamp(png: bytes) -> StaticStampStyle:
    """The picture, stretched over the whole box."""
    try:
        opened = Image.open(io.BytesIO(png))
        if opened.width * opened.height > MOST_PIXELS:
            raise SigningRefused("image_damaged")
        picture = opened.convert("RGBA")
    except (OSError, ValueError, Image.DecompressionBombError) as error:
        raise SigningRefused("image_damaged") from error
    return StaticStampStyle(
        border_width=0, background=PdfImage(picture), background_opacity=1.0, background_layout=_WHOLE_BOX
    )


def text_stamp(lines: list[str]) -> TextStampStyle:
    """Lines in the serif font, to the upper right."""
    font_file = serif_font()
    box_style = TextBoxStyle(font_size=10, leading=12, border_width=0)
    if font_file:
        box_style = replace(box_style, font=SerifFontFactory(font_file, 10))
    return TextStampStyle(
        border_width=0,
        background=None,
        stamp_text="\n".join(lines).replace("%", "%%"),
        text_box_style=box_style,
        inner_content_layout=SimpleBoxLayoutRule(
            x_align=AxisAlignment.ALIGN_MAX,
            y_align=AxisAlignment.ALIGN_MAX,
            margins=Margins(0, 0, 0, 0),
            inner_content_scaling=InnerScaling.SHRINK_TO_FIT,
        ),
    )
