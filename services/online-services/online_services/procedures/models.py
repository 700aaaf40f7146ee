"""The public catalogue, this service's own copy: from what one-stop publishes and mail-directory records."""

from datetime import datetime
from typing import Any

from sqlalchemy import DateTime, Index, Integer, SmallInteger, Text, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from online_services.database import Base
from online_services.procedures.rules import find_case, papers_of
from shared.contracts.values import FileReference, ProcedureCase
from shared.core.errors import NotFound


class Procedure(Base):
    """Thủ tục hành chính."""

    __tablename__ = "procedure"
    __table_args__ = (
        Index("ix_procedure_folded", "folded", postgresql_using="gin", postgresql_ops={"folded": "gin_trgm_ops"}),
        Index("ix_procedure_agency_codes", "agency_codes", postgresql_using="gin"),
        Index("ix_procedure_sort_key", "sort_key", "code"),
    )

    code: Mapped[str] = mapped_column(Text, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    folded: Mapped[str] = mapped_column(Text)
    """Code, name, field and what people call it, without diacritics, for search."""
    sort_key: Mapped[str] = mapped_column(Text(collation="C"))
    tier: Mapped[str] = mapped_column(Text)
    field: Mapped[str] = mapped_column(Text)
    level: Mapped[int] = mapped_column(SmallInteger)
    agency_codes: Mapped[list[str]] = mapped_column(ARRAY(Text))
    term_amount: Mapped[int] = mapped_column(Integer)
    term_unit: Mapped[str] = mapped_column(Text)
    fee: Mapped[int] = mapped_column(Integer)
    papers: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    cases: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, server_default=text("'[]'"), default=list)
    """`ProcedureCase` each; none: one case without a name (`offered`)."""
    form_id: Mapped[str] = mapped_column(Text)
    """Empty where nothing is filed online."""
    result_name: Mapped[str] = mapped_column(Text)
    updating: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default=text("'{}'"))
    """Đang cập nhật (`ProcedurePublished.updating`)."""
    decision: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    """Quyết định công bố: number, day, agency; None where it is not known."""
    details: Mapped[dict[str, str]] = mapped_column(JSONB, server_default=text("'{}'"))
    """`ProcedureDetails`."""
    results: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, server_default=text("'[]'"), default=list)
    """`ProcedureResult` each."""
    legal_documents: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, server_default=text("'[]'"), default=list)
    """`LegalDocument` each."""
    ended_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    """From then on it takes nothing new; what was filed by then goes on."""
    suspended_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    """Tạm dừng: nothing new is taken until it is resumed."""
    halt: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    """Of what has ended or is suspended: reason, decision, and the code of the procedure that takes its place."""

    def offered(self) -> list[ProcedureCase]:
        """Các trường hợp: at least one."""
        return ProcedureCase.offered(self.cases, ProcedureCase.only(self.term_amount, self.term_unit, self.fee))

    def papers_of(self, case_code: str) -> list[dict[str, Any]]:
        """Thành phần hồ sơ of a case, in their order."""
        case = find_case(self.offered(), case_code)
        return papers_of(self.papers, case.code if case else case_code)

    def blanks(self) -> list[tuple[str, FileReference]]:
        """Mẫu đơn tải về: name of the paper and its file, each file once."""
        found = {
            paper["blank"]["sha256"]: (paper["name"], paper["blank"]) for paper in self.papers if paper.get("blank")
        }
        return [(name, FileReference.model_validate(file)) for name, file in found.values()]

    def samples(self) -> list[tuple[str, FileReference]]:
        """Mẫu kết quả: name of the result and its file."""
        held = ((one["name"], one.get("sample")) for one in self.results)
        return [(name, FileReference.model_validate(file)) for name, file in held if file]

    def get_file(self, sha256: str) -> FileReference:
        """One of those that the procedure offers today."""
        found = next((file for _, file in (*self.blanks(), *self.samples()) if file.sha256 == sha256), None)
        if found is None:
            raise NotFound("not_found")
        return found


class PublishedForm(Base):
    """Biểu mẫu điện tử: a version never changes once published; a submission keeps the version it was made with."""

    __tablename__ = "published_form"

    form_id: Mapped[str] = mapped_column(Text, primary_key=True)
    version: Mapped[int] = mapped_column(Integer, primary_key=True)
    title: Mapped[str] = mapped_column(Text)
    schema: Mapped[dict[str, Any]] = mapped_column(JSONB)
    ui: Mapped[dict[str, Any]] = mapped_column(JSONB)
    published_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=text("now()"))
