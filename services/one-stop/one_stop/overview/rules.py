"""What a leader asks of the open dossiers: what each waits for, and whose hands are full. Pure values."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from one_stop.dossiers.cases import LEADER
from shared.standards.dossier_status import DossierStatus


class Waits(StrEnum):
    """Đang chờ ai."""

    INTAKE = "tiep-nhan"
    APPLICANT = "nguoi-nop"
    PAUSE = "tam-dung"
    AGENCY = "co-quan-khac"
    LEADER = "lanh-dao"
    NOBODY = "chua-ai-nhan"
    HANDS = "dang-xu-ly"


WAITS: dict[str, str] = {
    Waits.INTAKE: "Chờ một cửa tiếp nhận",
    Waits.APPLICANT: "Chờ người nộp bổ sung",
    Waits.PAUSE: "Đang tạm dừng thời hạn",
    Waits.AGENCY: "Chờ ý kiến cơ quan khác",
    Waits.LEADER: "Chờ lãnh đạo phân công, ký duyệt",
    Waits.NOBODY: "Chưa ai nhận xử lý",
    Waits.HANDS: "Cán bộ đang xử lý",
}


@dataclass(frozen=True)
class Standing:
    """Một hồ sơ đang mở, as far as the leader's picture needs it."""

    id: UUID
    code: str
    procedure_name: str
    applicant_name: str
    status: int
    step_name: str
    step_role: str
    holder_id: str
    holder_name: str
    paused: bool
    rests: bool
    """For a supplement or the end of a pause, whose time is not over: nobody is late with it."""
    awaits: str
    work_due_at: datetime
    due_at: datetime | None

    @property
    def waits(self) -> Waits:
        if self.status == DossierStatus.SUBMITTED:
            return Waits.INTAKE
        if self.status == DossierStatus.SUPPLEMENT_REQUESTED:
            return Waits.APPLICANT
        if self.paused:
            return Waits.PAUSE
        if self.awaits:
            return Waits.AGENCY
        if self.step_role == LEADER:
            return Waits.LEADER
        return Waits.HANDS if self.holder_id else Waits.NOBODY

    @property
    def desk(self) -> str:
        """Whose it is, as an address names it: a person, or the list of a step."""
        return self.holder_id or f"buoc:{self.step_name}"

    def is_late(self, now: datetime) -> bool:
        return not self.rests and self.work_due_at < now

    def is_soon(self, now: datetime, until: datetime) -> bool:
        return not self.rests and now <= self.work_due_at < until


@dataclass(frozen=True)
class Load:
    """Khối lượng việc của một người, or of the list of a step that nobody has taken from."""

    desk: str
    name: str
    held: int
    late: int
    soon: int


@dataclass(frozen=True)
class Below:
    """Cơ quan trực thuộc: how much is open there, and late; each counted as far as lists count."""

    code: str
    name: str
    held: int
    late: int


@dataclass(frozen=True)
class Picture:
    """Tình hình các hồ sơ đang mở của một cơ quan."""

    held: int
    late: list[Standing]
    """The longest late first."""
    broken: int
    """Of those: past the day that was promised to the applicant."""
    soon: list[Standing]
    reasons: list[tuple[Waits, int]]
    """What the late ones wait for, the most frequent first."""
    loads: list[Load]


def picture_of(rows: Sequence[Standing], now: datetime, until: datetime) -> Picture:
    """Of rows in the order in which they are due; `until`: the end of what is called soon."""
    late = [row for row in rows if row.is_late(now)]
    return Picture(
        held=len(rows),
        late=late,
        broken=sum(row.due_at is not None and row.due_at < now for row in late),
        soon=[row for row in rows if row.is_soon(now, until)],
        reasons=Counter(row.waits for row in late).most_common(),
        loads=_loads(rows, lambda row: row.is_late(now), lambda row: row.is_soon(now, until)),
    )


def _loads(rows: Sequence[Standing], late: Callable[[Standing], bool], soon: Callable[[Standing], bool]) -> list[Load]:
    names = {row.desk: row.holder_name if row.holder_id else f"Chưa ai nhận: {row.step_name}" for row in rows}
    held = Counter(row.desk for row in rows)
    overdue = Counter(row.desk for row in rows if late(row))
    coming = Counter(row.desk for row in rows if soon(row))
    loads = [Load(desk, names[desk], held[desk], overdue[desk], coming[desk]) for desk in names]
    return sorted(loads, key=lambda load: (-load.late, -load.held, load.name))


PARTS = {"tat-ca": "Đang giải quyết", "tre": "Đang trễ", "sap-den-han": "Đến hạn trong 7 ngày tới"}
"""The figures above the picture, as an address names them."""


def chosen_of(picture: Picture, rows: Sequence[Standing], part: str, desk: str, waits: str) -> Sequence[Standing]:
    """What one figure stands for: a part of the picture, all of a desk, or the late ones that wait for the same."""
    if part:
        return {"tat-ca": rows, "tre": picture.late, "sap-den-han": picture.soon}[part]
    if desk:
        return [row for row in rows if row.desk == desk]
    return [row for row in picture.late if row.waits == waits]
