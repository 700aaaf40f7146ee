"""When something asks for the operator, and where the guide says what to do about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from gateway.descriptions.rules import Refused
from shared.core.failures import Failing, read_failure

LAG_SECONDS = 300
UNREAD_SECONDS = 60
LEAST_FREE = 0.2
CERTIFICATE_DAYS = 28
"""The worker renews agencies' and officers' certificates thirty days before their end."""
TRIES = 3
"""Failures of a job before somebody should look."""
BACKUP_HOURS = 26
"""A backup each day, and two hours for it to be late."""


@dataclass(frozen=True)
class Disk:
    """Đĩa của một phần, bytes."""

    part: str
    free: int
    total: int

    @property
    def share(self) -> float:
        return self.free / self.total if self.total else 1.0


@dataclass(frozen=True)
class Ending:
    """Ngày hết hạn: of a certificate (`kind` certificate) or of a revocation list (`kind` list)."""

    kind: str
    name: str
    ends_at: datetime
    others: int = 0
    """How many of the same kind end later."""

    def is_near(self, now: datetime) -> bool:
        """A list is renewed by whoever asks for it, so only one that has ended is a sign; a certificate is ordered in time."""
        return self.ends_at < now + (timedelta(days=CERTIFICATE_DAYS) if self.kind == "certificate" else timedelta())


@dataclass(frozen=True)
class Finding:
    """Việc cần làm: a sentence, and its place in the guide."""

    sentence: str
    place: str


_WHAT = {
    Failing.DATABASE: "Cơ sở dữ liệu không trả lời, hoặc việc khác giữ các dòng cần dùng quá lâu.",
    Failing.PARTNER: "Bên được gọi không trả lời: phần khác, kho tệp, máy chủ thư hoặc cổng ký số.",
    Failing.REFUSED: "Bị từ chối vì chưa đúng quy định.",
    Failing.UNEXPECTED: "Lỗi chưa lường trước trong chương trình.",
}
_WHAT_TO_DO = {
    Failing.DATABASE: "Xem PostgreSQL có chạy và đĩa còn chỗ không; khi ổn rồi bấm “%(button)s”.",
    Failing.PARTNER: "Xem bên ấy và đường mạng tới đó; khi trả lời lại rồi bấm “%(button)s”.",
    Failing.REFUSED: "Sửa điều câu trên nêu rồi bấm “%(button)s”.",
    Failing.UNEXPECTED: "Chạy ./lienthong logs %(part)s-worker và tìm “%(mark)s”; gửi các dòng ấy cho nhóm phát triển, "
    "cài bản sửa rồi bấm “%(button)s”.",
}


@dataclass(frozen=True)
class Told:
    """Lỗi của việc nền, nói cho người vận hành."""

    what: str
    to_do: str
    detail: str
    """For developers."""


def tell_failure(kept: str, refusal: str, *, part: str, mark: str, button: str) -> Told:
    """What happened and what is done about it. `refusal`: the sentence of the part that refused; `mark`: what its log is searched for."""
    failure = read_failure(kept)
    what = f"{_WHAT[failure.kind]} “{refusal}”" if refusal else _WHAT[failure.kind]
    to_do = _WHAT_TO_DO[failure.kind] % {"part": part, "mark": mark, "button": button}
    return Told(what, to_do, " ".join(filter(None, (failure.name, failure.code))))


def find_refused(refused: Sequence[Refused], names: Mapping[str, str]) -> list[Finding]:
    return [
        Finding(
            f"{names[one.service]} khai trang ở /{one.place}, nhưng địa chỉ này đang thuộc {names[one.holder]}.",
            "dia-chi",
        )
        for one in refused
    ]


def find_endings(endings: Sequence[Ending], now: datetime) -> list[Finding]:
    found = []
    for ending in endings:
        if not ending.is_near(now):
            continue
        what = "Chứng thư số" if ending.kind == "certificate" else "Danh sách thu hồi"
        when = "đã hết hạn" if ending.ends_at <= now else f"hết hạn sau {(ending.ends_at - now).days + 1} ngày"
        found.append(Finding(f"{what} “{ending.name}” {when}.", "chung-thu"))
    return found


def find_backup(last: datetime | None, now: datetime, *, trial: bool) -> list[Finding]:
    """In the trial setting nobody has to make backups."""
    if last is None:
        return [] if trial else [Finding("Chưa có bản sao lưu nào được ghi nhận.", "sao-luu")]
    hours = int((now - last).total_seconds() // 3600)
    return [Finding(f"Bản sao lưu gần nhất đã {hours} giờ.", "sao-luu")] if hours >= BACKUP_HOURS else []


def find_jobs(jobs: Sequence[Mapping[str, Any]]) -> list[Finding]:
    """Jobs that wait for the operator, fail again and again, or were not begun in time."""
    bad = [job for job in jobs if job["attempts"] >= TRIES or job["late"]]
    return [Finding(f"Việc theo lịch “{job['job_title'] or job['name']}” chưa chạy được.", "viec") for job in bad[:3]]


def find_disk(disk: Disk | None) -> list[Finding]:
    if disk is None or disk.share >= LEAST_FREE:
        return []
    return [Finding(f"Đĩa của phần {disk.part} chỉ còn trống {disk.share:.0%}.", "dia")]
