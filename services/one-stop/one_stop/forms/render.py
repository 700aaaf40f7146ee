"""Official forms and results as PDF.

Templates are files, chosen by the rule-set a dossier was accepted under. The data goes in as JSON and is only ever
shown, so nothing a citizen types is read as template code. The same data gives the same bytes again.
"""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

import pypdfium2
import segno

from shared.printing.printable import fit, print_pdf
from shared.standards.calendar_days import VIETNAM_TIME
from shared.standards.vietnamese import nfc

TEMPLATES = Path(__file__).parent / "templates"
POINTS_PER_SEAL = 90


class RuleSet(StrEnum):
    """Bộ quy định áp dụng cho hồ sơ."""

    ND61_2018 = "ND61_2018"  # Nghị định 61/2018/NĐ-CP, Thông tư 01/2018/TT-VPCP
    ND118_2025 = "ND118_2025"  # Nghị định 118/2025/NĐ-CP, Thông tư 03/2025/TT-VPCP


class FormNo(StrEnum):
    """Mẫu biểu, numbered as in Thông tư 03/2025/TT-VPCP, Phụ lục I."""

    RECEIPT = "01"
    SUPPLEMENT = "02"
    REFUSAL = "03"
    STOP = "05"
    CONTROL = "06"


@dataclass(frozen=True)
class PrintedForm:
    number: str
    title: str


PRINTED_FORMS: dict[tuple[RuleSet, FormNo], PrintedForm] = {
    (RuleSet.ND118_2025, FormNo.RECEIPT): PrintedForm("01", "Giấy tiếp nhận hồ sơ và hẹn trả kết quả"),
    (RuleSet.ND118_2025, FormNo.SUPPLEMENT): PrintedForm("02", "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ"),
    (RuleSet.ND118_2025, FormNo.REFUSAL): PrintedForm("03", "Phiếu từ chối tiếp nhận giải quyết hồ sơ"),
    (RuleSet.ND118_2025, FormNo.STOP): PrintedForm("05", "Thông báo dừng giải quyết hồ sơ"),
    (RuleSet.ND118_2025, FormNo.CONTROL): PrintedForm("06", "Phiếu kiểm soát quá trình giải quyết hồ sơ"),
    (RuleSet.ND61_2018, FormNo.RECEIPT): PrintedForm("01", "Giấy tiếp nhận hồ sơ và hẹn trả kết quả"),
    (RuleSet.ND61_2018, FormNo.SUPPLEMENT): PrintedForm("02", "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ"),
    (RuleSet.ND61_2018, FormNo.REFUSAL): PrintedForm("03", "Phiếu từ chối giải quyết hồ sơ"),
    (RuleSet.ND61_2018, FormNo.CONTROL): PrintedForm("05", "Phiếu kiểm soát quá trình giải quyết hồ sơ"),
}

_EVERY_FORM = ("agency", "place", "issued_on", "procedure")
REQUIRED: dict[str, tuple[str, ...]] = {
    "01": (*_EVERY_FORM, "code", "applicant", "papers", "term", "received_at", "due_at", "officer", "lookup_address"),
    "02": (*_EVERY_FORM, "number", "applicant", "items", "reason", "contact", "officer"),
    "03": (*_EVERY_FORM, "number", "applicant", "reason", "contact", "officer"),
    "05": (*_EVERY_FORM, "number", "code", "applicant", "ground", "signer", "signer_title"),
    "06": (*_EVERY_FORM, "code", "owner", "received_at", "due_at", "hand_overs"),
    "result": ("agency", "place", "issued_on", "number", "title", "signer", "signer_title", "verify_address"),
}


class IncompleteForm(ValueError):
    """The form cannot be printed: something it must show is not there, or the rule-set does not know the form."""


@dataclass(frozen=True)
class SignatureArea:
    """Where the leader's signature goes, in PDF points from the lower left corner; `page` counts from 0."""

    page: int
    left: float
    bottom: float
    right: float
    top: float


def render_form(form_no: str, data: Mapping[str, Any], rule_set: str = RuleSet.ND118_2025) -> bytes:
    """Print an official form; `lookup_url` in the data becomes the QR code of form 01."""
    try:
        printed = PRINTED_FORMS[RuleSet(rule_set), FormNo(form_no)]
    except (KeyError, ValueError) as error:
        raise IncompleteForm(f"no form {form_no} under {rule_set}") from error
    shown = {**data, "title": printed.title, "form_number": printed.number}
    return _render(f"form{FormNo(form_no)}.typ", str(FormNo(form_no)), shown, data.get("lookup_url"))


def render_result(data: Mapping[str, Any]) -> bytes:
    """Print the result document, with room for signature and seal; `verify_url` becomes its QR code."""
    return _render("result.typ", "result", data, data.get("verify_url"))


def find_signature_area(pdf: bytes, signer: str) -> SignatureArea | None:
    """The free room above the signer's name on the last page that has it."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        for index in reversed(range(len(document))):
            text = document[index].get_textpage()
            found = None
            search = text.search(fit(signer))
            while match := search.get_next():
                found = match
            if found:
                boxes = [text.get_charbox(found[0] + place) for place in range(found[1])]
                left, right = min(box[0] for box in boxes), max(box[2] for box in boxes)
                top = max(box[3] for box in boxes)
                middle = (left + right) / 2
                return SignatureArea(index, middle - POINTS_PER_SEAL, top + 4, middle + POINTS_PER_SEAL, top + 94)
    finally:
        document.close()
    return None


def _render(template: str, kind: str, data: Mapping[str, Any], address: Any) -> bytes:
    missing = [key for key in REQUIRED[kind] if data.get(key) in (None, "")]
    if missing:
        raise IncompleteForm(f"form {kind} lacks {', '.join(missing)}")
    shown = _shown(data)
    shown["qr_svg"] = _qr_svg(str(address)) if address else ""
    issued_on: date = data["issued_on"]
    return print_pdf(
        TEMPLATES / template, shown, datetime(issued_on.year, issued_on.month, issued_on.day, tzinfo=VIETNAM_TIME)
    )


def _qr_svg(address: str) -> str:
    written = io.BytesIO()
    segno.make(address, error="m", micro=False).save(written, kind="svg", scale=4, border=2, xmldecl=False)
    return written.getvalue().decode()


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
