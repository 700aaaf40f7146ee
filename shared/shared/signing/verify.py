"""Kiểm tra chữ ký số trên văn bản PDF. Bad input is a report that says "not valid"; nothing is raised, nothing fetched.

A signature with a trusted time-stamp is judged at that moment: a certificate revoked or expired later does not undo it.
Without a time-stamp it is judged now. Revocation must be known ("require"): no list means not valid.
"""

import asyncio
import io
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.x509.oid import NameOID
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESIndeterminate, AdESSubIndic
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import EmbeddedPdfSignature, async_validate_pdf_signature
from pyhanko.sign.validation.generic_cms import collect_timing_info
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel, TimestampSignatureStatus
from pyhanko_certvalidator import ValidationContext

from shared.clock import now
from shared.signing.authority import SigningAuthority
from shared.signing.keys import SignerKind, kind_of, subject_value

MAX_BYTES = 60 * 1024 * 1024
MAX_SIGNATURES = 30
MAX_SECONDS = 20.0


class Reason(StrEnum):
    """Kết quả kiểm tra chữ ký số."""

    VALID = "valid"  # Chữ ký số hợp lệ
    TOO_LARGE = "too_large"  # Tệp quá lớn, không kiểm tra được
    NOT_PDF = "not_pdf"  # Tệp không phải PDF
    DAMAGED = "damaged"  # Tệp bị hỏng, không đọc được chữ ký
    ENCRYPTED = "encrypted"  # Tệp đặt mật khẩu, không kiểm tra được
    CONTENT_CHANGED = "content_changed"  # Nội dung đã bị thay đổi so với lúc ký
    CHANGED_AFTER_SIGNING = "changed_after_signing"  # Văn bản bị sửa thêm sau khi ký
    SIGNATURE_BROKEN = "signature_broken"  # Chữ ký không khớp với chứng thư số
    UNKNOWN_AUTHORITY = "unknown_authority"  # Chứng thư số không do tổ chức được tin cậy cấp
    CERTIFICATE_EXPIRED = "certificate_expired"  # Chứng thư số đã hết hạn tại thời điểm ký
    CERTIFICATE_NOT_YET_VALID = "certificate_not_yet_valid"  # Chứng thư số chưa có hiệu lực tại thời điểm ký
    CERTIFICATE_REVOKED = "certificate_revoked"  # Chứng thư số đã bị thu hồi
    CERTIFICATE_MISUSED = "certificate_misused"  # Chứng thư số không dùng để ký văn bản
    REVOCATION_UNKNOWN = "revocation_unknown"  # Không xác định được chứng thư số còn hiệu lực hay đã thu hồi
    TIMESTAMP_INVALID = "timestamp_invalid"  # Dấu thời gian không hợp lệ
    TOO_MANY_SIGNATURES = "too_many_signatures"  # Tệp có quá nhiều chữ ký
    TOOK_TOO_LONG = "took_too_long"  # Quá thời gian kiểm tra


class Revocation(StrEnum):
    """Trạng thái thu hồi của chứng thư số."""

    GOOD = "good"  # Còn hiệu lực
    REVOKED = "revoked"  # Đã thu hồi
    UNKNOWN = "unknown"  # Không xác định


class LaterChanges(StrEnum):
    """Thay đổi sau khi ký."""

    NONE = "none"  # Không có
    ALLOWED = "allowed"  # Chỉ có thêm chữ ký hoặc bằng chứng xác thực
    FORBIDDEN = "forbidden"  # Nội dung đã bị sửa


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
    time_stamped: bool = False
    intact: bool = False
    covers_whole_document: bool = False
    later_changes: LaterChanges = LaterChanges.FORBIDDEN
    chain_trusted: bool = False
    revocation: Revocation = Revocation.UNKNOWN


@dataclass(frozen=True)
class TrustAnchors:
    """Các gốc chứng thực được tin cậy: certificates (PEM or DER) and what gives the present revocation lists (DER)."""

    roots: Sequence[bytes]
    intermediates: Sequence[bytes] = ()
    revocation_lists: Callable[[], Sequence[bytes]] = field(default=tuple)

    @classmethod
    def of_authority(cls, authority: SigningAuthority) -> "TrustAnchors":
        """Trust the embedded setting's authority."""
        return cls(
            roots=[authority.root_certificate()],
            intermediates=[authority.issuing_certificate()],
            revocation_lists=lambda: [authority.root_crl(), authority.issuing_crl()],
        )

    @classmethod
    def of_folder(cls, folder: Path) -> "TrustAnchors":
        """A province's own: `roots/*.pem`, `intermediates/*.pem`, `lists/*.crl`; lists are read afresh each time."""
        return cls(
            roots=[path.read_bytes() for path in sorted((folder / "roots").glob("*.pem"))],
            intermediates=[path.read_bytes() for path in sorted((folder / "intermediates").glob("*.pem"))],
            revocation_lists=lambda: [path.read_bytes() for path in sorted((folder / "lists").glob("*.crl"))],
        )

    def context(self, moment: datetime) -> ValidationContext:
        """What the checker needs, at one moment, without the network."""
        return ValidationContext(
            trust_roots=_certificates(self.roots),
            other_certs=_certificates(self.intermediates),
            crls=list(self.revocation_lists()),
            revocation_mode="require",
            allow_fetching=False,
            moment=moment,
            # Today's list also speaks about the moment of an earlier time-stamp: it dates each revocation.
            retroactive_revinfo=True,
        )


def _certificates(blobs: Sequence[bytes]) -> list[Any]:
    return [certificate for blob in blobs for certificate in load_certs_from_pemder_data(blob)]


def verify_pdf(pdf: bytes, trust: TrustAnchors) -> list[SignatureReport]:
    """Kiểm tra các chữ ký số, in the order they were made. No signature: an empty list."""
    if len(pdf) > MAX_BYTES:
        return [_refused(Reason.TOO_LARGE)]
    if b"%PDF-" not in pdf[:1024]:
        return [_refused(Reason.NOT_PDF)]
    try:
        reader = PdfFileReader(io.BytesIO(pdf), strict=False)
        if reader.encrypted:
            return [_refused(Reason.ENCRYPTED)]
        signatures = list(reader.embedded_regular_signatures)
    except Exception:  # damaged files fail in many ways deep inside the reader; each of them means the same here
        return [_refused(Reason.DAMAGED)]
    if len(signatures) > MAX_SIGNATURES:
        return [_refused(Reason.TOO_MANY_SIGNATURES)]
    ends = time.monotonic() + MAX_SECONDS
    reports = []
    for signature in signatures:
        if time.monotonic() > ends:
            reports.append(_refused(Reason.TOOK_TOO_LONG))
            continue
        reports.append(_report(signature, trust))
    return reports


def _refused(reason: Reason) -> SignatureReport:
    return SignatureReport(valid=False, reason=reason)


def _report(signature: EmbeddedPdfSignature, trust: TrustAnchors) -> SignatureReport:
    facts: dict[str, Any] = {}
    try:
        facts = _certificate_facts(signature)
        moment, time_stamp, status = asyncio.run(_judge(signature, trust))
        return _weigh(facts, signature, moment, time_stamp, status)
    except Exception:  # a hostile signature may break the checker anywhere; it is then not valid
        return SignatureReport(valid=False, reason=Reason.DAMAGED, **facts)


async def _judge(
    signature: EmbeddedPdfSignature, trust: TrustAnchors
) -> tuple[datetime, TimestampSignatureStatus | None, PdfSignatureStatus]:
    present = now()
    timing = await collect_timing_info(
        signature.signer_info, trust.context(present), raw_digest=signature.compute_digest
    )
    time_stamp: TimestampSignatureStatus | None = timing.get("timestamp_validity")
    proven = time_stamp is not None and time_stamp.valid and time_stamp.intact and time_stamp.trusted
    moment = time_stamp.timestamp if time_stamp is not None and proven else present
    status = await async_validate_pdf_signature(
        signature,
        signer_validation_context=trust.context(moment),
        ts_validation_context=trust.context(present),
    )
    return moment, time_stamp, status


def _certificate_facts(signature: EmbeddedPdfSignature) -> dict[str, Any]:
    certificate = x509.load_der_x509_certificate(signature.signer_cert.dump())
    subject = certificate.subject
    return {
        "field_name": str(signature.field_name or ""),
        "kind": kind_of(subject),
        "signer_name": subject_value(subject, NameOID.COMMON_NAME),
        "organisation": subject_value(subject, NameOID.ORGANIZATION_NAME),
        "title": subject_value(subject, NameOID.TITLE),
        "agency_code": subject_value(subject, NameOID.ORGANIZATION_IDENTIFIER),
        "serial": f"{certificate.serial_number:x}",
        "issuer": subject_value(certificate.issuer, NameOID.COMMON_NAME),
    }


def _weigh(
    facts: dict[str, Any],
    signature: EmbeddedPdfSignature,
    moment: datetime,
    time_stamp: TimestampSignatureStatus | None,
    status: PdfSignatureStatus,
) -> SignatureReport:
    time_stamped = bool(time_stamp and time_stamp.valid and time_stamp.intact and time_stamp.trusted)
    # A time-stamp that does not hold is no proof of anything: the whole signature is refused.
    valid = bool(status.bottom_line) and (time_stamp is None or time_stamped)
    reason = Reason.VALID if valid else _reason(status, moment, time_stamp, time_stamped)
    reported = signature.self_reported_timestamp
    whole = status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    return SignatureReport(
        valid=valid,
        reason=reason,
        signed_at=time_stamp.timestamp if time_stamp is not None and time_stamped else reported,
        time_stamped=time_stamped,
        intact=bool(status.intact and status.valid),
        covers_whole_document=whole,
        later_changes=_later_changes(status, whole),
        chain_trusted=bool(status.trusted) or reason is Reason.CHANGED_AFTER_SIGNING,
        revocation=_revocation(status),
        **facts,
    )


def _later_changes(status: PdfSignatureStatus, whole: bool) -> LaterChanges:
    if not status.docmdp_ok:
        return LaterChanges.FORBIDDEN
    if whole or status.modification_level in (None, ModificationLevel.NONE):
        return LaterChanges.NONE
    return LaterChanges.ALLOWED


def _revocation(status: PdfSignatureStatus) -> Revocation:
    if status.revoked:
        return Revocation.REVOKED
    return Revocation.GOOD if status.trusted else Revocation.UNKNOWN


_BY_INDICATION: dict[AdESSubIndic, Reason] = {
    AdESIndeterminate.NO_CERTIFICATE_CHAIN_FOUND: Reason.UNKNOWN_AUTHORITY,
    AdESIndeterminate.CERTIFICATE_CHAIN_GENERAL_FAILURE: Reason.UNKNOWN_AUTHORITY,
    AdESIndeterminate.EXPIRED: Reason.CERTIFICATE_EXPIRED,
    AdESIndeterminate.OUT_OF_BOUNDS_NO_POE: Reason.CERTIFICATE_EXPIRED,
    AdESIndeterminate.OUT_OF_BOUNDS_NOT_REVOKED: Reason.CERTIFICATE_EXPIRED,
    AdESIndeterminate.NOT_YET_VALID: Reason.CERTIFICATE_NOT_YET_VALID,
    AdESIndeterminate.CHAIN_CONSTRAINTS_FAILURE: Reason.CERTIFICATE_MISUSED,
    AdESIndeterminate.SIG_CONSTRAINTS_FAILURE: Reason.CERTIFICATE_MISUSED,
    AdESIndeterminate.TRY_LATER: Reason.REVOCATION_UNKNOWN,
}


def _reason(
    status: PdfSignatureStatus, moment: datetime, time_stamp: TimestampSignatureStatus | None, time_stamped: bool
) -> Reason:
    if not status.intact:
        return Reason.CONTENT_CHANGED
    if not status.valid:
        return Reason.SIGNATURE_BROKEN
    if not status.docmdp_ok:
        return Reason.CHANGED_AFTER_SIGNING
    if status.revoked:
        return Reason.CERTIFICATE_REVOKED
    if not status.trusted:
        if _begins_after(status, moment):
            return Reason.CERTIFICATE_NOT_YET_VALID
        found = status.trust_problem_indic
        return _BY_INDICATION.get(found, Reason.REVOCATION_UNKNOWN) if found else Reason.UNKNOWN_AUTHORITY
    if time_stamp is not None and not time_stamped:
        return Reason.TIMESTAMP_INVALID
    return Reason.SIGNATURE_BROKEN


def _begins_after(status: PdfSignatureStatus, moment: datetime) -> bool:
    begins: datetime = status.signing_cert["tbs_certificate"]["validity"]["not_before"].native
    return begins > moment
