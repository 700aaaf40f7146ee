"""What the office types."""

from datetime import time
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict

from shared.core.fields import Day, Line, RequiredLine
from shared.standards.calendar_days import DayKind
from shared.standards.time_of_day import read_time

WHOLE_PROVINCE = "all"
Clock = Annotated[time, BeforeValidator(lambda text: time.fromisoformat(read_time(str(text))))]
Ticked = Annotated[bool, BeforeValidator(lambda value: value in (True, "1"))]


class _In(BaseModel):
    model_config = ConfigDict(extra="forbid")


class DayTyped(_In):
    """Một ngày của lịch."""

    on: Day
    day_kind: DayKind
    name: RequiredLine


class DayDropped(_In):
    """Một ngày bỏ khỏi lịch."""

    on: Day


class Document(_In):
    """Văn bản làm căn cứ."""

    document_number: RequiredLine
    document_date: Day


class YearSigning(Document):
    """Ký ban hành lịch năm."""

    own: Ticked = False


class HoursTyped(Document):
    """Giờ làm việc của tỉnh or of an agency; `usual`: as the province works."""

    agency_code: Line = ""
    """Or the whole province, which is chosen and not what is left when nobody chooses."""
    usual: Ticked = False
    morning_from: Clock
    morning_to: Clock
    afternoon_from: Clock
    afternoon_to: Clock
    saturday: Ticked = False
