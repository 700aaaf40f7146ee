"""The book of issued results, and every change of one of them."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from one_stop.database import Base
from shared.contracts.values import FileReference
from shared.standards.result_states import ResultState
from shared.storage.words import words_index
from shared.work.timeline import TimelineRow

Moment = DateTime(timezone=True)


class BookedResult(Base):
    """Kết quả trong sổ: as it was signed, and in which state it is now."""

    __tablename__ = "booked_result"
    __table_args__ = (
        Index("ix_booked_result_agency_code", "agency_code", "issued_at", "id"),
        Index(
            "ix_booked_result_result_code",
            "agency_code",
            "result_code",
            "issued_at",
            "id",
            postgresql_where="result_code <> ''",
        ),
        Index("ix_booked_result_dossier_id", "dossier_id"),
        Index("ix_booked_result_dossier_code", "dossier_code"),
        Index(
            "uq_booked_result_series",
            "agency_code",
            "series_year",
            "series_number",
            unique=True,
            postgresql_where="series_number IS NOT NULL",
        ),
        Index("ix_booked_result_words", text(words_index("search_text", "agency_code")), postgresql_using="gin"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(Integer)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
    dossier_id: Mapped[UUID | None] = mapped_column(ForeignKey("dossier.id"))
    """None: digitised from a paper that was issued before, without a dossier here."""
    dossier_code: Mapped[str] = mapped_column(Text)
    agency_code: Mapped[str] = mapped_column(Text)
    """Cơ quan cấp, as it was called by its code on that day."""
    procedure_code: Mapped[str] = mapped_column(Text)
    procedure_name: Mapped[str] = mapped_column(Text)
    verification_code: Mapped[str] = mapped_column(Text, unique=True)
    number: Mapped[str] = mapped_column(Text)
    series_year: Mapped[int | None] = mapped_column(SmallInteger)
    series_number: Mapped[int | None] = mapped_column(Integer)
    """Of the agency's series; None where the specialist typed a number of another book."""
    title: Mapped[str] = mapped_column(Text)
    outcome: Mapped[str] = mapped_column(Text)
    holder_name: Mapped[str] = mapped_column(Text)
    """Người được cấp: the owner of the dossier, or who filed it for himself."""
    holder_number: Mapped[str] = mapped_column(Text)
    """Số định danh, mã số thuế, or of the identity paper; empty where none was given."""
    signed_by_name: Mapped[str] = mapped_column(Text)
    issued_at: Mapped[datetime] = mapped_column(Moment)
    valid_from: Mapped[date | None] = mapped_column(Date)
    valid_until: Mapped[date | None] = mapped_column(Date)
    """Ngày hết hiệu lực, the last day included; None: without term, or the result does not say."""
    scope: Mapped[str] = mapped_column(Text, server_default="", default="")
    """Phạm vi hiệu lực."""
    result_code: Mapped[str] = mapped_column(Text, server_default="", default="")
    """Mã kết quả theo danh mục; empty: the procedure's catalogue has none for it."""
    sha256: Mapped[str] = mapped_column(Text)
    size: Mapped[int] = mapped_column(BigInteger)
    file_name: Mapped[str] = mapped_column(Text)
    entry: Mapped[str] = mapped_column(Text, server_default="", default="")
    """Ghi sổ văn bản đi: `asked`, `entered` or `refused` (`result_book.entering`); empty: never asked."""
    entry_taken_by: Mapped[str] = mapped_column(Text, server_default="", default="")
    """Where it was refused: which document of the agency bears its number."""
    state: Mapped[str] = mapped_column(Text)
    """`shared.standards.result_states.ResultState`."""
    changed_at: Mapped[datetime | None] = mapped_column(Moment)
    replaced_by: Mapped[UUID | None] = mapped_column(ForeignKey("booked_result.id"))
    issuer: Mapped[str] = mapped_column(Text, server_default="", default="")
    """Cơ quan cấp bản giấy, as it names it; of what was digitised."""
    digitised_at: Mapped[datetime | None] = mapped_column(Moment)
    """Số hóa từ bản giấy: when the electronic copy was signed by `signed_by_name`, who did not sign the paper."""
    search_text: Mapped[str] = mapped_column(Text)

    @property
    def state_name(self) -> str:
        return ResultState(self.state).official_name

    @property
    def matter(self) -> str:
        """Under which evidence is kept."""
        return f"dossier/{self.dossier_id}" if self.dossier_id else f"issued-result/{self.id}"

    def reference(self) -> FileReference:
        return FileReference(sha256=self.sha256, size=self.size, media_type="application/pdf", name=self.file_name)


class ResultChange(TimelineRow, Base):
    """Thay đổi của kết quả đã cấp: by whom, why, on which legal basis, by which document."""

    __tablename__ = "result_change"
    __table_args__ = (UniqueConstraint("result_id", "number", name="uq_result_change_number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    result_id: Mapped[UUID] = mapped_column(ForeignKey("booked_result.id"))
    number: Mapped[int] = mapped_column(SmallInteger)
    kind: Mapped[str] = mapped_column(Text)
    """`shared.standards.result_states.ResultChangeKind`."""
    at: Mapped[datetime] = mapped_column(Moment)
    by_id: Mapped[str] = mapped_column(Text)
    by_name: Mapped[str] = mapped_column(Text)
    agency_code: Mapped[str] = mapped_column(Text)
    """Cơ quan quyết định: the one that issued it, or the one that does its work now."""
    reason: Mapped[str] = mapped_column(Text)
    legal_basis: Mapped[str] = mapped_column(Text)
    document_number: Mapped[str] = mapped_column(Text)
    document_date: Mapped[date] = mapped_column(Date)
    ground: Mapped[str] = mapped_column(Text, server_default="", default="")
    """Of a revocation: `RevocationGround`."""
    corrected: Mapped[str] = mapped_column(Text, server_default="", default="")
    """What is read how, of a correction."""
    replaced_by: Mapped[UUID | None] = mapped_column(ForeignKey("booked_result.id"))
    valid_until: Mapped[date | None] = mapped_column(Date)
    """Of an extension."""

    def documents(self) -> list[FileReference]:
        """Tệp của văn bản quyết định."""
        return [FileReference.model_validate(file) for file in self.files]
