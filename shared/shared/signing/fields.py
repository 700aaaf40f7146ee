"""Signature fields of a PDF, read without trusting it: references may stand anywhere, trees may be traps."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.rw_common import PdfHandler

from shared.signing.errors import UnsignablePdf
from shared.signing.issue_words import BlankKind
from shared.signing.placement import Rectangle

MOST_FIELDS = 1_000
_HIDDEN = 0b100010  # annotation flags Hidden and NoView
_SEAL_FIELD = re.compile(r"co_?quan|seal|(con)?_?dau", re.IGNORECASE)
BLANK_NAME = re.compile(rf"({'|'.join(BlankKind)})[1-9]\d{{0,3}}")
"""How the fields for number and day are called; more is asked of them in `blank_fields`."""


@dataclass(frozen=True)
class SignatureField:
    """Ô ký số: its name, whether it was signed, and where its widget stands."""

    name: str
    filled: bool
    page: int | None
    rectangle: Rectangle
    visible: bool
    painted: bool
    """Something is drawn in it."""
    hooked: bool
    """It would lock other fields, or binds the signer to conditions of its own."""


def resolved(value: Any) -> Any:
    """The object itself, wherever it lies."""
    return value.get_object() if isinstance(value, generic.IndirectObject) else value


def entry(holder: Any, key: str, default: Any = None) -> Any:
    """One entry of a dictionary, resolved; `default` when it is absent or null."""
    found = resolved(holder.get(key)) if isinstance(holder, generic.DictionaryObject) else None
    return default if found is None or isinstance(found, generic.NullObject) else found


def form_fields(reader: PdfHandler) -> list[tuple[str, Any, str]]:
    """Full name, dictionary and type of each field; refuses a tree that meets itself or never ends."""
    form = entry(reader.root, "/AcroForm", {})
    seen: set[Any] = set()
    found: list[tuple[str, Any, str]] = []
    waiting = [(node, "", "") for node in items(entry(form, "/Fields", []))]
    while waiting:
        raw, above, inherited = waiting.pop(0)
        if isinstance(raw, generic.IndirectObject):
            if raw.reference in seen:
                raise UnsignablePdf("pdf_too_complex")
            seen.add(raw.reference)
        node = resolved(raw)
        if not isinstance(node, generic.DictionaryObject):
            continue
        part = str(entry(node, "/T", ""))
        name = f"{above}.{part}" if above and part else part or above
        kind = str(entry(node, "/FT", inherited))
        kids = [kid for kid in items(entry(node, "/Kids", [])) if "/T" in (resolved(kid) or {})]
        if not kids:
            found.append((name, node, kind))
        waiting += [(kid, name, kind) for kid in kids]
        if len(found) + len(waiting) > MOST_FIELDS:
            raise UnsignablePdf("pdf_too_complex")
    return found


def signature_fields(reader: PdfFileReader) -> list[SignatureField]:
    """All signature fields, in the order of the form."""
    pages = _pages_of_widgets(reader)
    return [_field(name, node, pages) for name, node, kind in form_fields(reader) if kind == "/Sig"]


def _field(name: str, node: Any, pages: dict[Any, int]) -> SignatureField:
    kids = items(entry(node, "/Kids", []))
    widget = node if "/Rect" in node or not kids else resolved(kids[0])
    rectangle = rectangle_of(widget)
    flags = entry(widget, "/F", 0)
    return SignatureField(
        name=name,
        filled=entry(node, "/V") is not None,
        page=next((pages[ref] for ref in (_place(widget), _place(node)) if ref in pages), None),
        rectangle=rectangle,
        visible=rectangle.width > 0 and rectangle.height > 0 and not int(flags) & _HIDDEN,
        painted=_is_painted(widget),
        hooked=any(_is_hooked(part) for part in (node, widget)),
    )


def _is_hooked(node: Any) -> bool:
    lock = entry(node, "/Lock")
    # The seal's own field locks what is written on the page before it, and nothing else.
    ours = entry(lock, "/Action") == "/Include" and all(
        BLANK_NAME.fullmatch(str(name)) for name in items(entry(lock, "/Fields"))
    )
    return entry(node, "/SV") is not None or (lock is not None and not (ours and "/P" not in lock))


def _is_painted(widget: Any) -> bool:
    looks = entry(widget, "/AP")
    normal = entry(looks, "/N")
    if isinstance(normal, generic.StreamObject):
        return bool(normal.data.strip())
    return looks is not None


def rectangle_of(widget: Any, key: str = "/Rect") -> Rectangle:
    """A widget's box, or a page's, its corners in any order."""
    numbers = [float(resolved(edge)) for edge in items(entry(widget, key, []))]
    if len(numbers) != 4:
        return Rectangle(0, 0, 0, 0)
    left, bottom, right, top = numbers
    return Rectangle(min(left, right), min(bottom, top), max(left, right), max(bottom, top))


def _place(node: Any) -> Any:
    return getattr(node, "container_ref", None)


def _pages_of_widgets(reader: PdfFileReader) -> dict[Any, int]:
    """Which page lists a widget among its annotations; the list itself may be direct or a reference."""
    found: dict[Any, int] = {}
    for index, page in enumerate(pages_of(reader)):
        annotations = items(entry(page, "/Annots", []))
        for position in range(len(annotations)):
            raw = annotations.raw_get(position)
            if isinstance(raw, generic.IndirectObject):
                found.setdefault(raw.reference, index)
    return found


def pages_of(reader: PdfHandler) -> Iterator[Any]:
    """The pages in their order, each looked at once; refuses a tree that meets itself."""
    seen: set[Any] = set()
    waiting = [reader.root.raw_get("/Pages")]
    while waiting:
        raw = waiting.pop()
        if isinstance(raw, generic.IndirectObject):
            if raw.reference in seen:
                raise UnsignablePdf("pdf_too_complex")
            seen.add(raw.reference)
        node = resolved(raw)
        if isinstance(entry(node, "/Kids"), generic.ArrayObject):
            kids = entry(node, "/Kids")
            waiting += [kids.raw_get(index) for index in reversed(range(len(kids)))]
        elif isinstance(node, generic.DictionaryObject):
            yield node


def items(value: Any) -> Any:
    """An array; an empty one for anything else."""
    return value if isinstance(value, generic.ArrayObject) else generic.ArrayObject()


def usable_field(reader: PdfFileReader, *, for_seal: bool) -> SignatureField | None:
    """An empty field the drafter left for this signer; not one that would be unseen, lock others or set conditions."""
    for field in signature_fields(reader):
        fit = field.visible and field.page is not None and not field.filled and not field.hooked
        if fit and bool(_SEAL_FIELD.search(field.name)) is for_seal:
            return field
    return None


def new_field_name(reader: PdfFileReader, stem: str) -> str:
    """`NguoiKy1`, or the next number that is free."""
    taken = {name for name, _, _ in form_fields(reader)}
    number = 1
    while f"{stem}{number}" in taken:
        number += 1
    return f"{stem}{number}"
