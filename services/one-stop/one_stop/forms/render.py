"""Official forms and results as PDF: which there are under each rule-set, and where the leader's signature goes.

A form is chosen by the rule-set a dossier was accepted under; what it shows is in `fields`, how it is printed in `shared.printing.forms`.
"""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import pypdfium2

from one_stop.forms import fields, post_fields, report_fields, samples
from one_stop.forms.locales import local_templates
from one_stop.forms.rule_sets import RuleSet
from shared.printing.forms import Fields, IncompleteForm, Template
from shared.printing.printable import fit
from shared.standards.result_outcomes import ResultOutcome

TEMPLATES = Path(__file__).parent / "templates"
POINTS_PER_SEAL = 90
RESULT = "result"
NEGATIVE = "negative"
NEGATIVE_TITLE = "Văn bản trả lời không đủ điều kiện giải quyết"
REGISTER = "register"
APPROVAL = "approval"
PART_ASK = "part-ask"
PART_ANSWER = "part-answer"
REPORT_TITLE = "Tình hình, kết quả giải quyết thủ tục hành chính"
REPORT = "report"
RETURN_RECEIPT = "tra-ket-qua"
POST_LIST = "bang-ke-buu-dien"
UNIT_LIST = "giay-ban-giao"
FEE_RECEIPT = "bien-lai"
LABEL = "label"
"""No form of the circular: what is stuck on the folder."""


class FormNo(StrEnum):
    """Mẫu biểu, numbered as in Thông tư 03/2025/TT-VPCP, Phụ lục I."""

    RECEIPT = "01"
    SUPPLEMENT = "02"
    REFUSAL = "03"
    APOLOGY = "04"
    STOP = "05"
    CONTROL = "06"
    WITHDRAWAL = "rut-ho-so"  # không đánh số trong Thông tư


@dataclass(frozen=True)
class PrintedForm:
    number: str
    title: str


PRINTED_FORMS: dict[tuple[RuleSet, FormNo], PrintedForm] = {
    (RuleSet.ND118_2025, FormNo.RECEIPT): PrintedForm("01", "Giấy tiếp nhận hồ sơ và hẹn trả kết quả"),
    (RuleSet.ND118_2025, FormNo.SUPPLEMENT): PrintedForm("02", "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ"),
    (RuleSet.ND118_2025, FormNo.REFUSAL): PrintedForm("03", "Phiếu từ chối tiếp nhận giải quyết hồ sơ"),
    (RuleSet.ND118_2025, FormNo.APOLOGY): PrintedForm("04", "Văn bản xin lỗi và đề nghị gia hạn thời gian giải quyết"),
    (RuleSet.ND118_2025, FormNo.STOP): PrintedForm("05", "Thông báo dừng giải quyết hồ sơ"),
    (RuleSet.ND118_2025, FormNo.WITHDRAWAL): PrintedForm("", "Giấy xác nhận rút hồ sơ"),
    (RuleSet.ND118_2025, FormNo.CONTROL): PrintedForm("06", "Phiếu kiểm soát quá trình giải quyết hồ sơ"),
    (RuleSet.ND61_2018, FormNo.RECEIPT): PrintedForm("01", "Giấy tiếp nhận hồ sơ và hẹn trả kết quả"),
    (RuleSet.ND61_2018, FormNo.SUPPLEMENT): PrintedForm("02", "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ"),
    (RuleSet.ND61_2018, FormNo.REFUSAL): PrintedForm("03", "Phiếu từ chối giải quyết hồ sơ"),
    (RuleSet.ND61_2018, FormNo.APOLOGY): PrintedForm("04", "Phiếu xin lỗi và hẹn lại ngày trả kết quả"),
    (RuleSet.ND61_2018, FormNo.WITHDRAWAL): PrintedForm("", "Giấy xác nhận rút hồ sơ"),
    (RuleSet.ND61_2018, FormNo.CONTROL): PrintedForm("05", "Phiếu kiểm soát quá trình giải quyết hồ sơ"),
}

BARCODED = frozenset({FormNo.RECEIPT})
"""Forms that bear the dossier's code as a barcode."""

_SHOWN: dict[str, tuple[type[Fields], str]] = {
    FormNo.RECEIPT: (fields.Receipt, "lookup_url"),
    FormNo.SUPPLEMENT: (fields.Supplement, ""),
    FormNo.REFUSAL: (fields.Refusal, ""),
    FormNo.APOLOGY: (fields.Apology, ""),
    FormNo.STOP: (fields.Stop, ""),
    FormNo.WITHDRAWAL: (fields.Withdrawal, ""),
    FormNo.CONTROL: (fields.Control, ""),
}


def _templates() -> dict[tuple[str, str], Template]:
    found = {}
    for (rule_set, form_no), printed in PRINTED_FORMS.items():
        shown, qr = _SHOWN[form_no]
        file, sample = TEMPLATES / f"form{form_no}.typ", samples.form_sample(form_no)
        found[str(rule_set), str(form_no)] = Template(
            form_no,
            rule_set,
            printed.title,
            printed.number,
            file,
            shown,
            sample,
            qr,
            "code" if form_no in BARCODED else "",
        )
    for rule_set in RuleSet:
        for name, title, letter, shown, sample in (
            (RESULT, "Kết quả giải quyết", "result.typ", fields.Result, samples.RESULT),
            (NEGATIVE, NEGATIVE_TITLE, "negative.typ", fields.Negative, samples.NEGATIVE),
        ):
            found[str(rule_set), name] = Template(
                name, rule_set, title, "", TEMPLATES / letter, shown, sample, "verify_url"
            )
        receipt = TEMPLATES / "return.typ"
        found[str(rule_set), RETURN_RECEIPT] = Template(
            RETURN_RECEIPT, rule_set, "Giấy biên nhận trả kết quả", "", receipt, fields.ReturnReceipt, samples.RETURNED
        )
        file = TEMPLATES / "label.typ"
        label = Template(LABEL, rule_set, "Nhãn hồ sơ", "", file, fields.Label, samples.LABEL, barcode="code")
        found[str(rule_set), LABEL] = label
    found |= _own_slips() | local_templates(found)
    for rule_set, number in REGISTER_NUMBERS.items():
        file = TEMPLATES / "register.typ"
        found[str(rule_set), REGISTER] = Template(
            REGISTER, rule_set, "Sổ theo dõi hồ sơ", number, file, fields.DossierRegister, samples.REGISTER
        )
    return found


def _own_slips() -> dict[tuple[str, str], Template]:
    """The province's own, whatever rule-set the dossier was accepted under."""
    rule_set = RuleSet.ND118_2025
    return {
        (str(rule_set), name): Template(name, rule_set, title, "", TEMPLATES / slip, shown, sample)
        for name, title, slip, shown, sample in (
            (APPROVAL, "Phiếu duyệt, trình ký kết quả", "approval.typ", fields.Approval, samples.APPROVAL),
            (REPORT, REPORT_TITLE, "report.typ", report_fields.Report, samples.REPORT),
            (POST_LIST, "Bảng kê giao bưu điện", "post_list.typ", post_fields.PostSheet, samples.POSTED),
            (UNIT_LIST, "Giấy bàn giao hồ sơ", "unit_list.typ", post_fields.UnitSheet, samples.HANDED),
            (
                FEE_RECEIPT,
                "Biên lai thu phí, lệ phí",
                "fee_receipt.typ",
                post_fields.FeeReceiptSheet,
                post_fields.FEE_SAMPLE,
            ),
            (PART_ASK, "Phiếu lấy ý kiến", "part_ask.typ", fields.PartAsk, samples.PART_ASK),
            (PART_ANSWER, "Phiếu trả lời ý kiến", "part_answer.typ", fields.PartAnswer, samples.PART_ANSWER),
        )
    }


REGISTER_NUMBERS = {RuleSet.ND61_2018: "06", RuleSet.ND118_2025: "07"}
FORM_TEMPLATES = _templates()
"""By rule-set and name: `01` ... `06`, `register`, `result`, `negative`, `label`, `tra-ket-qua`."""


def form_of(outcome: str) -> str:
    """A negative answer is a letter, whatever the procedure gives those who are granted it."""
    return NEGATIVE if outcome == ResultOutcome.REFUSED else RESULT


@dataclass(frozen=True)
class SignatureArea:
    """Where the leader's signature goes, in PDF points from the lower left corner; `page` counts from 0."""

    page: int
    left: float
    bottom: float
    right: float
    top: float


def template_of(form_no: str, rule_set: str) -> Template:
    """Raise IncompleteForm for a form that the rule-set does not know."""
    found = FORM_TEMPLATES.get((str(rule_set), str(form_no)))
    if found is None:
        raise IncompleteForm(f"no form {form_no} under {rule_set}")
    return found


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
