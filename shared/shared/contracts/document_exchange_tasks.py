"""What document-exchange tells of tasks: the giver's word to each agency that has a part, and that agency's word to the giver."""

from datetime import date, datetime
from typing import ClassVar

from shared.contracts.event import Event
from shared.contracts.values import FileReference, Value


class TaskPartTold(Value):
    """Nơi được giao trong một nhiệm vụ, as the giver has it."""

    whose: str
    """`agency:`, `unit:` or `person:` and its id."""
    name: str
    part: str
    due_on: date | None = None
    outcome_words: str = ""
    outcome_at: datetime | None = None


class ExtensionTold(Value):
    """Quyết định gia hạn."""

    id: str
    standing: str
    decision: str
    decided_by: str


class TaskTold(Event):
    """Nhiệm vụ được giao, hoặc đổi: how it stands at the giver from now on, one event per agency that has a part."""

    type: ClassVar[str] = "document-exchange.task-told.v1"
    summary: ClassVar[str] = "Nhiệm vụ được giao cho một cơ quan, hoặc đổi: nội dung, hạn, trạng thái tại nơi giao"
    kind: ClassVar[str] = "task"
    subject_field: ClassVar[str] = "copy_id"

    copy_id: str
    """The row of the agency that is told."""
    task_id: str
    """The row of the giver."""
    addressee_code: str
    giver_code: str
    giver_agency: str
    giver_name: str
    giver_title: str = ""
    code: str
    title: str
    words: str = ""
    field: str
    drafts: str = ""
    """The type of the document that is to come of it; empty: none."""
    source: str
    source_text: str = ""
    lead: str
    lead_name: str
    part: str
    """What the addressee is in it; empty: nothing any more."""
    parts: tuple[TaskPartTold, ...] = ()
    state: str
    due_on: date | None = None
    percent: int = 0
    reported_on: date | None = None
    given_at: datetime
    act: str
    """What was done, by whom, with which words and files."""
    note: str = ""
    by: str = ""
    by_title: str = ""
    by_agency: str = ""
    by_code: str = ""
    files: tuple[FileReference, ...] = ()
    extension: ExtensionTold | None = None
    told_at: datetime


class TaskReported(Event):
    """Nơi được giao báo: tiến độ, phần việc, hoàn thành, xin gia hạn, trả việc."""

    type: ClassVar[str] = "document-exchange.task-reported.v1"
    summary: ClassVar[str] = "Nơi được giao nhiệm vụ báo: tiến độ, phần việc, hoàn thành, xin gia hạn, trả việc"
    kind: ClassVar[str] = "task-report"
    subject_field: ClassVar[str] = "copy_id"

    copy_id: str
    task_id: str
    addressee_code: str
    """To whom the task was given, as the giver wrote it."""
    agency_code: str
    """Who reports: the addressee, or whoever goes on with its work."""
    agency_name: str
    act: str
    words: str = ""
    percent: int | None = None
    due_on: date | None = None
    """ask-extension."""
    request_id: str = ""
    files: tuple[FileReference, ...] = ()
    by: str
    by_title: str = ""
    reported_at: datetime
