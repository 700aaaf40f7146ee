"""How much longer a term may be made. Pure values."""

from datetime import datetime

from shared.core.errors import Conflict, FieldError, Invalid
from shared.core.formats import vn_datetime


def check_extension(amount: int, most: int, unit_words: str, due: datetime, now: datetime) -> None:
    """Decided while the term still runs, and no longer than the procedure allows at a time."""
    if now >= due:
        raise Conflict("extension_too_late", due=vn_datetime(due))
    if amount > most:
        sentence = f"Thủ tục này chỉ được gia hạn mỗi lần không quá {most:02d} {unit_words}."
        raise Invalid("invalid_input", fields=[FieldError("/amount", "extension_too_long", sentence)])
