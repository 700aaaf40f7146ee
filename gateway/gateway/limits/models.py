"""Requests of a minute, counted over all copies of the gateway."""

from sqlalchemy import BigInteger, Integer, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from gateway.database import Base


class RateWindow(Base):
    """Số yêu cầu trong một phút."""

    __tablename__ = "rate_window"
    __table_args__ = {"prefixes": ["UNLOGGED"]}  # noqa: RUF012

    caller: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    minute: Mapped[int] = mapped_column(BigInteger, primary_key=True, index=True)
    used: Mapped[int] = mapped_column(Integer)
