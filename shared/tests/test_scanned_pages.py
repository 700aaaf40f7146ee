"""Pages of a scan: turned, in order, joined; and words laid over them where a reader sees them, whichever way the page lies."""

import asyncio
import subprocess
import time
from pathlib import Path

import pytest
from pypdfium2 import PdfDocument

from shared.foreign import confined
from shared.foreign.scanned_pages import (
    RECOGNISING_MB,
    PagePlace,
    SignedAlready,
    arrange,
    count_pages,
    lay_words,
    recognise_page,
)
from shared.signing.pdf import sign_person
from shared.signing.readiness import _dot, _signer
from testing.hostile.photos import picture
from testing.scans import a_scan

JPEG, PDF = "image/jpeg", "application/pdf"


def _sizes(pdf: bytes) -> list[tuple[int, int]]:
    document = PdfDocument(pdf)
    return [(round(page.get_width()), round(page.get_height())) for page in document]


def test_pages_are_turned_put_in_order_left_out_and_joined():
    lying, upright = picture("JPEG", size=(300, 200)), picture("JPEG", size=(200, 300))
    whole = arrange([(lying, JPEG), (upright, JPEG)], [PagePlace(0, 1), PagePlace(1, 1)])
    assert _sizes(whole) == [(842, 595), (595, 842)]
    other = arrange([(whole, PDF), (upright, JPEG)], [PagePlace(0, 2), PagePlace(0, 1, 90), PagePlace(1, 1)])
    assert _sizes(other) == [(595, 842), (595, 842), (595, 842)]
    assert _sizes(arrange([(other, PDF)], [PagePlace(0, 2, 270)])) == [(842, 595)], "turned back"
    assert count_pages(other, PDF) == 3
    with pytest.raises(ValueError, match="no page"):
        arrange([(whole, PDF)], [PagePlace(0, 3)])


@pytest.mark.tesseract
@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_vietnamese_words_are_found_where_they_are_seen(turned: int, tmp_path: Path):
    upright = arrange([(a_scan(turned=turned), JPEG)], [PagePlace(0, 1, (360 - turned) % 360)])
    layer = recognise_page(upright, PDF, 1)
    assert "quyền sử dụng đất" in layer.words
    (tmp_path / "scan.pdf").write_bytes(lay_words(upright, PDF, [layer.pdf]))
    said = subprocess.run(
        ["pdftotext", "-bbox", "scan.pdf", "-"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    (word,) = [line for line in said.stdout.splitlines() if ">125/QĐ-UBND<" in line]
    left, top = (float(word.partition(f'{name}="')[2].partition('"')[0]) for name in ("xMin", "yMin"))
    scale = 595.276 / 1654
    assert abs(left - 250 * scale) < 40
    assert abs(top - 310 * scale) < 20


@pytest.mark.tesseract
def test_a_page_with_words_of_its_own_is_left_alone():
    once = arrange([(a_scan(), JPEG)], [PagePlace(0, 1)])
    read = lay_words(once, PDF, [recognise_page(once, PDF, 1).pdf])
    again = recognise_page(read, PDF, 1)
    assert again.pdf == b""
    assert "QUYẾT ĐỊNH" in again.words


def test_nothing_of_a_signed_file_is_changed():
    once = arrange([(picture("JPEG"), JPEG)], [PagePlace(0, 1)])
    signed = sign_person(once, _signer("officer:thu"), image=_dot())
    for change in (
        lambda: arrange([(signed, PDF)], [PagePlace(0, 1)]),
        lambda: recognise_page(signed, PDF, 1),
        lambda: lay_words(signed, PDF, [b""]),
    ):
        with pytest.raises(SignedAlready):
            change()


@pytest.mark.tesseract
def test_the_program_ends_with_the_child_whose_time_is_over(tmp_path: Path):
    dense = a_scan(["Ủy ban nhân dân phường công nhận quyền sử dụng đất ở lâu dài của hộ gia đình"] * 19)

    async def run() -> None:
        with pytest.raises(confined.Overrun):
            await confined.run(recognise_page, dense, JPEG, 1, seconds=0.4, memory_mb=RECOGNISING_MB)

    asyncio.run(run())
    for _ in range(50):
        if not _running():
            return
        time.sleep(0.1)
    raise AssertionError("tesseract goes on although nobody waits for it")


def _running() -> list[str]:
    """Processes of tesseract that were started by this one's keeper, and now belong to nobody."""
    said = subprocess.run(["ps", "-eo", "ppid,args"], capture_output=True, text=True, check=True).stdout
    return [line for line in said.splitlines() if "tesseract stdin" in line and line.split()[0] == "1"]
