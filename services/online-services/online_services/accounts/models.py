"""Accounts of citizens and organisations."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Boolean, Date, DateTime, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from online_services.database import Base
from shared.contracts.values import Applicant


class Account(Base):
    """Tài khoản công dân, tổ chức."""

    __tablename__ = "account"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    user_name: Mapped[str] = mapped_column(Text, unique=True)
    kind: Mapped[str] = mapped_column(Text)
    """`citizen` or `organisation`."""
    full_name: Mapped[str] = mapped_column(Text)
    personal_id: Mapped[str] = mapped_column(Text, unique=True)
    """Số định danh cá nhân, or mã số thuế of an organisation."""
    born_on: Mapped[date | None] = mapped_column(Date)
    address: Mapped[str] = mapped_column(Text, server_default="")
    phone: Mapped[str] = mapped_column(Text, server_default="")
    email: Mapped[str] = mapped_column(Text, server_default="")
    representative_name: Mapped[str] = mapped_column(Text, server_default="")
    representative_id: Mapped[str] = mapped_column(Text, server_default="")
    password_hash: Mapped[str] = mapped_column(Text)
    number_verified_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    """Since when the holder is known to be who bears the number: a counter saw the card, of an organisation its registration and the
    authority of who came, and who came took the account over (`NumberVerification`)."""
    active: Mapped[bool] = mapped_column(Boolean, server_default=text("true"))
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=text("now()"))

    def as_applicant(self) -> Applicant:
        """Người nộp hồ sơ, as the account holder's particulars stand now."""
        return Applicant(
            kind=self.kind,
            full_name=self.full_name,
            personal_id=self.personal_id,
            address=self.address,
            phone=self.phone,
            email=self.email,
        )
