"""Asking and taking in, without any database."""

from datetime import datetime

import pytest

from one_stop.supplements import rules
from one_stop.supplements.rules import Stage
from shared.contracts.values import AttachedPaper, FileReference, SupplementItem
from shared.errors import Conflict, Invalid
from shared.standards.calendar_days import VIETNAM_TIME, CalendarDays
from shared.standards.working_time import WorkingTime

FILE = FileReference(sha256="b" * 64, size=1, media_type="application/pdf", name="a.pdf")


@pytest.mark.parametrize(
    "items",
    [
        [],
        [SupplementItem(note="x")],
        [SupplementItem(pointer="/name", paper_code="TP01", note="x")],
        [SupplementItem(pointer="/unknown", note="x")],
        [SupplementItem(paper_code="TP99", note="x")],
        [SupplementItem(pointer="/name", note="  ")],
        [SupplementItem(pointer="/name", note="x"), SupplementItem(pointer="/name", note="y")],
    ],
)
def test_items_that_say_nothing_clear_are_refused(items: list[SupplementItem]):
    with pytest.raises(Invalid):
        rules.check_items(items, {"name"}, {"TP01"})


def test_during_processing_only_once_unless_a_law_allows_more():
    rules.check_times(Stage.PROCESSING, 0, "")
    rules.check_times(Stage.INTAKE, 3, "")
    rules.check_times(Stage.PROCESSING, 1, "Điều 12 Luật Đất đai")
    with pytest.raises(Conflict, match="supplement_asked_already"):
        rules.check_times(Stage.PROCESSING, 1, " ")


def test_only_what_was_asked_is_taken():
    asked = [SupplementItem(pointer="/name", note="x"), SupplementItem(paper_code="TP01", note="y")]
    papers = [AttachedPaper(paper_code=code, paper_name=code, file=FILE) for code in ("TP01", "TP02")]
    taken = rules.taken_of(asked, {"name": "An", "address": "khác"}, papers)
    assert taken.answers == {"name": "An"}
    assert [paper.paper_code for paper in taken.papers] == ["TP01"]
    assert taken.ignored == 2


def test_the_clock_goes_on_where_it_stopped():
    """Asked Wed 04/03 10:00, completed Mon 09/03 14:00: 26 working hours later than Mon 09/03 08:00."""

    def at(day: int, hour: int) -> datetime:
        return datetime(2026, 3, day, hour, tzinfo=VIETNAM_TIME)

    due = rules.due_resumed(at(9, 8), at(4, 10), at(9, 14), WorkingTime(CalendarDays()))
    assert due == at(12, 10)
