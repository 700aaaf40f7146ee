"""Scans of what came on paper."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey, Integer, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from document_exchange.database import Base
from shared.contracts.values import FileReference

_MOMENT = DateTime(timezone=True)


class IncomingScan(Base):
    """Bản quét văn bản đến: as it was brought, and beside it the copy that bears the stamp ĐẾN."""

    __tablename__ = "incoming_scan"
    __table_args__ = (UniqueConstraint("incoming_id", name="uq_incoming_scan_incoming_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    incoming_id: Mapped[UUID] = mapped_column(ForeignKey("incoming_document.id"))
    name: Mapped[str] = mapped_column(Text)
    media_type: Mapped[str] = mapped_column(Text)
    size: Mapped[int] = mapped_column(Integer)
    sha256: Mapped[str] = mapped_column(Text)
    page_amount: Mapped[int] = mapped_column(Integer)
    attached_by: Mapped[str] = mapped_column(Text, server_default="", default="")
    """A person's id."""
    attached_at: Mapped[datetime] = mapped_column(_MOMENT, server_default=text("now()"))
    stamped_sha256: Mapped[str] = mapped_column(Text, server_default="", default="")
    stamped_size: Mapped[int | None] = mapped_column(Integer)
    stamped_at: Mapped[datetime | None] = mapped_column(_MOMENT)
    stamp_fault: Mapped[str] = mapped_column(Text, server_default="", default="")
    """Why it could not be stamped, by a code."""

    def reference(self) -> FileReference:
        """The file as it was brought."""
        return FileReference(sha256=self.sha256, size=self.size, media_type=self.media_type, name=self.name)

    def stamped(self) -> FileReference:
        """The copy with the stamp."""
        name = f"{self.name.rsplit('.', 1)[0]}-dau-den.pdf"
        return FileReference(
            sha256=self.stamped_sha256, size=self.stamped_size or 0, media_type=self.media_type, name=name
        )
