"""Signing in a post: the officer's certificate must be of the agency for which he signs. Run in `shared.foreign.confined`."""

from pathlib import Path

from shared.signing.authority import SigningAuthority
from shared.signing.certificates import certified
from shared.signing.errors import CertificateRefused
from shared.signing.keys import AuthorityKeyStore
from shared.signing.pdf import sign_person
from shared.signing.placement import Placement
from shared.signing.trust import TrustAnchors

SIGNING_SECONDS = 15.0
"""Somebody waits, but the whole file is verified before and after."""
MEMORY_MB = 512


def trust_of(folder: Path, address: str) -> TrustAnchors:
    return TrustAnchors.of_authority(SigningAuthority(folder, address))


def sign_in_post(
    pdf: bytes,
    folder: Path,
    address: str,
    person_id: str,
    agency_name: str,
    placement: Placement | None = None,
    *,
    then_sealed: bool = True,
) -> bytes:
    """Chữ ký số của người có thẩm quyền, given in a post at that agency and no other. Raises `SigningRefused`."""
    signer = AuthorityKeyStore(folder).signer(f"officer:{person_id}")
    if signer.organisation != certified(agency_name):
        raise CertificateRefused("certificate_of_other_post")
    return sign_person(pdf, signer, placement, trust=trust_of(folder, address), then_sealed=then_sealed)
