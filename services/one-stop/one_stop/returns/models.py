"""Each time that a result was handed out: to whom, checked against what, signed how. An undone one stays, marked."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Date, DateTime, ForeignKey, Index, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from one_stop.database import Base
from one_stop.returns.rules import (
    AUTHORITY_PAPERS,
    CAPACITIES,
    COMPARISONS,
    RECEIPTS,
    SHOWN_PAPERS,
    Receipt,
    authority_words,
)
from shared.contracts.values import FileReference
from shared.core.formats import vn_date
from shared.work.timeline import TimelineRow


class ResultReturn(TimelineRow, Base):
    """Lượt trả kết quả. `files`: the printed receipt, the drawn signature, the scan of the paper of authority."""

    __tablename__ = "result_return"
    __table_args__ = (Index("ix_result_return_dossier_id", "dossier_id", "at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossier.id"))
    agency_code: Mapped[str] = mapped_column(Text)
    """Whose counter returned it; today always the competent agency's own."""
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    by_id: Mapped[str] = mapped_column(Text)
    by_name: Mapped[str] = mapped_column(Text)
    receiver_name: Mapped[str] = mapped_column(Text)
    capacity: Mapped[str] = mapped_column(Text)
    identity_kind: Mapped[str] = mapped_column(Text)
    identity_number: Mapped[str] = mapped_column(Text)
    compared: Mapped[str] = mapped_column(Text)
    difference: Mapped[str] = mapped_column(Text)
    authority_kind: Mapped[str] = mapped_column(Text)
    authority_number: Mapped[str] = mapped_column(Text)
    authority_date: Mapped[date | None] = mapped_column(Date)
    authority_file: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    receipt: Mapped[str] = mapped_column(Text)
    signature: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    results: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    originals: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    fee_due: Mapped[int] = mapped_column(BigInteger)
    undone_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    undone_by_name: Mapped[str] = mapped_column(Text, default="", server_default="")
    undone_reason: Mapped[str] = mapped_column(Text, default="", server_default="")

    @property
    def receiver_words(self) -> str:
        return f"{self.receiver_name} ({CAPACITIES[self.capacity].lower()})"

    @property
    def identity_words(self) -> str:
        """With what the comparison said, and why a difference was accepted; of the post, the number it went under."""
        if self.receipt == Receipt.POST:
            return f"Bưu gửi số {self.identity_number}" if self.identity_number else "Bưu điện đối chiếu khi phát"
        if self.receipt == Receipt.ONLINE:
            return "Tài khoản của người nộp trên cổng dịch vụ công"
        said = f"{SHOWN_PAPERS[self.identity_kind]} số {self.identity_number}. {COMPARISONS[self.compared]}"
        return f"{said}: {self.difference}" if self.difference else said

    @property
    def authority_words(self) -> str:
        return authority_words(self.authority_kind, self.authority_number, vn_date(self.authority_date))

    @property
    def receipt_words(self) -> str:
        return RECEIPTS[self.receipt]

    @property
    def attached(self) -> list[tuple[str, FileReference]]:
        """Files that only this row names, and what they are."""
        known = (
            (self.signature, "Chữ ký người nhận"),
            (self.authority_file, AUTHORITY_PAPERS.get(self.authority_kind, "")),
        )
        return [(name, FileReference.model_validate(file)) for file, name in known if file]
