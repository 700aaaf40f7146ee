"""/van-hanh: the tables of the operator's page as files and on paper."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from shared.core.formats import number
from shared.web.tables import Table
from shared.work.listing import Column

Row = dict[str, Any]


def _moment(key: str) -> Callable[[Row], datetime | None]:
    def read(row: Row) -> datetime | None:
        value: datetime | str | None = row.get(key)
        return value if isinstance(value, datetime) or value is None else datetime.fromisoformat(value)

    return read


def _of(key: str, *inside: str) -> Callable[[Row], object]:
    """What stands in the row under that name; None where that part of it does not answer."""

    def read(row: Row) -> object:
        value: Any = row
        for name in (key, *inside):
            value = (value or {}).get(name)
        return value

    return read


def _in_inbox(state: str) -> Callable[[Row], object]:
    """A state that nothing is in is not told."""
    return lambda row: row["overview"]["inbox"].get(state, 0) if row["overview"] else None


def _seconds(value: object) -> str:
    return f"{number(value, 1)} giây" if isinstance(value, int | float) else ""


def _failure(row: Row) -> str:
    told = row.get("told")
    return f"{told.what} {told.to_do} {told.detail}".strip() if told else str(row.get("why") or "")


def _state_of_job(row: Row) -> str:
    if row["given_up"]:
        return f"Đã thử {row['attempts']} lần, chờ người vận hành: {_failure(row)}"
    if row["attempts"]:
        return f"Lỗi, đã thử {row['attempts']} lần: {_failure(row)}"
    return "Quá giờ, chưa chạy" if row["late"] else "Đúng lịch"


_PART = Column("part", "Phần", _of("title"), 24)

PARTS = Table(
    "operations-parts",
    "Tình trạng các phần của hệ thống",
    (
        _PART,
        Column("status", "Tình trạng", _of("status_words"), 20),
        Column("unpublished", "Chờ gửi", _of("overview", "outbox", "unpublished"), 12),
        Column("open", "Chờ xác nhận", _of("overview", "outbox", "open"), 12),
        Column("oldest", "Cũ nhất", _of("overview", "outbox", "oldest_seconds"), 12, said=_seconds, unit="giây"),
        Column("waiting", "Chờ thứ tự", _in_inbox("waiting"), 12),
        Column("retry", "Chờ thử lại", _in_inbox("retry"), 12),
        Column("dead", "Thư chết", _in_inbox("dead"), 12),
    ),
)
LETTERS = Table(
    "operations-dead-letters",
    "Thư chết",
    (
        Column("received_at", "Nhận lúc", _moment("received_at")),
        _PART,
        Column("type", "Sự kiện", _of("type"), 40),
        Column("subject", "Đối tượng", _of("subject"), 40),
        Column("sequence", "Thứ tự", _of("sequence"), 10),
        Column("attempts", "Số lần đã thử", _of("attempts"), 12),
        Column("failure", "Lỗi", _failure, 60),
    ),
)
UNREADABLE = Table(
    "operations-unreadable",
    "Tin không nhận",
    (
        Column("received_at", "Nhận lúc", _moment("received_at")),
        _PART,
        Column("queue", "Hàng đợi", _of("queue"), 40),
        Column("error", "Lỗi", _of("error"), 60),
    ),
)
JOBS = Table(
    "operations-jobs",
    "Việc theo lịch",
    (
        Column("name", "Việc", lambda row: row["job_title"] or row["name"], 40),
        Column("key", "Của", _of("key"), 20),
        _PART,
        Column("state", "Tình trạng", _state_of_job, 40),
        Column("due_at", "Lần tới", _moment("due_at")),
        Column("last_done_at", "Xong gần nhất", _moment("last_done_at")),
    ),
)
QUARANTINED = Table(
    "operations-quarantined",
    "Tệp bị cách ly",
    (
        Column("found_at", "Lúc", _moment("found_at")),
        _PART,
        Column("name", "Tệp", _of("name"), 40),
        Column("sha256", "SHA-256", _of("sha256"), 66),
        Column("size", "Cỡ", _of("size"), 12, unit="byte"),
        Column("found", "Tìm thấy", _of("found"), 30),
        Column("brought_by", "Người gửi", _of("brought_by"), 30),
    ),
)
QUEUES = Table(
    "operations-queues",
    "Hàng đợi trên trục",
    (Column("queue", "Hàng đợi", _of("queue"), 50), Column("waiting", "Số tin chờ", _of("waiting"), 12)),
)
TROUBLES = Table(
    "operations-troubles",
    "Lỗi gần đây",
    (
        Column("at", "Lúc", _moment("at")),
        _PART,
        Column("what", "Việc", _of("what"), 40),
        Column("failure", "Lỗi", _failure, 60),
        Column("id", "Mã yêu cầu", _of("id"), 40),
    ),
)
HISTORY = Table(
    "operations-history",
    "Sáu giờ vừa qua",
    (
        Column("since", "Từ lúc", _moment("since")),
        Column("silent", "Phần không trả lời", _of("silent"), 14),
        Column("lag", "Độ trễ của trục", _of("lag_seconds"), 14, said=_seconds, unit="giây"),
        Column("dead", "Thư chết", _of("dead"), 12),
        Column("disk_free", "Đĩa trống", _of("disk_free"), 18, unit="byte"),
    ),
)
TABLES: dict[str, tuple[Table, str]] = {
    "cac-phan": (PARTS, "rows"),
    "hang-doi": (QUEUES, "queues"),
    "lich-su": (HISTORY, "history"),
    "loi": (TROUBLES, "troubles"),
    "thu-chet": (LETTERS, "letters"),
    "viec-theo-lich": (JOBS, "jobs"),
    "tep-cach-ly": (QUARANTINED, "quarantined"),
    "tin-khong-nhan": (UNREADABLE, "unreadable"),
}
"""By its place on the page: the table, and what of the page's facts are its rows."""
