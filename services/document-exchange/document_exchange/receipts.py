"""Biên nhận gửi văn bản: a compact JWS (ES256, RFC 7515) by which a sender proves acceptance."""

import base64
import hashlib
import os
from pathlib import Path

import orjson
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from shared.core.settings import Settings

_ES256 = ec.ECDSA(hashes.SHA256())


class ReceiptSigner:
    """Makes receipts; the key is made at first use and stays with the platform."""

    def __init__(self, key_file: Path) -> None:
        self._key = _load(key_file)
        numbers = self._key.public_key().public_numbers()
        self.public_key = {
            "kty": "EC",
            "crv": "P-256",
            "use": "sig",
            "alg": "ES256",
            "x": _text(numbers.x.to_bytes(32, "big")),
            "y": _text(numbers.y.to_bytes(32, "big")),
        }
        members = {name: self.public_key[name] for name in ("crv", "kty", "x", "y")}
        # RFC 7638: the key's own thumbprint, so that receipts of an earlier key can be told apart.
        self.public_key["kid"] = _text(hashlib.sha256(orjson.dumps(members)).digest())
        self._header = _text(orjson.dumps({"alg": "ES256", "typ": "JWT", "kid": self.public_key["kid"]}))

    @classmethod
    def from_settings(cls, settings: Settings) -> "ReceiptSigner":
        return cls(settings.var / "keys" / "receipts.pem")

    def sign(self, facts: dict[str, object]) -> str:
        signed = f"{self._header}.{_text(orjson.dumps(facts))}"
        r, s = decode_dss_signature(self._key.sign(signed.encode(), _ES256))
        return f"{signed}.{_text(r.to_bytes(32, 'big') + s.to_bytes(32, 'big'))}"

    def receipt(self, facts: dict[str, object]) -> bytes:
        """The whole answer: the facts and the signature over them."""
        return orjson.dumps({**facts, "signature": self.sign(facts)})


def _load(key_file: Path) -> ec.EllipticCurvePrivateKey:
    if not key_file.exists():
        key_file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        pem = ec.generate_private_key(ec.SECP256R1()).private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        draft = key_file.with_name(f".{key_file.name}.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_bytes(pem)
        try:
            os.link(draft, key_file)  # two processes may start at once: the first one's key stays
        except FileExistsError:
            pass
        draft.unlink()
    key = serialization.load_pem_private_key(key_file.read_bytes(), None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise ValueError(f"{key_file.name} must hold an EC key")
    return key


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
