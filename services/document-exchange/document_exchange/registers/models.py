"""Number series of outgoing documents; the counters themselves are `shared.work.numbering`."""

from uuid import UUID

from sqlalchemy import ForeignKey, Integer, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from document_exchange.database import Base


class NumberSeries(Base):
    """Hệ thống số của văn bản đi: which document types of an agency count together (the head of the agency decides)."""

    __tablename__ = "number_series"
    __table_args__ = (UniqueConstraint("agency_code", "code"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    agency_code: Mapped[str] = mapped_column(Text)
    code: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    document_types: Mapped[list[str]] = mapped_column(ARRAY(Text))
    """Document type codes; empty means every type that no other series of the agency names."""


class ResultNumber(Base):
    """Số giữ cho kết quả: of the one-stop, before it is signed; asked again, it is the same."""

    __tablename__ = "result_number"

    request_id: Mapped[UUID] = mapped_column(primary_key=True)
    agency_code: Mapped[str] = mapped_column(Text)
    """Whose book."""
    type_code: Mapped[str] = mapped_column(Text)
    series_id: Mapped[UUID] = mapped_column(ForeignKey("number_series.id"))
    series_code: Mapped[str] = mapped_column(Text)
    year: Mapped[int] = mapped_column(Integer)
    number: Mapped[int] = mapped_column(Integer)
    reference: Mapped[str] = mapped_column(Text)

    @property
    def holder(self) -> str:
        """By what the number is known to be kept for it."""
        return f"result/{self.request_id}"
