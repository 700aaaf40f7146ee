"""Kiểm tra chữ ký số trên văn bản PDF. Bad input is a report that says "not valid"; nothing is raised, nothing fetched.

A signature with a trusted time-stamp is judged at that moment: a certificate revoked or expired later does not undo it.
Without a time-stamp it is judged now. Revocation must be known ("require"): no list means not valid.
"""

import asyncio
import io
import time
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography import x509
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.crypt import AuthStatus
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESIndeterminate, AdESSubIndic
from pyhanko.sign.validation import EmbeddedPdfSignature, async_validate_pdf_signature
from pyhanko.sign.validation.generic_cms import collect_timing_info
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel, TimestampSignatureStatus
from pyhanko_certvalidator import ValidationContext

from shared.core.clock import now
from shared.signing.changes import AFTER_PERSON, AFTER_SEAL, fills_unsealed, later_changes, shows_unsigned_picture
from shared.signing.errors import UnsignablePdf
from shared.signing.fields import form_fields
from shared.signing.holders import kind_of, subject_value
from shared.signing.purposes import is_misused, is_weak
from shared.signing.trust import TrustAnchors
from shared.signing.verdicts import LaterChanges, Reason, Revocation, SignatureReport, SignerKind
from shared.standards.file_kinds import header_first

MAX_BYTES = 60 * 1024 * 1024
MAX_SIGNATURES = 30
MAX_SECONDS = 20.0
_PADDING = b"\x00\t\n\x0c\r "
_KEPT_PADDING = 16
_TAIL = 4096
# Which use a certificate is for is judged here (`purposes`); some authorities set one of the two bits only.
_USES = KeyUsageConstraints(key_usage={"digital_signature", "non_repudiation"}, match_all_key_usages=False)


def verify_pdf(pdf: bytes, trust: TrustAnchors) -> list[SignatureReport]:
    """Kiểm tra các chữ ký số, in the order they were made. No signature: an empty list."""
    if len(pdf) > MAX_BYTES:
        return [_refused(Reason.TOO_LARGE)]
    if b"%PDF-" not in pdf[:1024]:
        return [_refused(Reason.NOT_PDF)]
    pdf = header_first(pdf)
    # Padding costs the reader minutes, and a file without this word near its end it cannot open at all.
    kept = pdf[: len(pdf.rstrip(_PADDING)) + _KEPT_PADDING]
    if b"startxref" not in kept[-_TAIL:]:
        return [_refused(Reason.DAMAGED)]
    try:
        reader = open_reader(kept)
        if reader is None:
            return [_refused(Reason.ENCRYPTED)]
        form_fields(reader)
        signatures = list(reader.embedded_regular_signatures)
    except UnsignablePdf:
        return [_refused(Reason.TOO_COMPLEX)]
    except Exception:  # damaged files fail in many ways deep inside the reader; each of them means the same here
        return [_refused(Reason.DAMAGED)]
    if len(signatures) > MAX_SIGNATURES:
        return [_refused(Reason.TOO_MANY_SIGNATURES)]
    return _in_turn(kept, signatures, trust)


def open_reader(pdf: bytes) -> PdfFileReader | None:
    """A reader; None for a file that asks for a password. One that only forbids things opens for everybody."""
    reader = PdfFileReader(io.BytesIO(pdf), strict=False)
    if reader.encrypted and reader.decrypt("").status is AuthStatus.FAILED:
        return None
    return reader


def _in_turn(pdf: bytes, signatures: list[EmbeddedPdfSignature], trust: TrustAnchors) -> list[SignatureReport]:
    """The last first: whether an earlier one still holds depends on who signed after it."""
    ends = time.monotonic() + MAX_SECONDS
    reports: list[SignatureReport] = []
    backed: set[str] = set()
    seals: set[int] = set()
    for signature in reversed(signatures):
        late = time.monotonic() > ends
        report = _refused(Reason.TOOK_TOO_LONG) if late else _report(pdf, signature, trust, backed, seals)
        # Asked without anybody to trust, nothing is valid: then it is enough that the signature is whole.
        if report.valid or (not trust.roots and report.intact):
            backed.add(report.field_name)
            if report.kind is SignerKind.SEAL:
                seals.add(signature.signed_revision)
        reports.insert(0, report)
    return reports


def _refused(reason: Reason) -> SignatureReport:
    return SignatureReport(valid=False, reason=reason)


def _report(
    pdf: bytes, signature: EmbeddedPdfSignature, trust: TrustAnchors, backed: set[str], seals: set[int]
) -> SignatureReport:
    facts: dict[str, Any] = {}
    weak = False
    try:
        certificate = x509.load_der_x509_certificate(signature.signer_cert.dump())
        facts = _certificate_facts(signature, certificate)
        weak = is_weak(certificate, signature.signer_info)
        judged = asyncio.run(_judge(signature, trust, facts["kind"]))
        whole = judged.status.coverage == SignatureCoverageLevel.ENTIRE_FILE
        changes = later_changes(pdf, signature, judged.status, whole)
        if not whole and changes is not LaterChanges.FORBIDDEN and fills_unsealed(signature, seals):
            changes = LaterChanges.FORBIDDEN
        covered = changes is not LaterChanges.FORBIDDEN and shows_unsigned_picture(signature, backed)
        reason = _reason(judged, changes, weak=weak, misused=is_misused(certificate), covered=covered)
        return SignatureReport(
            valid=reason is Reason.VALID,
            reason=reason,
            signed_at=judged.moment if judged.time_stamped else signature.self_reported_timestamp,
            time_stamped=judged.time_stamped,
            intact=bool(judged.status.intact and judged.status.valid),
            certifies=signature.docmdp_level is not None,
            covers_whole_document=whole,
            later_changes=LaterChanges.FORBIDDEN if covered else changes,
            chain_trusted=judged.chain_problem is None,
            revocation=_revocation(judged.status),
            **facts,
        )
    except Exception:  # a hostile signature may break the checker anywhere; it is then not valid
        return SignatureReport(valid=False, reason=Reason.WEAK_ALGORITHM if weak else Reason.DAMAGED, **facts)


@dataclass(frozen=True)
class _Judged:
    """What the library found, at which moment, and what is wrong with the chain even when nobody asks for lists."""

    status: PdfSignatureStatus
    moment: datetime
    time_stamp: TimestampSignatureStatus | None
    time_stamped: bool
    chain_problem: Reason | None


async def _judge(signature: EmbeddedPdfSignature, trust: TrustAnchors, kind: SignerKind) -> _Judged:
    present = now()
    timing = await collect_timing_info(
        signature.signer_info, trust.context(present), raw_digest=signature.compute_digest
    )
    time_stamp: TimestampSignatureStatus | None = timing.get("timestamp_validity")
    proven = time_stamp is not None and bool(time_stamp.valid and time_stamp.intact and time_stamp.trusted)
    moment = time_stamp.timestamp if time_stamp is not None and proven else present

    async def status_by(signer: ValidationContext, *, skip_diff: bool = False) -> PdfSignatureStatus:
        return await async_validate_pdf_signature(
            signature,
            signer_validation_context=signer,
            ts_validation_context=trust.context(present),
            diff_policy=AFTER_PERSON if kind is SignerKind.PERSON else AFTER_SEAL,
            key_usage_settings=_USES,
            skip_diff=skip_diff,
        )

    status = await status_by(trust.context(moment))
    problem = None
    if not status.trusted and not status.revoked:
        problem = _chain_problem(await status_by(trust.context(moment, revocation=False), skip_diff=True), moment)
    return _Judged(status, moment, time_stamp, proven, problem)


def _certificate_facts(signature: EmbeddedPdfSignature, certificate: x509.Certificate) -> dict[str, Any]:
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


def _revocation(status: PdfSignatureStatus) -> Revocation:
    if status.revoked:
        return Revocation.REVOKED
    return Revocation.GOOD if status.trusted else Revocation.UNKNOWN


def _reason(judged: _Judged, changes: LaterChanges, *, weak: bool, misused: bool, covered: bool) -> Reason:
    """The first thing that is wrong: the content, then who signed, then what stands around it."""
    status = judged.status
    if not status.intact and not weak:
        return Reason.CONTENT_CHANGED
    if not status.valid and not weak:
        return Reason.SIGNATURE_BROKEN
    if changes is LaterChanges.FORBIDDEN:
        return Reason.CHANGED_AFTER_SIGNING
    if weak:
        return Reason.WEAK_ALGORITHM
    if status.revoked:
        return Reason.CERTIFICATE_REVOKED
    if not status.trusted:
        return judged.chain_problem or (Reason.CERTIFICATE_MISUSED if misused else Reason.REVOCATION_UNKNOWN)
    if misused:
        return Reason.CERTIFICATE_MISUSED
    # A time-stamp that does not hold is no proof of anything: the whole signature is refused.
    if judged.time_stamp is not None and not judged.time_stamped:
        return Reason.TIMESTAMP_INVALID
    if covered:
        return Reason.COVERED_BY_INVALID
    return Reason.VALID if status.bottom_line else Reason.SIGNATURE_BROKEN


_BY_INDICATION: dict[AdESSubIndic, Reason] = {
    AdESIndeterminate.NO_CERTIFICATE_CHAIN_FOUND: Reason.UNKNOWN_AUTHORITY,
    AdESIndeterminate.CERTIFICATE_CHAIN_GENERAL_FAILURE: Reason.UNKNOWN_AUTHORITY,
    AdESIndeterminate.EXPIRED: Reason.CERTIFICATE_EXPIRED,
    AdESIndeterminate.OUT_OF_BOUNDS_NO_POE: Reason.CERTIFICATE_EXPIRED,
    AdESIndeterminate.OUT_OF_BOUNDS_NOT_REVOKED: Reason.CERTIFICATE_EXPIRED,
    AdESIndeterminate.NOT_YET_VALID: Reason.CERTIFICATE_NOT_YET_VALID,
    AdESIndeterminate.CHAIN_CONSTRAINTS_FAILURE: Reason.CERTIFICATE_MISUSED,
    AdESIndeterminate.SIG_CONSTRAINTS_FAILURE: Reason.CERTIFICATE_MISUSED,
    AdESIndeterminate.CRYPTO_CONSTRAINTS_FAILURE: Reason.WEAK_ALGORITHM,
    AdESIndeterminate.CRYPTO_CONSTRAINTS_FAILURE_NO_POE: Reason.WEAK_ALGORITHM,
}


def _chain_problem(status: PdfSignatureStatus, moment: datetime) -> Reason | None:
    """What would be wrong with the certificate if no list were asked for; None: only the list is missing."""
    if status.trusted:
        return None
    begins: datetime = status.signing_cert["tbs_certificate"]["validity"]["not_before"].native
    if begins > moment:
        return Reason.CERTIFICATE_NOT_YET_VALID
    indication = status.trust_problem_indic
    return _BY_INDICATION.get(indication, Reason.UNKNOWN_AUTHORITY) if indication else Reason.UNKNOWN_AUTHORITY
