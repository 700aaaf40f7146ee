"""Pages of a scan (trang bản quét): turned, put in order, joined; and words laid over them, so that the scan is searched like a text.

    content = await confined.run(arrange, [(content, media_type)], [PagePlace(0, 2, 90), PagePlace(0, 1)], memory_mb=MEMORY_MB)
    layer = await confined.run(recognise_page, content, media_type, 1, seconds=SECONDS, memory_mb=RECOGNISING_MB)
    content = await confined.run(lay_words, content, media_type, [layer.pdf], memory_mb=MEMORY_MB)

Words are read by tesseract (`is_installed`), a program of the machine: it runs inside the child that opens the file, under its bounds,
and ends with it. The page itself stays as it was scanned; the words are there unseen (PDF 1.7, text rendering mode 3).
"""

import ctypes
import io
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium

from shared.foreign.opening import joining
from shared.foreign.pages_seen import PICTURES
from shared.standards.vietnamese import nfc

MEMORY_MB = 500
RECOGNISING_MB = 1200
SECONDS = 60.0
"""Of one page; a dense one takes five."""
LANGUAGE = "vie"
_DOTS = 300
_MOST_POINTS = 16_000_000
_POINTS_AN_INCH = 72
_PR_SET_PDEATHSIG = 1


class SignedAlready(Exception):
    """Tệp đã có chữ ký số: nothing of it is changed."""


@dataclass(frozen=True)
class PagePlace:
    """Một trang ở chỗ mới: page `number`, from 1, of the file at that place, turned clockwise by `turn` degrees more."""

    file: int
    number: int
    turn: int = 0


@dataclass(frozen=True)
class WordLayer:
    """Lớp chữ của một trang: a PDF of one page with unseen words; empty where the page has words of its own."""

    pdf: bytes
    words: str


@lru_cache(maxsize=1)
def find_tesseract() -> str | None:
    """The program, where Vietnamese is installed with it."""
    program = shutil.which("tesseract")
    if program is None:
        return None
    try:
        listed = subprocess.run([program, "--list-langs"], capture_output=True, text=True, timeout=10, check=False)
    except (OSError, subprocess.SubprocessError):
        return None
    return program if LANGUAGE in (listed.stdout + listed.stderr).split() else None


def is_installed() -> bool:
    return find_tesseract() is not None


def count_pages(content: bytes, media_type: str) -> int:
    document = _document(content, media_type)
    try:
        return len(document)
    finally:
        document.close()


def arrange(files: Sequence[tuple[bytes, str]], places: Sequence[PagePlace]) -> bytes:
    """One PDF with those pages in that order. Raises SignedAlready; ValueError for a page that no file has."""
    sources = [_document(*file) for file in files]
    made = pypdfium2.PdfDocument.new()
    try:
        for place in places:
            source = sources[place.file]
            if not 1 <= place.number <= len(source):
                raise ValueError(f"no page {place.number}")
            made.import_pages(source, [place.number - 1])
            page = made[len(made) - 1]
            page.set_rotation((page.get_rotation() + place.turn) % 360)
            page.close()
        return _saved(made)
    finally:
        for document in (made, *sources):
            document.close()


def recognise_page(content: bytes, media_type: str, number: int) -> WordLayer:
    """Nhận dạng chữ của một trang, counted from 1, as it lies. Raises SignedAlready."""
    document = _document(content, media_type)
    try:
        page = document[number - 1]
        words = _words_of(page)
        if words:
            return WordLayer(b"", words)
        across, down = page.get_size()
        scale = min(_DOTS / _POINTS_AN_INCH, (_MOST_POINTS / (across * down)) ** 0.5)
        out = io.BytesIO()
        page.render(scale=scale, grayscale=True).to_pil().save(out, "PNG", compress_level=1)
    finally:
        document.close()
    layer = _recognised(out.getvalue(), max(70, round(scale * _POINTS_AN_INCH)))
    read = pypdfium2.PdfDocument(layer)
    try:
        return WordLayer(layer, _words_of(read[0]))
    finally:
        read.close()


def lay_words(content: bytes, media_type: str, layers: Sequence[bytes]) -> bytes:
    """Đặt lớp chữ lên từng trang; an empty layer leaves its page alone."""
    document = _document(content, media_type)
    try:
        for number, layer in enumerate(layers):
            if layer:
                _lay(document, number, layer)
        return _saved(document)
    finally:
        document.close()


def _lay(document: pypdfium2.PdfDocument, number: int, layer: bytes) -> None:
    words = pypdfium2.PdfDocument(layer)
    page = document[number]
    across, down = page.get_size()
    wide, high = words[0].get_size()
    unseen = words.page_as_xobject(0, document).as_pageobject()
    unseen.set_matrix(_lying_as(page, across, down).multiply(_scaled(across / wide, down / high)))
    page.insert_obj(unseen)
    page.gen_content()
    page.close()
    words.close()


def _scaled(across: float, down: float) -> pypdfium2.PdfMatrix:
    return pypdfium2.PdfMatrix(across, 0, 0, down, 0, 0)


def _lying_as(page: pypdfium2.PdfPage, across: float, down: float) -> pypdfium2.PdfMatrix:
    """From the page as a reader sees it to its own coordinates, which a turn leaves as they are (ISO 32000-1, table 30, Rotate)."""
    left, bottom, _, _ = page.get_cropbox()
    turned = {
        0: (1, 0, 0, 1, left, bottom),
        90: (0, 1, -1, 0, left + down, bottom),
        180: (-1, 0, 0, -1, left + across, bottom + down),
        270: (0, -1, 1, 0, left, bottom + across),
    }
    return pypdfium2.PdfMatrix(*turned[page.get_rotation()])


def _recognised(picture: bytes, dots: int) -> bytes:
    program = find_tesseract()
    if program is None:
        raise FileNotFoundError("tesseract")
    command = [program, "stdin", "stdout", "-l", LANGUAGE, "--dpi", str(dots), "-c", "textonly_pdf=1", "pdf"]
    kept = {name: os.environ[name] for name in ("PATH", "TESSDATA_PREFIX") if name in os.environ}
    # One thread: each takes address space, which is counted here.
    done = subprocess.run(
        command,
        input=picture,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=kept | {"OMP_THREAD_LIMIT": "1"},
        preexec_fn=_end_with_us if sys.platform == "linux" else None,
        cwd=Path("/"),
        check=True,
    )
    return done.stdout


def _end_with_us() -> None:
    """The kernel ends it with the child whose time is over."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)


def _document(content: bytes, media_type: str) -> pypdfium2.PdfDocument:
    if media_type in PICTURES:
        content = joining.as_pdf([content], "", len(content) * 4)
    document = pypdfium2.PdfDocument(content)
    if pdfium.FPDF_GetSignatureCount(document) > 0:
        document.close()
        raise SignedAlready
    return document


def _words_of(page: pypdfium2.PdfPage) -> str:
    read = page.get_textpage()
    try:
        # Of two letters that look alike the program takes the Icelandic one (U+00D0) for the Vietnamese (U+0110).
        lines = nfc(read.get_text_range().replace("\ufffe", "").replace("\u00d0", "\u0110")).splitlines()
    finally:
        read.close()
    return "\n".join(line.strip() for line in lines if line.strip())


def _saved(document: pypdfium2.PdfDocument) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
