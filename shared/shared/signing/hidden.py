"""Content that is shown to some and hidden from others (ISO 32000-1, 8.11 and 12.5.3): not for a document that is signed.

What is signed must look the same on every screen and on paper. A layer that is off, or off on paper only, and a note
that is printed and not shown, or shown and not printed, would make two documents of one signature.
"""

from collections.abc import Iterator
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.misc import PdfReadError
from pyhanko.pdf_utils.reader import PdfFileReader

from shared.signing.errors import UnsignablePdf
from shared.signing.fields import entry, pages_of, resolved

_HIDDEN, _PRINT, _NO_VIEW, _TOGGLE = 1 << 1, 1 << 2, 1 << 5, 1 << 8
_JUDGED_ELSEWHERE = ("/Link", "/Popup", "/Widget")
"""Draw nothing of their own, or are fields."""
_WHERE = (("/View", "/ViewState"), ("/Print", "/PrintState"), ("/Export", "/ExportState"))
_DEPENDING = ("/Zoom", "/User", "/Language")
_SHOWN_WHEN_OFF = ("/AllOff", "/AnyOff")
_DEEPEST = 50


def hides_content(reader: PdfFileReader) -> bool:
    """Whether a layer or a note is not seen everywhere alike."""
    layers = entry(reader.root, "/OCProperties")
    if layers is not None and (_has_layer_off(layers) or _shows_by_absence(reader)):
        return True
    return any(_differs_on_paper(note) for page in pages_of(reader) for note in _list(entry(page, "/Annots")))


def _has_layer_off(layers: Any) -> bool:
    shown_first = entry(layers, "/D", {})
    if _list(entry(shown_first, "/OFF")):
        return True
    known = {_name_of(layer) for layer in _raw(entry(layers, "/OCGs"))}
    on = {_name_of(layer) for layer in _raw(entry(shown_first, "/ON"))}
    if entry(shown_first, "/BaseState", "/ON") != "/ON" and known - on:
        return True
    acts = {str(kind) for use in _list(entry(shown_first, "/AS")) for kind in _list(entry(use, "/Category"))}
    for layer in _list(entry(layers, "/OCGs")):
        usage = entry(layer, "/Usage", {})
        if any(entry(entry(usage, where, {}), state) == "/OFF" for where, state in _WHERE):
            return True
        if any(entry(usage, kind) is not None and kind in acts for kind in _DEPENDING):
            return True
    return False


def _shows_by_absence(reader: PdfFileReader) -> bool:
    """Membership dictionaries can hide what they mark while all layers are on."""
    revisions = range(reader.xrefs.total_revisions)
    references = set().union(*(reader.xrefs.explicit_refs_in_revision(revision) for revision in revisions))
    return any(_hides_when_on(part) for reference in references for part in _parts(_object(reader, reference)))


def _object(reader: PdfFileReader, reference: generic.Reference) -> Any:
    try:
        return reader.get_object(reference)
    except PdfReadError:
        return None  # what cannot be read is not drawn either


def _hides_when_on(part: generic.DictionaryObject) -> bool:
    if entry(part, "/Type") != "/OCMD":
        return False
    return entry(part, "/P") in _SHOWN_WHEN_OFF or "/Not" in [str(word) for word in _words(entry(part, "/VE"))]


def _parts(value: Any, depth: int = 0) -> Iterator[generic.DictionaryObject]:
    """The dictionaries of one object, itself included; what is elsewhere has its own turn."""
    if depth > _DEEPEST:
        raise UnsignablePdf("pdf_too_complex")
    if isinstance(value, generic.DictionaryObject):
        yield value
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for child in inner:
        if isinstance(child, (dict, list)):
            yield from _parts(child, depth + 1)


def _words(expression: Any, depth: int = 0) -> Iterator[Any]:
    """All names of a visibility expression."""
    if depth > _DEEPEST:
        raise UnsignablePdf("pdf_too_complex")
    for part in _list(expression):
        if isinstance(part, generic.ArrayObject):
            yield from _words(part, depth + 1)
        elif isinstance(part, generic.NameObject):
            yield part


def _differs_on_paper(note: Any) -> bool:
    if entry(note, "/Subtype") in _JUDGED_ELSEWHERE:
        return False
    flags = int(entry(note, "/F", 0))
    if flags & _HIDDEN:
        return False
    return bool(flags & _TOGGLE) or bool(flags & _PRINT) == bool(flags & _NO_VIEW)


def _list(value: Any) -> list[Any]:
    return [resolved(item) for item in _raw(value)]


def _raw(value: Any) -> list[Any]:
    return [value.raw_get(index) for index in range(len(value))] if isinstance(value, generic.ArrayObject) else []


def _name_of(layer: Any) -> Any:
    return layer.reference if isinstance(layer, generic.IndirectObject) else id(layer)
