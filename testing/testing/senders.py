"""The services of a test, each with its key: messages that are proven as the real ones are."""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from shared.core.settings import SERVICES
from shared.messaging.axis.port import Parcel
from shared.messaging.proof import Proofs, Purpose, key_id

_KEYS = {name: Ed25519PrivateKey.generate() for name in (*SERVICES, "alpha", "beta", "gamma", "bench")}
_KNOWN = {(name, key_id(key.public_key())): key.public_key() for name, key in _KEYS.items()}


def proofs_of(service: str) -> Proofs:
    """What that service's worker holds."""
    return Proofs(service, _KEYS[service], _KNOWN)


def signed_by(service: str, *bodies: bytes) -> list[Parcel]:
    """Messages with events, as that service sends them."""
    return [Parcel(body, proofs_of(service).prove(Purpose.EVENTS, body)) for body in bodies]
