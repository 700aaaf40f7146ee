"""Number series of outgoing documents; the counters themselves are `shared.work.numbering`."""

from uuid import UUID

from sqlalchemy import Text, UniqueConstraint
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
