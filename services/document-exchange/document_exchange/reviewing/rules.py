"""Quy trình trình ký as values: what is looked at, by whom, which flow a draft takes (NĐ 30/2020 Điều 10-12)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, TypeVar


class ReviewKind(StrEnum):
    """Kiểm tra việc gì."""

    CONTENT = "content"  # nội dung, Điều 11
    FORM = "form"  # thể thức, kỹ thuật trình bày, Điều 12
    AGREE = "agree"  # đồng trình


class ReviewState(StrEnum):
    """Tình trạng một lượt kiểm tra."""

    COMING = "coming"  # chưa tới
    ASKED = "asked"  # đang chờ
    AGREED = "agreed"  # đã đồng ý, ký nháy
    SKIPPED = "skipped"  # lãnh đạo cho bỏ qua
    DROPPED = "dropped"  # dự thảo rời quy trình trước khi tới


KINDS: dict[str, str] = {
    ReviewKind.CONTENT: "Kiểm tra nội dung",
    ReviewKind.FORM: "Kiểm tra thể thức",
    ReviewKind.AGREE: "Đồng trình",
}
STATES: dict[str, str] = {
    ReviewState.COMING: "Chưa tới",
    ReviewState.ASKED: "Đang chờ",
    ReviewState.AGREED: "Đã ký nháy",
    ReviewState.SKIPPED: "Được bỏ qua",
    ReviewState.DROPPED: "Không tới",
}
UNIT_HEAD, CLERK = "unit-head", "clerk"
"""Trưởng đơn vị soạn thảo; văn thư: who they are is known once there is a draft."""
NAMED: dict[str, str] = {UNIT_HEAD: "Trưởng đơn vị soạn thảo", CLERK: "Văn thư cơ quan"}
MOST_LEVELS = 9
MOST_STEPS = 20


class Flow(Protocol):
    """Which drafts a flow is for: of these types, none for every type; of this unit, empty for every unit."""

    @property
    def type_codes(self) -> Sequence[str]: ...

    @property
    def unit_id(self) -> str: ...


F = TypeVar("F", bound=Flow)


def flow_for(flows: Iterable[F], type_code: str, unit_id: str) -> F | None:
    """The flow made most closely for this draft: its unit counts more than its type."""
    fitting = [
        flow
        for flow in flows
        if (not flow.type_codes or type_code in flow.type_codes) and flow.unit_id in ("", unit_id)
    ]
    return max(fitting, key=lambda flow: (bool(flow.unit_id), bool(flow.type_codes)), default=None)


def overlap(one: Flow, other: Flow) -> bool:
    """Neither is made more closely than the other, and some draft would take both."""
    if one.unit_id != other.unit_id or bool(one.type_codes) != bool(other.type_codes):
        return False
    return not one.type_codes or bool(set(one.type_codes) & set(other.type_codes))


@dataclass(frozen=True)
class Standing:
    """Một lượt, as far as its order goes."""

    level: int
    state: str


def level_now(rows: Iterable[Standing]) -> int | None:
    """The level whose turn it is: the lowest at which somebody has not answered; None when all have."""
    open_now = (ReviewState.COMING, ReviewState.ASKED)
    return min((row.level for row in rows if row.state in open_now), default=None)


def agreed_below(rows: Iterable[Standing], level: int | None) -> list[int]:
    """Levels that a draft may be sent back to: whoever agreed there before the present level."""
    return sorted(
        {row.level for row in rows if row.state == ReviewState.AGREED and (level is None or row.level < level)}
    )
