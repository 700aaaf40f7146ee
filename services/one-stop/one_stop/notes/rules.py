"""When a check on the spot may have been. Pure values."""

from datetime import date

from shared.core.errors import FieldError, Invalid
from shared.core.formats import vn_date

MOST_FILES = 10
"""Files of one note or minutes."""


def check_made_on(day: date, today: date, filed_on: date) -> None:
    """It was made for this dossier, and it is over."""
    sentence = ""
    if day > today:
        sentence = f"Ngày kiểm tra ({vn_date(day)}) chưa đến: hãy lập biên bản sau khi kiểm tra."
    elif day < filed_on:
        sentence = f"Ngày kiểm tra ({vn_date(day)}) trước ngày nộp hồ sơ ({vn_date(filed_on)}): hãy xem lại ngày."
    if sentence:
        raise Invalid("invalid_input", fields=[FieldError("/made_on", "day_unlikely", sentence)])
