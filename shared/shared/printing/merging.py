"""Several PDFs of ours in one, to be printed at once. Signatures do not outlive it: the single files stay what counts."""

import io
from collections.abc import Sequence

import pypdfium2

from shared.core.pdfium import PDFIUM_LOCK


def merge_pdfs(files: Sequence[bytes]) -> bytes:
    """All pages, in the order of the files."""
    written = io.BytesIO()
    with PDFIUM_LOCK:
        whole = pypdfium2.PdfDocument.new()
        for content in files:
            one = pypdfium2.PdfDocument(content)
            whole.import_pages(one)
            one.close()
        whole.save(written)
        whole.close()
    return written.getvalue()
