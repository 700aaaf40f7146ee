"""Mẫu in có trường: what a form may show is a model, how it looks is a Typst template, and a province may bring its own look.

The data is checked against the model and only ever shown, so nothing a citizen types is read as template code. A template of the province
is tried out with sample values in a process of its own before it counts; one that fails later never stops a counter: the form is printed
as the package has it, and the operator is told.
"""

import os
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import barcode
import pypdfium2
import typst
from anyio import to_thread
from pydantic import BaseModel, ConfigDict, ValidationError

from shared.core import logs
from shared.core.errors import Refusal, Unavailable
from shared.foreign import confined
from shared.printing.printable import fit, print_pdf, print_source
from shared.printing.qr import qr_svg
from shared.standards.calendar_days import VIETNAM_TIME
from shared.standards.vietnamese import nfc

log = logs.get_logger(__name__)

MOST_BYTES = 200_000
_SECONDS = 10.0
_MEMORY_MB = 512
_NOWHERE = "http://127.0.0.1:9"
_QUIET = 10
"""Modules left white on both sides of a barcode (ISO/IEC 15417)."""


class Fields(BaseModel):
    """Các trường của một mẫu in. A field without a default must be given, and the form must show it."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class IncompleteForm(ValueError):
    """The form cannot be printed: something it must show is not there, or nobody knows the form."""


class TemplateRefused(Exception):
    """Mẫu không dùng được. The argument is a sentence for whoever wrote it."""


@dataclass(frozen=True)
class Template:
    """Mẫu in: one form under one rule-set."""

    name: str
    rule_set: str
    title: str
    number: str
    file: Path
    """As the package has it. What else lies beside it may be imported by the province's."""
    fields: type[Fields]
    sample: Mapping[str, Any]
    qr: str = ""
    """The field whose address becomes a QR code."""
    barcode: str = ""
    """The field whose text becomes a Code 128."""
    typed: bool = False
    """Soạn trên trang: its draft is kept by the service, not a file in the province's folder."""
    language: str = ""
    """Which languages it is in, where not in Vietnamese alone."""
    otherwise: str = ""
    """What is printed from while it has no look of its own, in words; empty: as the package has it."""


def find_draft(province_folder: Path, template: Template) -> bytes | None:
    """The province's own: `templates/<rule-set>/<file>`; None where there is none. Reads a file."""
    try:
        return (province_folder / "templates" / template.rule_set / template.file.name).read_bytes()
    except OSError:
        return None


def print_form(template: Template, data: Mapping[str, Any]) -> bytes:
    """As the package has it. The same data gives the same bytes. Raises IncompleteForm."""
    shown, made = _filled(template, data)
    return print_pdf(template.file, shown, made)


async def print_accepted(
    template: Template, source: bytes, data: Mapping[str, Any], *, paid: bool = False, to_be_signed: bool = False
) -> bytes:
    """As the province has it; where that fails, as the package has it. Raises IncompleteForm.

    `paid`: by whoever made the request, who is refused when he asks for too much; else by nobody, as a counter waits for it.
    `to_be_signed`: in no other look than was looked at: raises what failed, TemplateRefused or Refusal.
    """
    try:
        return await _print_foreign(template, source, data, caller=None if paid else "")
    except (TemplateRefused, Refusal) as error:
        if to_be_signed or (paid and isinstance(error, Refusal) and error.status >= 429):
            raise  # nothing is wrong with the template, and here it would be printed at everybody's cost
        _tell_operator(template, error)
        return await to_thread.run_sync(print_form, template, data)


async def print_apart(template: Template, source: bytes | None, data: Mapping[str, Any]) -> bytes:
    """A long form: it takes the printer seconds and hundreds of megabytes, so the package's look too is printed in a process of its own.

    `source`: the province's look. Raises IncompleteForm, and what refuses whoever asks for too much at once or finds no free
    place: printed here instead, it would stop everybody else.
    """
    if source is not None:
        try:
            return await _print_foreign(template, source, data, caller=None)
        except (TemplateRefused, confined.Overrun) as error:
            _tell_operator(template, error)
    try:
        return await _print_foreign(template, template.file.read_bytes(), data, caller=None)
    except confined.Overrun as error:  # nothing is wrong with it: the machine is too busy
        raise Unavailable("foreign_work_busy", retry_after=30) from error


def _tell_operator(template: Template, error: Exception) -> None:
    log.error("province_template_failed", template=f"{template.rule_set}/{template.file.name}", error=str(error))


async def try_out(template: Template, source: bytes) -> bytes:
    """With sample values, as PDF. Raises TemplateRefused unless it prints and shows every field it must."""
    pdf = await _print_foreign(template, source, template.sample, caller=None)
    text = _folded(" ".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)))
    lacking = [name for name, said in _must_show(template).items() if any(_folded(one) not in text for one in said)]
    if lacking:
        about = {name: said for name, said, _ in fields_of(template)}
        named = (f"{name} ({about[name]})" if about.get(name) else name for name in lacking)
        raise TemplateRefused(f"Mẫu không in các trường bắt buộc: {', '.join(named)}.")
    return pdf


def fields_of(template: Template) -> list[tuple[str, str, bool]]:
    """Name, what it is, whether it must be shown; for who writes a template."""
    return [
        (name, field.description or "", field.is_required()) for name, field in template.fields.model_fields.items()
    ]


async def _print_foreign(
    template: Template, source: bytes, data: Mapping[str, Any], *, caller: str | None = ""
) -> bytes:
    """`caller`: who pays, as `confined.run` reads it; nobody for a form that a counter waits for."""
    if len(source) > MOST_BYTES:
        raise TemplateRefused("Mẫu quá lớn: nhiều nhất 200.000 byte, hình ảnh viết trong mẫu dưới dạng SVG.")
    beside = {path.name: path.read_bytes() for path in template.file.parent.glob("*.typ")}
    shown, made = _filled(template, data)
    pdf: bytes = await confined.run(
        print_confined,
        {**beside, template.file.name: source},
        template.file.name,
        shown,
        made,
        seconds=_SECONDS,
        memory_mb=_MEMORY_MB,
        caller=caller,
    )
    return pdf


def print_confined(files: dict[str, bytes], main: str, shown: dict[str, Any], made: datetime) -> bytes:
    """Run in a process of its own: no file but these, and no way to a network."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        os.environ[name] = os.environ[name.lower()] = _NOWHERE
    if any(re.search(rb"@(preview|local)/", content) for content in files.values()):
        raise TemplateRefused("Mẫu không được dùng gói tải từ mạng (@preview, @local).")
    try:
        return print_source(files, main, shown, made)
    except typst.TypstError as error:
        raise TemplateRefused(_sentence(str(error))) from None


def _sentence(said: str) -> str:
    if found := re.search(r'dictionary does not contain key "([^"]*)"', said):
        return f"Mẫu dùng trường “{found[1]}” mà biểu mẫu này không có."
    if "file not found" in said or "escape the project root" in said or "failed to load file" in said:
        return "Mẫu đọc tệp ở ngoài: chỉ được dùng các tệp của biểu mẫu, như layout.typ."
    if "package" in said:
        return "Mẫu không được dùng gói tải từ mạng."
    first = said.splitlines()[0][:200] if said else "?"
    return f"Mẫu không dựng được, trình dựng báo: {first}."


def _filled(template: Template, data: Mapping[str, Any]) -> tuple[dict[str, Any], datetime]:
    """Every field of the model, as official papers write it, and the moment of the form's day."""
    try:
        read = template.fields.model_validate(dict(data))
    except ValidationError as error:
        named = sorted({".".join(map(str, finding["loc"])) for finding in error.errors()})
        raise IncompleteForm(f"form {template.name} lacks or does not know {', '.join(named)}") from error
    values = read.model_dump()
    shown = {"title": template.title, "form_number": template.number, **values}
    shown = _shown(shown)
    address = values.get(template.qr) if template.qr else None
    shown["qr_svg"] = qr_svg(str(address)) if address else ""
    scanned = values.get(template.barcode) if template.barcode else None
    shown["barcode_svg"] = _barcode_svg(str(scanned)) if scanned else ""
    day: date = values["issued_on"]
    return shown, datetime(day.year, day.month, day.day, tzinfo=VIETNAM_TIME)


def _must_show(template: Template) -> dict[str, list[str]]:
    """Required texts, each of a list of them, days and moments with what stands for them in the sample."""
    shown, _ = _filled(template, template.sample)
    required = [name for name, field in template.fields.model_fields.items() if field.is_required()]
    said = {name: shown[name] if isinstance(shown[name], list) else [shown[name]] for name in required}
    return {name: [one for one in ones if isinstance(one, str) and one] for name, ones in said.items()}


def _folded(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFC", fit(text))).casefold()


def _barcode_svg(text: str) -> str:
    """Code 128 with its quiet zones; one unit wide is one module, so that the form says how wide it is printed."""
    (modules,) = barcode.Code128(text).build()
    bars = "".join(
        f"M{bar.start() + _QUIET} 0h{len(bar[0])}v1h-{len(bar[0])}z" for bar in re.finditer("1+", str(modules))
    )
    width = len(modules) + 2 * _QUIET
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} 1" preserveAspectRatio="none" '
        f'width="{width}" height="1"><path d="{bars}"/></svg>'
    )


def _shown(value: Any) -> Any:
    """Moments and days as official papers write them; every text in the one normal form."""
    if isinstance(value, str):
        return nfc(value)
    if isinstance(value, datetime):
        at = value.astimezone(VIETNAM_TIME)
        return f"{at:%H} giờ {at:%M} phút, {_day(at)}"
    if isinstance(value, date):
        return _day(value)
    if isinstance(value, Mapping):
        return {str(key): _shown(item) for key, item in value.items()}
    if isinstance(value, Sequence):
        return [_shown(item) for item in value]
    return value


def _day(day: date) -> str:
    # Nghị định 30/2020/NĐ-CP: days below 10 and months 1 and 2 are written with a leading zero.
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"
