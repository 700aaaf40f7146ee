"""How long and how much a phone may send for the counter. Pure values."""

import hashlib
from datetime import timedelta

from shared.core.errors import FieldError, Invalid
from shared.standards.file_kinds import LARGEST_REQUEST, in_megabytes

PHONE_TERM = timedelta(minutes=20)
"""As long as somebody stands at the counter with the papers."""
MOST_FILES = 60
"""Pictures of one link."""
MOST_BYTES = 2 * LARGEST_REQUEST
SECRET_LENGTH = 26
"""Characters: 130 bits, which nobody guesses within the term."""


def hash_of(secret: str) -> str:
    """What is kept of the secret in a link."""
    return hashlib.sha256(secret.encode()).hexdigest()


def check_amount(files: int, size: int, came: int, taken: int) -> None:
    """`came`, `taken`: files and bytes that the link has brought before."""
    if came + files > MOST_FILES:
        sentence = f"Liên kết này chỉ nhận {MOST_FILES} ảnh, tệp. Hãy nhờ cán bộ mở liên kết mới."
    elif taken + size > MOST_BYTES:
        sentence = f"Liên kết này chỉ nhận {in_megabytes(MOST_BYTES)}. Hãy nhờ cán bộ mở liên kết mới."
    else:
        return
    raise Invalid("invalid_input", fields=[FieldError("/tep", "phone_link_full", sentence)])
