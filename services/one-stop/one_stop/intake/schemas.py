"""Tiếp nhận trực tiếp tại quầy (KENH 1): what the officer types from the papers."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, model_validator

from one_stop.dossiers.handed_in import Representation
from one_stop.dossiers.schemas import In
from shared.contracts.values import Applicant
from shared.core import clock
from shared.core.errors import FieldError, Invalid
from shared.core.fields import Day, OptionalEmail, OptionalIdentifier, OptionalPhone
from shared.printing.printable import (
    PrintedLine,
    PrintedName,
    PrintedParagraphs,
    PrintedRequiredLine,
    without_controls,
)
from shared.standards.identifiers import is_personal_id
from shared.standards.parties import BY_PAPER, IdentityPaper, Relation, SubjectKind
from shared.standards.typed import clean_paragraphs, read_code

PERSON = "Cá nhân dùng số định danh gồm 12 chữ số; nếu là tổ chức, hãy chọn lại đối tượng."
ORGANISATION = "Tổ chức dùng mã số thuế 10 hoặc 13 chữ số; nếu là cá nhân, hãy chọn lại đối tượng."
SAME = "Chủ hồ sơ trùng với người nộp; hãy để trống phần chủ hồ sơ nếu nộp cho chính mình."
OWNER_UNNAMED = "Hãy nhập tên chủ hồ sơ."
MOST_COPIES = 99

PaperNumber = Annotated[PrintedLine, StringConstraints(max_length=60), AfterValidator(read_code)]
Copies = Annotated[int, Field(ge=0, le=MOST_COPIES)]
PaperCode = Annotated[str, StringConstraints(max_length=100)]
AgencyCode = Annotated[str, StringConstraints(max_length=40)]
CaseCode = Annotated[str, StringConstraints(max_length=40)]
AnswerText = Annotated[
    str, StringConstraints(max_length=10_000), BeforeValidator(without_controls), AfterValidator(clean_paragraphs)
]
AnswerNumber = Annotated[float, Field(allow_inf_nan=False, ge=-(10**15), le=10**15)]
Answer = (
    bool | int | AnswerNumber | AnswerText | Annotated[list[AnswerText], Field(max_length=200)] | dict[str, AnswerText]
)
"""As a browser or a program sends it; what it must be is said by the e-form. Days come as text, or in three parts."""
AnswerName = Annotated[str, StringConstraints(max_length=100), BeforeValidator(without_controls)]


class PaperBrought(In):
    """Giấy tờ thực nhận: how many of which kind lie on the counter."""

    code: PaperCode
    originals: Copies = 0
    certified_copies: Copies = 0
    copies: Copies = 0

    def numbers(self) -> dict[str, int]:
        return {"originals": self.originals, "certified_copies": self.certified_copies, "copies": self.copies}


class CounterReception(In):
    """Tiếp nhận trực tiếp tại quầy: procedure, applicant and owner, who hands in for whom, and the papers that came."""

    dossier_id: UUID | None = None
    """Chosen by the sender, so that a repeat makes no second dossier."""
    walk_in_id: UUID | None = None
    """The line of the register of guidance from which this goes on, where the person was here before."""
    procedure_code: PrintedRequiredLine
    case_code: CaseCode = ""
    """Trường hợp; may be left out where the procedure has only one."""
    agency_code: AgencyCode = ""
    """Cơ quan có thẩm quyền, where it is another than the counter's own."""
    helped_agency_code: AgencyCode = ""
    """Nơi hướng dẫn, hỗ trợ người nộp, where that was another than the counter."""
    channel: Literal["counter", "post"] = "counter"
    """Hồ sơ nộp trực tiếp, or came by post."""
    applicant_kind: SubjectKind = SubjectKind.CITIZEN
    full_name: PrintedName
    personal_id: OptionalIdentifier = ""
    birth_date: Day | None = None
    identity_kind: IdentityPaper | Literal[""] = ""
    identity_number: PaperNumber = ""
    identity_issued_on: Day | None = None
    address: PrintedRequiredLine
    phone: OptionalPhone = ""
    email: OptionalEmail = ""
    owner_kind: SubjectKind = SubjectKind.CITIZEN
    owner_name: PrintedLine = ""
    """Chủ hồ sơ, where somebody else hands it in; empty when the applicant is the owner."""
    owner_id: OptionalIdentifier = ""
    owner_birth_date: Day | None = None
    owner_identity_kind: IdentityPaper | Literal[""] = ""
    owner_identity_number: PaperNumber = ""
    owner_identity_issued_on: Day | None = None
    owner_address: PrintedLine = ""
    owner_phone: OptionalPhone = ""
    relation: Relation | Literal[""] = ""
    """Tư cách người nộp thay: what the applicant is to the owner."""
    authority_number: PrintedLine = ""
    authority_date: Day | None = None
    """Of the paper of authority or introduction."""
    content: PrintedParagraphs = ""
    """Nội dung yêu cầu giải quyết."""
    answers: Annotated[dict[AnswerName, Answer], Field(max_length=300)] | None = None
    """Tờ khai, answers of the procedure's e-form by field; None: the declaration came on paper and is not typed in."""
    paper_codes: Annotated[list[PaperCode], Field(max_length=100, default_factory=list)]
    """Papers that came in the numbers that the procedure asks for."""
    papers: Annotated[list[PaperBrought], Field(max_length=100, default_factory=list)]
    """Papers that came, counted; before what `paper_codes` says of them."""
    at_once: bool = False
    """Giải quyết ngay: settled and handed out in the same act, where the procedure allows it."""
    receipt_wanted: bool = False
    """Người nộp yêu cầu giấy tiếp nhận: form 01 for what is settled at once too; every other dossier has it in any case."""
    decided_by: PrintedLine = ""
    """Người ký, quyết định, with his title: who settled it at once."""
    result_number: PrintedLine = ""
    """Số, ký hiệu of the paper that was handed out at once, where it has one."""
    pays: bool = False
    """Phí, lệ phí thu khi tiếp nhận was paid in cash: a receipt is written in the same act."""
    exempt_group: Annotated[PrintedLine, StringConstraints(max_length=200)] = ""
    """Nhóm được miễn, giảm of the fee table; without `pays` nothing is taken, or what is left is taken later."""
    sets: Annotated[int, Field(ge=1, le=99)] = 1
    """Số bộ hồ sơ."""
    return_channel: Literal["counter", "competent-counter", "post"] = "counter"
    """Without an account nobody could fetch an electronic result. `counter`: where it is handed in; `competent-counter`: at the
    agency that decides."""
    return_address: Annotated[PrintedLine, StringConstraints(max_length=300)] = ""
    """Địa chỉ nhận qua bưu chính, where it is not the applicant's own."""

    @model_validator(mode="after")
    def _fits_together(self) -> "CounterReception":
        """A number is of its kind of person, applicant and owner are two, and who hands in for another says as what."""
        found = [
            *_of_party(self, ""),
            *_of_party(self, "owner_"),
            *_of_owner(self),
            *_of_papers(self),
            *_of_at_once(self),
            *_of_return(self),
        ]
        if found:
            raise Invalid("invalid_input", fields=found)
        return self

    def owner(self) -> Applicant | None:
        if not self.owner_name:
            return None
        return Applicant(
            kind=self.owner_kind,
            full_name=self.owner_name,
            personal_id=self.owner_id,
            born_on=self.owner_birth_date,
            identity_kind=self.owner_identity_kind,
            identity_number=self.owner_identity_number,
            identity_issued_on=self.owner_identity_issued_on,
            address=self.owner_address,
            phone=self.owner_phone,
        )

    def applicant(self) -> Applicant:
        return Applicant(
            kind=self.applicant_kind,
            full_name=self.full_name,
            personal_id=self.personal_id,
            born_on=self.birth_date,
            identity_kind=self.identity_kind,
            identity_number=self.identity_number,
            identity_issued_on=self.identity_issued_on,
            address=self.address,
            phone=self.phone,
            email=self.email,
        )

    def representation(self) -> Representation | None:
        if not self.owner_name:
            return None
        return Representation(
            relation=self.relation, authority_number=self.authority_number, authority_date=self.authority_date
        )

    def counted(self) -> dict[str, dict[str, int]]:
        return {paper.code: paper.numbers() for paper in self.papers}


def _of_party(new: CounterReception, prefix: str) -> list[FieldError]:
    """Faults of the numbers and days of the applicant, or with `owner_` of the owner."""
    number_at = "owner_id" if prefix else "personal_id"
    kind = new.owner_kind if prefix else new.applicant_kind
    person, number = kind == SubjectKind.CITIZEN, str(getattr(new, number_at))
    found = []
    if number and person != is_personal_id(number):
        code = "citizen" if person else "organisation"
        found.append(FieldError(f"/{number_at}", f"{code}_number_wrong", PERSON if person else ORGANISATION))
    shown, shown_number = (getattr(new, f"{prefix}identity_{part}") for part in ("kind", "number"))
    if shown and not shown_number:
        found.append(FieldError(f"/{prefix}identity_number", "value_missing", "Hãy nhập số của giấy tờ đã chọn."))
    if shown_number and not shown:
        found.append(FieldError(f"/{prefix}identity_kind", "value_missing", "Hãy chọn loại giấy tờ."))
    if shown == IdentityPaper.OLD_CARD and not (shown_number.isdecimal() and len(shown_number) in (9, 12)):
        sentence = "Số chứng minh nhân dân gồm 9 hoặc 12 chữ số."
        found.append(FieldError(f"/{prefix}identity_number", "identity_number_wrong", sentence))
    for name in ("birth_date", "identity_issued_on"):
        found += _not_ahead(f"{prefix}{name}", getattr(new, f"{prefix}{name}"))
    return found


def _of_owner(new: CounterReception) -> list[FieldError]:
    found = _not_ahead("authority_date", new.authority_date)
    if new.owner_id and new.owner_id == new.personal_id:
        found.append(FieldError("/owner_id", "owner_is_applicant", SAME))
    about_owner = (new.owner_id, new.owner_address, new.owner_phone, new.owner_identity_number, new.relation)
    if not new.owner_name:
        if any(about_owner) or new.owner_birth_date:
            found.append(FieldError("/owner_name", "value_missing", OWNER_UNNAMED))
        return found
    if not new.relation:
        found.append(FieldError("/relation", "value_missing", "Hãy chọn người nộp là gì của chủ hồ sơ."))
    if new.relation in BY_PAPER and not new.authority_number:
        sentence = "Hãy nhập số của giấy ủy quyền, giấy giới thiệu; giấy không có số thì ghi “không số”."
        found.append(FieldError("/authority_number", "value_missing", sentence))
    if new.relation in BY_PAPER and new.authority_date is None:
        found.append(
            FieldError("/authority_date", "value_missing", "Hãy nhập ngày của giấy ủy quyền, giấy giới thiệu.")
        )
    return found


def _of_at_once(new: CounterReception) -> list[FieldError]:
    if not new.at_once:
        return []
    found = []
    if not new.decided_by:
        sentence = "Hãy nhập họ tên, chức vụ của người ký, quyết định."
        found.append(FieldError("/decided_by", "value_missing", sentence))
    if new.channel != "counter":
        sentence = "Chỉ giải quyết ngay hồ sơ nộp trực tiếp tại quầy; hồ sơ qua bưu chính thì tiếp nhận như thường lệ."
        found.append(FieldError("/channel", "at_once_by_post", sentence))
    return found


def _of_return(new: CounterReception) -> list[FieldError]:
    if not new.return_address or new.return_channel == "post":
        return []
    sentence = "Chỉ ghi địa chỉ nhận khi chọn nhận kết quả qua bưu chính."
    return [FieldError("/return_address", "not_by_post", sentence)]


def _of_papers(new: CounterReception) -> list[FieldError]:
    found = []
    for index, paper in enumerate(new.papers):
        if not any(paper.numbers().values()):
            sentence = "Giấy tờ đã đánh dấu là đã nhận phải có ít nhất một bản."
            found.append(FieldError(f"/papers/{index}", "paper_without_copies", sentence))
        if any(other.code == paper.code for other in new.papers[:index]):
            found.append(FieldError(f"/papers/{index}/code", "paper_twice", "Giấy tờ này đã được kê."))
    return found


def _not_ahead(name: str, day: date | None) -> list[FieldError]:
    if day is None or day <= clock.local_now().date():
        return []
    return [FieldError(f"/{name}", "date_ahead", "Ngày này chưa đến; hãy kiểm tra lại.")]
