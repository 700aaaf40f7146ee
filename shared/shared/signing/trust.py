"""Whom we trust, and what is known to be revoked. Broken or missing lists are lists we do not have."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko_certvalidator import ValidationContext

from shared.core.clock import now
from shared.signing.errors import CertificateRefused
from shared.signing.holders import Certified


@dataclass(frozen=True)
class TrustAnchors:
    """Các gốc chứng thực được tin cậy: certificates (PEM or DER) and what gives the present revocation lists (DER)."""

    roots: Sequence[bytes]
    intermediates: Sequence[bytes] = ()
    revocation_lists: Callable[[], Sequence[bytes]] = field(default=tuple)

    @classmethod
    def of_authority(cls, folder: Path) -> "TrustAnchors":
        """Trust the embedded setting's authority, of which `folder` has the public parts. Without them nobody is trusted."""
        return cls(
            roots=[path.read_bytes() for path in (folder / "root.pem",) if path.exists()],
            intermediates=[path.read_bytes() for path in (folder / "issuing.pem",) if path.exists()],
            revocation_lists=lambda: [(folder / f"{label}.crl").read_bytes() for label in ("root", "issuing")],
        )

    def frozen(self) -> "TrustAnchors":
        """With the lists of this moment: something that can be handed to another process."""
        return replace(self, revocation_lists=partial(tuple, self._readable_lists()))

    def context(self, moment: datetime, *, revocation: bool = True) -> ValidationContext:
        """What the checker needs, at one moment, without the network; without `revocation` only the chain is asked."""
        return ValidationContext(
            trust_roots=_certificates(self.roots),
            other_certs=_certificates(self.intermediates),
            crls=self._readable_lists() if revocation else [],
            revocation_mode="require" if revocation else "soft-fail",
            allow_fetching=False,
            moment=moment,
            # Today's list also speaks about the moment of an earlier time-stamp: it dates each revocation.
            retroactive_revinfo=True,
        )

    def is_revoked(self, signer: Certified) -> bool:
        """Whether a list of the signer's issuer names the certificate."""
        issuer = signer.issuer
        lists = (x509.load_der_x509_crl(blob) for blob in self._readable_lists())
        return any(
            crl.issuer == issuer and crl.get_revoked_certificate_by_serial_number(signer.serial) for crl in lists
        )

    def _readable_lists(self) -> list[bytes]:
        try:
            found = self.revocation_lists()
        except (OSError, ValueError):
            return []
        return [der for der in (_der(blob) for blob in found) if der]


def require_in_force(signer: Certified, trust: TrustAnchors) -> None:
    """Refuse before anything is signed with a certificate that no reader would accept."""
    moment = now()
    if moment < signer.not_before:
        raise CertificateRefused("certificate_not_yet_valid")
    if moment > signer.not_after:
        raise CertificateRefused("certificate_expired")
    if trust.is_revoked(signer):
        raise CertificateRefused("certificate_revoked")


def _certificates(blobs: Sequence[bytes]) -> list[Any]:
    return [certificate for blob in blobs for certificate in load_certs_from_pemder_data(blob)]


def _der(blob: bytes) -> bytes:
    try:
        load = x509.load_pem_x509_crl if blob.lstrip().startswith(b"-----") else x509.load_der_x509_crl
        return load(blob).public_bytes(Encoding.DER)
    except ValueError:
        return b""
