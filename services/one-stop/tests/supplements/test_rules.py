"""Asking and taking in, without any database."""

from datetime import datetime

import pytest

from one_stop.supplements import rules
from one_stop.supplements.rules import Stage
from shared.contracts.values import AttachedPaper, FileReference, SupplementItem
from shared.core.errors import Conflict, Invalid
from shared.standards.calendar_days import VIETNAM_TIME, CalendarDays
from shared.standards.working_time import TermUnit, WorkingTime

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


@pytest.mark.parametrize("stage", Stage)
def test_only_once_at_each_stage_unless_a_law_allows_more(stage: Stage):
    rules.check_times(stage, 0, "", "")
    rules.check_times(stage, 1, "Điều 12 Luật Đất đai", "leader")
    with pytest.raises(Conflict, match="supplement_asked_already"):
        rules.check_times(stage, 1, " ", "leader")
    with pytest.raises(Invalid):
        rules.check_times(stage, 1, "Điều 12 Luật Đất đai", "")


@pytest.mark.parametrize(
    ("papers", "answers", "note", "code"),
    [
        ([], {}, "", "supplement_empty"),
        ([], {"name": ""}, "", "supplement_empty"),
        ([], {}, "chỉ có lời nói", "supplement_empty"),
        (["TP01"], {}, "", "supplement_incomplete"),
        (["TP02"], {}, "", "paper_not_asked"),
        (["TP01"], {"name": "An", "address": "khác"}, "", "field_not_asked"),
    ],
)
def test_what_is_brought_to_the_counter_must_be_what_was_asked(papers, answers, note, code):
    asked = [SupplementItem(pointer="/name", note="x"), SupplementItem(paper_code="TP01", note="y")]
    with pytest.raises(Invalid) as refused:
        rules.check_brought(asked, papers, answers, note)
    assert code in [error.code for error in refused.value.fields]
    assert rules.check_brought(asked, ["TP01"], {"name": "An"}, "") == []
    assert rules.check_brought(asked, ["TP01"], {}, "Tên giữ nguyên theo giấy khai sinh") == [asked[0]]


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

    due = rules.due_resumed(at(9, 8), at(4, 10), at(9, 14), TermUnit.WORKING_DAYS, WorkingTime(CalendarDays()))
    assert due == at(12, 10)
