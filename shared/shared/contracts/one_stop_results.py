"""What one-stop tells of a result that was issued before."""

from datetime import date, datetime
from typing import ClassVar

from shared.contracts.event import Event
from shared.contracts.one_stop import DossierEvent


class ResultChanged(DossierEvent):
    """Thay đổi của kết quả đã cấp: revoked, corrected, replaced, extended or restored, by which document."""

    type: ClassVar[str] = "one-stop.result-changed.v1"
    summary: ClassVar[str] = "Kết quả đã cấp bị thu hồi, được đính chính, thay thế, gia hạn hoặc khôi phục hiệu lực"

    dossier_id: str
    verification_code: str
    sha256: str
    change: str
    """`revoked`, `corrected`, `replaced`, `extended`, `restored` (`shared.standards.result_states`)."""
    state: str
    """What the result is afterwards: `in-force`, `revoked`, `replaced`."""
    agency_code: str
    """Who decided: the agency that issued it, or the one that does its work now."""
    ground: str = ""
    """Of a revocation: `RevocationGround`."""
    reason: str
    """For the owner alone."""
    legal_basis: str
    document_number: str
    document_date: date
    corrected: str = ""
    """Of a correction: what is read how."""
    replaced_by: str = ""
    """Verification code of the new result."""
    replaced_by_number: str = ""
    valid_until: date | None = None
    """The last day on which it counts, as it stands now."""
    changed_at: datetime


class ResultDigitised(DossierEvent):
    """Kết quả giấy được số hóa: an electronic copy, signed by who compared it; who signed the paper has no part in it."""

    type: ClassVar[str] = "one-stop.result-digitised.v1"
    summary: ClassVar[str] = "Kết quả giấy cấp trước đây được số hóa: bản sao y điện tử đã ký"

    dossier_id: str
    """Id of the result in the book: the paper has no dossier here, and its changes follow under this id."""
    verification_code: str
    agency_code: str
    """Who digitised it, and answers for the copy."""
    issuer: str
    """Cơ quan cấp, as the paper names it."""
    result_name: str
    result_number: str
    issued_on: date
    original_signer: str
    """Người ký bản giấy; empty: not legible."""
    compared_by: str
    digitised_at: datetime
    sha256: str
    size: int
    valid_until: date | None = None
    valid_from: date | None = None
    scope: str = ""
    result_code: str = ""
    """Mã kết quả theo danh mục; empty: none that is known."""
    holder_number: str = ""
    """Số định danh cá nhân or mã số thuế of whom it was given to; empty: another paper's number, or not legible."""


class ResultEntry(Event):
    """What the agency's register of outgoing documents is asked about one result: these events take effect in their order."""

    kind: ClassVar[str] = "entry"
    subject_field: ClassVar[str] = "result_id"


class ResultEntryAsked(ResultEntry):
    """Đề nghị ghi kết quả vào sổ văn bản đi: with the number that it bears already; document-exchange answers with `result-entered`."""

    type: ClassVar[str] = "one-stop.result-entry-asked.v1"
    summary: ClassVar[str] = "Đề nghị ghi kết quả đã ký vào sổ đăng ký văn bản đi của cơ quan ký"

    result_id: str
    agency_code: str
    """Who signed it: its register."""
    number: str
    """Số, ký hiệu as printed on it."""
    series_number: int | None = None
    """Of the agency's own series of results; None: it is of another book."""
    number_request: str = ""
    """Under which `result-number-asked` the register gave the number; empty: the one-stop's series gave it, or it was typed."""
    title: str
    procedure_name: str
    dossier_code: str
    receiver: str
    """Nơi nhận: who was given it."""
    signed_by: str
    signed_at: datetime


class ResultEntryEnded(ResultEntry):
    """Kết quả đã thu hồi: its line in the register stays, and says so."""

    type: ClassVar[str] = "one-stop.result-entry-ended.v1"
    summary: ClassVar[str] = "Kết quả đã ghi sổ văn bản đi bị thu hồi trước khi trả: dòng trong sổ ghi là đã hủy"

    result_id: str
    ended_at: datetime


class ResultNumberEvent(Event):
    """What the agency's register is asked about the number of one result before it is signed: these events take effect in their order."""

    kind: ClassVar[str] = "number"
    subject_field: ClassVar[str] = "request_id"


class ResultNumberAsked(ResultNumberEvent):
    """Xin số cho kết quả chờ ký: document-exchange reserves the next number of the book and answers with `result-number-reserved`."""

    type: ClassVar[str] = "one-stop.result-number-asked.v1"
    summary: ClassVar[str] = "Xin số của sổ văn bản đi cho kết quả chờ ký"

    request_id: str
    """One number for each, however often it is told."""
    agency_code: str
    """Who signs it: its register."""
    type_code: str
    """Loại văn bản whose book it is (`shared.standards.document_types`)."""
    year: int
    title: str
    procedure_name: str
    dossier_code: str
    asked_at: datetime


class ResultNumberGivenUp(ResultNumberEvent):
    """Bỏ số đã giữ: the result is not signed with it."""

    type: ClassVar[str] = "one-stop.result-number-given-up.v1"
    summary: ClassVar[str] = "Bỏ số đã giữ ở sổ văn bản đi: kết quả không được ký với số ấy"

    request_id: str
    reason: str
    given_up_at: datetime
