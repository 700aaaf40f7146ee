"""Whose signature? A valid one proves something only when it belongs to who sent the document and who signs it."""

from collections.abc import Mapping, Sequence
from typing import Any

from shared.standards.file_kinds import FileKind
from shared.standards.vietnamese import nfc

SIGNATURE_WARNINGS = [
    "signature_invalid",
    "not_signed",
    "person_signature_missing",
    "signer_differs",
    "seal_missing",
    "seal_differs",
]


def signature_warnings(files: Sequence[Mapping[str, Any]], sender_code: str, signer_name: str) -> list[str]:
    """Valid is not enough: whose signatures stand on the main document, and does that fit who sent it?

    `files` are those of a packet check; the first PDF is the main document.
    """
    checked = [file for file in files if file["media_type"] == FileKind.PDF.media_type]
    if not checked:
        return []
    found = ["signature_invalid"] if any(not s["valid"] for file in checked for s in file["signatures"]) else []
    if not checked[0]["signatures"]:
        return [*found, "not_signed"]
    valid = [signature for signature in checked[0]["signatures"] if signature["valid"]]
    persons = {_plain_name(s["signer_name"]) for s in valid if s["kind"] == "person"}
    seals = {s["agency_code"] for s in valid if s["kind"] == "seal"}
    if not persons:
        found.append("person_signature_missing")
    elif signer_name and _plain_name(signer_name) not in persons:
        found.append("signer_differs")
    if not seals:
        found.append("seal_missing")
    elif sender_code not in seals:
        found.append("seal_differs")
    return found


def _plain_name(name: str) -> str:
    return " ".join(nfc(name).casefold().split())
