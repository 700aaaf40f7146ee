"""Tệp ký được: what a file must be before anybody signs it. Raises `UnsignablePdf` with the sentence for whoever brought it."""

import io
from collections.abc import Iterator
from contextlib import contextmanager

from pyhanko.pdf_utils.reader import PdfFileReader

from shared.signing.blank_fields import issue_blanks
from shared.signing.errors import SigningRefused, UnsignablePdf
from shared.signing.fields import entry, form_fields
from shared.signing.hidden import hides_content

MAX_BYTES = 50 * 1024 * 1024


def readable(pdf: bytes, *, with_blanks: bool = False) -> PdfFileReader:
    """The file, opened; refuses what must not be signed. `with_blanks`: those that stood there as it was signed are let pass."""
    reader = PdfFileReader(io.BytesIO(pdf), strict=False)
    if reader.encrypted:
        raise UnsignablePdf("pdf_encrypted")
    if int(entry(reader.root["/Pages"], "/Count", 0)) < 1:
        raise UnsignablePdf("pdf_no_pages")
    if _has_other_fields(reader, with_blanks):
        raise UnsignablePdf("pdf_form_fields")
    if hides_content(reader):
        raise UnsignablePdf("pdf_hidden_content")
    for signature in reader.embedded_regular_signatures:
        level = signature.docmdp_level
        if level is not None and level.value < 2:
            raise UnsignablePdf("pdf_locked")
    return reader


def _has_other_fields(reader: PdfFileReader, with_blanks: bool) -> bool:
    """Whether something besides signatures could still be filled in.

    Who signs in person lets no field pass, ours neither: whoever brought it may have laid it over what is read there.
    """
    others = {name for name, _, kind in form_fields(reader) if kind != "/Sig"}
    if entry(entry(reader.root, "/AcroForm", {}), "/XFA") is not None:
        return True
    return bool(others) and not (with_blanks and others <= _stood_as_signed(reader))


def _stood_as_signed(reader: PdfFileReader) -> set[str]:
    """The blanks that a signature covers."""
    signed = (one.signed_revision for one in reader.embedded_regular_signatures)
    stood: set[str] = set().union(*(issue_blanks(reader.get_historical_resolver(revision)) for revision in signed))
    return stood & set(issue_blanks(reader))


@contextmanager
def refusing_bad_pdf(pdf: bytes) -> Iterator[None]:
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
