"""Client systems as stored."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Boolean, DateTime, LargeBinary, Text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from gateway.database import Base


class ClientSystem(Base):
    """Hệ thống kết nối: phần mềm riêng của một cơ quan."""

    __tablename__ = "client_system"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(Text, unique=True)
    """`client_id` of OAuth 2.0."""
    name: Mapped[str] = mapped_column(Text)
    agency_code: Mapped[str] = mapped_column(Text)
    agency_name: Mapped[str] = mapped_column(Text)
    secret_hash: Mapped[bytes] = mapped_column(LargeBinary)
    """SHA-256: the secret is 256 random bits made by us, so there is nothing to guess slowly."""
    scopes: Mapped[list[str]] = mapped_column(ARRAY(Text))
    active: Mapped[bool] = mapped_column(Boolean)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
