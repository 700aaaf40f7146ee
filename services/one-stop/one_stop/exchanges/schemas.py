"""What comes in when an officer writes to the applicant, or writes down what he said."""

from typing import Literal

from one_stop.dossiers.schemas import In
from one_stop.notes.schemas import Words


class Asking(In):
    """Hỏi hoặc báo người nộp."""

    text: Words
    wants_answer: bool = False


class WritingDown(In):
    """Ghi lời người nộp trả lời qua điện thoại, tại quầy."""

    text: Words
    way: Literal["phone", "counter"]
