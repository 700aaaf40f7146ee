"""Ký số văn bản PDF: PAdES with a time-stamp, visible as NĐ 30/2020 Phụ lục I places it. Person first, then organ.

Every signature is appended as a new revision: what was signed before is not touched.
"""

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any

from PIL import Image
from pyhanko.pdf_utils.images import PdfImage
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, InnerScaling, Margins, SimpleBoxLayoutRule
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.text import TextBoxStyle
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter, enumerate_sig_fields
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko.stamp import BaseStampStyle, StaticStampStyle, TextStampStyle

from shared.clock import VIETNAM, local_now
from shared.signing import images
from shared.signing.errors import NotSignedByPerson, SigningRefused, UnsignablePdf, WrongSigner
from shared.signing.fonts import SerifFontFactory, serif_font
from shared.signing.keys import DocumentSigner, SignerKind
from shared.signing.placement import MM, Placement, Rectangle, Spot, place_person, place_seal, place_top_right
from shared.signing.verify import TrustAnchors, verify_pdf

MAX_BYTES = 50 * 1024 * 1024

_SEAL_FIELD = re.compile(r"co_?quan|seal|(con)?_?dau", re.IGNORECASE)
_WHOLE_BOX = SimpleBoxLayoutRule(
    x_align=AxisAlignment.ALIGN_MID,
    y_align=AxisAlignment.ALIGN_MID,
    margins=Margins(0, 0, 0, 0),
    inner_content_scaling=InnerScaling.STRETCH_TO_FIT,
)


class _ClockedSigner(PdfSigner):
    """Writes the platform's clock, Vietnam time, as the signing time."""

    def init_signing_session(self, *arguments: Any, **named: Any) -> PdfSigningSession:
        session = super().init_signing_session(*arguments, **named)
        session.system_time = local_now()
        return session


def sign_person(
    pdf: bytes, signer: DocumentSigner, placement: Placement | None = None, *, image: bytes | None = None
) -> bytes:
    """Ký số của người có thẩm quyền: blue signature image between post and full name."""
    if signer.kind is not SignerKind.PERSON:
        raise WrongSigner("person_certificate_required")
    with _refusing_bad_pdf(pdf):
        reader = _readable(pdf)
        field_name = None if placement and placement.rectangle else _empty_field(reader, for_seal=False)
        stamp = _image_stamp(image or images.draw_signature(signer.common_name))
        spot = place_person(pdf, placement or Placement(), signer.common_name, signer.title)
        return _sign(pdf, signer, field_name or _new_field(reader, "NguoiKy"), None if field_name else spot, stamp)


def seal_agency(
    pdf: bytes,
    signer: DocumentSigner,
    placement: Placement | None = None,
    *,
    trust: TrustAnchors | None = None,
    image: bytes | None = None,
) -> bytes:
    """Ký số của cơ quan on the main document: red seal over the left third of the person's image, no text.

    Refuses a document that no person has signed (Điều 32); with `trust` the person's signature must also be valid.
    """
    if signer.kind is not SignerKind.SEAL:
        raise WrongSigner("seal_certificate_required")
    with _refusing_bad_pdf(pdf):
        reader = _readable(pdf)
        person_fields = _require_person(pdf, trust)
        field_name = None if placement and placement.rectangle else _empty_field(reader, for_seal=True)
        stamp = _image_stamp(image or images.draw_seal(signer.organisation))
        spot = place_seal(pdf, placement, _person_spot(reader, person_fields))
        return _sign(pdf, signer, field_name or _new_field(reader, "CoQuan"), None if field_name else spot, stamp)


def seal_attachment(pdf: bytes, signer: DocumentSigner, notation: str) -> bytes:
    """Ký số của cơ quan on an enclosure in another file: `12/UBND-VX` and the signing time, top right, no image."""
    return _seal_with_text(pdf, signer, [notation])


def seal_copy(pdf: bytes, signer: DocumentSigner, kind_of_copy: str, notation: str = "") -> bytes:
    """Ký số của cơ quan on an electronic copy from paper: kind of copy, name of the organ, signing time."""
    return _seal_with_text(pdf, signer, [kind_of_copy, notation, signer.organisation])


def _seal_with_text(pdf: bytes, signer: DocumentSigner, lines: list[str]) -> bytes:
    if signer.kind is not SignerKind.SEAL:
        raise WrongSigner("seal_certificate_required")
    moment = local_now()
    with _refusing_bad_pdf(pdf):
        reader = _readable(pdf)
        shown = [" ".join(line.split()) for line in lines if line.strip()]
        shown.append(_iso_time(moment))
        width = max(40 * MM, min(120 * MM, max(len(line) for line in shown) * 5.6))
        spot = place_top_right(pdf, width, 12.5 * len(shown) + 2)
        return _sign(pdf, signer, _new_field(reader, "CoQuan"), spot, _text_stamp(shown))


def _iso_time(moment: datetime) -> str:
    return moment.astimezone(VIETNAM).isoformat(timespec="seconds")


def _sign(pdf: bytes, signer: DocumentSigner, field_name: str, spot: Spot | None, stamp: BaseStampStyle) -> bytes:
    """Append one signature; `spot` is None when the field is already on the page."""
    metadata = PdfSignatureMetadata(
        field_name=field_name,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        name=signer.common_name,
    )
    new_field = None
    if spot is not None:
        new_field = SigFieldSpec(field_name, on_page=spot.page, box=spot.rectangle.as_box())
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf), strict=False)
    pdf_signer = _ClockedSigner(
        metadata, signer, timestamper=signer.time_stamper, stamp_style=stamp, new_field_spec=new_field
    )
    out = io.BytesIO()
    pdf_signer.sign_pdf(writer, existing_fields_only=spot is None, output=out)
    return out.getvalue()


def _image_stamp(png: bytes) -> StaticStampStyle:
    try:
        opened = Image.open(io.BytesIO(png))
        if opened.width * opened.height > 4_000_000:
            raise SigningRefused("image_damaged")
        picture = opened.convert("RGBA")
    except (OSError, ValueError, Image.DecompressionBombError) as error:
        raise SigningRefused("image_damaged") from error
    return StaticStampStyle(
        border_width=0, background=PdfImage(picture), background_opacity=1.0, background_layout=_WHOLE_BOX
    )


def _text_stamp(lines: list[str]) -> TextStampStyle:
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


def _readable(pdf: bytes) -> PdfFileReader:
    reader = PdfFileReader(io.BytesIO(pdf), strict=False)
    if reader.encrypted:
        raise UnsignablePdf("pdf_encrypted")
    if int(reader.root["/Pages"]["/Count"]) < 1:
        raise UnsignablePdf("pdf_no_pages")
    for signature in reader.embedded_regular_signatures:
        level = signature.docmdp_level
        if level is not None and level.value < 2:
            raise UnsignablePdf("pdf_locked")
    return reader


@contextmanager
def _refusing_bad_pdf(pdf: bytes) -> Iterator[None]:
    """Whatever breaks deep inside the PDF library is a damaged file to the person who sent it."""
    if not pdf:
        raise UnsignablePdf("pdf_empty")
    if len(pdf) > MAX_BYTES:
        raise UnsignablePdf("pdf_too_large")
    if b"%PDF-" not in pdf[:1024]:
        raise UnsignablePdf("pdf_not_pdf")
    try:
        yield
    except SigningRefused:
        raise
    except MemoryError:
        raise
    except Exception as error:
        raise UnsignablePdf("pdf_damaged") from error


def _require_person(pdf: bytes, trust: TrustAnchors | None) -> set[str]:
    """Names of the fields persons signed in."""
    reports = verify_pdf(pdf, trust or TrustAnchors(roots=[]))
    persons = [report for report in reports if report.kind is SignerKind.PERSON]
    if not persons:
        raise NotSignedByPerson
    if not any(report.valid if trust else report.intact for report in persons):
        raise NotSignedByPerson("person_signature_invalid")
    return {report.field_name for report in persons}


def _empty_field(reader: PdfFileReader, *, for_seal: bool) -> str | None:
    """A visible signature field the drafter left for this signer."""
    for name, _, reference in enumerate_sig_fields(reader, filled_status=False):
        left, bottom, right, top = (float(edge) for edge in reference.get_object().get("/Rect", [0, 0, 0, 0]))
        if right > left and top > bottom and bool(_SEAL_FIELD.search(name)) is for_seal:
            return str(name)
    return None


def _new_field(reader: PdfFileReader, stem: str) -> str:
    taken = {name for name, _, _ in enumerate_sig_fields(reader)}
    number = 1
    while f"{stem}{number}" in taken:
        number += 1
    return f"{stem}{number}"


def _person_spot(reader: PdfFileReader, person_fields: set[str]) -> Spot | None:
    """Where the last person's visible signature stands."""
    spot = None
    for name, value, reference in enumerate_sig_fields(reader, filled_status=True):
        field = reference.get_object()
        rectangle = Rectangle(*(float(edge) for edge in field.get("/Rect", [0, 0, 0, 0])))
        if value is None or rectangle.width <= 0 or name not in person_fields:
            continue
        page = _page_of(reader, reference)
        if page is not None:
            spot = Spot(page, rectangle)
    return spot


def _page_of(reader: PdfFileReader, reference: Any) -> int | None:
    """The page that lists the field's widget among its annotations."""
    for index in range(int(reader.root["/Pages"]["/Count"])):
        page = reader.find_page_for_modification(index)[0].get_object()
        annotations = page.get("/Annots", ())
        for position in range(len(annotations)):
            if annotations.raw_get(position) == reference:
                return index
    return None
