"""What comes in and goes out about the work schedule."""

from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from document_exchange.fields import OneLine, Subject, Words
from document_exchange.schedule.rules import MOST_ATTENDEES
from shared.core.fields import Day

_TIME = "^([01][0-9]|2[0-3]):[0-5][0-9]$"


class EntryIn(BaseModel):
    """Mục lịch công tác; hours of Việt Nam."""

    model_config = ConfigDict(extra="forbid")

    id: UUID | None = None
    """The caller's own: sent twice it is entered once."""
    version: int | None = None
    title: Subject = Field(max_length=300)
    day: Day
    begins: str = Field(pattern=_TIME)
    ends: str = Field(pattern=_TIME)
    last_day: Day | None = None
    """Of what ends on another day."""
    room_id: UUID | None = None
    place: OneLine = Field(default="", max_length=200)
    """Where no room of the agency is."""
    chair_id: str = Field(default="", max_length=100)
    unit_id: str = Field(default="", max_length=100)
    attendee_ids: list[str] = Field(default_factory=list, max_length=MOST_ATTENDEES)
    guests: OneLine = Field(default="", max_length=500)
    words: Words = ""
    anyway: bool = False
    """Although somebody who attends is elsewhere at that hour."""


class ScheduleActIn(BaseModel):
    """Công bố, hoãn."""

    model_config = ConfigDict(extra="forbid")

    version: int | None = None
    words: Words = ""
    anyway: bool = False


class RoomIn(BaseModel):
    """Phòng họp."""

    model_config = ConfigDict(extra="forbid")

    name: Subject = Field(max_length=100)
    seats: int | None = Field(default=None, ge=1, le=10_000)


class RoomOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    name: str
    seats: int | None


class AttendeeOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    person_id: str
    person_name: str


class EntryOut(BaseModel):
    """Mục lịch công tác."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    version: int
    title: str
    starts_at: datetime
    ends_at: datetime
    room_id: UUID | None
    place: str
    chair_id: str
    chair_name: str
    unit_id: str
    unit_name: str
    guests: str
    words: str
    state: str
    invitation_id: UUID | None
    attendees: list[AttendeeOut] = []
    allowed: list[str] = []


class WeekOut(BaseModel):
    """Lịch công tác trong khoảng ngày."""

    since: date
    until: date
    items: list[EntryOut]


class FeedOut(BaseModel):
    """Đường dẫn lịch riêng: shown this once."""

    path: str
