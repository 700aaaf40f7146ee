"""What the officer says of who fetches a result, and what programs read of it."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field, StringConstraints, model_validator

from one_stop.dossiers.schemas import In
from one_stop.intake.schemas import PaperCode, PaperNumber
from one_stop.returns.models import ResultReturn
from one_stop.returns.rules import PERSONAL, AuthorityPaper, Capacity, Compared, Receipt, ShownPaper, is_ahead
from shared.core import clock
from shared.core.errors import FieldError, Invalid
from shared.core.fields import Day
from shared.printing.printable import PrintedLine
from shared.standards.identifiers import is_personal_id
from shared.standards.typed import SENTENCES

LARGEST_SIGNATURE = 400_000
"""Characters of the drawing as text."""
_AHEAD = "Ngày này chưa đến; hãy kiểm tra lại."


class HandingOver(In):
    """Trả kết quả: who came, with which identity paper, by which authority, and which originals go back."""

    capacity: Capacity | Literal[""] = ""
    """Empty: applicant or owner, whoever has the number that was shown."""
    returned_to: PrintedLine = ""
    """Name of who came with a paper of authority; of applicant and owner the dossier has it."""
    identity_kind: ShownPaper
    identity_number: PaperNumber
    difference: PrintedLine = ""
    """Why the number differs from the dossier's although it is the person."""
    authority_kind: AuthorityPaper | Literal[""] = ""
    authority_number: PrintedLine = ""
    authority_date: Day | None = None
    original_codes: Annotated[list[PaperCode], Field(max_length=100, default_factory=list)]
    """Papers whose originals are given back."""
    signature: Annotated[str, StringConstraints(max_length=LARGEST_SIGNATURE, pattern=r"^[A-Za-z0-9+/=:;,]*$")] = ""
    """Drawn on a tablet: a PNG in base64. Without it the receipt is printed and signed on paper."""

    @model_validator(mode="after")
    def _fits_together(self) -> "HandingOver":
        if found := [*_of_identity(self), *_of_authority(self)]:
            raise Invalid("invalid_input", fields=found)
        return self


def _of_identity(handing: HandingOver) -> list[FieldError]:
    number, kind = handing.identity_number, handing.identity_kind
    digits = "".join(sign for sign in number if sign not in "-./")
    if not digits:
        return [FieldError("/identity_number", "value_missing", "Hãy nhập số giấy tờ đã đối chiếu.")]
    if kind in PERSONAL and not is_personal_id(digits):
        return [FieldError("/identity_number", "personal_id_wrong", SENTENCES["personal_id_wrong"])]
    if kind == ShownPaper.OLD_CARD and not (digits.isdecimal() and len(digits) in (9, 12)):
        sentence = "Số chứng minh nhân dân gồm 9 hoặc 12 chữ số."
        return [FieldError("/identity_number", "identity_number_wrong", sentence)]
    return []


def _of_authority(handing: HandingOver) -> list[FieldError]:
    shown = {
        "authority_kind": (handing.authority_kind, "Hãy chọn loại giấy cho phép nhận thay."),
        "authority_number": (handing.authority_number, "Hãy nhập số của giấy; giấy không có số thì ghi “không số”."),
        "authority_date": (handing.authority_date, "Hãy nhập ngày của giấy."),
    }
    if handing.capacity != Capacity.HOLDER:
        if any(value for value, _ in shown.values()):
            sentence = "Giấy ủy quyền, giới thiệu chỉ dùng khi người khác nhận thay: hãy chọn lại người nhận hoặc để trống phần này."
            return [FieldError("/capacity", "authority_unneeded", sentence)]
        return []
    found = [
        FieldError(f"/{name}", "value_missing", sentence) for name, (value, sentence) in shown.items() if not value
    ]
    if not any(sign.isalpha() for sign in handing.returned_to):
        found.append(FieldError("/returned_to", "value_missing", "Hãy nhập họ và tên người đến nhận."))
    if is_ahead(handing.authority_date, clock.local_now().date()):
        found.append(FieldError("/authority_date", "date_ahead", _AHEAD))
    return found


class ResultReturnOut(BaseModel):
    """Một lượt trả kết quả; one that was undone says by whom and why."""

    id: UUID
    at: datetime
    by_name: str
    receiver_name: str
    capacity: Capacity
    identity_kind: ShownPaper | Literal[""]
    """Empty of what the post delivered; the number is then that of the item."""
    identity_number: str
    compared: Compared
    difference: str
    authority_kind: str
    authority_number: str
    authority_date: date | None
    receipt: Receipt
    results: list[dict[str, Any]]
    originals: list[dict[str, Any]]
    fee_due: int
    undone_at: datetime | None
    undone_by_name: str
    undone_reason: str

    @classmethod
    def of(cls, row: ResultReturn) -> "ResultReturnOut":
        return cls.model_validate({name: getattr(row, name) for name in cls.model_fields})


class Collector(BaseModel):
    """Người được nhận kết quả không cần giấy ủy quyền."""

    capacity: Capacity
    name: str


class ReturnsOut(BaseModel):
    """Ai được nhận, phí còn phải nộp, bản chính đang giữ; and what was returned already."""

    collectors: list[Collector]
    fee_due: int
    originals: list[dict[str, Any]]
    returns: list[ResultReturnOut]
