"""What was handed in at the counter, and by whom for whom: the part of a dossier that only paper says."""

from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from shared.core.formats import vn_date
from shared.standards.parties import RELATIONS


class Representation(BaseModel):
    """Tư cách người nộp thay: what the applicant is to the owner, and the paper that says so."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    relation: str
    authority_number: str = ""
    authority_date: date | None = None

    def words(self) -> str:
        """Người được ủy quyền, theo giấy số 15/UQ ngày 01/03/2026."""
        number = f" số {self.authority_number}" if self.authority_number else ""
        day = f" ngày {vn_date(self.authority_date)}" if self.authority_date else ""
        paper = f", theo giấy{number}{day}" if number or day else ""
        return RELATIONS.get(self.relation, self.relation) + paper


class HandedIn:
    """Columns of a dossier that was handed in on paper."""

    representation: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    """Tư cách người nộp thay; nothing where the owner came or it was filed online."""
    papers_received: Mapped[list[dict[str, Any]] | None] = mapped_column(JSONB(none_as_null=True))
    """Giấy tờ thực nhận: code, name, originals, certified_copies, copies; nothing of what was filed online, or received before 0037."""
    paper_marks: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    """Đánh dấu giấy tờ, by code: state (`marks.rules.PaperState`), note, by, title, at."""
