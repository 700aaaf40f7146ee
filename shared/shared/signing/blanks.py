"""Ô ghi số, ký hiệu, địa danh, ngày tháng: empty form fields put on the page as the person signs, filled as the agency seals.

The person's signature certifies the document and allows that form fields are filled (DocMDP 2); the agency's signature covers what was
filled and locks it (FieldMDP). Each field says itself how its words are drawn (size, style, side, what it covers), so that filling needs
nothing of the page. They are read-only from the beginning: no reader offers to type into them.
"""

import io
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.font.opentype import GlyphAccumulator
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import FieldMDPAction, FieldMDPSpec

from shared.signing.blank_fields import LOOK, PRINTED, READ_ONLY, issue_blanks, kind_of_blank
from shared.signing.blank_standard import DOWN, UP, Blank
from shared.signing.fields import entry, new_field_name, rectangle_of
from shared.signing.fonts import SerifFontFactory, styled, text_width
from shared.signing.issue_words import BlankKind, IssueWords, is_same
from shared.signing.placement import PageShape, shape_of
from shared.signing.stamps import turn_matrix

_CAPITALS = 0.66
"""Height of capital letters, of their size."""
_COVERS = "che phần để trống"
_CALLED = {
    BlankKind.NUMBER_LINE: "Số, ký hiệu",
    BlankKind.REFERENCE: "Số, ký hiệu",
    BlankKind.NUMBER: "Số",
    BlankKind.NOTATION: "Ký hiệu",
    BlankKind.DATE_LINE: "Địa danh, ngày tháng năm",
    BlankKind.PLACE: "Địa danh",
    BlankKind.DAY: "Ngày",
    BlankKind.MONTH: "Tháng",
    BlankKind.YEAR: "Năm",
    BlankKind.YEAR_END: "Năm",
    BlankKind.URGENCY: "Mức độ khẩn",
}


def reserve(writer: IncrementalPdfFileWriter, pdf: bytes, blanks: Sequence[Blank], words: IssueWords) -> None:
    """Put the fields on the first page; the form is there already."""
    reader, shape = PdfFileReader(io.BytesIO(pdf), strict=False), shape_of(pdf, 0)
    page = writer.find_page_for_modification(0)[0]
    form = writer.root["/AcroForm"].get_object()
    for blank in blanks:
        made = writer.add_object(_field(reader, blank, shape, page))
        listed = form["/Fields"].get_object()
        listed.append(made)
        writer.update_container(listed)
        writer.register_annotation(page, made)
    if any(blank.kind is BlankKind.URGENCY for blank in blanks):
        # How urgent it is the signer has decided: that is drawn at once.
        fill(writer, pdf, words, {BlankKind.URGENCY})


def names_for(pdf: bytes, blanks: Sequence[Blank]) -> list[str]:
    """How the fields of these blanks are called in that file."""
    reader = PdfFileReader(io.BytesIO(pdf), strict=False)
    return [new_field_name(reader, blank.kind) for blank in blanks]


def locking(names: list[str]) -> FieldMDPSpec | None:
    """What the agency's signature is to lock."""
    return FieldMDPSpec(FieldMDPAction.INCLUDE, fields=names) if names else None


def _field(reader: PdfFileReader, blank: Blank, shape: PageShape, page: Any) -> generic.DictionaryObject:
    box = shape.to_page(blank.place).as_box()
    made = {
        "/Type": pdf_name("/Annot"),
        "/Subtype": pdf_name("/Widget"),
        "/FT": pdf_name("/Tx"),
        "/T": generic.TextStringObject(new_field_name(reader, blank.kind)),
        "/TU": generic.TextStringObject(_CALLED[blank.kind]),
        "/Ff": generic.NumberObject(READ_ONLY),
        "/F": generic.NumberObject(PRINTED),
        "/P": page,
        "/Rect": generic.ArrayObject(generic.FloatObject(edge) for edge in box),
        "/Q": generic.NumberObject(blank.align),
        "/DA": generic.TextStringObject(f"/Serif{blank.style} {blank.size:.2f} Tf 0 g"),
    }
    if blank.stands:
        made["/DV"] = generic.TextStringObject(blank.stands)
    if blank.covers:
        # Not as the field's background: a browser would lay that over the page as long as the field is empty.
        made["/TM"] = generic.TextStringObject(_COVERS)
    return generic.DictionaryObject({pdf_name(key): value for key, value in made.items()})


def waiting_fields(reader: Any) -> list[tuple[BlankKind, Any]]:
    """The blanks that nothing was written into."""
    return [
        (kind_of_blank(name), node)
        for name, node in issue_blanks(reader).items()
        if entry(node, "/V") is None and entry(node, "/AP") is None
    ]


def fill(
    writer: IncrementalPdfFileWriter, pdf: bytes, words: IssueWords, kinds: Collection[BlankKind] = frozenset(BlankKind)
) -> None:
    """Write number and day into the blanks, in the revision being made. What the page says already stays as it is."""
    shape, pens = shape_of(pdf, 0), _Pens(writer)
    for kind, node in waiting_fields(writer):
        text, stands = words.said(kind), str(entry(node, "/DV", ""))
        if kind is BlankKind.DATE_LINE and stands:
            text = replace(words, place=stands).said(kind)
        if kind not in kinds or not text or (stands and is_same(text, stands)):
            continue
        node[pdf_name("/V")] = generic.TextStringObject(text)
        drawn = writer.add_object(_drawn(node, text, shape, pens, framed=kind is BlankKind.URGENCY))
        node[pdf_name("/AP")] = generic.DictionaryObject({pdf_name("/N"): drawn})
        writer.update_container(node)


def awaits_words(pdf: bytes) -> bool:
    """Whether number and day have blanks on the page that are empty yet."""
    return bool(waiting_fields(PdfFileReader(io.BytesIO(pdf), strict=False)))


def bears_urgency(pdf: bytes) -> bool:
    """Whether the page bears a mark of urgency."""
    blanks = issue_blanks(PdfFileReader(io.BytesIO(pdf), strict=False))
    marks = [node for name, node in blanks.items() if kind_of_blank(name) is BlankKind.URGENCY]
    return any(entry(node, "/AP") is not None for node in marks)


def shown_filled(pdf: bytes, words: IssueWords) -> bytes:
    """As it will look once the agency has sealed it; to be looked at only."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf), strict=False)
    fill(writer, pdf, words)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


class _Pens:
    """One embedded font for each style that is used."""

    def __init__(self, writer: IncrementalPdfFileWriter) -> None:
        self._writer = writer
        self._made: dict[str, GlyphAccumulator] = {}

    def of(self, style: str, size: float) -> GlyphAccumulator:
        if style not in self._made:
            font_file = styled(style)
            assert font_file, "no blanks are put on a page without a font to write in them"
            self._made[style] = SerifFontFactory(font_file, round(size)).create_font_engine(self._writer)
        return self._made[style]


def _drawn(node: Any, text: str, shape: PageShape, pens: _Pens, *, framed: bool) -> generic.StreamObject:
    """Upright however the page is turned, on white where it covers something; a mark of urgency red in its frame."""
    seen = shape.to_shown(rectangle_of(node))
    look = LOOK.fullmatch(str(entry(node, "/DA", "")))
    style, size = (look[1].removeprefix("Serif"), float(look[2])) if look else ("", seen.height / (UP + DOWN))
    width = text_width(text, size, style)
    size *= min(1.0, seen.width / width) if width else 1.0
    spare = max(0.0, seen.width - text_width(text, size, style))
    left = spare * int(entry(node, "/Q", 0)) / 2
    base = seen.height * DOWN / (UP + DOWN)
    covered = f"1 g 0 0 {seen.width:.2f} {seen.height:.2f} re f " if entry(node, "/TM") == _COVERS else ""
    pen = pens.of(style, size)
    words = pen.shape(text, with_actual_text=False).graphics_ops
    ink = "0 g"
    if framed:
        ink, base = "1 0 0 rg", (seen.height - size * _CAPITALS) / 2
        covered = f"1 0 0 RG 1 w 0.5 0.5 {seen.width - 1:.2f} {seen.height - 1:.2f} re S "
    content = f"/Tx BMC q {covered}BT {ink} /F1 {size:.3f} Tf {left:.3f} {base:.3f} Td ".encode() + words + b" ET Q EMC"
    form = generic.StreamObject(
        {
            pdf_name("/Type"): pdf_name("/XObject"),
            pdf_name("/Subtype"): pdf_name("/Form"),
            pdf_name("/BBox"): generic.ArrayObject(
                generic.FloatObject(round(edge, 2)) for edge in (0, 0, seen.width, seen.height)
            ),
            pdf_name("/Resources"): generic.DictionaryObject(
                {pdf_name("/Font"): generic.DictionaryObject({pdf_name("/F1"): pen.as_resource()})}
            ),
        },
        stream_data=content,
    )
    if (matrix := turn_matrix(shape.turn)) is not None:
        form[pdf_name("/Matrix")] = matrix
    return form
