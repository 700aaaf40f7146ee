"""PDF: opened and its first page drawn as a viewer does; what will be signed must show the same to everybody, always."""

import re
import zlib

import pypdfium2
import pypdfium2.raw as pdfium

from shared.standards.file_kinds import FileRefused

_TAIL = 2048
_NAME = re.compile(rb"#([0-9A-Fa-f]{2})")
_ACTING = re.compile(rb"/(?:JavaScript|JS|Launch|XFA|RichMedia|EmbeddedFiles?|ImportData|GoToE)(?![A-Za-z0-9])")
_LARGEST_OBJECTS = 50 * 1_048_576
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
    if pdfium.FPDF_GetSecurityHandlerRevision(document) != -1:
        raise FileRefused("file_protected", name)
    acts = (
        pdfium.FPDFDoc_GetJavaScriptActionCount(document) > 0
        or pdfium.FPDFDoc_GetAttachmentCount(document) > 0
        or pdfium.FPDF_GetFormType(document) in (2, 3)
        or any(_ACTING.search(_plain(part)) for part in _outside_streams(content))
    )
    if acts:
        raise FileRefused("file_acts", name)


def _plain(part: bytes) -> bytes:
    """Names as readers understand them: `/J#61vaScript` is `/JavaScript`."""
    return _NAME.sub(lambda found: bytes([int(found[1], 16)]), part) if b"#" in part else part


def _outside_streams(content: bytes) -> list[bytes]:
    """What readers take for objects: the file without its streams, and the object streams unpacked."""
    parts, place, left = [], 0, _LARGEST_OBJECTS
    while (begin := content.find(b"stream", place)) != -1:
        head = content[place:begin]
        parts.append(head)
        end = content.find(b"endstream", begin)
        if end == -1:
            break
        if b"/ObjStm" in _plain(head[-1000:]):
            unpacked = _unpacked(content[begin + 6 : end], left)
            left -= len(unpacked)
            parts.append(unpacked)
        place = end + len(b"endstream")
    parts.append(content[place:])
    return parts


def _unpacked(body: bytes, most: int) -> bytes:
    body = body.removeprefix(b"\r").removeprefix(b"\n")
    try:
        return zlib.decompressobj().decompress(body, max(most, 1))
    except zlib.error:
        return body
