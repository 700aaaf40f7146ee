"""When the owner may write, and how often before the agency has answered. Pure values."""

from collections.abc import Sequence

from shared.core.errors import Conflict, FieldError, Invalid
from shared.standards.dossier_status import SETTLED, DossierStatus
from shared.standards.typed import clean_paragraphs

MOST_WAITING = 5
"""Messages of the owner that the agency has not answered."""
MOST_FILES = 5
SHORTEST, LONGEST = 2, 2000
OPEN_STILL = DossierStatus.RESOLVED
"""Its result waits to be fetched: settled, and still something to talk about."""


def may_write(status: int, *, withdrawn: bool) -> bool:
    return not withdrawn and (status not in SETTLED or status == OPEN_STILL)


def check_message(text: str, files: int) -> str:
    """The words as they are kept; Invalid where there are none, or too much."""
    words = clean_paragraphs(text).strip()
    errors = []
    if not SHORTEST <= len(words) <= LONGEST:
        sentence = f"Hãy ghi nội dung trao đổi, từ {SHORTEST} đến 2.000 ký tự."
        errors.append(FieldError("/text", "message_length", sentence))
    if files > MOST_FILES:
        errors.append(FieldError("/files", "too_many_files", f"Chọn nhiều nhất {MOST_FILES} tệp mỗi lần gửi."))
    if errors:
        raise Invalid("invalid_input", fields=errors)
    return words


def refuse_flood(from_owner: Sequence[bool]) -> None:
    """`from_owner`: of the messages so far, in their order."""
    waiting = 0
    for own in reversed(from_owner):
        if not own:
            break
        waiting += 1
    if waiting >= MOST_WAITING:
        raise Conflict("messages_too_many", most=MOST_WAITING)
