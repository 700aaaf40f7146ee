"""What one-stop tells beside a dossier's way: corrections, words to the applicant, the agency's signature on a slip."""

from datetime import datetime
from typing import ClassVar

from pydantic import Field

from shared.contracts.one_stop import DossierEvent
from shared.contracts.values import DossierParty, FileReference


class DossierCorrected(DossierEvent):
    """Đính chính thông tin hồ sơ: one field, as people read it before and after; the answers of the e-form that it changed."""

    type: ClassVar[str] = "one-stop.dossier-corrected.v1"
    summary: ClassVar[str] = "Đính chính một thông tin của hồ sơ: trước, sau, lý do"

    dossier_id: str
    status: int
    """TrangThaiHoSo 1-10."""
    title: str
    before: str
    after: str
    answers: dict[str, object] = Field(default_factory=dict)
    """By field name, only those that changed."""
    owner_name: str = ""
    """Chủ hồ sơ, as he is called now; empty where the applicant is the owner."""
    case_code: str | None = None
    """Trường hợp, where it was the wrong one; None where something else was corrected."""
    fee_due: int | None = None
    """Of the right case."""
    reason: str
    corrected_at: datetime
    parties: tuple[DossierParty, ...] | None = None
    """As of `DossierReceived`, as they are now; None where they were not told."""


class PartiesTold(DossierEvent):
    """Người của hồ sơ nộp tại quầy, as they are now: of one that was received before they were told with `DossierReceived`."""

    type: ClassVar[str] = "one-stop.parties-told.v1"
    summary: ClassVar[str] = "Hồ sơ nộp tại quầy từ trước: người nộp, chủ hồ sơ theo số định danh"

    dossier_id: str
    parties: tuple[DossierParty, ...]


class ApplicantAsked(DossierEvent):
    """Cơ quan hỏi hoặc báo người nộp trên hồ sơ: the clock runs on."""

    type: ClassVar[str] = "one-stop.applicant-asked.v1"
    summary: ClassVar[str] = "Cơ quan hỏi, báo người nộp trên hồ sơ; thời hạn vẫn tính"

    dossier_id: str
    status: int
    """TrangThaiHoSo 1-10."""
    message_id: str
    text: str
    files: tuple[FileReference, ...] = ()
    wants_answer: bool = False
    asked_by: str
    """Officer and agency."""
    asked_at: datetime


class FormSealed(DossierEvent):
    """Giấy tiếp nhận, phiếu đã được ký số của cơ quan: a file that was given before stays, the sealed one stands in its place."""

    type: ClassVar[str] = "one-stop.form-sealed.v1"
    summary: ClassVar[str] = "Giấy tiếp nhận, phiếu (mẫu 01, 02, 03) đã có chữ ký số của cơ quan"

    dossier_id: str
    unsealed_sha256: str
    """Of the file as it was told before."""
    file: FileReference
    sealed_at: datetime
