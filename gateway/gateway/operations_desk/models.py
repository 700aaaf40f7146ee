"""What the operator's page remembers: a sample a minute for a day, and when backups were made."""

from datetime import datetime

from sqlalchemy import BigInteger, DateTime, Double, Integer
from sqlalchemy.orm import Mapped, mapped_column

from gateway.database import Base


class OperationsSample(Base):
    """Mẫu tình trạng."""

    __tablename__ = "operations_sample"

    minute: Mapped[datetime] = mapped_column(DateTime(timezone=True), primary_key=True)
    silent: Mapped[int] = mapped_column(Integer)
    """Parts that did not answer."""
    lag_seconds: Mapped[float] = mapped_column(Double)
    """Age of the oldest event that is not yet done."""
    dead: Mapped[int] = mapped_column(Integer)
    disk_free: Mapped[int] = mapped_column(BigInteger)
    """Bytes, on the gateway's disk."""


class BackupRecord(Base):
    """Lần sao lưu: written by the last line of the backup in docs/runbook.md."""

    __tablename__ = "backup_record"

    finished_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), primary_key=True)
