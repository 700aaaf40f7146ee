"""Who came to the counter and was shown what is missing, or refused: a line of the register of guidance."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, DateTime, ForeignKey, Index, Integer, SmallInteger, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from one_stop.database import Base
from shared.contracts.values import FileReference
from shared.storage.words import words_index
from shared.work.timeline import TimelineRow


class WalkIn(TimelineRow, Base):
    """Lượt hướng dẫn, từ chối tại quầy: no dossier and no code, but a slip with a number of its series."""

    __tablename__ = "walk_in"
    __table_args__ = (
        Index("ix_walk_in_agency_code", "agency_code", "at", "id"),
        Index(
            "ix_walk_in_returns",
            "agency_code",
            "procedure_code",
            "applicant_number",
            postgresql_where="dossier_id IS NULL AND applicant_number <> ''",
        ),
        Index("ix_walk_in_words", text(words_index("search_text", "agency_code")), postgresql_using="gin"),
        UniqueConstraint("agency_code", "form_no", "year", "number", name="uq_walk_in_number"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    agency_code: Mapped[str] = mapped_column(Text)
    form_no: Mapped[str] = mapped_column(Text)
    """`02` guided, `03` refused."""
    year: Mapped[int] = mapped_column(SmallInteger)
    number: Mapped[int] = mapped_column(Integer)
    rule_set: Mapped[str] = mapped_column(Text)
    procedure_code: Mapped[str] = mapped_column(Text)
    procedure_name: Mapped[str] = mapped_column(Text)
    applicant_name: Mapped[str] = mapped_column(Text)
    applicant_number: Mapped[str] = mapped_column(Text)
    """Số định danh, mã số thuế, or of the identity paper: by it whoever comes back is known."""
    typed: Mapped[dict[str, Any]] = mapped_column(JSONB)
    """What the officer typed, which reception goes on from."""
    items: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    """What is missing or wrong, by name: complete, for it is said once."""
    reason: Mapped[str] = mapped_column(Text)
    legal_basis: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    by_id: Mapped[str] = mapped_column(Text)
    by_name: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(Text)
    size: Mapped[int] = mapped_column(BigInteger)
    file_name: Mapped[str] = mapped_column(Text)
    snapshot: Mapped[dict[str, Any]] = mapped_column(JSONB)
    dossier_id: Mapped[UUID | None] = mapped_column(ForeignKey("dossier.id"))
    """What was received when he came back."""
    search_text: Mapped[str] = mapped_column(Text)

    @property
    def matter(self) -> str:
        """Tên thủ tục, and which case of it, as on the slip."""
        return str(self.snapshot["procedure"])

    def reference(self) -> FileReference:
        return FileReference(sha256=self.sha256, size=self.size, media_type="application/pdf", name=self.file_name)
