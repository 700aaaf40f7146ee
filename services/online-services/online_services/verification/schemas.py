"""What anyone may learn about a result."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict


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
    sha256: str
    size: int


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
