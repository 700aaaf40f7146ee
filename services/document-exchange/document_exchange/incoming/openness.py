"""Phạm vi xem of an arrival: those who have to do with it, or every officer of the agency; named people besides (`readers`).

Who may read acts on nothing and sees neither notes nor instructions. What was never opened stays as it is (NĐ 30/2020 Phụ lục VI.III.3b).
"""

from enum import StrEnum

from sqlalchemy import ColumnElement, and_, func, not_, or_, text

from document_exchange.incoming.models import IncomingDocument
from document_exchange.incoming.rules import ACCEPTED, UNREADABLE, IncomingState, Recall
from document_exchange.secrecy import has_secret_marking
from shared.standards.typed import clean_line


class Reading(StrEnum):
    """Phạm vi xem văn bản đến."""

    INVOLVED = ""  # chỉ người liên quan
    AGENCY = "agency"  # mọi cán bộ của cơ quan


READINGS: dict[str, str] = {
    Reading.INVOLVED: "Chỉ người liên quan: văn thư, lãnh đạo, người và đơn vị được giao",
    Reading.AGENCY: "Mọi cán bộ của cơ quan",
}
SECRET = "secret_marking"  # noqa: S105  the code of a warning
CLOSED_BY = frozenset({SECRET, *UNREADABLE})
"""Warnings with which nobody else is given it."""
SHOWN = frozenset({*ACCEPTED, IncomingState.DONE})
"""In the register, and not given back."""
_LETTER = frozenset({"đơn", "don"})
"""The first word of what citizens write: đơn thư, đơn khiếu nại, đơn tố cáo; also without its signs, but no other word (đôn đốc)."""
_NO_LETTER = frozenset({"đơn vị", "đơn giá", "đơn hàng", "đơn phương"})


def is_letter(incoming: IncomingDocument) -> bool:
    """Đơn thư: who wrote it is protected (Luật Tố cáo, Luật Khiếu nại)."""
    return any(map(_begins_as_letter, (incoming.type_name, incoming.subject)))


def _begins_as_letter(words: str) -> bool:
    first, *others = clean_line(words).lower().split()[:2] or [""]
    return first in _LETTER and " ".join([first, *others]) not in _NO_LETTER


def is_secret(incoming: IncomingDocument) -> bool:
    """Or nothing is known of it yet, or never."""
    return (
        incoming.read_at is None
        or bool(CLOSED_BY.intersection(incoming.warnings))
        or has_secret_marking(incoming.subject)
    )


def shut_if_unfit(incoming: IncomingDocument) -> None:
    """After its words changed: what became a letter or secret is the agency's to read no more."""
    if is_letter(incoming) or is_secret(incoming):
        incoming.readable_by = Reading.INVOLVED


def may_be_shown() -> ColumnElement[bool]:
    """To who has nothing to do with it: said here too, for a copy of another release may have read the packet meanwhile."""
    known = IncomingDocument.warnings
    return and_(
        IncomingDocument.status.in_(SHOWN),
        IncomingDocument.recall != Recall.AGREED,
        IncomingDocument.read_at.is_not(None),
        not_(or_(*(known.contains([code]) for code in sorted(CLOSED_BY)))),
    )


def open_to_agency() -> ColumnElement[bool]:
    """Mọi cán bộ của cơ quan xem được."""
    letter = func.lower(IncomingDocument.type_name).regexp_match(r"^đơn(\s|$)")
    # Said as a text, so that every plan knows that the index of what is open is meant.
    return and_(text(f"incoming_document.readable_by = '{Reading.AGENCY}'"), may_be_shown(), not_(letter))


REFUSALS: dict[str, str] = {
    "reading_same": "Quyền xem vẫn như trước; hãy đổi phạm vi hoặc người được xem.",
    "reading_secret": "Văn bản chưa đọc được hoặc có dấu hiệu bí mật nhà nước: không cho ai xem thêm.",
    "reading_letter": "Đơn thư không mở cho toàn cơ quan; hãy chọn từng người, đơn vị cần xem.",
    "reading_unclean": "Tệp của văn bản chưa quét xong hoặc có mã độc: chưa cho ai xem thêm được.",
}
"""Why an arrival is not opened to more people."""
