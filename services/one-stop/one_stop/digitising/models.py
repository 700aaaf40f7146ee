"""Results on paper that are made electronic."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Date, DateTime, ForeignKey, Index, Integer, SmallInteger, Text, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from one_stop.database import Base
from one_stop.digitising.rules import STATE_LABELS, PaperCase, PaperState
from one_stop.dossiers.cases import Worker
from shared.contracts.values import FileReference
from shared.storage.words import words_index

Moment = DateTime(timezone=True)
COUNTS = "state <> 'dropped'"


class PaperResult(Base):
    """Kết quả giấy được số hóa: what the paper says, its scan, and who compared both."""

    __tablename__ = "paper_result"
    __table_args__ = (
        Index("uq_paper_result_key", "key", unique=True, postgresql_where=text(COUNTS)),
        Index("ix_paper_result_agency_code", "agency_code", "entered_at", "id"),
        Index("ix_paper_result_words", text(words_index("search_text", "agency_code")), postgresql_using="gin"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(Integer)
    # Of two who decide at once the second is refused, and looks again.
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
    agency_code: Mapped[str] = mapped_column(Text)
    """Cơ quan số hóa, which answers for the copy."""
    issuer: Mapped[str] = mapped_column(Text)
    """Cơ quan cấp, as the paper names it; it may have ended long ago."""
    kind: Mapped[str] = mapped_column(Text)
    """Loại kết quả: `Giấy chứng nhận quyền sử dụng đất`."""
    number: Mapped[str] = mapped_column(Text)
    issued_on: Mapped[date] = mapped_column(Date)
    signer: Mapped[str] = mapped_column(Text)
    """Người ký bản giấy, as it names him; empty: not legible."""
    holder_name: Mapped[str] = mapped_column(Text)
    holder_number: Mapped[str] = mapped_column(Text)
    valid_from: Mapped[date | None] = mapped_column(Date)
    valid_until: Mapped[date | None] = mapped_column(Date)
    scope: Mapped[str] = mapped_column(Text)
    result_code: Mapped[str] = mapped_column(Text, server_default="", default="")
    """Mã kết quả that a procedure declares (`procedures.results`); empty: none of them, or it is not known yet."""
    key: Mapped[str] = mapped_column(Text)
    """`rules.paper_key`: entered once, until it is dropped."""
    file: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    """Bản quét (PDF), not signed."""
    originals: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    state: Mapped[str] = mapped_column(Text)
    entered_by: Mapped[str] = mapped_column(Text)
    """Who entered it, or brought the scan that stands: he does not compare it."""
    entered_by_name: Mapped[str] = mapped_column(Text)
    entered_at: Mapped[datetime] = mapped_column(Moment)
    result_id: Mapped[UUID | None] = mapped_column(ForeignKey("booked_result.id"))
    """In the book of issued results, once the copy is signed."""
    copy_year: Mapped[int | None] = mapped_column(SmallInteger)
    copy_number: Mapped[int | None] = mapped_column(Integer)
    """Số bản sao, of the agency's copies of a year; None: it had no certificate as the copy was signed, or they were not numbered yet."""
    copy_notation: Mapped[str] = mapped_column(Text, server_default="", default="")
    """Số, ký hiệu bản sao as it stands on the copy: `03/SY-SXD`."""
    course: Mapped[list[dict[str, str]]] = mapped_column(JSONB)
    """Quá trình: `{what, by, at, note}`, the first act first."""
    search_text: Mapped[str] = mapped_column(Text)

    @property
    def current_state(self) -> PaperState:
        return PaperState(self.state)

    @property
    def state_name(self) -> str:
        return STATE_LABELS[self.current_state]

    def scan(self) -> FileReference | None:
        return FileReference.model_validate(self.file) if self.file else None

    def files(self) -> list[FileReference]:
        made_from = [FileReference.model_validate(original) for original in self.originals]
        scan = self.scan()
        return [scan, *made_from] if scan else made_from

    def case(self, worker: Worker) -> PaperCase:
        entered = self.entered_by in (worker.person_id, worker.desk.person_id)
        return PaperCase(self.current_state, worker.roles | worker.given, entered)

    def entries(self) -> list[dict[str, Any]]:
        """As `lists.timeline` draws them."""
        return [
            {"title": one["what"], "by": one["by"], "at": datetime.fromisoformat(one["at"]), "text": one["note"]}
            for one in self.course
        ]
