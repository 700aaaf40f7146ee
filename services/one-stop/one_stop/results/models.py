"""Results: what the specialist drafts, the leader signs and the counter hands over."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Date, DateTime, ForeignKey, Index, Integer, SmallInteger, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from one_stop.database import Base
from shared.contracts.values import FileReference


class DossierResult(Base):
    """Kết quả giải quyết hồ sơ: one, or several that are signed together. The first bears the conclusion."""

    __tablename__ = "dossier_result"

    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossier.id"), primary_key=True)
    position: Mapped[int] = mapped_column(
        SmallInteger, primary_key=True, autoincrement=False, server_default="0", default=0
    )
    """From 0 in the order in which they are numbered and signed; what is dropped leaves its place empty."""
    number: Mapped[str] = mapped_column(Text)
    number_key: Mapped[str | None] = mapped_column(Text, unique=True)
    """Agency, year and number: no two results of an agency in a year bear one number."""
    number_request: Mapped[UUID | None] = mapped_column(unique=True)
    """Under which its number was asked of the register of outgoing documents; None: it was not, or what was signed bears it."""
    number_book: Mapped[str] = mapped_column(Text, server_default="", default="")
    """Loại văn bản whose book gives the number."""
    number_agency: Mapped[str] = mapped_column(Text, server_default="", default="")
    """Whose book: as it was asked, then as the answer says."""
    number_year: Mapped[int | None] = mapped_column(Integer)
    number_refused: Mapped[str] = mapped_column(Text, server_default="", default="")
    """Why the register has given none yet."""
    title: Mapped[str] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text)
    outcome: Mapped[str] = mapped_column(Text, server_default="granted", default="granted")
    """Kết luận: `shared.standards.result_outcomes`."""
    granted_part: Mapped[str] = mapped_column(Text, server_default="", default="")
    refused_part: Mapped[str] = mapped_column(Text, server_default="", default="")
    reason: Mapped[str] = mapped_column(Text, server_default="", default="")
    """Why it is not granted, or not all of it."""
    legal_basis: Mapped[str] = mapped_column(Text, server_default="", default="")
    valid_from: Mapped[date | None] = mapped_column(Date)
    valid_until: Mapped[date | None] = mapped_column(Date)
    """Ngày hết hiệu lực, the last day included; None: without term."""
    scope: Mapped[str] = mapped_column(Text, server_default="", default="")
    """Phạm vi hiệu lực."""
    result_code: Mapped[str] = mapped_column(Text, server_default="", default="")
    """Mã kết quả of the procedure's catalogue (`procedures.results`); empty: it has none there."""
    file: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    """Tệp kết quả that the specialist brought (PDF, not signed); None: the result is printed from its words."""
    originals: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, server_default="[]", default=list)
    """Bản gốc: pictures that the file was made from."""
    approved_file: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    """Tệp kết quả with the signatures of those who approved it on its way up; None: nobody has, or it is printed as it is signed."""
    drafted_by: Mapped[str] = mapped_column(Text)
    drafted_by_name: Mapped[str] = mapped_column(Text)
    drafted_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    verification_code: Mapped[str | None] = mapped_column(Text, unique=True)
    signed_by: Mapped[str] = mapped_column(Text)
    signed_by_name: Mapped[str] = mapped_column(Text)
    signed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    sha256: Mapped[str] = mapped_column(Text)
    size: Mapped[int] = mapped_column(BigInteger)
    file_name: Mapped[str] = mapped_column(Text)
    sealed_by: Mapped[str] = mapped_column(Text, server_default="", default="")
    """Code of the agency whose signature stands over the leader's; empty where it had no certificate in force as he signed."""
    returned_by_name: Mapped[str] = mapped_column(Text)
    returned_to: Mapped[str] = mapped_column(Text)
    collected_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    """Nhận trực tuyến: when the applicant first opened this one; None: he has not, or it is not returned online."""

    @property
    def awaits_number(self) -> bool:
        """Đang lấy số: the register was asked and has not given it."""
        return self.number_request is not None and not self.number

    def reference(self) -> FileReference | None:
        if not self.sha256:
            return None
        return FileReference(sha256=self.sha256, size=self.size, media_type="application/pdf", name=self.file_name)

    def brought(self) -> FileReference | None:
        """Tệp kết quả, as the specialist brought it."""
        return FileReference.model_validate(self.file) if self.file else None

    def to_sign(self) -> FileReference | None:
        """The brought file as the next signature is added to it."""
        return FileReference.model_validate(self.approved_file) if self.approved_file else self.brought()

    def files(self) -> list[FileReference]:
        """All that it names: signed, brought, and what that was made from."""
        made_from = [FileReference.model_validate(original) for original in self.originals]
        return [file for file in (self.reference(), self.to_sign(), self.brought(), *made_from) if file is not None]


class RecalledResult(Base):
    """Kết quả đã thu hồi: as it was signed, with who recalled it and why. Its number is not given again."""

    __tablename__ = "recalled_result"
    __table_args__ = (Index("ix_recalled_result_dossier_id", "dossier_id"),)

    verification_code: Mapped[str] = mapped_column(Text, primary_key=True)
    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossier.id"))
    number: Mapped[str] = mapped_column(Text)
    number_key: Mapped[str | None] = mapped_column(Text, unique=True)
    title: Mapped[str] = mapped_column(Text)
    outcome: Mapped[str] = mapped_column(Text)
    signed_by: Mapped[str] = mapped_column(Text)
    signed_by_name: Mapped[str] = mapped_column(Text)
    signed_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    sha256: Mapped[str] = mapped_column(Text)
    size: Mapped[int] = mapped_column(BigInteger)
    file_name: Mapped[str] = mapped_column(Text)
    recalled_by: Mapped[str] = mapped_column(Text)
    recalled_by_name: Mapped[str] = mapped_column(Text)
    recalled_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    reason: Mapped[str] = mapped_column(Text)

    def reference(self) -> FileReference:
        return FileReference(sha256=self.sha256, size=self.size, media_type="application/pdf", name=self.file_name)
