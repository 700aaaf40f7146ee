"""What happened to a file after a signature: anything a reader would see is forbidden, signatures apart.

Stricter than the library's own rules: filling in a form counts as a change, and a picture that no valid signature
stands behind does too, whatever kind of field it hides in. Only the blanks that stood on the page when a person signed may be filled,
once, and only where a valid signature of an agency covers what was written into them.
"""

from collections.abc import Collection, Iterable
from typing import Any

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import (
    CatalogModificationRule,
    DocInfoRule,
    DSSCompareRule,
    FormUpdatingRule,
    GenericFieldModificationRule,
    MetadataUpdateRule,
    ModificationLevel,
    ObjectStreamRule,
    SigFieldCreationRule,
    SigFieldModificationRule,
    StandardDiffPolicy,
    XrefStreamRule,
)
from pyhanko.sign.validation import EmbeddedPdfSignature
from pyhanko.sign.validation.status import PdfSignatureStatus

from shared.signing.blank_fields import issue_blanks
from shared.signing.fields import entry, form_fields, signature_fields
from shared.signing.verdicts import LaterChanges

_UNSEEN = ModificationLevel.LTA_UPDATES


class _BlankFillingRule(GenericFieldModificationRule):
    """Ô ghi số, ngày tháng filled once: words and their drawing, nothing else of the field."""

    def __init__(self) -> None:
        super().__init__(
            allow_in_place_appearance_stream_changes=False,
            always_modifiable=frozenset(),
            value_update_keys={"/V", "/AP"},
        )

    def apply(self, context: Any) -> Iterable[Any]:
        blanks = issue_blanks(context.old)
        # What is left out here is explained by nothing, and so refused.
        for name, spec in context.field_specs.items():
            if name in blanks and spec.old_field_ref and _is_empty(spec.old_field):
                yield from self.check_form_field(name, spec, context)


def _policy(*rules: Any) -> StandardDiffPolicy:
    return StandardDiffPolicy(
        global_rules=[
            CatalogModificationRule(),
            DocInfoRule().as_qualified(_UNSEEN),
            XrefStreamRule().as_qualified(_UNSEEN),
            ObjectStreamRule().as_qualified(_UNSEEN),
            DSSCompareRule().as_qualified(_UNSEEN),
            MetadataUpdateRule().as_qualified(_UNSEEN),
        ],
        form_rule=FormUpdatingRule(
            field_rules=[
                # As readers have it: who signs after a certification may bring a field of his own.
                SigFieldCreationRule(allow_new_visible_after_certify=True),
                SigFieldModificationRule(allow_in_place_appearance_stream_changes=False),
                *rules,
            ]
        ),
    )


AFTER_SEAL = _policy()
AFTER_PERSON = _policy(_BlankFillingRule())
"""Number and day are given after the person has signed."""
_DESCRIBING = ("/Title", "/Author", "/Subject", "/Keywords", "/Creator")
_LONGEST_TAIL = 1024
"""Readers look for the last cross-reference within about so many bytes; beyond, they rebuild the file their own way."""


def later_changes(pdf: bytes, signature: EmbeddedPdfSignature, status: PdfSignatureStatus, whole: bool) -> LaterChanges:
    """What was added after this signature's own revision."""
    if not status.docmdp_ok:
        return LaterChanges.FORBIDDEN
    if whole:
        return LaterChanges.NONE
    reader = signature.reader
    tail = _tail(pdf, reader)
    if b"obj" in tail or b"xref" in tail or len(tail) > _LONGEST_TAIL:
        # Not part of any revision, yet a reader that mends files would take it up.
        return LaterChanges.FORBIDDEN
    old = reader.get_historical_resolver(signature.signed_revision)
    if _describing(old.trailer_view) != _describing(reader.trailer_view):
        return LaterChanges.PROPERTIES
    if status.modification_level not in (None, ModificationLevel.NONE, _UNSEEN):
        return LaterChanges.ISSUED if _written(reader) - _written(old) else LaterChanges.ALLOWED
    if reader.embedded_timestamp_signatures or _has_evidence(entry(reader.root, "/DSS")):
        return LaterChanges.EVIDENCE
    return LaterChanges.TECHNICAL


def shows_unsigned_picture(signature: EmbeddedPdfSignature, backed: Collection[str]) -> bool:
    """Whether a visible field came or was filled later without a valid signature behind it."""
    reader = signature.reader
    old = reader.get_historical_resolver(signature.signed_revision)
    known = {name: entry(node, "/V") is not None for name, node, _ in form_fields(old)}
    return any(
        field.visible and field.painted and field.name not in backed and known.get(field.name) is not True
        for field in signature_fields(reader)
        if field.filled or field.name not in known
    )


def fills_unsealed(signature: EmbeddedPdfSignature, seals: Collection[int]) -> bool:
    """Whether a blank was filled later without an agency's valid signature over it. `seals`: the revisions those cover."""
    reader = signature.reader
    filled = _written(reader) - _written(reader.get_historical_resolver(signature.signed_revision))
    sealed = set().union(*(_written(reader.get_historical_resolver(revision)) for revision in seals))
    return bool(filled - sealed)


def _written(reader: Any) -> set[str]:
    return {name for name, node, kind in form_fields(reader) if kind == "/Tx" and not _is_empty(node)}


def _is_empty(field: Any) -> bool:
    return entry(field, "/V") is None and entry(field, "/AP") is None


def _tail(pdf: bytes, reader: PdfFileReader) -> bytes:
    """What follows the end of the last revision."""
    last = reader.xrefs.get_xref_container_info(reader.xrefs.total_revisions - 1)
    end = pdf.find(b"%%EOF", last.end_location)
    return pdf[end + 5 :].strip(b"\x00\t\n\x0c\r ") if end >= 0 else b""


def _describing(trailer: Any) -> dict[str, str]:
    info = entry(trailer, "/Info", {})
    return {key: str(entry(info, key, "")) for key in _DESCRIBING}


def _has_evidence(store: Any) -> bool:
    return any(entry(store, key) for key in ("/Certs", "/CRLs", "/OCSPs"))
