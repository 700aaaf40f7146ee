"""Number series of outgoing documents; the counters themselves are `shared.work.numbering`."""

from uuid import UUID

from sqlalchemy import ForeignKey, Integer, Text, UniqueConstraint, text
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
    """Document type codes; empty means every type that no other series of the agency names, of one with a symbol every type."""
    symbol: Mapped[str] = mapped_column(Text, server_default="", default="")
    """Ký hiệu in the place of the agency's own: of a council or committee (`BCĐ` of `01/QĐ-BCĐ`)."""
    dated: Mapped[bool] = mapped_column(server_default=text("false"), default=False)
    """Ghi năm ban hành between number and notation, as documents of law do (`01/2026/QĐ-UBND`)."""
    since_year: Mapped[int | None] = mapped_column(Integer)
    """From which year on it counts; None: always."""
    last_year: Mapped[int | None] = mapped_column(Integer)
    """The last year in which it counts; None: on and on."""
    first_number: Mapped[int] = mapped_column(Integer, server_default="1", default=1)
    first_year: Mapped[int | None] = mapped_column(Integer)
    """The year that begins with `first_number`, where an older system gave the numbers before it."""
    decision: Mapped[str] = mapped_column(Text, server_default="", default="")
    """By what the head of the agency decided it."""
    version: Mapped[int] = mapped_column(Integer, server_default="1", default=1)

    @property
    def is_chosen(self) -> bool:
        """Taken only by who chooses it: the type alone does not say whether a document is a council's, or one of law."""
        return bool(self.symbol) or self.dated

    def counts(self, type_code: str, year: int) -> bool:
        """Whether a document of that type may be numbered in it that year."""
        named = not self.document_types or type_code in self.document_types
        return named and self.is_open_in(year)

    def is_open_in(self, year: int) -> bool:
        return (self.since_year or 0) <= year and (self.last_year is None or year <= self.last_year)


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
