"""Checking the signatures of a file somebody brought."""

import hashlib

import anyio.to_thread

from online_services.verification.rules import REASONS
from online_services.verification.schemas import SignatureOut
from shared.settings import Settings


def _check(pdf: bytes, settings: Settings) -> list[SignatureOut]:
    # The signing libraries are large: a process that never checks a file does not load them.
    from shared.signing.authority import SigningAuthority
    from shared.signing.verify import TrustAnchors, verify_pdf

    trust = TrustAnchors.of_authority(SigningAuthority(settings.authority_folder, settings.address))
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
        for report in verify_pdf(pdf, trust)
    ]


async def check_signatures(pdf: bytes, settings: Settings) -> list[SignatureOut]:
    """Blocking work of up to some seconds, so in a thread."""
    return await anyio.to_thread.run_sync(_check, pdf, settings)


def content_hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
