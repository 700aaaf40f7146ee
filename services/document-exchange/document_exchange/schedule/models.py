"""The work schedule: entries, who attends, rooms, what was done, and the links by which people read it elsewhere."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, DateTime, ForeignKey, Identity, Index, Integer, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from document_exchange.database import Base
from document_exchange.schedule.rules import EntryState
from shared.work.timeline import TimelineRow

_MOMENT = DateTime(timezone=True)
_NOW = text("now()")


class MeetingRoom(Base):
    """Phòng họp của cơ quan."""

    __tablename__ = "meeting_room"
    __table_args__ = (
        Index(
            "uq_meeting_room_name",
            "agency_code",
            text("lower(name)"),
            unique=True,
            postgresql_where=text("closed_at IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    agency_code: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    seats: Mapped[int | None] = mapped_column(Integer)
    closed_at: Mapped[datetime | None] = mapped_column(_MOMENT)
    """Since when nothing new takes place there."""


class ScheduleEntry(Base):
    """Mục lịch công tác."""

    __tablename__ = "schedule_entry"
    __table_args__ = (
        Index("ix_schedule_entry_agency_code_starts_at_id", "agency_code", "starts_at", "id"),
        Index("ix_schedule_entry_room_id", "room_id", "starts_at", postgresql_where=text("room_id IS NOT NULL")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    agency_code: Mapped[str] = mapped_column(Text)
    title: Mapped[str] = mapped_column(Text)
    starts_at: Mapped[datetime] = mapped_column(_MOMENT)
    ends_at: Mapped[datetime] = mapped_column(_MOMENT)
    room_id: Mapped[UUID | None] = mapped_column(ForeignKey("meeting_room.id"))
    place: Mapped[str] = mapped_column(Text, server_default="", default="")
    """Where it takes place; of a room its name as it was."""
    chair_id: Mapped[str] = mapped_column(Text, server_default="", default="")
    chair_name: Mapped[str] = mapped_column(Text, server_default="", default="")
    unit_id: Mapped[str] = mapped_column(Text, server_default="", default="")
    unit_name: Mapped[str] = mapped_column(Text, server_default="", default="")
    """Đơn vị chuẩn bị."""
    guests: Mapped[str] = mapped_column(Text, server_default="", default="")
    """Thành phần mời từ nơi khác, in words."""
    words: Mapped[str] = mapped_column(Text, server_default="", default="")
    state: Mapped[str] = mapped_column(Text, server_default=EntryState.DRAFT, default=EntryState.DRAFT)
    made_by: Mapped[str] = mapped_column(Text, server_default="", default="")
    invitation_id: Mapped[UUID | None]
    """The draft of its giấy mời."""
    version: Mapped[int] = mapped_column(Integer, server_default="1", default=1)


class ScheduleAttendee(Base):
    """Người dự một mục lịch công tác."""

    __tablename__ = "schedule_attendee"
    __table_args__ = (Index("ix_schedule_attendee_person_id", "person_id", "entry_id"),)

    entry_id: Mapped[UUID] = mapped_column(ForeignKey("schedule_entry.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(Text, primary_key=True)
    person_name: Mapped[str] = mapped_column(Text)


class ScheduleStep(TimelineRow, Base):
    """Một bước của mục lịch công tác. Never changed."""

    __tablename__ = "schedule_step"
    __table_args__ = (Index("ix_schedule_step_entry_id_id", "entry_id", "id"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    entry_id: Mapped[UUID] = mapped_column(ForeignKey("schedule_entry.id"))
    at: Mapped[datetime] = mapped_column(_MOMENT, server_default=_NOW)
    act: Mapped[str] = mapped_column(Text)
    actor_id: Mapped[str] = mapped_column(Text, server_default="", default="")
    actor_name: Mapped[str] = mapped_column(Text, server_default="", default="")
    words: Mapped[str] = mapped_column(Text, server_default="", default="")


class ScheduleFeed(Base):
    """Đường dẫn lịch riêng of a person in an agency: whoever has it reads that person's entries, until it is revoked."""

    __tablename__ = "schedule_feed"
    __table_args__ = (Index("ix_schedule_feed_secret_sha256", "secret_sha256", unique=True),)

    person_id: Mapped[str] = mapped_column(Text, primary_key=True)
    agency_code: Mapped[str] = mapped_column(Text, primary_key=True)
    secret_sha256: Mapped[str] = mapped_column(Text)
    """Of the link's secret, which nobody keeps."""
    made_at: Mapped[datetime] = mapped_column(_MOMENT, server_default=_NOW)
