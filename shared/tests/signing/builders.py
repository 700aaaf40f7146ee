"""PDFs as other programs, and forgers, make them."""

import io
from collections.abc import Callable
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import PdfFileWriter, copy_into_new_writer
from pyhanko.sign.fields import FieldMDPAction, FieldMDPSpec, SigFieldSpec, append_signature_field

Edit = Callable[[Any], None]


def rewritten(pdf: bytes, edit: Edit) -> bytes:
    """The same document as another program would write it anew."""
    writer = copy_into_new_writer(PdfFileReader(io.BytesIO(pdf)))
    edit(writer)
    return _written(writer)


def updated(pdf: bytes, edit: Edit) -> bytes:
    """An incremental update: a new revision behind what is there."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    edit(writer)
    return _written(writer)


def _written(writer: PdfFileWriter | IncrementalPdfFileWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def page_of(writer: Any, index: int = 0) -> Any:
    page = writer.find_page_for_modification(index)[0].get_object()
    writer.update_container(page)
    return page


def numbers(*values: float) -> generic.ArrayObject:
    return generic.ArrayObject(generic.FloatObject(value) for value in values)


def painted(writer: Any, commands: bytes = b"1 0 0 rg 0 0 200 30 re f") -> Any:
    """A form XObject of 200 by 30."""
    form = generic.StreamObject(
        {
            pdf_name("/Type"): pdf_name("/XObject"),
            pdf_name("/Subtype"): pdf_name("/Form"),
            pdf_name("/BBox"): numbers(0, 0, 200, 30),
        },
        stream_data=commands,
    )
    return writer.add_object(form)


def add_widget(writer: Any, entries: dict[str, Any], box: tuple[float, ...] = (50, 700, 250, 730)) -> Any:
    """An annotation on the first page, drawn red."""
    made = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Annot"),
            pdf_name("/Rect"): numbers(*box),
            pdf_name("/F"): generic.NumberObject(4),
            pdf_name("/AP"): generic.DictionaryObject({pdf_name("/N"): painted(writer)}),
            **{pdf_name(key): value for key, value in entries.items()},
        }
    )
    reference = writer.add_object(made)
    page = page_of(writer)
    listed = page.get("/Annots")
    if listed is None:
        page[pdf_name("/Annots")] = listed = generic.ArrayObject()
    listed = listed.get_object()
    listed.append(reference)
    writer.update_container(listed)
    return reference


def add_text_field(writer: Any, name: str = "so_tien", value: str = "1.000.000 dong") -> None:
    """A form field as drafting programs leave them."""
    reference = add_widget(
        writer,
        {
            "/Subtype": pdf_name("/Widget"),
            "/FT": pdf_name("/Tx"),
            "/T": generic.TextStringObject(name),
            "/V": generic.TextStringObject(value),
        },
    )
    form = writer.root.get("/AcroForm")
    if form is None:
        form = writer.root[pdf_name("/AcroForm")] = generic.DictionaryObject(
            {pdf_name("/Fields"): generic.ArrayObject()}
        )
    form.get_object()["/Fields"].append(reference)
    writer.update_root()


def add_signature_field(writer: Any, name: str, *, lock: bool = False, box: Any = (300, 300, 420, 340)) -> None:
    lock_spec = FieldMDPSpec(FieldMDPAction.ALL) if lock else None
    append_signature_field(writer, SigFieldSpec(name, on_page=0, box=box, field_mdp_spec=lock_spec))


def turned(degrees: int) -> Edit:
    """Pages shown turned, as scanners and landscape tables are written; what stands on them is turned along."""

    def edit(writer: Any) -> None:
        for index in range(2):
            page_of(writer, index)[pdf_name("/Rotate")] = generic.NumberObject(degrees)

    return edit


def boxed(unit: float, left: float, bottom: float) -> Edit:
    """A page with a unit of its own and a corner that is not the origin."""

    def edit(writer: Any) -> None:
        for index in range(2):
            page = page_of(writer, index)
            page[pdf_name("/UserUnit")] = generic.FloatObject(unit)
            page[pdf_name("/CropBox")] = numbers(left, bottom, 595, 842)

    return edit
