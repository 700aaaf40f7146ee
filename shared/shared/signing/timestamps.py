"""Dấu thời gian (RFC 3161) of the embedded setting; a real province names its own authority's address."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from asn1crypto import cms, tsp
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from pyhanko.keys import load_cert_from_pemder, load_private_key_from_pemder
from pyhanko.sign.general import as_signing_certificate_v2, simple_cms_attribute
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from shared.core.clock import now
from shared.signing.errors import SigningKeyMissing

# Of nobody's arc: a UUID made into an identifier (ITU-T X.667).
POLICY = f"2.25.{uuid5(NAMESPACE_URL, 'lienthong:test-time-stamp').int}"

_HASHES: dict[str, Callable[[], hashes.HashAlgorithm]] = {
    "sha256": hashes.SHA256,
    "sha384": hashes.SHA384,
    "sha512": hashes.SHA512,
}


# TimeStampResp with status 2 (rejection) and failInfo badRequest; the library cannot write one without a token.
_REJECTION = bytes.fromhex("3009300702010203020520")


class AuthorityTimeStamper(DummyTimeStamper):
    """Bên cấp dấu thời gian thử nghiệm; keeps its key loaded, loading costs more than signing."""

    def __init__(self, folder: Path) -> None:
        key_file, certificate_file = folder / "tsa.key", folder / "tsa.pem"
        if not key_file.exists():
            raise SigningKeyMissing("tsa")
        store = SimpleCertificateStore()
        store.register(load_cert_from_pemder(str(folder / "issuing.pem")))
        super().__init__(
            tsa_cert=load_cert_from_pemder(str(certificate_file)),
            tsa_key=load_private_key_from_pemder(str(key_file), passphrase=None),
            certs_to_embed=store,
        )
        key = serialization.load_pem_private_key(key_file.read_bytes(), None)
        if not isinstance(key, RSAPrivateKey):
            raise SigningKeyMissing("tsa")
        self._loaded_key = key

    def answer(self, query: bytes) -> bytes:
        """Answer a DER query with a DER response; an unreadable query gets a rejection, as RFC 3161 asks."""
        try:
            request = tsp.TimeStampReq.load(query, strict=True)
            algorithm = request["message_imprint"]["hash_algorithm"]["algorithm"].native
            imprint = request["message_imprint"]["hashed_message"].native
            readable = algorithm in _HASHES and len(imprint) == _HASHES[algorithm]().digest_size
        except (ValueError, TypeError, KeyError):
            readable = False
        if not readable:
            return _REJECTION
        return bytes(self.request_tsa_response(request).dump())

    def _build_tst_info(self, message_imprint: tsp.MessageImprint, dt: datetime, req: tsp.TimeStampReq) -> tsp.TSTInfo:
        info = super()._build_tst_info(message_imprint, now().replace(microsecond=0), req)
        info["policy"] = POLICY
        return info

    def _sign_tst_info(self, tst_info_data: bytes, md_algorithm: str, dt: datetime) -> tuple[bytes, cms.CMSAttributes]:
        chosen = _HASHES[md_algorithm]()
        digest = hashes.Hash(chosen)
        digest.update(tst_info_data)
        attributes = cms.CMSAttributes(
            [
                simple_cms_attribute("content_type", "tst_info"),
                simple_cms_attribute("message_digest", digest.finalize()),
                simple_cms_attribute("signing_certificate_v2", as_signing_certificate_v2(self.tsa_cert)),
            ]
        )
        return self._loaded_key.sign(attributes.dump(), PKCS1v15(), chosen), attributes
