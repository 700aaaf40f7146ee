"""What document-exchange tells of opinions on drafts: the drafter's word to each agency that is asked, and that agency's answer."""

from datetime import date, datetime
from typing import ClassVar

from shared.contracts.event import Event
from shared.contracts.values import FileReference, Value


class OpinionShown(Value):
    """Một dòng của bảng tổng hợp, as the drafter shows it to the agencies that answered."""

    name: str
    opinion: str
    words: str = ""
    reply: str = ""
    reply_words: str = ""


class OpinionAsked(Event):
    """Một cơ quan được lấy ý kiến về dự thảo, hoặc lượt ấy đổi: how it stands at the drafter from now on."""

    type: ClassVar[str] = "document-exchange.opinion-asked.v1"
    summary: ClassVar[str] = (
        "Một cơ quan được lấy ý kiến về một bản dự thảo, hoặc lượt ấy đổi: hạn, nhắc, rút, trả lời ý kiến"
    )
    kind: ClassVar[str] = "opinion-request"
    subject_field: ClassVar[str] = "copy_id"

    copy_id: str
    """The row of the agency that is asked."""
    request_id: str
    """The drafter's row."""
    consultation_id: str
    addressee_code: str
    asked_name: str
    asker_code: str
    asker_agency: str
    asker_name: str
    asker_title: str = ""
    asker_unit: str = ""
    type_name: str
    title: str
    words: str = ""
    draft_number: int
    files: tuple[FileReference, ...] = ()
    """The version that is asked about, and no other."""
    due_on: date
    state: str
    opinion: str = ""
    """As the drafter has the agency's answer."""
    answer: str = ""
    reply: str = ""
    reply_words: str = ""
    replied_by: str = ""
    replied_at: datetime | None = None
    ended_words: str = ""
    shown: tuple[OpinionShown, ...] = ()
    closed_at: datetime | None = None
    act: str
    note: str = ""
    by: str = ""
    by_title: str = ""
    asked_at: datetime
    told_at: datetime


class OpinionGiven(Event):
    """Cơ quan được lấy ý kiến trả lời."""

    type: ClassVar[str] = "document-exchange.opinion-given.v1"
    summary: ClassVar[str] = "Cơ quan được lấy ý kiến về một bản dự thảo trả lời, hoặc sửa ý kiến đã trả lời"
    kind: ClassVar[str] = "opinion-answer"
    subject_field: ClassVar[str] = "copy_id"

    copy_id: str
    request_id: str
    addressee_code: str
    """To whom it was written."""
    agency_code: str
    """Who answers: the addressee, or whoever goes on with its work."""
    agency_name: str
    opinion: str
    answer: str = ""
    files: tuple[FileReference, ...] = ()
    by: str
    by_title: str = ""
    answered_at: datetime
