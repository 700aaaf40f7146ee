"""What is kept of an unsent form, and how long."""

import re
from datetime import timedelta

from gateway.sessions.visitors import DerivedKeys, is_visitor
from shared.access.identity import Identity

KEPT_FOR = timedelta(days=1)
"""A post that came too late."""
CLAIMED_FOR = timedelta(minutes=2)
"""While one is being sent it is not there to be sent again; should the gateway die then, it comes back."""
TYPED_KEPT_FOR = timedelta(days=7)
"""What a page saved while somebody typed."""
LARGEST_FILE = 5 * 1_048_576
LARGEST_FILES = 10 * 1_048_576
LARGEST_TEXT = 1_048_576
LARGEST_VISITORS_TEXT = 65_536
"""Who has not signed in can make as many visitors as he likes, so of each little is kept, and no file."""
LARGEST_TYPED = 262_144
MOST_FOR_ONE = 20
MOST_TYPED_FOR_ONE = 60
VISITORS_A_MINUTE = 10
"""Unsent forms of visitors from one address."""
TOO_FAST_A_MINUTE = 10
"""Forms kept of one person, or of visitors from one address, that came beyond a rate."""

FORM_KINDS = ("application/x-www-form-urlencoded", "multipart/form-data")

_NOT_FORMS = ("/api/", "/oauth/", "/bieu-mau/")
_SECRET = re.compile(r"password|mat_?khau|passwd|otp", re.IGNORECASE)
_TOKEN = re.compile(rb"(?:^|&)csrf_token=([0-9a-f]{1,256})(?=(&)|$)")
_TOKEN_PART = re.compile(
    rb'content-disposition: form-data; name="csrf_token"\r\n(?:[^\r\n]+\r\n)*\r\n([0-9a-f]{1,256})\r\n--', re.IGNORECASE
)
_MARK = re.compile(rb"(?:^|&)unsent_form=([0-9a-f-]{36})(?:&|$)")


def is_form_address(path: str) -> bool:
    return not path.startswith(_NOT_FORMS)


def is_secret(field: str) -> bool:
    """Never stored, not even for a minute."""
    return _SECRET.search(field) is not None


def token_in(head: bytes, multipart: bool, ended: bool) -> tuple[int, int] | None:
    """Where the form's token stands in the beginning of a body."""
    found = (_TOKEN_PART if multipart else _TOKEN).search(head)
    if found is None or (not multipart and not ended and not found[2]):
        return None
    return found.span(1)


def mark_in(head: bytes) -> str:
    found = _MARK.search(head)
    return found[1].decode() if found else ""


def owner_of(identity: Identity, visitor: str, keys: DerivedKeys) -> str:
    """Whose an unsent form is; empty when there is nobody to whom it could be given back."""
    if identity.signed_in:
        return f"{identity.kind}:{identity.subject}"
    return f"visitor:{keys.mark('visitor-forms', visitor).hex()}" if is_visitor(visitor) else ""
