"""PDFium may be used by one thread at a time: whoever opens a PDF with it in this process holds this."""

from threading import Lock

PDFIUM_LOCK = Lock()
