"""What checking a signature can say, and the sentence a person reads for it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class SignerKind(StrEnum):
    """Loại chữ ký."""

    PERSON = "person"  # chữ ký của người có thẩm quyền
    SEAL = "seal"  # chữ ký của cơ quan, tổ chức


class Reason(StrEnum):
    """Kết quả kiểm tra chữ ký số."""

    VALID = "valid"
    TOO_LARGE = "too_large"
    NOT_PDF = "not_pdf"
    DAMAGED = "damaged"
    TOO_COMPLEX = "too_complex"
    ENCRYPTED = "encrypted"
    CONTENT_CHANGED = "content_changed"
    CHANGED_AFTER_SIGNING = "changed_after_signing"
    COVERED_BY_INVALID = "covered_by_invalid"
    SIGNATURE_BROKEN = "signature_broken"
    WEAK_ALGORITHM = "weak_algorithm"
    UNKNOWN_AUTHORITY = "unknown_authority"
    CERTIFICATE_EXPIRED = "certificate_expired"
    CERTIFICATE_NOT_YET_VALID = "certificate_not_yet_valid"
    CERTIFICATE_REVOKED = "certificate_revoked"
    CERTIFICATE_MISUSED = "certificate_misused"
    REVOCATION_UNKNOWN = "revocation_unknown"
    TIMESTAMP_INVALID = "timestamp_invalid"
    TOO_MANY_SIGNATURES = "too_many_signatures"
    TOOK_TOO_LONG = "took_too_long"


class Revocation(StrEnum):
    """Trạng thái thu hồi của chứng thư số."""

    GOOD = "good"
    REVOKED = "revoked"
    UNKNOWN = "unknown"


class LaterChanges(StrEnum):
    """Thay đổi sau khi ký. Only `forbidden` is something a reader would see changed."""

    NONE = "none"
    ALLOWED = "allowed"  # signatures were added
    ISSUED = "issued"  # number and day were written into their blanks under an agency's signature
    EVIDENCE = "evidence"  # lists and time-stamps were added that help to check later
    PROPERTIES = "properties"  # the file's title, author and the like
    TECHNICAL = "technical"  # bytes that no reader shows
    FORBIDDEN = "forbidden"


REASONS: dict[str, str] = {
    Reason.VALID: "Chữ ký số hợp lệ",
    Reason.TOO_LARGE: "Tệp quá lớn, không kiểm tra được",
    Reason.NOT_PDF: "Tệp không phải PDF",
    Reason.DAMAGED: "Tệp bị hỏng, không đọc được chữ ký",
    Reason.TOO_COMPLEX: "Tệp có cấu trúc quá phức tạp, không kiểm tra được",
    Reason.ENCRYPTED: "Tệp đặt mật khẩu, không kiểm tra được",
    Reason.CONTENT_CHANGED: "Nội dung đã bị thay đổi so với lúc ký",
    Reason.CHANGED_AFTER_SIGNING: "Văn bản bị sửa thêm sau khi ký",
    Reason.COVERED_BY_INVALID: "Sau khi ký, văn bản bị thêm hình chữ ký không hợp lệ",
    Reason.SIGNATURE_BROKEN: "Chữ ký không khớp với chứng thư số",
    Reason.WEAK_ALGORITHM: "Chữ ký dùng thuật toán yếu, không còn an toàn",
    Reason.UNKNOWN_AUTHORITY: "Chứng thư số không do tổ chức được tin cậy cấp",
    Reason.CERTIFICATE_EXPIRED: "Chứng thư số đã hết hạn tại thời điểm ký",
    Reason.CERTIFICATE_NOT_YET_VALID: "Chứng thư số chưa có hiệu lực tại thời điểm ký",
    Reason.CERTIFICATE_REVOKED: "Chứng thư số đã bị thu hồi",
    Reason.CERTIFICATE_MISUSED: "Chứng thư số không dùng để ký văn bản",
    Reason.REVOCATION_UNKNOWN: "Không xác định được chứng thư số còn hiệu lực hay đã thu hồi",
    Reason.TIMESTAMP_INVALID: "Dấu thời gian không hợp lệ",
    Reason.TOO_MANY_SIGNATURES: "Tệp có quá nhiều chữ ký",
    Reason.TOOK_TOO_LONG: "Quá thời gian kiểm tra",
}
REVOCATIONS: dict[str, str] = {
    Revocation.GOOD: "Còn hiệu lực",
    Revocation.REVOKED: "Đã bị thu hồi",
    Revocation.UNKNOWN: "Không xác định",
}
LATER_CHANGES: dict[str, str] = {
    LaterChanges.NONE: "Không có",
    LaterChanges.ALLOWED: "Chỉ có thêm chữ ký, nội dung không đổi",
    LaterChanges.ISSUED: "Chỉ ghi thêm số, ký hiệu, ngày tháng vào ô để sẵn khi cơ quan ký số, nội dung khác không đổi",
    LaterChanges.EVIDENCE: "Chỉ có thêm bằng chứng xác thực, nội dung không đổi",
    LaterChanges.PROPERTIES: "Thông tin mô tả tệp (tiêu đề, tác giả) đã đổi, nội dung không đổi",
    LaterChanges.TECHNICAL: "Có thêm dữ liệu không hiển thị ở cuối tệp, nội dung không đổi",
    LaterChanges.FORBIDDEN: "Nội dung đã bị sửa",
}


@dataclass(frozen=True)
class SignatureReport:
    """Kết quả kiểm tra một chữ ký số. `valid` is the bottom line; the rest says why."""

    valid: bool
    reason: Reason
    field_name: str = ""
    kind: SignerKind | None = None
    signer_name: str = ""
    organisation: str = ""
    title: str = ""
    agency_code: str = ""
    serial: str = ""
    issuer: str = ""
    signed_at: datetime | None = None
    """Proven by a time-stamp, or else only what the signer claims."""
    time_stamped: bool = False
    intact: bool = False
    certifies: bool = False
    """It says itself which later changes it bears (DocMDP)."""
    covers_whole_document: bool = False
    later_changes: LaterChanges = LaterChanges.FORBIDDEN
    chain_trusted: bool = False
    revocation: Revocation = Revocation.UNKNOWN


def later_changes_words(reason: str, later_changes: str) -> str:
    """What is said about changes beside a reason: nothing that contradicts it."""
    if reason == Reason.CONTENT_CHANGED:
        return LATER_CHANGES[LaterChanges.FORBIDDEN]
    if reason in _UNREAD:
        return ""
    return LATER_CHANGES.get(later_changes, later_changes)


_UNREAD = frozenset(
    {
        Reason.TOO_LARGE,
        Reason.NOT_PDF,
        Reason.DAMAGED,
        Reason.TOO_COMPLEX,
        Reason.ENCRYPTED,
        Reason.TOO_MANY_SIGNATURES,
        Reason.TOOK_TOO_LONG,
    }
)
