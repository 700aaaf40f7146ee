"""What a report counts: one walk along an index for arrivals, one for what was issued (NĐ 30/2020 Phụ lục VI mục V.2, V.4)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.documents.models import OutgoingDocument
from document_exchange.documents.rules import WITHDRAWN
from document_exchange.entered.rules import ORIGIN_LABELS
from document_exchange.incoming.models import IncomingDocument
from document_exchange.incoming.rules import OPEN, IncomingState, Recall
from document_exchange.periods import Period
from shared.access.identity import Identity
from shared.core import clock
from shared.directory.models import Unit


class Handled(StrEnum):
    """Tình trạng xử lý văn bản đến: each arrival is counted in exactly one."""

    IN_TIME = "in_time"
    LATE = "late"
    DONE = "done"
    WORKING = "working"
    OVERDUE = "overdue"
    NO_TERM = "no_term"
    ENDED = "ended"


class Issued(StrEnum):
    """Tình trạng văn bản đi đã có số: each is counted in exactly one."""

    SAME_DAY = "same_day"
    LATER = "later"
    APART = "apart"
    WAITING = "waiting"
    WITHDRAWN = "withdrawn"


HANDLED: dict[str, str] = {
    Handled.IN_TIME: "Xong đúng hạn",
    Handled.LATE: "Xong quá hạn",
    Handled.DONE: "Xong, không có hạn",
    Handled.WORKING: "Đang xử lý, trong hạn",
    Handled.OVERDUE: "Đang xử lý, quá hạn",
    Handled.NO_TERM: "Đang xử lý, không có hạn",
    Handled.ENDED: "Trả lại, lấy lại, gạch sổ",
}
ISSUED: dict[str, str] = {
    Issued.SAME_DAY: "Phát hành điện tử trong ngày ký",
    Issued.LATER: "Phát hành điện tử sau ngày ký",
    Issued.APART: "Văn bản giấy, kết quả hồ sơ",
    Issued.WAITING: "Có số, chưa phát hành",
    Issued.WITHDRAWN: "Hủy, lấy lại",
}
_LOCAL = "Asia/Ho_Chi_Minh"


@dataclass(frozen=True)
class Line:
    """Một dòng báo cáo: a unit, a way, a type, and how many stand how."""

    group: str
    name: str
    counts: Mapping[str, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True)
class Report:
    """Báo cáo của một kỳ: the lines of each group, and their sum."""

    titles: Mapping[str, str]
    whole: Line
    groups: Mapping[str, list[Line]]

    @property
    def lines(self) -> list[Line]:
        """As a file has them."""
        return [self.whole, *(line for lines in self.groups.values() for line in lines)]


def _day(moment: Any) -> Any:
    return func.date(func.timezone(_LOCAL, moment))


def _handled() -> dict[str, ColumnElement[bool]]:
    row, today = IncomingDocument, clock.local_now().date()
    ended = or_(row.status == IncomingState.REFUSED, row.recall == Recall.AGREED, row.struck_reason != "")
    done = and_(~ended, row.status == IncomingState.DONE)
    works = and_(~ended, row.status.in_(sorted(OPEN)))
    return {
        Handled.IN_TIME: and_(done, _day(row.status_at) <= row.due_on),
        Handled.LATE: and_(done, _day(row.status_at) > row.due_on),
        Handled.DONE: and_(done, row.due_on.is_(None)),
        Handled.WORKING: and_(works, row.due_on >= today),
        Handled.OVERDUE: and_(works, row.due_on < today),
        Handled.NO_TERM: and_(works, row.due_on.is_(None)),
        Handled.ENDED: ended,
    }


def _issued() -> dict[str, ColumnElement[bool]]:
    row = OutgoingDocument
    gone = row.status.in_(sorted(WITHDRAWN))
    sent = and_(~gone, row.sent_at.is_not(None))
    apart = row.origin.in_(("paper", "one-stop"))
    return {
        Issued.SAME_DAY: and_(sent, _day(row.sent_at) <= _day(func.coalesce(row.signed_at, row.sent_at))),
        Issued.LATER: and_(sent, _day(row.sent_at) > _day(row.signed_at)),
        Issued.APART: and_(~gone, row.sent_at.is_(None), apart),
        Issued.WAITING: and_(~gone, row.sent_at.is_(None), ~apart),
        Issued.WITHDRAWN: gone,
    }


def _counts(stands: Mapping[str, ColumnElement[bool]]) -> list[Any]:
    return [func.count().filter(condition).label(name) for name, condition in stands.items()]


def counting_arrivals(who: Identity, period: Period) -> Select[Any]:
    """Arrivals of the agency's own book in the period, by unit and by way."""
    row, (first, behind) = IncomingDocument, period.moments
    return (
        select(
            func.grouping(row.unit_id, row.origin).label("level"),
            func.max(row.unit_name).label("unit"),
            row.origin.label("origin"),
            *_counts(_handled()),
        )
        .where(row.addressee_code == who.agency_code, row.arrived_at >= first, row.arrived_at < behind)
        .group_by(func.grouping_sets(tuple_(row.unit_id), tuple_(row.origin), tuple_()))
    )


def counting_issued(who: Identity, period: Period) -> Select[Any]:
    """Documents numbered by the agency with a day of the period, by drafting unit and by type."""
    row = OutgoingDocument
    return (
        select(
            func.grouping(row.unit_id, row.type_name).label("level"),
            row.unit_id.label("unit"),
            row.type_name.label("type"),
            *_counts(_issued()),
        )
        .where(
            row.agency_code == who.agency_code,
            row.series_code.is_not(None),
            row.year.between(period.since.year, period.until.year),
            row.issued_on.between(period.since, period.until),
        )
        .group_by(func.grouping_sets(tuple_(row.unit_id), tuple_(row.type_name), tuple_()))
    )


async def report_arrivals(session: AsyncSession, who: Identity, period: Period) -> Report:
    """Tình hình xử lý văn bản đến."""
    by_unit, by_way, whole = list[Line](), list[Line](), _line("", "Tất cả", HANDLED, None)
    for row in await session.execute(counting_arrivals(who, period)):
        if row.level == 1:
            by_unit.append(_line("Đơn vị chủ trì", row.unit or "Chưa giao đơn vị", HANDLED, row))
        elif row.level == 2:
            by_way.append(_line("Cách đến", ORIGIN_LABELS.get(row.origin, row.origin), HANDLED, row))
        else:
            whole = _line("", "Tất cả", HANDLED, row)
    return Report(HANDLED, whole, {"Đơn vị chủ trì": _largest_first(by_unit), "Cách đến": _largest_first(by_way)})


async def report_issued(session: AsyncSession, who: Identity, period: Period) -> Report:
    """Tình hình ban hành văn bản đi."""
    found = await session.execute(select(Unit.id, Unit.name).where(Unit.agency_code == who.agency_code))
    units = {row.id: row.name for row in found}
    by_unit, by_type, whole = list[Line](), list[Line](), _line("", "Tất cả", ISSUED, None)
    for row in await session.execute(counting_issued(who, period)):
        if row.level == 1:
            name = units.get(row.unit, "Đơn vị cũ") if row.unit else "Không ghi đơn vị"
            by_unit.append(_line("Đơn vị soạn thảo", name, ISSUED, row))
        elif row.level == 2:
            by_type.append(_line("Loại văn bản", row.type, ISSUED, row))
        else:
            whole = _line("", "Tất cả", ISSUED, row)
    return Report(ISSUED, whole, {"Đơn vị soạn thảo": _largest_first(by_unit), "Loại văn bản": _largest_first(by_type)})


def _line(group: str, name: str, titles: Mapping[str, str], row: Any) -> Line:
    return Line(group, name, {key: int(getattr(row, key)) if row is not None else 0 for key in titles})


def _largest_first(lines: list[Line]) -> list[Line]:
    return sorted(lines, key=lambda line: (-line.total, line.name))
