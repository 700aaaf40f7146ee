"""A lost password is given back by a person who has seen the card."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey, Index, LargeBinary, SmallInteger, Text
from sqlalchemy.orm import Mapped, mapped_column

from online_services.database import Base


class AccountRecovery(Base):
    """Mã khôi phục mật khẩu: one open code an account, of which only the hash is kept."""

    __tablename__ = "account_recovery"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), primary_key=True)
    code_hash: Mapped[bytes] = mapped_column(LargeBinary)
    given_by: Mapped[str] = mapped_column(Text)
    verification_id: Mapped[UUID | None] = mapped_column(ForeignKey("number_verification.id"))
    """What was seen as it was given; none of a code from before that was kept."""
    expires_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    attempts: Mapped[int] = mapped_column(SmallInteger, default=0)


class NumberVerification(Base):
    """Xác minh số của tài khoản: who saw whom with which paper. It counts from when the account was taken over until it is taken back."""

    __tablename__ = "number_verification"
    __table_args__ = (Index("ix_number_verification_account_id", "account_id", "seen_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    seen_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    seen_by: Mapped[str] = mapped_column(Text)
    seen_by_name: Mapped[str] = mapped_column(Text)
    agency_code: Mapped[str] = mapped_column(Text)
    paper_kind: Mapped[str] = mapped_column(Text)
    """`card`, or of an organisation a key of `rules.PAPERS`."""
    paper_number: Mapped[str] = mapped_column(Text)
    person_name: Mapped[str] = mapped_column(Text)
    """Who stood there."""
    capacity: Mapped[str] = mapped_column(Text)
    """`holder`, or of an organisation a key of `rules.CAPACITIES`."""
    authority: Mapped[str] = mapped_column(Text)
    """The paper that authorises who is not the legal representative."""
    effective_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    """When who stood there took the account over with the code; until then it counts for nothing."""
    ended_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    ended_by_name: Mapped[str] = mapped_column(Text, server_default="")
    end_reason: Mapped[str] = mapped_column(Text, server_default="")
