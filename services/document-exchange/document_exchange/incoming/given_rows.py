"""Columns that tables of who has an arrival share."""

from datetime import date, datetime

from sqlalchemy import DateTime, FetchedValue, SmallInteger, Text
from sqlalchemy.orm import Mapped, mapped_column

_MOMENT = DateTime(timezone=True)


class GivenRow:
    """What the database itself keeps beside whoever has an arrival, so that all somebody has, and each state of it, is one walk along
    one index; not here, for copies of an older release give out and move arrivals too.
    """

    arrived_at: Mapped[datetime | None] = mapped_column(_MOMENT, server_default=FetchedValue())
    status: Mapped[str | None] = mapped_column(Text, server_default=FetchedValue())


class PartRow:
    """Phần việc của một người, một đơn vị: its own term, who gave it, and what was reported of it."""

    due_on: Mapped[date | None]
    """Hạn riêng; none: the whole's."""
    given_by: Mapped[str] = mapped_column(Text, server_default="", default="")
    """Desk of whoever gave it."""
    given_in: Mapped[str] = mapped_column(Text, server_default="", default="")
    """The unit whose head gave it; empty for the agency's leaders."""
    outcome: Mapped[str] = mapped_column(Text, server_default="", default="")
    """Empty until it was reported: `done`, `refused`, `read`."""
    outcome_words: Mapped[str] = mapped_column(Text, server_default="", default="")
    outcome_at: Mapped[datetime | None] = mapped_column(_MOMENT)
    outcome_by: Mapped[str] = mapped_column(Text, server_default="", default="")
    late_at: Mapped[datetime | None] = mapped_column(_MOMENT)
    """When people were told that it is late."""


class InsideRow:
    """What an arrival itself knows of the work inside the agency."""

    readable_by: Mapped[str] = mapped_column(Text, server_default="", default="")
    """Phạm vi xem: `incoming.openness.Reading`."""

    part_due_on: Mapped[date | None]
    """Hạn sớm nhất of the parts that have a term of their own and were not reported yet."""
    reopened_at: Mapped[datetime | None] = mapped_column(_MOMENT)
    """Mở lại: when its completion was undone; the sender reads "hoàn thành" since."""


class SteeredRow:
    """Tính chất chỉ đạo of an arrival, as its packet says it."""

    steering: Mapped[int] = mapped_column(SmallInteger, server_default="0", default=0)
    """`SteeringType`: 1 direction, 2 an answer to it."""
    task_code: Mapped[str] = mapped_column(Text, server_default="", default="")
    """Mã nhiệm vụ that it answers (`ResponseForTask/TaskCode`)."""
