"""What is signed looks the same to everybody: nothing in it is hidden, on a screen or on paper."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.reader import PdfFileReader

from shared.signing.errors import UnsignablePdf
from shared.signing.fields import pages_of, signature_fields
from shared.signing.hidden import hides_content
from shared.signing.pdf import seal_attachment, sign_person
from shared.signing.readiness import check_signable
from testing.hostile import files as hostile

from .builders import add_widget, page_of, rewritten
from .conftest import Desk, compile_pdf

Edit = Callable[[Any], None]


def plain(value: Any) -> Any:
    """Python's own values as PDF objects."""
    if isinstance(value, dict):
        return generic.DictionaryObject({pdf_name(key): plain(inner) for key, inner in value.items()})
    if isinstance(value, list):
        return generic.ArrayObject(plain(inner) for inner in value)
    if isinstance(value, int):
        return generic.NumberObject(value)
    return pdf_name(value) if isinstance(value, str) else value


def layered(
    usage: dict[str, Any] | None = None,
    membership: dict[str, Any] | None = None,
    compressed: bool = False,
    **shown: Any,
) -> Edit:
    """Two layers; `shown` is the default configuration, in which "first" stands for the first layer."""

    def edit(writer: Any) -> None:
        first = writer.add_object(plain({"/Type": "/OCG", "/Name": "/Mot"} | ({"/Usage": usage} if usage else {})))
        second = writer.add_object(plain({"/Type": "/OCG", "/Name": "/Hai"}))

        def told(value: Any) -> Any:
            if isinstance(value, list):
                return [told(inner) for inner in value]
            if isinstance(value, dict):
                return {key: told(inner) for key, inner in value.items()}
            return {"first": first, "second": second}.get(value, value) if isinstance(value, str) else value

        configuration = {f"/{key}": told(value) for key, value in shown.items()}
        writer.root[pdf_name("/OCProperties")] = plain({"/OCGs": [first, second], "/D": configuration})
        if membership is not None:
            marked = plain({"/Type": "/OCMD", "/OCGs": [first]} | told(membership))
            where = writer.add_object(marked) if not compressed else marked
            page_of(writer)["/Resources"][pdf_name("/Properties")] = generic.DictionaryObject({pdf_name("/Lop"): where})

    return edit


def note(kind: str, flags: int) -> Edit:
    return lambda writer: add_widget(writer, {"/Subtype": pdf_name(kind), "/F": generic.NumberObject(flags)})


PRINT, NO_VIEW, HIDDEN, TOGGLE = 4, 32, 2, 256
AUTOMATIC = [{"/Event": "/View", "/OCGs": ["first"], "/Category": ["/Zoom", "/Language", "/User"]}]

HIDES: dict[str, Edit] = {
    "a layer that is off": layered(OFF=["first"]),
    "all layers off": layered(BaseState="/OFF"),
    "all but one off": layered(BaseState="/OFF", ON=["second"]),
    "layers as they were left": layered(BaseState="/Unchanged", ON=["first"]),
    "a layer not printed": layered(usage={"/Print": {"/PrintState": "/OFF"}}),
    "a layer not shown": layered(usage={"/View": {"/ViewState": "/OFF"}}),
    "a layer not exported": layered(usage={"/Export": {"/ExportState": "/OFF"}}),
    "a layer for some sizes": layered(usage={"/Zoom": {"/min": 2}}, AS=AUTOMATIC),
    "a layer for some languages": layered(usage={"/Language": {"/Lang": "/en"}}, AS=AUTOMATIC),
    "shown when a layer is off": layered(membership={"/P": "/AllOff"}),
    "shown when any layer is off": layered(membership={"/P": "/AnyOff"}, compressed=True),
    "shown when not": layered(membership={"/VE": ["/And", ["/Not", "first"]]}),
    "a stamp only on paper": note("/Stamp", PRINT | NO_VIEW),
    "a text only on a screen": note("/FreeText", 0),
    "a stamp that comes when pointed at": note("/Stamp", PRINT | TOGGLE),
}

SHOWS: dict[str, Edit] = {
    "layers that are all on": layered(),
    "layers named as on": layered(BaseState="/OFF", ON=["first", "second"]),
    "layers on in every use": layered(
        usage={"/Print": {"/PrintState": "/ON"}, "/View": {"/ViewState": "/ON"}, "/CreatorInfo": {"/Creator": "/CAD"}}
    ),
    "a language nobody asks": layered(usage={"/Language": {"/Lang": "/vi"}}),
    "shown when a layer is on": layered(membership={"/P": "/AnyOn"}),
    "shown when both": layered(membership={"/VE": ["/And", "first", "second"]}),
    "a stamp shown and printed": note("/Stamp", PRINT),
    "a note nobody sees": note("/Stamp", HIDDEN),
    "a link": note("/Link", 0),
}


@pytest.mark.parametrize("kind", HIDES)
def test_a_file_that_hides_something_is_not_signed(desk: Desk, kind: str) -> None:
    draft = rewritten(desk.letter, HIDES[kind])
    for sign in (
        lambda: check_signable(draft),
        lambda: check_signable(draft, main=False),
        lambda: sign_person(draft, desk.keys.signer("officer:mau"), trust=desk.trust),
        lambda: seal_attachment(draft, desk.keys.signer("seal:H08"), "12/QĐ", trust=desk.trust),
    ):
        with pytest.raises(UnsignablePdf) as refused:
            sign()
        assert refused.value.code == "pdf_hidden_content"
    assert "in lại thành PDF thường" in refused.value.sentence


@pytest.mark.parametrize("kind", SHOWS)
def test_a_file_that_shows_everything_is_signed(desk: Desk, kind: str) -> None:
    assert check_signable(rewritten(desk.letter, SHOWS[kind])) == []


def tree(*kids: bytes) -> bytes:
    """Pages 12, 13, 14 below nodes within nodes, 10 and 11."""
    leaves = [b"<< /Type /Page /Parent 10 0 R /MediaBox [0 0 %d 842] >>" % width for width in (300, 301, 302)]
    nodes = [b"<< /Type /Pages /Parent 2 0 R /Count 2 /Kids [%b] >>" % kids[1], kids[2]]
    return hostile.pdf(*nodes, *leaves, pages=b"/Kids [%b] /Count 3" % kids[0])


def test_pages_are_found_in_their_order_whatever_their_tree() -> None:
    content = tree(b"12 0 R 10 0 R", b"11 0 R 14 0 R", b"<< /Type /Pages /Count 1 /Parent 10 0 R /Kids [13 0 R] >>")
    reader = PdfFileReader(io.BytesIO(content), strict=False)
    assert [int(page["/MediaBox"][2]) for page in pages_of(reader)] == [300, 301, 302]


@pytest.mark.parametrize("kids", [b"10 0 R", b"2 0 R", b"13 0 R 13 0 R"])
def test_a_tree_of_pages_that_meets_itself_is_refused(kids: bytes) -> None:
    content = tree(b"10 0 R", b"11 0 R", b"<< /Type /Pages /Count 1 /Parent 10 0 R /Kids [%b] >>" % kids)
    with pytest.raises(UnsignablePdf) as refused:
        list(pages_of(PdfFileReader(io.BytesIO(content), strict=False)))
    assert refused.value.code == "pdf_too_complex"


def test_each_page_is_looked_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A book of a thousand pages was refused as too complex: its pages were counted anew for each of them."""
    looked = 0
    true = generic.IndirectObject.get_object

    def count(reference: generic.IndirectObject) -> Any:
        nonlocal looked
        looked += 1
        return true(reference)

    reader = PdfFileReader(io.BytesIO(compile_pdf(tmp_path, "#for i in range(100) [Trang #i #pagebreak()]")))
    monkeypatch.setattr(generic.IndirectObject, "get_object", count)
    assert not hides_content(reader)
    assert signature_fields(reader) == []
    assert looked < 1000
