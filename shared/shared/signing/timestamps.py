"""Dấu thời gian (RFC 3161) of the embedded setting; a real province names its own authority's address."""

from collections.abc import Callable
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from asn1crypto import cms, tsp
from asn1crypto.keys import PrivateKeyInfo
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.sign.general import as_signing_certificate_v2, simple_cms_attribute
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from shared.core.clock import now
from shared.signing.authority import SigningAuthority
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

    def __init__(self, authority: SigningAuthority) -> None:
        pem = authority.cabinet.get("tsa")
        key = serialization.load_pem_private_key(pem, None)
        if not isinstance(key, RSAPrivateKey):
            raise SigningKeyMissing("tsa")
        store = SimpleCertificateStore()
        store.register_multiple(load_certs_from_pemder_data(authority.issuing_certificate()))
        super().__init__(
            tsa_cert=next(iter(load_certs_from_pemder_data(authority.stamping_certificate()))),
            tsa_key=PrivateKeyInfo.load(
                key.private_bytes(
                    serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
                )
            ),
            certs_to_embed=store,
        )
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
