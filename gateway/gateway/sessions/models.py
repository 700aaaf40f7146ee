"""Sessions as stored: of the token only its hash."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey, Index, LargeBinary, String, Text, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from gateway.database import Base


class PostChoice(Base):
    """Vị trí công tác chọn lần trước: offered first the next time."""

    __tablename__ = "post_choice"

    subject: Mapped[str] = mapped_column(Text, primary_key=True)
    """`officer:<id>`."""
    post: Mapped[str] = mapped_column(Text)
    chosen_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class SignInSession(Base):
    """Phiên đăng nhập."""

    __tablename__ = "sign_in_session"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    kind: Mapped[str] = mapped_column(String(10))
    """`browser` (cookie), `person` (bearer) or `client` (bearer of a client system)."""
    subject: Mapped[str] = mapped_column(Text)
    """`officer:<id>`, `citizen:<id>` or `system:<id>`."""
    identity: Mapped[dict[str, Any]] = mapped_column(JSONB)
    csrf: Mapped[str] = mapped_column(Text)
    client_system_id: Mapped[UUID | None] = mapped_column(ForeignKey("client_system.id"))
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    """Before the owner of the account was asked: what he changed afterwards is later."""
    last_seen_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    checked_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    """When the owner of the account last confirmed the identity."""
    expires_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    revoked_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))

    __table_args__ = (
        Index("ix_sign_in_session_subject", "subject"),
        Index("ix_sign_in_session_expires_at", "expires_at"),
        Index("ix_sign_in_session_csrf", "csrf", postgresql_where=text("csrf <> ''")),
    )
