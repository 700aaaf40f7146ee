"""What comes in and goes out about opinions on drafts."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from document_exchange.consulting.rules import MOST_ASKED, Opinion, Reply
from document_exchange.fields import Words
from shared.contracts.values import FileReference
from shared.core.fields import Day

_WHOSE = "^((agency|person|unit):[^\x00]+)?$"
Whose = Annotated[str, Field(max_length=120, pattern=_WHOSE)]


class AskIn(BaseModel):
    """Lấy ý kiến."""

    model_config = ConfigDict(extra="forbid")

    id: UUID | None = None
    """The caller's own: asked twice under one id it was asked once."""
    content_version: int | None = None
    """The version that the caller saw."""
    asked: list[Whose] = Field(default_factory=list, max_length=MOST_ASKED)
    """`unit:`, `person:` or `agency:` and its id."""
    due_on: Day | None = None
    words: Words = ""


class DrafterActIn(BaseModel):
    """Việc của người soạn thảo với một lượt: each act reads what it needs of it."""

    model_config = ConfigDict(extra="forbid")

    version: int | None = None
    due_on: Day | None = None
    """extend."""
    reply: Reply | None = None
    words: Words = ""
    """withdraw: why; reply: what was taken over, or why not."""


class AnswerIn(BaseModel):
    """Cho ý kiến; said again it takes the place of what was said before."""

    model_config = ConfigDict(extra="forbid")

    version: int | None = None
    opinion: Opinion | None = None
    words: Words = ""
    drop_files: bool = False
    """Files that were sent before do not stay with it."""


class HandOpinionOnIn(BaseModel):
    """Chuyển người, đơn vị khác trả lời; empty: back to whoever was asked."""

    model_config = ConfigDict(extra="forbid")

    version: int | None = None
    whose: Whose = ""
    words: Words = ""


class OpinionOut(BaseModel):
    """Một lượt lấy ý kiến, as the drafter's table has it."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    version: int
    asked: str
    asked_name: str
    holder_name: str
    draft_number: int
    content_version: int
    outdated: bool = False
    """The draft was changed since."""
    asked_at: datetime
    due_on: date
    state: str
    opinion: str
    answer: str
    answer_files: list[FileReference]
    answered_at: datetime | None
    answered_by: str
    answered_title: str
    late: bool
    reply: str
    reply_words: str
    replied_by: str
    replied_at: datetime | None
    ended_words: str
    shown_at: datetime | None


class OpinionRequestOut(OpinionOut):
    """Một lượt lấy ý kiến, as whoever is asked sees it."""

    agency_code: str
    asker_agency: str
    asker_unit: str
    asker_name: str
    type_name: str
    subject: str
    words: str
    files: list[FileReference]
    allowed: list[str] = []
    """What the caller may do now."""
