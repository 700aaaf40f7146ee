"""Failed sign-ins as stored: the key is a keyed hash of a user name or an address."""

from datetime import datetime

from sqlalchemy import DateTime, Integer, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from gateway.database import Base


class SignInFailure(Base):
    """Lần đăng nhập không thành công."""

    __tablename__ = "sign_in_failure"

    key: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    failures: Mapped[int] = mapped_column(Integer)
    last_failed_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), index=True)
    blocked_until: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
