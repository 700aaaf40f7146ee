"""What may be asked for, and what of an answer counts. Pure values."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from shared.contracts.values import AttachedPaper, SupplementItem
from shared.core.addresses import field_name
from shared.core.errors import Conflict, FieldError, Invalid
from shared.standards.dossier_status import DossierStatus
from shared.standards.working_time import TermUnit, WorkingTime, due_after_pause

ONCE = 1
"""Requests during processing that need no legal basis of their own; nationally the second one counts as late."""


class Stage(StrEnum):
    """Giai đoạn yêu cầu bổ sung."""

    INTAKE = "intake"  # khi tiếp nhận
    PROCESSING = "processing"  # khi giải quyết


def stage_of(status: DossierStatus) -> Stage:
    return Stage.INTAKE if status is DossierStatus.SUBMITTED else Stage.PROCESSING


def check_items(items: Collection[SupplementItem], fields: Collection[str], papers: Collection[str]) -> None:
    """Each item names one field of the e-form or one paper of the procedure, once, and says what to mend."""
    errors: list[FieldError] = []
    seen: set[str] = set()
    for index, item in enumerate(items):
        name = f"field:{top_field(item.pointer)}" if item.pointer else f"paper:{item.paper_code}"
        if bool(item.pointer) == bool(item.paper_code):
            errors.append(
                FieldError(
                    f"/items/{index}", "item_unclear", "Mỗi mục bổ sung là một trường của tờ khai hoặc một giấy tờ."
                )
            )
        elif item.pointer and top_field(item.pointer) not in fields:
            errors.append(FieldError(f"/items/{index}/pointer", "field_unknown", "Tờ khai không có trường này."))
        elif item.paper_code and item.paper_code not in papers:
            errors.append(
                FieldError(f"/items/{index}/paper_code", "paper_unknown", "Thủ tục không có thành phần hồ sơ này.")
            )
        elif name in seen:
            errors.append(FieldError(f"/items/{index}", "item_twice", "Mục này đã được nêu."))
        if not item.note.strip():
            errors.append(FieldError(f"/items/{index}/note", "note_missing", "Hãy ghi rõ nội dung cần bổ sung."))
        seen.add(name)
    if not items:
        errors.append(FieldError("/items", "items_missing", "Hãy chọn ít nhất một mục cần bổ sung và ghi rõ nội dung."))
    if errors:
        raise Invalid("invalid_input", fields=errors)


def check_times(stage: Stage, asked_before: int, legal_basis: str, approved_by: str) -> None:
    """Once at intake and once during processing, with one complete list; more only as a law allows and a leader approves."""
    if asked_before < ONCE:
        return
    if not legal_basis.strip():
        raise Conflict("supplement_asked_already")
    if not approved_by:
        sentence = "Yêu cầu thêm một lần phải có lãnh đạo duyệt: hãy chọn người duyệt."
        raise Invalid("invalid_input", fields=[FieldError("/approver_id", "approver_missing", sentence)])


def top_field(pointer: str) -> str:
    """`/applicant_name` and `/members/0/name` are asked for as whole fields: `applicant_name`, `members`."""
    return field_name(pointer).split(".", 1)[0]


@dataclass(frozen=True)
class Taken:
    """Phần bổ sung được nhận: only what was asked for."""

    answers: dict[str, Any]
    papers: tuple[AttachedPaper, ...]
    ignored: int


def taken_of(items: Iterable[SupplementItem], answers: Mapping[str, Any], papers: Iterable[AttachedPaper]) -> Taken:
    asked = list(items)
    fields = {top_field(item.pointer) for item in asked if item.pointer}
    codes = {item.paper_code for item in asked if item.paper_code}
    kept = {name: value for name, value in answers.items() if name in fields}
    all_papers = list(papers)
    kept_papers = tuple(paper for paper in all_papers if paper.paper_code in codes)
    return Taken(kept, kept_papers, len(answers) - len(kept) + len(all_papers) - len(kept_papers))


def remind_at(now: datetime, deadline: datetime, days: int, working_time: WorkingTime) -> datetime | None:
    """As work begins, so many working days before the day of the deadline; of a shorter time on the last one before it, or never."""
    day = working_time.local(deadline).date()
    for _ in range(days):
        day = working_time.days.working_day_before(day)
    latest = working_time.told_before(working_time.local(deadline).date())
    return next((moment for moment in (working_time.opening_of(day), latest) if moment > now), None)


def due_resumed(
    due_at: datetime | None, paused_at: datetime, resumed_at: datetime, unit: TermUnit, working_time: WorkingTime
) -> datetime | None:
    """The due time moved by what lies between request and complete answer, in the term's own unit."""
    return due_after_pause(due_at, paused_at, resumed_at, unit, working_time) if due_at else None


def check_brought(
    items: Collection[SupplementItem], papers: Collection[str], answers: Mapping[str, str], note: str
) -> list[SupplementItem]:
    """What was asked for and is still not there. Nothing at all is no supplement; less than asked needs a word why."""
    fields = {top_field(item.pointer) for item in items if item.pointer}
    codes = {item.paper_code for item in items if item.paper_code}
    errors = [
        FieldError("/papers", "paper_not_asked", "Giấy tờ này không nằm trong yêu cầu bổ sung.")
        for code in papers
        if code not in codes
    ] + [
        FieldError(f"/answers/{name}", "field_not_asked", "Mục này không nằm trong yêu cầu bổ sung.")
        for name in answers
        if name not in fields
    ]
    given = {name for name, text in answers.items() if text}
    absent = [
        item
        for item in items
        if (item.paper_code and item.paper_code not in papers)
        or (item.pointer and top_field(item.pointer) not in given)
    ]
    if not papers and not given:
        errors.append(FieldError("/papers", "supplement_empty", "Hãy đánh dấu giấy tờ hoặc ghi nội dung đã nhận."))
    elif absent and not note:
        errors.append(
            FieldError("/note", "supplement_incomplete", "Chưa đủ các mục đã yêu cầu: hãy ghi vì sao vẫn nhận.")
        )
    if errors:
        raise Invalid("invalid_input", fields=errors)
    return absent
