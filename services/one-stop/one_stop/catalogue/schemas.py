"""What comes in about a change of a procedure."""

from typing import Annotated

from pydantic import StringConstraints

from one_stop.dossiers.schemas import In, Reason
from shared.core.fields import Day, RequiredLine


class Beginning(In):
    """Thủ tục mới: its code and what it is called."""

    code: Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[0-9]\.[0-9]{6}$")]
    name: RequiredLine


class Sending(In):
    """Gửi duyệt: by which decision, from which day."""

    decision_number: RequiredLine
    decision_day: Day
    decision_agency: RequiredLine
    effective_on: Day


class Halting(Sending):
    """Gửi duyệt việc tạm dừng, bãi bỏ, thực hiện trở lại: always with a reason."""

    reason: Reason
    successor_code: Annotated[str, StringConstraints(strip_whitespace=True, max_length=60)] = ""


class Deciding(In):
    """Trả lại: always with a reason."""

    reason: Reason
