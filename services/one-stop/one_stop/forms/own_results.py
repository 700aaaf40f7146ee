"""Mẫu in riêng: how a procedure's own results look, with all that a general one may show and what was answered in its e-form."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from pydantic import Field

from one_stop.forms import samples
from one_stop.forms.fields import Person, Result
from one_stop.forms.render import RESULT, TEMPLATES
from shared.printing.forms import Fields, Template

OWN = "thu-tuc"
"""In the place of a rule-set: results are no form of the circular, so theirs hold under each."""


class Answer(Fields):
    """Một câu trả lời trong tờ khai."""

    label: str
    value: str = ""


class OwnResult(Result):
    """Kết quả giải quyết in theo mẫu riêng của thủ tục."""

    procedure: str = Field("", description="tên thủ tục")
    applicant: Person = Field(Person(), description="người nộp: name, address, phone, email, id_number")
    owner: Person = Field(Person(), description="chủ hồ sơ, là người nộp khi nộp cho mình")
    received_at: datetime | None = Field(None, description="thời điểm nhận hồ sơ")
    valid_from: date | None = Field(None, description="ngày có hiệu lực")
    valid_until: date | None = Field(None, description="ngày hết hiệu lực")
    scope: str = Field("", description="phạm vi hiệu lực")
    answers: dict[str, Answer] = Field({}, description="câu trả lời trong tờ khai, theo tên trường: label, value")


def own_template(code: str, name: str = "", labels: Sequence[Mapping[str, Any]] = ()) -> Template:
    """`labels`: fields of the procedure's e-form, for the sample."""
    answers = {str(label["name"]): {"label": str(label["title"]), "value": _example(label)} for label in labels}
    sample = {
        **samples.RESULT,
        "procedure": name or samples.BASE["procedure"],
        "owner": samples.LAN,
        "received_at": samples.RECEIVED,
        "valid_from": date(2026, 3, 2),
        "valid_until": date(2031, 3, 2),
        "scope": "Trong tỉnh",
        "answers": answers,
    }
    file = TEMPLATES / f"{RESULT}.typ"
    return Template(code, OWN, f"Kết quả: {name}", "", file, OwnResult, sample, "verify_url", typed=True)


def _example(label: Mapping[str, Any]) -> str:
    """What an answer may look like."""
    if choices := label.get("choices"):
        return str(next(iter(dict(choices).values())))
    return "02/03/2026" if label.get("format") == "date" else f"({label['title']})"
