"""What anyone may learn about a result."""

from datetime import date, datetime

from pydantic import BaseModel, ConfigDict, computed_field

from shared.core import clock
from shared.standards.result_states import CHANGE_NAMES, GROUND_NAMES, ResultChangeKind, ResultState, RevocationGround


class ChangeOut(BaseModel):
    """Thay đổi của kết quả đã cấp, without its reason."""

    change: ResultChangeKind
    changed_at: datetime
    document_number: str
    document_date: date
    legal_basis: str
    agency_code: str
    ground: str = ""
    corrected: str = ""
    replaced_by: str = ""
    replaced_by_number: str = ""
    valid_until: date | None = None

    @computed_field  # type: ignore[prop-decorator]
    @property
    def change_name(self) -> str:
        return CHANGE_NAMES[self.change]

    @computed_field  # type: ignore[prop-decorator]
    @property
    def ground_name(self) -> str:
        """Trường hợp thu hồi, in words."""
        return GROUND_NAMES[RevocationGround(self.ground)] if self.ground else ""


class IssuedOut(BaseModel):
    """Kết quả đã cấp."""

    model_config = ConfigDict(from_attributes=True)

    verification_code: str
    dossier_code: str
    agency_code: str
    agency_name: str = ""
    procedure_name: str
    result_name: str
    result_number: str
    signed_by: str
    issued_at: datetime
    recalled_at: datetime | None
    """Thu hồi trước khi trả: set, it does not count any more."""
    state: ResultState
    """Hiệu lực: what was decided of it since."""
    valid_until: date | None
    """The last day on which it counts; null: without term, or the result does not say."""
    valid_from: date | None
    """The first day on which it counts; null: from its signature."""
    scope: str
    """Phạm vi hiệu lực; empty: the result does not say."""
    result_code: str
    """Mã kết quả theo danh mục; empty: it has none yet."""
    replaced_by: str
    """Verification code of the result that stands in its place."""
    replaced_by_number: str
    issuer: str
    """Cơ quan cấp bản giấy, of what was digitised."""
    original_signer: str
    digitised_at: datetime | None
    """Số hóa từ bản giấy: when `signed_by` compared it and signed the copy; null: issued electronically."""
    changes: list[ChangeOut]
    outcome: str
    """Kết luận: `granted`, `refused`, `partial`."""
    sha256: str
    size: int

    @computed_field  # type: ignore[prop-decorator]
    @property
    def expired(self) -> bool:
        """Hết thời hạn hiệu lực."""
        return self.valid_until is not None and self.valid_until < clock.local_now().date()

    @computed_field  # type: ignore[prop-decorator]
    @property
    def ahead(self) -> bool:
        """Chưa đến ngày có hiệu lực."""
        return self.valid_from is not None and self.valid_from > clock.local_now().date()

    @computed_field  # type: ignore[prop-decorator]
    @property
    def counts(self) -> bool:
        """Có giá trị hôm nay: neither recalled, revoked nor replaced, and within its term."""
        in_force = self.recalled_at is None and self.state is ResultState.IN_FORCE
        return in_force and not self.expired and not self.ahead

    @property
    def ended_by(self) -> ChangeOut | None:
        """The change that took it out of force."""
        return self.changes[-1] if self.state is not ResultState.IN_FORCE and self.changes else None


class SignatureOut(BaseModel):
    """Kết quả kiểm tra một chữ ký số."""

    valid: bool
    reason: str
    reason_text: str
    signer_name: str
    organisation: str
    title: str
    issuer: str
    serial: str
    signed_at: datetime | None
    time_stamped: bool
    covers_whole_document: bool
    later_changes: str
    revocation: str


class VerificationOut(BaseModel):
    """Kết quả xác thực một tệp."""

    sha256: str
    issued: IssuedOut | None
    signatures: list[SignatureOut]
