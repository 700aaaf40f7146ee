"""People who have not signed in: their forms are bound to a cookie without any record of ours."""

import hashlib
import hmac
import re
import secrets
from pathlib import Path

_VISITOR = re.compile(r"[0-9a-f]{32}")


class DerivedKeys:
    """Keys that every copy of the gateway derives from the identity key, so that nothing else must be shared."""

    def __init__(self, private_key: Path) -> None:
        self._seed = hashlib.sha256(b"lienthong-gateway-derived\0" + private_key.read_bytes()).digest()

    def mark(self, purpose: str, text: str) -> bytes:
        """A keyed hash: says nothing about `text` to who has not the key."""
        return hmac.new(self._seed, f"{purpose}\0{text}".encode(), hashlib.sha256).digest()

    def csrf_of(self, visitor: str) -> str:
        return self.mark("visitor-form", visitor).hex()[:32]


def new_visitor() -> str:
    return secrets.token_hex(16)


def is_visitor(text: str) -> bool:
    return _VISITOR.fullmatch(text) is not None
