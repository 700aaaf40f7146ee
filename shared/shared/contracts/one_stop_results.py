"""What one-stop tells of a result that was issued before."""

from datetime import date, datetime
from typing import ClassVar

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
