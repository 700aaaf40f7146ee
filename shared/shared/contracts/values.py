"""Values that several events carry."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, ConfigDict

from shared.standards.parties import SubjectKind


class Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class FileReference(Value):
    """Tệp: content never rides the axis, only its SHA-256 (hex), size in bytes and media type."""

    sha256: str
    size: int
    media_type: str
    name: str


class Applicant(Value):
    """Người nộp hồ sơ hoặc chủ hồ sơ: cá nhân hay tổ chức."""

    kind: str
    """A `SubjectKind`; online accounts tell `citizen` from `organisation` only."""
    full_name: str
    personal_id: str = ""
    """Số định danh (12 digits) or, for an organisation, mã số thuế."""
    born_on: date | None = None
    identity_kind: str = ""
    """An `IdentityPaper` that was shown beside or instead of that number; empty for none."""
    identity_number: str = ""
    identity_issued_on: date | None = None
    address: str = ""
    phone: str = ""
    email: str = ""

    @property
    def is_person(self) -> bool:
        return self.kind == SubjectKind.CITIZEN


class DossierParty(Value):
    """Người của hồ sơ: by which number the applicant or owner of a dossier that was brought to a counter is known."""

    capacity: str
    """`applicant` or `owner`."""
    number: str
    """Số định danh, or mã số thuế where it is no person."""
    is_person: bool


class AttachedPaper(Value):
    """Thành phần hồ sơ kèm theo."""

    paper_code: str
    paper_name: str
    file: FileReference


class SupplementItem(Value):
    """Một mục cần bổ sung: a field of the e-form (`pointer`) or a paper (`paper_code`), and what to mend."""

    pointer: str = ""
    paper_code: str = ""
    note: str


class FormerName(Value):
    """Tên trước đây của cơ quan."""

    name: str
    until: date
    """Last day on which it held, included."""


class FormerCode(Value):
    """Mã định danh trước đây của cơ quan theo QĐ 20/2020; empty for a time in which it had none."""

    code: str
    until: date
    """Last day on which it held, included."""


class Share(Value):
    """Phần kế thừa: what of an agency that was split goes on at one of its successors."""

    successor_code: str
    successor_name: str
    units: tuple[str, ...] = ()
    """Ids of units that went there, as they were and as they are there."""
    matters: tuple[str, ...] = ()
    """Codes of procedures, and sectors by name."""


class Post(Value):
    """Vị trí công tác: who works where, as what."""

    agency_code: str
    role: str
    title: str
    unit: str = ""
    """Name of the unit inside the agency; empty for none."""
    unit_id: str = ""
    merged_units: tuple[str, ...] = ()
    """Units that were merged into that one: what somebody has to do in them is still his."""
    merged_agencies: tuple[str, ...] = ()
    """Codes of agencies that were merged into that one: what somebody has to do there is still his."""
    post_id: str = ""
    kind: str = ""
    """`main`, `concurrent` or `acting`; empty from who does not say."""


class Delegated(Value):
    """Ủy quyền đang có hiệu lực: in whose post a person may act besides, and what of it."""

    delegation_id: str
    post_id: str
    """The giver's post."""
    giver_id: str
    giver_name: str
    agency_code: str
    role: str
    title: str
    """The giver's."""
    powers: tuple[str, ...]
    valid_to: date
    """Last day, included."""


class StepTaken(Value):
    """Bước xử lý, as the citizen may see it."""

    code: str
    name: str
    agency_code: str
    agency_name: str
    holder_name: str = ""
    due_at: datetime | None = None


class Recipient(Value):
    """Người nhận thông báo: a person in a post at an agency, or without `person_id` whoever holds the role there now."""

    person_id: str = ""
    agency_code: str = ""
    role: str = ""


class FurtherResult(Value):
    """Kết quả khác của cùng hồ sơ, signed at the same moment as the first."""

    result_name: str
    result_number: str
    verification_code: str
    result: FileReference
    valid_until: date | None = None
    valid_from: date | None = None
    scope: str = ""
    result_code: str = ""


class RecalledFurther(Value):
    """Kết quả khác của hồ sơ, recalled with the first."""

    verification_code: str
    sha256: str


class PaperRequired(Value):
    """Thành phần hồ sơ theo quy định của thủ tục."""

    code: str
    name: str
    originals: int = 0
    copies: int = 0
    required: bool = True
    from_form: bool = False
    """Made from the answers of the e-form; nobody is asked to bring it once more."""
    cases: tuple[str, ...] = ()
    """Codes of the cases that ask for it; none: every case."""
    blank: FileReference | None = None
    """Mẫu đơn tải về, to be filled in by hand (TENMAUDON); None where it is not known."""


class ProcedureResult(Value):
    """Kết quả của thủ tục (KETQUATHUCHIEN)."""

    name: str
    code: str = ""
    """Mã kết quả of the national catalogue; empty while it is not known."""
    sample: FileReference | None = None
    """Mẫu kết quả; None where it is not known."""


class LegalDocument(Value):
    """Văn bản căn cứ của thủ tục (CANCUPHAPLY of the national record); what is not known is empty."""

    number: str
    name: str
    agency: str = ""
    issued_on: date | None = None
    effective_on: date | None = None
    url: str = ""
    """Địa chỉ truy cập, http or https."""


class Terms(Value):
    """Thời hạn giải quyết và phí, lệ phí (đồng)."""

    term_amount: int
    term_unit: str
    fee: int


class ChannelTerms(Terms):
    """Thời hạn và phí của một kênh, where they are not those of its case: `counter`, `online` or `post` (KENH 1-3)."""

    channel: str


class ProcedureCase(Terms):
    """Trường hợp của thủ tục (TRUONGHOP): its own term and fee; which papers it asks for is said by them."""

    code: str
    """Empty for the one case of a procedure that declares none."""
    name: str
    channels: tuple[ChannelTerms, ...] = ()

    def on(self, channel: str) -> Terms:
        """What counts for who hands in over this channel."""
        return next((terms for terms in self.channels if terms.channel == channel), self)

    @classmethod
    def only(cls, term_amount: int, term_unit: str, fee: int) -> "ProcedureCase":
        """The one of a procedure that declares none."""
        return cls(code="", name="", term_amount=term_amount, term_unit=term_unit, fee=fee)

    @classmethod
    def offered(cls, declared: Iterable[Mapping[str, Any]], only: "ProcedureCase") -> "list[ProcedureCase]":
        """Các trường hợp of a procedure, at least one."""
        return [cls.model_validate(case) for case in declared] or [only]


class DecidingDocument(Value):
    """Quyết định công bố thủ tục, or the one that suspends or abolishes it."""

    number: str
    day: date
    agency: str


class ProcedureDetails(Value):
    """Nội dung công khai của thủ tục, in words; empty where it is not known."""

    sequence: str = ""
    """Trình tự thực hiện."""
    at_counter: str = ""
    online: str = ""
    by_post: str = ""
    """Cách thức thực hiện, for each channel."""
    subjects: str = ""
    """Đối tượng thực hiện."""
    conditions: str = ""
    """Yêu cầu, điều kiện."""
    legal_basis: str = ""
    """Căn cứ pháp lý."""
