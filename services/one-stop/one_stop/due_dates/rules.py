"""From the acceptance and what moved it since, when a dossier is due. Pure values."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from shared.core.errors import FieldError, Invalid
from shared.core.formats import vn_date
from shared.standards.working_time import Term, TermUnit, WorkingTime, due_after_pause, due_at


class Cause(StrEnum):
    """Lý do ngày hẹn trả dời đi."""

    SUPPLEMENT = "supplement"  # chờ người nộp bổ sung
    PAUSE = "pause"  # tạm dừng tính thời hạn
    EXTENSION = "extension"  # gia hạn theo luật
    APOLOGY = "apology"  # xin lỗi và hẹn lại
    RECOUNT = "recount"  # tính lại theo lịch làm việc


@dataclass(frozen=True)
class Move:
    """Một lần dời ngày hẹn trả, as it is counted: a wait has two moments, an extension an amount in the unit of the term, an apology
    its new day; a recount moves nothing by itself."""

    cause: Cause
    since: datetime | None = None
    until: datetime | None = None
    amount: int = 0
    set_to: date | None = None
    words: str = ""
    """Ground, in words that a citizen may read."""


def moved(due: datetime, move: Move, unit: TermUnit, working_time: WorkingTime) -> datetime:
    """The due time after one move."""
    if move.set_to is not None:
        return closing_on(move.set_to, working_time)
    if move.amount:
        return due_at(due, Term(move.amount, unit), working_time)
    if move.since is not None and move.until is not None:
        return due_after_pause(due, move.since, move.until, unit, working_time)
    return due


def due_of(
    received_at: datetime, term: Term, moves: Iterable[Move], working_time: WorkingTime, *, owed: bool = False
) -> datetime:
    """From the beginning, all moves in their order. `owed`: what the law's term gives, which no apology moves."""
    due = due_at(received_at, term, working_time)
    for move in moves:
        if not (owed and move.cause is Cause.APOLOGY):
            due = moved(due, move, term.unit, working_time)
    return due


def closing_on(day: date, working_time: WorkingTime) -> datetime:
    """The end of that day's work, or of the next one that is worked where the calendar has changed since."""
    return working_time.end_of(day)


def check_document_day(day: date, today: date) -> None:
    """A document that a decision rests on is there before it."""
    if day > today:
        sentence = f"Ngày của văn bản ({vn_date(day)}) chưa đến: hãy ghi ngày ban hành."
        raise Invalid("invalid_input", fields=[FieldError("/document_date", "day_ahead", sentence)])
