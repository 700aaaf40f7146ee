"""What a year's calendar and an agency's hours must be, and in what two calendars differ. Pure values."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time

from shared.core.errors import FieldError, Invalid
from shared.core.formats import vn_date
from shared.standards.calendar_days import A_YEARS_REST, KIND_NAMES, MONDAY_TO_FRIDAY, CalendarDay, DayKind
from shared.standards.working_time import Slot

SATURDAY = 6
WEEKDAYS = ("thứ hai", "thứ ba", "thứ tư", "thứ năm", "thứ sáu", "thứ bảy", "chủ nhật")
WARNED_FROM_MONTH = 10
"""From October on the office is told on each Monday that the next year has no calendar yet."""


@dataclass(frozen=True)
class Change:
    """Ngày đổi khác: of one day, what it was and what it becomes, in words; empty for a usual day."""

    on: date
    before: str
    after: str


def day_words(day: CalendarDay | None) -> str:
    return f"{KIND_NAMES[day.kind]}: {day.name}" if day else ""


def weekday_of(day: date) -> str:
    return WEEKDAYS[day.isoweekday() - 1]


def changes_between(before: Iterable[CalendarDay], after: Iterable[CalendarDay]) -> list[Change]:
    """Day by day; one that only got another name is among them, though no term moves by it."""
    old, new = {day.on: day for day in before}, {day.on: day for day in after}
    return [
        Change(on, day_words(old.get(on)), day_words(new.get(on)))
        for on in sorted(old.keys() | new.keys())
        if old.get(on) != new.get(on)
    ]


def moving_days(before: Iterable[CalendarDay], after: Iterable[CalendarDay]) -> list[date]:
    """Those that are worked now and were not, or the other way round: terms are counted again because of them alone."""
    old, new = {day.on: day.kind for day in before}, {day.on: day.kind for day in after}
    return [on for on in sorted(old.keys() | new.keys()) if _worked(on, old.get(on)) != _worked(on, new.get(on))]


def _worked(on: date, kind: DayKind | None) -> bool:
    return kind is DayKind.MAKEUP_WORK or (kind is None and on.isoweekday() in MONDAY_TO_FRIDAY)


def check_day(year: int, day: CalendarDay) -> None:
    if day.on.year != year:
        raise _fault("on", "day_of_another_year", f"Ngày {vn_date(day.on)} không thuộc năm {year}: hãy sửa ngày.")
    if day.kind is DayKind.MAKEUP_WORK and day.on.isoweekday() in MONDAY_TO_FRIDAY:
        sentence = f"Ngày {vn_date(day.on)} là {weekday_of(day.on)}: chỉ làm bù vào thứ bảy hoặc chủ nhật."
        raise _fault("day_kind", "made_up_on_weekday", sentence)


def check_year(year: int, days: Sequence[CalendarDay]) -> None:
    """What may be signed; a year with hardly a day off has not been finished."""
    for day in days:
        check_day(year, day)
    off = [day for day in days if day.kind is not DayKind.MAKEUP_WORK]
    if len(off) < A_YEARS_REST:
        sentence = f"Lịch năm {year} mới có {len(off)} ngày nghỉ, chưa đủ để ban hành: cả năm có ít nhất {A_YEARS_REST} ngày nghỉ lễ, tết."
        raise _fault("days", "calendar_too_thin", sentence)


def check_own(prepared_by: str, signer: str, confirmed: bool) -> None:
    """Who signs what he drew up himself says so."""
    if prepared_by == signer and not confirmed:
        sentence = (
            "Bạn là người soạn dự thảo này: hãy đánh dấu xác nhận đã tự đối chiếu với văn bản, hoặc để người khác ký."
        )
        raise _fault("own", "own_not_confirmed", sentence)


@dataclass(frozen=True)
class Hours:
    """Giờ làm việc: a morning, an afternoon, and whether the counter opens on Saturday mornings."""

    morning: tuple[time, time]
    afternoon: tuple[time, time]
    saturday: bool

    def slots(self) -> list[Slot]:
        (opens, noon), (again, closes) = self.morning, self.afternoon
        for name, first, last in (
            ("morning_to", opens, noon),
            ("afternoon_from", noon, again),
            ("afternoon_to", again, closes),
        ):
            if first > last or (first == last and name != "afternoon_from"):
                sentence = f"Giờ phải nối tiếp nhau: {last:%H:%M} không sau {first:%H:%M}."
                raise _fault(name, "hours_out_of_order", sentence)
        days = MONDAY_TO_FRIDAY | ({SATURDAY} if self.saturday else frozenset())
        return [Slot(opens, noon, days), Slot(again, closes, MONDAY_TO_FRIDAY)]


def hours_words(slots: Sequence[Slot]) -> str:
    """`07:30–11:30, 13:30–17:30; sáng thứ bảy`."""
    if not slots:
        return "theo giờ chung của tỉnh"
    said = ", ".join(f"{slot.opens:%H:%M}–{slot.closes:%H:%M}" for slot in slots)
    return said + ("; sáng thứ bảy" if SATURDAY in slots[0].weekdays else "")


def _fault(name: str, code: str, sentence: str) -> Invalid:
    return Invalid("invalid_input", fields=[FieldError(f"/{name}", code, sentence)])
