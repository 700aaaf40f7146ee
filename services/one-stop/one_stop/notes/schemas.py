"""What an officer writes on a dossier for his colleagues."""

from typing import Annotated

from pydantic import AfterValidator, StringConstraints

from one_stop.dossiers.schemas import In
from shared.core.fields import Day, RequiredLine
from shared.printing.printable import without_controls
from shared.standards.typed import clean_paragraphs

Words = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=5000),
    AfterValidator(without_controls),
    AfterValidator(clean_paragraphs),
    StringConstraints(min_length=2),
]


class Noting(In):
    """Ghi chú nội bộ."""

    text: Words


class Checking(In):
    """Biên bản kiểm tra thực địa."""

    made_on: Day
    place: RequiredLine
    took_part: Words
    findings: Words
