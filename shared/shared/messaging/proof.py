"""Proof of the sender: whoever publishes signs each message with its service's own key, whoever takes it checks before reading.

Ed25519 (RFC 8032) over the SHA-256 of the body, with who speaks and what for, so that no proof serves under another name or in
another queue's place. A message holds up to fifty events: one signature for all of them (figures in decision 16).
"""

import base64
import binascii
import hashlib
import os
import re
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import Any

import orjson
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from shared.core.settings import Settings
from shared.messaging.axis.port import Parcel

_CONTEXT = b"lienthong-axis-1"
_LONGEST_PROOF = 400
_PROOF = re.compile(r"([a-z][a-z0-9-]{0,62})/([A-Za-z0-9_-]{16})/([A-Za-z0-9_-]{86})")
_HELD = ("", ".new", ".old")
"""A service's key in use, the one that comes next, the one before: the public halves of all stand while it changes."""


class Purpose(StrEnum):
    """What a message is: neither passes for the other."""

    EVENTS = "events"
    REPORT = "report"
    CERTIFICATES = "certificates"
    SEALS = "seals"


class Forged(Exception):
    """Nobody we know has said this. The message is a sentence for the operator."""


class Known:
    """The public keys of all services: who has said what."""

    def __init__(self, keys: dict[tuple[str, str], Ed25519PublicKey]) -> None:
        self._known = keys

    def sender_of(self, parcel: Parcel, purpose: Purpose) -> str:
        """The service that has said this. Raises Forged, and nothing of the body has been read."""
        if not parcel.proof:
            raise Forged("Tin không có chữ ký của dịch vụ gửi.")
        parts = _PROOF.fullmatch(parcel.proof) if len(parcel.proof) <= _LONGEST_PROOF else None
        if parts is None:
            raise Forged("Chữ ký của dịch vụ gửi không đúng dạng.")
        service, kid, signature = parts.groups()
        key = self._known.get((service, kid))
        if key is None:
            raise Forged(
                f"Khóa {kid} không phải khóa đã công bố của {service}: nếu vừa đổi khóa, hãy nạp bộ khóa công khai mới "
                "rồi khởi động lại tiến trình nền, sự kiện sẽ tự được gửi lại."
            )
        try:
            key.verify(_bytes(signature), _signed(service, purpose, parcel.body))
        except (InvalidSignature, ValueError) as error:
            raise Forged(f"Chữ ký không khớp: tin không do {service} gửi, hoặc đã bị sửa trên đường.") from error
        return service


class Proofs(Known):
    """One worker's own key, and the public keys of all services."""

    def __init__(self, service: str, key: Ed25519PrivateKey, known: dict[tuple[str, str], Ed25519PublicKey]) -> None:
        super().__init__(known)
        self.service = service
        self._key = key
        self._kid = key_id(key.public_key())

    @classmethod
    def load(cls, service: str, settings: Settings) -> "Proofs":
        """Raise OSError or ValueError, which end the worker, when a file is not there or holds something else."""
        return cls(service, read_key(settings.axis_key(service)), read_known(settings.axis_jwks))

    def prove(self, purpose: Purpose, body: bytes) -> str:
        signature = self._key.sign(_signed(self.service, purpose, body))
        return f"{self.service}/{self._kid}/{_text(signature)}"


def _signed(service: str, purpose: Purpose, body: bytes) -> bytes:
    return b"\0".join((_CONTEXT, service.encode(), purpose.encode(), hashlib.sha256(body).digest()))


# --- keys ---------------------------------------------------------------------------------------------------------------


def key_id(public: Ed25519PublicKey) -> str:
    return _text(hashlib.sha256(public.public_bytes_raw()).digest()[:12])


def read_key(file: Path) -> Ed25519PrivateKey:
    key = serialization.load_pem_private_key(file.read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise ValueError(f"{file.name} must hold an Ed25519 key")
    return key


def read_known(jwks: Path) -> dict[tuple[str, str], Ed25519PublicKey]:
    """(service, key id) → public key, from a JWK set (RFC 8037) whose members also say whose they are."""
    found: dict[tuple[str, str], Ed25519PublicKey] = {}
    for jwk in orjson.loads(jwks.read_bytes())["keys"]:
        if jwk.get("crv") == "Ed25519":
            public = Ed25519PublicKey.from_public_bytes(_bytes(jwk["x"]))
            found[jwk["service"], key_id(public)] = public
    return found


def make_keys(folder: Path, services: Iterable[str], renew: str = "") -> None:
    """Make the keys that are missing, and write the set of public keys anew from the private ones in `folder`.

    `renew`: a service that gets its next key, `axis-<service>.new.pem`. The runbook tells how it takes the old one's place.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    public: list[dict[str, Any]] = []
    for service in services:
        for held in _HELD:
            file = folder / f"axis-{service}{held}.pem"
            if not file.exists() and (not held or (held == ".new" and service == renew)):
                _write_new_key(file)
            if file.exists():
                public.append(_public_jwk(service, read_key(file).public_key()))
    wanted = orjson.dumps({"keys": public})
    jwks = folder / "axis.jwks.json"
    if not jwks.exists() or jwks.read_bytes() != wanted:
        fresh = jwks.with_suffix(".fresh")
        fresh.write_bytes(wanted)
        fresh.replace(jwks)


def _write_new_key(file: Path) -> None:
    pem = Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    fresh = file.with_suffix(".fresh")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        out.write(pem)
    fresh.replace(file)


def _public_jwk(service: str, public: Ed25519PublicKey) -> dict[str, Any]:
    return {
        "kty": "OKP",
        "crv": "Ed25519",
        "use": "sig",
        "alg": "EdDSA",
        "kid": key_id(public),
        "x": _text(public.public_bytes_raw()),
        "service": service,
    }


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    """Raise ValueError when it is no base64url."""
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except binascii.Error as error:
        raise ValueError("no base64url") from error
