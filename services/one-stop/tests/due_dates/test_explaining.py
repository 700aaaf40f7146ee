"""Vì sao hẹn ngày này: what is said leads to the very date that was counted, whatever the term and whatever moved it."""

import random
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from one_stop.due_dates.explaining import explain
from one_stop.due_dates.rules import Cause, Move, due_of
from shared.core.clock import VIETNAM
from shared.standards.calendar_days import CalendarDays, read_calendar
from shared.standards.working_time import Term, TermUnit, WorkingTime

CALENDAR = Path(__file__).parents[4] / "data" / "binh-dinh" / "calendar.csv"
HOURS = WorkingTime(CalendarDays.of(read_calendar(CALENDAR.read_bytes())))


def at(month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=VIETNAM)


def said(received: datetime, amount: int, unit: TermUnit, *moves: Move) -> str:
    found = explain(received, Term(amount, unit), moves, HOURS)
    assert found.due == due_of(received, Term(amount, unit), moves, HOURS)
    return "\n".join(found.sentences)


def a_move(chance: random.Random, due: datetime) -> Move:
    begins = due - timedelta(hours=chance.randrange(-100, 400))
    match chance.choice(list(Cause)):
        case Cause.EXTENSION:
            return Move(Cause.EXTENSION, amount=chance.randrange(1, 30), words="Điều 9")
        case Cause.APOLOGY:
            return Move(Cause.APOLOGY, set_to=(due + timedelta(days=chance.randrange(1, 20))).date())
        case Cause.RECOUNT:
            return Move(Cause.RECOUNT)
        case cause:
            return Move(cause, since=begins, until=begins + timedelta(hours=chance.randrange(0, 500)), words="kiểm tra")


@pytest.mark.parametrize("unit", TermUnit)
def test_the_explanation_ends_where_the_count_does(unit: TermUnit) -> None:
    chance = random.Random(unit.value)
    for _ in range(400):
        received = at(1, 1, 0) + timedelta(minutes=chance.randrange(0, 500 * 24 * 60))
        term = Term(chance.randrange(1, 40), unit)
        moves: list[Move] = []
        for _ in range(chance.randrange(0, 5)):
            moves.append(a_move(chance, due_of(received, term, moves, HOURS)))
        due = due_of(received, term, moves, HOURS)
        found = explain(received, term, moves, HOURS)
        assert found.due == due
        assert any(f"{due:%H:%M %d/%m/%Y}" in sentence for sentence in found.sentences[-2:])


def test_hours_after_closing_weekends_holidays_and_swaps_are_named() -> None:
    assert "18:05 06/03/2026, ngoài giờ làm việc: thời hạn tính từ 07:30 09/03/2026" in said(
        at(3, 6, 18, 5), 1, TermUnit.WORKING_DAYS
    )
    tet = said(at(2, 13, 10), 3, TermUnit.WORKING_DAYS)
    assert "4 ngày nghỉ hằng tuần; 16/02/2026 – 20/02/2026 (" in tet
    assert "hẹn trả kết quả lúc 10:00 25/02/2026" in tet
    assert "Có tính ngày làm bù 22/08/2026" in said(at(8, 21), 1, TermUnit.WORKING_DAYS)
    short = said(at(3, 6, 15, 30), 4, TermUnit.WORKING_HOURS)
    assert "04 giờ làm việc, hết lúc 09:30 09/03/2026" in short
    days = said(at(4, 20), 10, TermUnit.CALENDAR_DAYS)
    assert "ngày đầu tiên được tính là hôm sau, 21/04/2026" in days
    assert "30/04/2026 là ngày nghỉ (" in days
    assert "ngày làm việc kế tiếp, 04/05/2026" in days


def test_what_moved_it_is_said_with_how_much() -> None:
    wait = Move(Cause.SUPPLEMENT, since=at(3, 4, 10), until=at(3, 9, 14))
    words = said(at(3, 2, 8), 5, TermUnit.WORKING_DAYS, wait)
    assert "từ 10:00 04/03/2026 đến 14:00 09/03/2026: 26 giờ làm việc không tính" in words
    assert "sang 10:00 12/03/2026" in words
    pause = Move(Cause.PAUSE, since=at(3, 4, 10), until=at(3, 4, 10, 45), words="chờ kiểm tra thực địa")
    assert "(chờ kiểm tra thực địa) từ 10:00 04/03/2026 đến 10:45 04/03/2026: 45 phút làm việc" in said(
        at(3, 2, 8), 5, TermUnit.WORKING_DAYS, pause
    )
    weekend = Move(Cause.PAUSE, since=at(3, 7), until=at(3, 8), words="bất khả kháng")
    assert "0 giờ làm việc không tính; ngày hẹn trả không đổi" in said(at(3, 2, 8), 5, TermUnit.WORKING_DAYS, weekend)
    extension = Move(Cause.EXTENSION, amount=2, words="Điều 9; văn bản số 4/TB ngày 03/03/2026")
    assert "Gia hạn thêm 02 ngày làm việc (Điều 9; văn bản số 4/TB ngày 03/03/2026)" in said(
        at(3, 2, 8), 5, TermUnit.WORKING_DAYS, extension
    )
    apology = Move(Cause.APOLOGY, set_to=date(2026, 3, 12))
    assert "xin lỗi và hẹn lại ngày trả: 17:30 12/03/2026, thay cho 08:00 09/03/2026" in said(
        at(3, 2, 8), 5, TermUnit.WORKING_DAYS, apology
    )


def test_what_is_owed_is_moved_by_a_wait_and_by_no_apology() -> None:
    begun, term = at(3, 2, 8), Term(5, TermUnit.WORKING_DAYS)
    wait = Move(Cause.SUPPLEMENT, since=at(3, 4, 10), until=at(3, 9, 14))
    apology = Move(Cause.APOLOGY, set_to=date(2026, 3, 20))
    assert due_of(begun, term, [wait, apology], HOURS) == at(3, 20, 17, 30)
    assert due_of(begun, term, [wait, apology], HOURS, owed=True) == due_of(begun, term, [wait], HOURS)


def test_a_year_without_a_calendar_is_said() -> None:
    assert "chưa được quyết định nên ngày hẹn còn là tạm tính" in said(at(12, 1), 24, TermUnit.MONTHS)
