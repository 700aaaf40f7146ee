"""Khóa ký: who signs with what. Only the signing process has these; everybody else knows the certificates (`holders`).

The embedded setting opens its own cabinet. A province puts its PKCS#11 token or remote signing service behind the same protocol.
"""

import asyncio
from threading import Lock
from typing import Protocol

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePrivateKey
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.sign import Signer
from pyhanko.sign.timestamps import TimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore
from pyhanko_certvalidator.util import get_pyca_cryptography_hash

from shared.signing.authority import SigningAuthority
from shared.signing.errors import SigningKeyMissing, SigningRefused
from shared.signing.holders import Certified, label_of
from shared.signing.timestamps import AuthorityTimeStamper

DIGEST = "sha256"


class LoadedKeySigner(Certified, Signer):
    """Signs with a key held in memory; loading it once is what makes signing fast."""

    def __init__(
        self,
        holder: str,
        facts: x509.Certificate,
        chain: SimpleCertificateStore,
        time_stamper: TimeStamper | None,
        key: EllipticCurvePrivateKey,
    ) -> None:
        Certified.__init__(self, holder, facts)
        Signer.__init__(self, signing_cert=self.for_readers(), cert_registry=chain)
        self.time_stamper = time_stamper
        self._key = key

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        return self._key.sign(data, ECDSA(get_pyca_cryptography_hash(digest_algorithm)))

    async def sign_digest(self, digest: bytes) -> bytes:
        """Over a SHA-256 digest: signature, certificates and time-stamp as one CMS SignedData (PAdES, ETSI EN 319 142-1), DER."""
        signed = await self.async_sign(digest, DIGEST, use_pades=True, timestamper=self.time_stamper)
        return bytes(signed.dump())

    def sign_digest_now(self, digest: bytes) -> bytes:
        """The same where no event loop runs."""
        return asyncio.run(self.sign_digest(digest))


class KeyStore(Protocol):
    """Kho khóa ký. Raises `SigningKeyMissing` when the holder has no key."""

    def signer(self, holder: str) -> LoadedKeySigner:
        """The signer of `officer:<id>` or `seal:<agency code>`."""
        ...


class AuthorityKeyStore:
    """Kho khóa của tổ chức chứng thực thử nghiệm (embedded setting)."""

    def __init__(self, authority: SigningAuthority) -> None:
        self._authority = authority
        self._loaded: dict[str, tuple[int, LoadedKeySigner]] = {}
        self._time_stamper: AuthorityTimeStamper | None = None
        self._lock = Lock()

    def signer(self, holder: str) -> LoadedKeySigner:
        """The signer, loaded once and again only when its certificate was replaced."""
        cabinet = self._authority.cabinet
        try:
            label = label_of(holder)
        except SigningRefused as error:
            raise SigningKeyMissing(holder) from error
        version = cabinet.version(label)
        with self._lock:
            known = self._loaded.get(holder)
            if known is None or known[0] != version:
                known = (version, self._load(holder, cabinet.get(label)))
                self._loaded[holder] = known
            return known[1]

    @property
    def time_stamper(self) -> AuthorityTimeStamper:
        if self._time_stamper is None:
            self._time_stamper = AuthorityTimeStamper(self._authority)
        return self._time_stamper

    def _load(self, holder: str, pem: bytes) -> LoadedKeySigner:
        try:
            key = serialization.load_pem_private_key(pem, None)
            facts = x509.load_pem_x509_certificate(pem)
        except ValueError as error:
            raise SigningKeyMissing(holder) from error
        if not isinstance(key, EllipticCurvePrivateKey):
            raise SigningKeyMissing(holder)
        chain = SimpleCertificateStore()
        for authority in (self._authority.issuing_certificate(), self._authority.root_certificate()):
            chain.register_multiple(load_certs_from_pemder_data(authority))
        return LoadedKeySigner(holder, facts, chain, self.time_stamper, key)
