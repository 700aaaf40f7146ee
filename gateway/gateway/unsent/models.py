"""Unsent forms as stored: a post that came too late, and what a page saved while somebody typed."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, Index, LargeBinary, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from gateway.database import Base


class UnsentForm(Base):
    """Biểu mẫu chưa gửi: posted after its session had ended, and kept a day for the person whose session it was."""

    __tablename__ = "unsent_form"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    owner: Mapped[str] = mapped_column(Text)
    """`officer:<id>`, `citizen:<id>`, or `visitor:<keyed hash of the visitor's cookie>`."""
    target: Mapped[str] = mapped_column(Text)
    content_type: Mapped[str] = mapped_column(Text)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    """The fields and files again, without the form's token and without passwords."""
    digest: Mapped[bytes] = mapped_column(LargeBinary)
    inside: Mapped[dict[str, Any]] = mapped_column(JSONB)
    """How many fields, which files, what had to be left out; in which post its page was opened."""
    parked_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    claimed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))

    __table_args__ = (
        Index("ux_unsent_form_owner_digest", "owner", "digest", unique=True),
        Index("ix_unsent_form_parked_at", "parked_at"),
    )

    def is_of(self, post: str) -> bool:
        """Its page was opened in this post, or in none: in another it would act in another agency's name, and waits for a word."""
        return self.inside.get("post", "") in ("", post)


class KeptForm(Base):
    """Nội dung đang nhập: saved by the page while its form is filled in."""

    __tablename__ = "kept_form"

    owner: Mapped[str] = mapped_column(Text, primary_key=True)
    name: Mapped[str] = mapped_column(Text, primary_key=True)
    """The page's path and the form's name in it."""
    action: Mapped[str] = mapped_column(Text)
    """Where the form will be posted: once that has succeeded nothing need be kept."""
    content: Mapped[str] = mapped_column(Text)
    tab: Mapped[str] = mapped_column(Text)
    saved_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    other: Mapped[str | None] = mapped_column(Text)
    """What another tab had saved before this one wrote over it."""

    __table_args__ = (Index("ix_kept_form_saved_at", "saved_at"),)
