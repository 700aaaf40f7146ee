"""When the archived copy of a document may be given out, and taken back. Pure values."""

from datetime import date

from document_exchange.incoming.rules import CLERK
from shared.access.rights import Row
from shared.core.errors import Conflict, FieldError, Invalid
from shared.core.formats import vn_date

MAY_LEND = Row(CLERK)


def require_past(pointer: str, day: date, first: date | None, today: date) -> None:
    """A day that was, not before the one on which it could begin."""
    if day > today:
        raise _wrong(pointer, "day_ahead", f"Ngày {vn_date(day)} chưa tới; hãy ghi hôm nay hoặc một ngày trước.")
    if first is not None and day < first:
        raise _wrong(pointer, "day_too_early", f"Hãy ghi một ngày từ {vn_date(first)} trở đi.")


def require_free(holder: str, since: date | None) -> None:
    """One copy is kept: it is in one place."""
    if holder:
        raise _wrong(
            "/person_name",
            "copy_lent",
            f"{holder} đang giữ bản lưu từ ngày {vn_date(since)}; hãy ghi ngày trả trước khi cho người khác sử dụng.",
        )


def require_out(returned_on: date | None, struck: str) -> None:
    if returned_on is not None or struck:
        raise Conflict("copy_not_out")


def _wrong(pointer: str, code: str, sentence: str) -> Invalid:
    return Invalid(code, fields=[FieldError(pointer, code, sentence)])


REFUSALS: dict[str, str] = {
    "no_archived_copy": "Văn bản chưa có số nên chưa có bản lưu.",
    "copy_lent": "Bản lưu đang có người giữ.",
    "copy_not_out": "Bản lưu đã trả hoặc dòng này đã gạch, hãy tải lại trang.",
    "copy_use_struck": "Dòng này đã gạch rồi.",
    "day_ahead": "Ngày ghi chưa tới.",
    "day_too_early": "Ngày ghi quá sớm.",
}
