"""How long a session lives, and which tokens can be ours."""

import hashlib
import re
import secrets
from datetime import datetime, timedelta

from shared.access.identity import IDLE

LONGEST = timedelta(hours=12)
CLIENT_LIFETIME = timedelta(hours=1)
CONFIRM_AFTER = timedelta(minutes=4)
"""An identity is asked for again at its owner at most this often."""
CONFIRMED_FOR = timedelta(minutes=15)
"""While the owner cannot be reached, its last word holds this long."""
SEEN_EVERY = timedelta(seconds=60)

_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


def new_token() -> str:
    """256 random bits."""
    return secrets.token_urlsafe(32)


def looks_like_token(text: str) -> bool:
    return _TOKEN.fullmatch(text) is not None


def hash_token(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def lifetime(kind: str) -> timedelta:
    return CLIENT_LIFETIME if kind == "client" else LONGEST


def is_expired(kind: str, last_seen_at: datetime, expires_at: datetime, now: datetime) -> bool:
    """A client system's token has no idle limit: its life is short."""
    return now >= expires_at or (kind != "client" and now - last_seen_at > IDLE)
