"""What the counter opens, and what is known of a scan."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, DateTime, ForeignKey, Index, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from one_stop.database import Base
from one_stop.dossiers.models import DossierPaper
from one_stop.scans.rules import PARTICULARS, Recognition
from shared.access.identity import Identity
from shared.contracts.values import FileReference

Moment = DateTime(timezone=True)


class PhoneLink(Base):
    """Liên kết chụp giấy tờ bằng điện thoại: for one dossier, a short while, from the officer who opened it."""

    __tablename__ = "phone_link"
    __table_args__ = (
        Index("uq_phone_link_secret_hash", "secret_hash", unique=True),
        Index("ix_phone_link_dossier_id", "dossier_id", "opened_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossier.id"))
    secret_hash: Mapped[str] = mapped_column(Text)
    """SHA-256 of the secret, which nobody keeps: it is in the QR code and nowhere else."""
    opened_by: Mapped[dict[str, Any]] = mapped_column(JSONB)
    """The officer, in the post of that moment: what comes is taken in his name."""
    opened_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    arrived: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    """What came: `{name, paper, size, at}`, the first first."""
    bytes_taken: Mapped[int] = mapped_column(BigInteger)

    @property
    def officer(self) -> Identity:
        return Identity.model_validate(self.opened_by)

    def is_open(self, now: datetime) -> bool:
        return self.ended_at is None and now < self.expires_at

    def entries(self) -> list[dict[str, Any]]:
        return [one | {"at": datetime.fromisoformat(one["at"])} for one in self.arrived]


class PaperScan(Base):
    """Bản số hóa giấy tờ: what is known of a file that stands for a paper: its words, its particulars, who signed it."""

    __tablename__ = "paper_scan"

    paper_id: Mapped[UUID] = mapped_column(ForeignKey("dossier_paper.id"), primary_key=True)
    recognition: Mapped[str] = mapped_column(Text)
    words: Mapped[str] = mapped_column(Text)
    """Chữ nhận dạng được, page by page."""
    bare: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    """The file without the words laid over it: what is turned and recognised anew."""
    particulars: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    """`{number, issued_on, issuer, by, title, at}`, as an officer read them; what was merely recognised is not here."""
    compared: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    """Đã đối chiếu: `{by, title, at}`: who saw that the scan shows the original, page by page; undone when pages change."""
    signed: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    """`{by, title, at}`: who compared it and signed it; nothing of the file is changed after."""

    @property
    def state(self) -> Recognition:
        return Recognition(self.recognition)

    def file_of(self, paper: DossierPaper) -> FileReference:
        """Its pages as they were scanned, nothing laid over them."""
        return FileReference.model_validate(self.bare) if self.bare else paper.reference()

    @property
    def known(self) -> list[tuple[str, str]]:
        """Dữ liệu của giấy tờ: titles and words."""
        said = self.particulars or {}
        return [(title, said[name]) for name, title in PARTICULARS.items() if said.get(name)]

    @property
    def described_at(self) -> datetime | None:
        return datetime.fromisoformat(self.particulars["at"]) if self.particulars else None

    @property
    def compared_at(self) -> datetime | None:
        return datetime.fromisoformat(self.compared["at"]) if self.compared else None

    @property
    def signed_at(self) -> datetime | None:
        return datetime.fromisoformat(self.signed["at"]) if self.signed else None
