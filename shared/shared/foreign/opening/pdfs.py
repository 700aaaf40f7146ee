"""PDF: opened and its first page drawn as a viewer does; what will be signed must show the same to everybody, always."""

import pypdfium2
import pypdfium2.raw as pdfium

from shared.standards.file_kinds import FileRefused

_TAIL = 2048
_DRAWN_WIDTH = 200
_PASSWORD = 4


def look_into(content: bytes, name: str, *, signed: bool) -> int:
    """The number of pages. Refuse what no reader opens; before signing also what acts by itself and what is protected."""
    if b"startxref" not in content[-_TAIL:] and b"%%EOF" not in content[-_TAIL:]:
        raise FileRefused("file_damaged", name)  # cut off
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        locked = pdfium.FPDF_GetLastError() == _PASSWORD
        raise FileRefused("file_locked" if locked else "file_damaged", name) from error
    try:
        pages = len(document)
        if pages == 0:
            raise FileRefused("file_damaged", name)
        if signed:
            _require_still(document, content, name)
        _draw(document, 0)
        if signed and pages > 1:
            _draw(document, pages - 1)
        return pages
    except pypdfium2.PdfiumError as error:
        raise FileRefused("file_damaged", name) from error
    finally:
        document.close()


def _draw(document: pypdfium2.PdfDocument, index: int) -> None:
    page = document[index]
    width, height = page.get_size()
    if width <= 0 or height <= 0:
        raise FileRefused("file_damaged")
    page.render(scale=min(1.0, _DRAWN_WIDTH / max(width, height))).close()
    page.close()


def _require_still(document: pypdfium2.PdfDocument, content: bytes, name: str) -> None:
    from shared.foreign.opening import still  # its parser is loaded where files are opened alone, by the keeper

    if pdfium.FPDF_GetSecurityHandlerRevision(document) != -1:
        raise FileRefused("file_protected", name)
    shows_otherwise = (
        pdfium.FPDFDoc_GetJavaScriptActionCount(document) > 0
        or pdfium.FPDFDoc_GetAttachmentCount(document) > 0
        or pdfium.FPDF_GetFormType(document) in (2, 3)
    )
    try:
        if shows_otherwise or still.acts(content):
            raise FileRefused("file_acts", name)
    except still.NotFollowed as error:
        raise FileRefused("file_not_strict", name) from error
