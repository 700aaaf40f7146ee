"""Mẫu in riêng: how a procedure's own results look, with all that a general one may show and what was answered in its e-form.

Each kind of result that it declares (`procedures.results`) may have a look of its own; the others have that of the procedure.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from pydantic import Field

from one_stop.forms import samples
from one_stop.forms.fields import Person, Result
from one_stop.forms.render import RESULT, TEMPLATES
from one_stop.procedures.results import DeclaredResult
from shared.printing.forms import Fields, Template

OWN = "thu-tuc"
"""In the place of a rule-set: results are no form of the circular, so theirs hold under each."""
_KIND = "--"
"""Between the code of a procedure and that of a result, in the name of a template; in neither of them."""


def own_name(procedure_code: str, result_code: str = "") -> str:
    """`2.001` of all its results, `2.001--KQ.G07.000122` of one kind."""
    return f"{procedure_code}{_KIND}{result_code}" if result_code else procedure_code


def own_codes(name: str) -> tuple[str, str]:
    """Code of the procedure and of the result; the latter is empty for all that the procedure has."""
    code, _, kind = name.partition(_KIND)
    return code, kind


class Answer(Fields):
    """Một câu trả lời trong tờ khai."""

    label: str
    value: str = ""


class OwnResult(Result):
    """Kết quả giải quyết in theo mẫu riêng của thủ tục. What was drafted is given and shown, whatever the look."""

    paragraphs: list[str] = Field(description="các đoạn nội dung đã soạn")
    procedure: str = Field("", description="tên thủ tục")
    applicant: Person = Field(Person(), description="người nộp: name, address, phone, email, id_number")
    owner: Person = Field(Person(), description="chủ hồ sơ, là người nộp khi nộp cho mình")
    received_at: datetime | None = Field(None, description="thời điểm nhận hồ sơ")
    valid_from: date | None = Field(None, description="ngày có hiệu lực")
    valid_until: date | None = Field(None, description="ngày hết hiệu lực")
    scope: str = Field("", description="phạm vi hiệu lực")
    answers: dict[str, Answer] = Field({}, description="câu trả lời trong tờ khai, theo tên trường: label, value")


def own_template(
    name: str, procedure: str = "", labels: Sequence[Mapping[str, Any]] = (), declared: DeclaredResult | None = None
) -> Template:
    """`labels`: fields of the procedure's e-form, for the sample; `declared`: the one kind of result that it is for."""
    answers = {str(label["name"]): {"label": str(label["title"]), "value": _example(label)} for label in labels}
    sample = {
        **samples.RESULT,
        "title": declared.name if declared else samples.RESULT["title"],
        "paragraphs": [*samples.RESULT["paragraphs"], _SECOND],
        "procedure": procedure or samples.BASE["procedure"],
        "owner": samples.LAN,
        "received_at": samples.RECEIVED,
        "valid_from": date(2026, 3, 2),
        "valid_until": date(2031, 3, 2),
        "scope": "Trong tỉnh",
        "answers": answers,
    }
    file = TEMPLATES / f"{RESULT}.typ"
    title = f"Kết quả: {procedure}{f' – {declared.name}' if declared else ''}"
    otherwise = "Mẫu riêng của thủ tục nếu có, không thì mẫu chung" if declared else ""
    return Template(name, OWN, title, "", file, OwnResult, sample, "verify_url", typed=True, otherwise=otherwise)


_SECOND = "Kết quả này thay kết quả số 98/GPXD ngày 02 tháng 3 năm 2021."
"""A look that shows but the first paragraph shows not all that was drafted."""


def _example(label: Mapping[str, Any]) -> str:
    """What an answer may look like."""
    if choices := label.get("choices"):
        return str(next(iter(dict(choices).values())))
    return "02/03/2026" if label.get("format") == "date" else f"({label['title']})"
