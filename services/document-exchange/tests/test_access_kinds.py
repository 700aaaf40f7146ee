"""Whoever opened or printed something is not said to have changed it."""

import re
from pathlib import Path

import document_exchange
from document_exchange.accesses.rules import LOOKED_UP, AccessKind, kind_of

RECORDED = re.compile(
    r'record\(\s*session,\s*"([a-z-]+-(?:read|printed|downloaded|compared))",\s*f"(?:document|incoming)/'
)


def test_every_reading_and_printing_of_a_document_is_known_as_such() -> None:
    folder = Path(document_exchange.__file__).parent
    found = {kind for file in folder.rglob("*.py") for kind in RECORDED.findall(file.read_text())}
    assert {"document-read", "incoming-read", "slip-printed", "packet-downloaded", "drafts-compared"} <= found
    assert {kind for kind in found - {LOOKED_UP} if kind_of(kind) is AccessKind.CHANGE} == set()
