"""Khóa ký: who may sign with what. A store gives a loaded signer for `officer:<id>` or `seal:<agency code>`.

The embedded setting reads the authority's folder. A province puts its PKCS#11 token or remote signing service behind
the same protocol.
"""

from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Any, Protocol

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePrivateKey
from cryptography.x509.oid import NameOID
from pyhanko.keys import load_cert_from_pemder, load_certs_from_pemder_data
from pyhanko.sign import Signer
from pyhanko.sign.timestamps import TimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore
from pyhanko_certvalidator.util import get_pyca_cryptography_hash

from shared.signing.authority import holder_file
from shared.signing.errors import SigningKeyMissing, SigningRefused
from shared.signing.timestamps import AuthorityTimeStamper
from shared.signing.verdicts import SignerKind


class DocumentSigner(Signer):
    """Bên ký: a pyHanko signer that knows whom it signs for. Subclasses hold or reach the key."""

    def __init__(
        self,
        holder: str,
        certificate: Any,
        chain: SimpleCertificateStore,
        facts: x509.Certificate,
        time_stamper: TimeStamper | None,
    ) -> None:
        super().__init__(signing_cert=certificate, cert_registry=chain)
        self.holder = holder
        self.kind = kind_of(facts.subject)
        self.common_name = subject_value(facts.subject, NameOID.COMMON_NAME)
        self.organisation = subject_value(facts.subject, NameOID.ORGANIZATION_NAME)
        self.title = subject_value(facts.subject, NameOID.TITLE)
        self.serial = facts.serial_number
        self.issuer = facts.issuer
        self.not_before: datetime = facts.not_valid_before_utc
        self.not_after: datetime = facts.not_valid_after_utc
        self.time_stamper = time_stamper


class LoadedKeySigner(DocumentSigner):
    """Signs with a key held in memory; loading it once is what makes signing fast."""

    def __init__(
        self,
        holder: str,
        certificate: Any,
        chain: SimpleCertificateStore,
        facts: x509.Certificate,
        time_stamper: TimeStamper | None,
        key: EllipticCurvePrivateKey,
    ) -> None:
        super().__init__(holder, certificate, chain, facts, time_stamper)
        self._key = key

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        return self._key.sign(data, ECDSA(get_pyca_cryptography_hash(digest_algorithm)))


class KeyStore(Protocol):
    """Kho khóa ký. Raises `SigningKeyMissing` when the holder has no key."""

    def signer(self, holder: str) -> DocumentSigner:
        """The signer of `officer:<id>` or `seal:<agency code>`."""
        ...


class AuthorityKeyStore:
    """Kho khóa của tổ chức chứng thực thử nghiệm (embedded setting)."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._loaded: dict[str, tuple[int, DocumentSigner]] = {}
        self._time_stamper: AuthorityTimeStamper | None = None
        self._lock = Lock()

    def signer(self, holder: str) -> DocumentSigner:
        """The signer, loaded once and again only when its certificate was replaced."""
        try:
            path = holder_file(self._folder, holder)
            version = path.stat().st_mtime_ns
        except (SigningRefused, OSError) as error:
            raise SigningKeyMissing(holder) from error
        with self._lock:
            known = self._loaded.get(holder)
            if known is None or known[0] != version:
                known = (version, self._load(holder, path.read_bytes()))
                self._loaded[holder] = known
            return known[1]

    def _load(self, holder: str, pem: bytes) -> DocumentSigner:
        try:
            key = serialization.load_pem_private_key(pem, None)
            facts = x509.load_pem_x509_certificate(pem)
            certificate = next(iter(load_certs_from_pemder_data(facts.public_bytes(serialization.Encoding.DER))))
        except ValueError as error:
            raise SigningKeyMissing(holder) from error
        if not isinstance(key, EllipticCurvePrivateKey):
            raise SigningKeyMissing(holder)
        chain = SimpleCertificateStore()
        for label in ("issuing", "root"):
            chain.register(load_cert_from_pemder(str(self._folder / f"{label}.pem")))
        if self._time_stamper is None:
            self._time_stamper = AuthorityTimeStamper(self._folder)
        return LoadedKeySigner(holder, certificate, chain, facts, self._time_stamper, key)


def subject_value(subject: x509.Name, oid: x509.ObjectIdentifier) -> str:
    """One attribute of a certificate's subject, or nothing."""
    found = subject.get_attributes_for_oid(oid)
    return str(found[0].value) if found else ""


def kind_of(subject: x509.Name) -> SignerKind:
    """A legal person names its organisation identifier, or only itself; everybody else is a person."""
    if subject_value(subject, NameOID.ORGANIZATION_IDENTIFIER):
        return SignerKind.SEAL
    common_name = subject_value(subject, NameOID.COMMON_NAME)
    if common_name and common_name == subject_value(subject, NameOID.ORGANIZATION_NAME):
        return SignerKind.SEAL
    return SignerKind.PERSON
