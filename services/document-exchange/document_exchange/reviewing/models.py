"""Flows of review of each agency, and who looks at which document."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey, Index, Integer, SmallInteger, Text, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from document_exchange.database import Base
from document_exchange.reviewing.rules import Standing

_MOMENT = DateTime(timezone=True)


class ReviewFlow(Base):
    """Quy trình trình ký of one agency."""

    __tablename__ = "review_flow"
    __table_args__ = (Index("uq_review_flow_name", "agency_code", "folded", unique=True),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    agency_code: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    folded: Mapped[str] = mapped_column(Text)
    """The name without marks and capitals."""
    type_codes: Mapped[list[str]] = mapped_column(JSONB, server_default=text("'[]'"))
    """Loại văn bản; none for every type."""
    unit_id: Mapped[str] = mapped_column(Text, server_default="", default="")
    """Đơn vị soạn thảo; empty for every unit."""
    steps: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, server_default=text("'[]'"))
    """`level`, `kind`, `whose`, `name`, `optional`; those of one level are asked at once."""
    version: Mapped[int] = mapped_column(Integer, server_default="1", default=1)
    changed_by: Mapped[str] = mapped_column(Text, server_default="", default="")
    updated_at: Mapped[datetime] = mapped_column(_MOMENT, server_default=text("now()"))


class DocumentReview(Base):
    """Lượt kiểm tra một dự thảo: whose turn it is at which level, and what he said."""

    __tablename__ = "document_review"
    __table_args__ = (
        Index("ix_document_review_document", "document_id", "round", "level", "position"),
        # What waits for me, my unit, the clerk: a few at a time.
        Index(
            "ix_document_review_asked", "agency_code", "whose", "document_id", postgresql_where=text("state = 'asked'")
        ),
        # What I was ever asked about, so that I still see what came of it.
        Index(
            "ix_document_review_whose",
            "agency_code",
            "whose",
            "document_id",
            postgresql_where=text("asked_at IS NOT NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    document_id: Mapped[UUID] = mapped_column(ForeignKey("outgoing_document.id", ondelete="CASCADE"))
    agency_code: Mapped[str] = mapped_column(Text)
    round: Mapped[int] = mapped_column(SmallInteger)
    """Lần trình: submitted again, the draft goes through its flow again."""
    level: Mapped[int] = mapped_column(SmallInteger)
    position: Mapped[int] = mapped_column(SmallInteger)
    kind: Mapped[str] = mapped_column(Text)
    whose: Mapped[str] = mapped_column(Text)
    """`person:<id>`, `unit:<id>` for its head, or `clerk`."""
    name: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime | None] = mapped_column(_MOMENT)
    """Last; sent back to a level below, it stays: who was asked once still sees what becomes of it."""
    asked_version: Mapped[int] = mapped_column(Integer, server_default="0", default=0)
    """Of the document when he was last asked: an answer on a page from before was to an earlier question."""
    at: Mapped[datetime | None] = mapped_column(_MOMENT)
    by_id: Mapped[str] = mapped_column(Text, server_default="", default="")
    by_name: Mapped[str] = mapped_column(Text, server_default="", default="")
    by_title: Mapped[str] = mapped_column(Text, server_default="", default="")
    words: Mapped[str] = mapped_column(Text, server_default="", default="")
    sha256: Mapped[str] = mapped_column(Text, server_default="", default="")
    """Of the main document to which he agreed."""
    content_version: Mapped[int] = mapped_column(Integer, server_default="0", default=0)
    """Of the document to which he agreed: what was changed since then he has not seen."""

    @property
    def standing(self) -> Standing:
        return Standing(self.level, self.state)
