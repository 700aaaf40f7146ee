"""Why a dossier is due then, in the words of people. Pure values: counted with the very functions that set the date."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from one_stop.due_dates.rules import Cause, Move, moved
from shared.core.formats import number, vn_date, vn_datetime
from shared.standards.working_time import Term, TermUnit, WorkingTime, due_at, last_day

UNIT_WORDS = {
    TermUnit.WORKING_HOURS: "giờ làm việc",
    TermUnit.WORKING_DAYS: "ngày làm việc",
    TermUnit.CALENDAR_DAYS: "ngày",
    TermUnit.MONTHS: "tháng",
}
_BY_HOURS = frozenset({TermUnit.WORKING_HOURS, TermUnit.WORKING_DAYS})


@dataclass(frozen=True)
class Explanation:
    """Vì sao hẹn ngày này: sentences in their order, and the due time that they lead to."""

    sentences: tuple[str, ...]
    due: datetime


class Begun(StrEnum):
    """Thời hạn bắt đầu tính từ đâu: what the sentence about its beginning says."""

    ACCEPTED = "Hồ sơ được tiếp nhận lúc %s"
    TAKEN_OVER = "Cơ quan có thẩm quyền nhận được hồ sơ từ nơi tiếp nhận lúc %s"
    EXPECTED = "Nơi tiếp nhận phải chuyển hồ sơ đến cơ quan có thẩm quyền chậm nhất lúc %s"


NOT_FROM_THE_COUNTER = (
    "Hồ sơ nộp ở nơi không phải cơ quan có thẩm quyền: thời hạn giải quyết tính từ khi cơ quan có thẩm quyền nhận được hồ sơ "
    "(Nghị định 118/2025/NĐ-CP, sửa đổi bởi Nghị định 309/2026/NĐ-CP)."
)
STILL_EXPECTED = "Khi cơ quan có thẩm quyền xác nhận đã nhận, ngày hẹn được tính lại từ lúc ấy."


def explain(
    received_at: datetime,
    term: Term,
    moves: Iterable[Move],
    working_time: WorkingTime,
    case_name: str = "",
    begun: Begun = Begun.ACCEPTED,
) -> Explanation:
    """`received_at`: when the term begins, by the acceptance, or as `begun` says."""
    due = due_at(received_at, term, working_time)
    sentences = _of_term(received_at, term, due, working_time, begun)
    if begun is not Begun.ACCEPTED:
        sentences.insert(0, NOT_FROM_THE_COUNTER)
    if case_name:
        sentences.insert(1, f"Hồ sơ thuộc trường hợp “{case_name}”, có thời hạn giải quyết như sau.")
    for move in moves:
        before, due = due, moved(due, move, term.unit, working_time)
        if move.cause is not Cause.RECOUNT:
            sentences += _of_move(move, term.unit, before, due, working_time)
    sentences.append(f"Vì vậy hẹn trả kết quả lúc {vn_datetime(due)}.")
    if begun is Begun.EXPECTED:
        sentences.append(STILL_EXPECTED)
    years = working_time.days.undecided_years(working_time.local(received_at).date(), working_time.local(due).date())
    if years:
        named = ", ".join(str(year) for year in years)
        sentences.append(f"Lịch nghỉ lễ, tết năm {named} chưa được quyết định nên ngày hẹn còn là tạm tính.")
    return Explanation(tuple(sentences), due)


def _of_term(received_at: datetime, term: Term, due: datetime, working_time: WorkingTime, begun: Begun) -> list[str]:
    words = f"{term.amount:02d} {UNIT_WORDS[term.unit]}"
    start = working_time.local(received_at)
    if term.unit in _BY_HOURS:
        begins = working_time.opens_from(start)
        counted = "thời hạn tính từ lúc ấy" if begins == start else f"thời hạn tính từ {vn_datetime(begins)}"
        where = "trong giờ làm việc" if begins == start else "ngoài giờ làm việc"
        each = ", mỗi ngày 8 giờ" if term.unit is TermUnit.WORKING_DAYS else ""
        return [
            f"{begun % vn_datetime(start)}, {where}: {counted}.",
            f"Thời hạn giải quyết {words}{each}, hết lúc {vn_datetime(due)}.",
            *_days_between(begins.date(), due.date(), working_time),
        ]
    last = last_day(start.date(), term)
    return [
        f"{begun % vn_datetime(start)}; ngày đầu tiên được tính là hôm sau, {vn_date(start.date() + timedelta(days=1))}.",
        f"Thời hạn giải quyết {words}, tính cả ngày nghỉ: ngày cuối là {vn_date(last)}, đến hết giờ làm việc.",
        *_rest_moved(last, due, working_time),
    ]


def _of_move(move: Move, unit: TermUnit, before: datetime, due: datetime, working_time: WorkingTime) -> list[str]:
    stays = vn_datetime(before) == vn_datetime(due)
    shift = "ngày hẹn trả không đổi" if stays else f"ngày hẹn trả lùi từ {vn_datetime(before)} sang {vn_datetime(due)}"
    if move.set_to is not None:
        return [f"Cơ quan xin lỗi và hẹn lại ngày trả: {vn_datetime(due)}, thay cho {vn_datetime(before)}."]
    if move.amount:
        last = last_day(before.date(), Term(move.amount, unit))
        said = f"Gia hạn thêm {move.amount:02d} {UNIT_WORDS[unit]} ({move.words}): {shift}."
        return [said, *_passed_over(unit, before, due, last, working_time)]
    assert move.since is not None
    assert move.until is not None
    first, until = working_time.local(move.since), working_time.local(move.until)
    waited = max(timedelta(), until.date() - first.date())
    much = hours_words(working_time.between(first, until)) if unit in _BY_HOURS else f"{waited.days} ngày"
    what = "Chờ người nộp bổ sung hồ sơ" if move.cause is Cause.SUPPLEMENT else f"Tạm dừng tính thời hạn ({move.words})"
    said = f"{what} từ {vn_datetime(first)} đến {vn_datetime(until)}: {much} không tính; {shift}."
    return [said, *(_passed_over(unit, before, due, before.date() + waited, working_time) if due != before else ())]


def _passed_over(unit: TermUnit, before: datetime, due: datetime, last: date, working_time: WorkingTime) -> list[str]:
    """Days of rest on the way to the later date; `last`: where it would end if no day were one."""
    if unit in _BY_HOURS:
        return _days_between(before.date() + timedelta(days=1), due.date(), working_time)
    return _rest_moved(last, due, working_time)


def hours_words(duration: timedelta) -> str:
    """`26 giờ làm việc`, `2 giờ 30 phút làm việc`."""
    minutes = round(duration / timedelta(minutes=1))
    hours, left = divmod(minutes, 60)
    parts = ([f"{number(hours)} giờ"] if hours or not left else []) + ([f"{left} phút"] if left else [])
    return " ".join(parts) + " làm việc"


def _rest_moved(last: date, due: datetime, working_time: WorkingTime) -> list[str]:
    """An end on a day of rest goes to the next working day (Bộ luật Dân sự 2015, Điều 148)."""
    if due.date() == last:
        return []
    name = working_time.days.names.get(last, "ngày nghỉ hằng tuần").partition(" (")[0]
    return [f"{vn_date(last)} là ngày nghỉ ({name}) nên chuyển sang ngày làm việc kế tiếp, {vn_date(due.date())}."]


def _days_between(first: date, last: date, working_time: WorkingTime) -> list[str]:
    """Which of the days were not counted, by name, and which days of rest were worked."""
    days = [first + timedelta(days=place) for place in range((last - first).days + 1)]
    calendar = working_time.days
    weekly = [day for day in days if day.isoweekday() not in calendar.weekdays and not calendar.is_working_day(day)]
    named = [day for day in days if day.isoweekday() in calendar.weekdays and not calendar.is_working_day(day)]
    made_up = [day for day in days if day.isoweekday() not in calendar.weekdays and calendar.is_working_day(day)]
    said = []
    if weekly or named:
        parts = [f"{len(weekly)} ngày nghỉ hằng tuần"] * bool(weekly) + _runs(named, calendar.names)
        said.append(f"Không tính {'; '.join(parts)}.")
    if made_up:
        said.append(f"Có tính ngày làm bù {'; '.join(_runs(made_up, calendar.names))}.")
    return said


def _runs(days: list[date], names: Mapping[date, str]) -> list[str]:
    """`16/02/2026 – 20/02/2026 (Tết Nguyên đán)`: neighbours of one name together, without what the table adds in brackets."""
    called = {day: names.get(day, "").partition(" (")[0] for day in days}
    runs: list[list[date]] = []
    for day in days:
        if runs and day - runs[-1][-1] == timedelta(days=1) and called[day] == called[runs[-1][-1]]:
            runs[-1].append(day)
        else:
            runs.append([day])
    return [
        (vn_date(run[0]) if len(run) == 1 else f"{vn_date(run[0])} – {vn_date(run[-1])}")
        + (f" ({called[run[0]]})" if called[run[0]] else "")
        for run in runs
    ]
