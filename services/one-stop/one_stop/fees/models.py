"""Receipts of fees."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, DateTime, ForeignKey, Index, Integer, SmallInteger, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from one_stop.database import Base
from one_stop.fees.rules import ReceiptState, number_words
from shared.contracts.values import FileReference
from shared.storage.words import words_index


class FeeReceipt(Base):
    """Biên lai thu phí, lệ phí: money taken at the counter, or why none was; never changed, only voided or paid back with a reason."""

    __tablename__ = "fee_receipt"
    __table_args__ = (
        Index("ix_fee_receipt_agency_code", "agency_code", "collected_at", "id"),
        Index("ix_fee_receipt_dossier_id", "dossier_id"),
        Index("ix_fee_receipt_words", text(words_index("search_text", "agency_code")), postgresql_using="gin"),
        UniqueConstraint("agency_code", "year", "number", name="uq_fee_receipt_number"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossier.id"))
    dossier_code: Mapped[str] = mapped_column(Text)
    procedure_name: Mapped[str] = mapped_column(Text)
    agency_code: Mapped[str] = mapped_column(Text)
    year: Mapped[int] = mapped_column(SmallInteger)
    number: Mapped[int | None] = mapped_column(Integer)
    """Of the agency's series in the year; none where nothing was taken."""
    lines: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    """Each item with code, name, kind, amount and due (what was taken), đồng."""
    total: Mapped[int] = mapped_column(BigInteger)
    exempt_group: Mapped[str] = mapped_column(Text)
    exempt_basis: Mapped[str] = mapped_column(Text)
    payer: Mapped[str] = mapped_column(Text)
    collected_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    by_id: Mapped[str] = mapped_column(Text)
    by_name: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(Text)
    """Of the printed receipt; empty where nothing was taken."""
    size: Mapped[int] = mapped_column(BigInteger)
    file_name: Mapped[str] = mapped_column(Text)
    ended_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    ended_as: Mapped[str] = mapped_column(Text, server_default="", default="")
    """`voided` or `refunded`; empty while it is valid."""
    ended_why: Mapped[str] = mapped_column(Text, server_default="", default="")
    ended_by: Mapped[str] = mapped_column(Text, server_default="", default="")
    search_text: Mapped[str] = mapped_column(Text)

    @property
    def state(self) -> ReceiptState:
        if self.ended_as:
            return ReceiptState(self.ended_as)
        return ReceiptState.ISSUED if self.number else ReceiptState.EXEMPT

    @property
    def number_shown(self) -> str:
        return number_words(self.number, self.year)

    @property
    def words(self) -> str:
        """Đã thu, biên lai số …; or by which group nothing was."""
        return f"đã thu, biên lai số {self.number_shown}" if self.number else f"miễn: {self.exempt_group}"

    def reference(self) -> FileReference:
        return FileReference(sha256=self.sha256, size=self.size, media_type="application/pdf", name=self.file_name)
