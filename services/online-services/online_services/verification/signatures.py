"""Checking the signatures of a file somebody brought."""

import hashlib
from pathlib import Path

from online_services.verification.schemas import SignatureOut
from shared.core.settings import Settings
from shared.foreign import confined
from shared.signing.verdicts import REASONS

MEMORY_MB = 300


def _check(pdf: bytes, folder: Path) -> list[SignatureOut]:
    # The signing libraries are large: only the process that checks the file has them.
    from shared.signing.trust import TrustAnchors
    from shared.signing.verify import verify_pdf

    # No whole PDF is without it, and looking for objects in such a file is what takes longest.
    judged = pdf if b"startxref" in pdf else pdf[:1024]
    trust = TrustAnchors.of_authority(folder)
    return [
        SignatureOut(
            valid=report.valid,
            reason=report.reason,
            reason_text=REASONS[report.reason],
            signer_name=report.signer_name,
            organisation=report.organisation,
            title=report.title,
            issuer=report.issuer,
            serial=report.serial,
            signed_at=report.signed_at,
            time_stamped=report.time_stamped,
            covers_whole_document=report.covers_whole_document,
            later_changes=report.later_changes,
            revocation=report.revocation,
        )
        for report in verify_pdf(judged, trust)
    ]


async def check_signatures(pdf: bytes, settings: Settings) -> list[SignatureOut]:
    """In a process of its own, for anybody may bring any file; raises what `confined.run` raises."""
    return await confined.run(_check, pdf, settings.authority_folder, memory_mb=MEMORY_MB)


def content_hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
