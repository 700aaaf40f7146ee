"""Procedures as rows. A version is never changed: a dossier keeps the one under which it was opened."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Boolean, DateTime, ForeignKey, Index, Integer, SmallInteger, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from one_stop.database import Base
from one_stop.procedures.branches import Branch, branches_of
from one_stop.procedures.cases import CASE_FIELD, asked_by, with_cases
from one_stop.procedures.fees import SINGLE, FeeItem, fees_on
from one_stop.procedures.results import BOOKS, DeclaredResult, choices_of, declared_results
from one_stop.procedures.rules import Step, When, skipped_steps, whole
from shared.contracts.values import FileReference, ProcedureCase
from shared.work.eforms.loading import loaded_eform
from shared.work.eforms.schema import EForm


class ProcedureVersion(Base):
    """Phiên bản thủ tục hành chính."""

    __tablename__ = "procedure_version"
    __table_args__ = (
        UniqueConstraint("code", "version", name="uq_procedure_version_code"),
        Index("ix_procedure_version_current", "code", unique=True, postgresql_where="current"),
        Index(
            "ix_procedure_version_folded_name",
            "folded_name",
            postgresql_using="gin",
            postgresql_ops={"folded_name": "gin_trgm_ops"},
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(Text)
    version: Mapped[int] = mapped_column(Integer)
    current: Mapped[bool] = mapped_column(Boolean)
    digest: Mapped[str] = mapped_column(Text)
    """SHA-256 of the source row: seeding the same again changes nothing."""
    name: Mapped[str] = mapped_column(Text)
    folded_name: Mapped[str] = mapped_column(Text)
    sort_key: Mapped[str] = mapped_column(Text)
    tier: Mapped[str] = mapped_column(Text)
    sector_code: Mapped[str] = mapped_column(Text)
    sector_name: Mapped[str] = mapped_column(Text)
    level: Mapped[int] = mapped_column(SmallInteger)
    term_amount: Mapped[int] = mapped_column(Integer)
    term_unit: Mapped[str] = mapped_column(Text)
    supplement_days: Mapped[int] = mapped_column(Integer)
    extension_times: Mapped[int] = mapped_column(SmallInteger, server_default="0", default=0)
    """How often a law allows the term to be extended (gia hạn); 0: not at all."""
    extension_amount: Mapped[int] = mapped_column(SmallInteger, server_default="0", default=0)
    """By how much at most each time, in the unit of the term."""
    extension_basis: Mapped[str] = mapped_column(Text, server_default="", default="")
    fee: Mapped[int] = mapped_column(BigInteger)
    fee_collected: Mapped[str] = mapped_column(Text)
    """`none`, `at_intake` or `at_return`."""
    form_id: Mapped[str] = mapped_column(Text)
    field_labels: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    """Fields of the e-form in its order, as it was when the procedure was published: name, title, format, choices."""
    result_name: Mapped[str] = mapped_column(Text)
    cases: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, server_default="[]", default=list)
    """`ProcedureCase` each; none: one case without a name (`offered`)."""
    effective_from: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    ended_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    """When the procedure was taken off the catalogue; running dossiers keep this version."""
    suspended_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    """Tạm dừng: since when it takes nothing new although it is in force; a new version stays suspended."""
    suspended_why: Mapped[str] = mapped_column(Text, server_default="", default="")
    source: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    """The whole row it was published from, as in the province's file; None for what was published before rows were kept."""
    change_id: Mapped[UUID | None] = mapped_column()
    """By which change of the screens (`catalogue`); None: the province's files."""

    steps: Mapped[list["ProcedureStep"]] = relationship(lazy="raise", order_by="ProcedureStep.position")
    papers: Mapped[list["ProcedurePaper"]] = relationship(lazy="raise", order_by="ProcedurePaper.position")
    agencies: Mapped[list["CompetentAgency"]] = relationship(lazy="raise", order_by="CompetentAgency.agency_code")

    def row(self) -> dict[str, Any]:
        """As in the province's file. Of old versions what the columns know: no synonyms, no paper made from the form."""
        if self.source is not None:
            return self.source
        same = ("code", "name", "tier", "level", "supplement_days", "fee", "fee_collected")
        extended = {"times": self.extension_times, "amount": self.extension_amount, "basis": self.extension_basis}
        return {name: getattr(self, name) for name in same} | {
            "agencies": [agency.agency_code for agency in self.agencies],
            "sector": {"code": self.sector_code, "name": self.sector_name},
            "term": {"amount": self.term_amount, "unit": self.term_unit},
            **({"extension": extended} if self.extension_times else {}),
            "papers": [paper.row() for paper in self.papers],
            "steps": [step.row() for step in self.steps],
            "form": self.form_id,
            "result": self.result_name,
        }

    @property
    def updating(self) -> list[str]:
        """Nội dung đang cập nhật: which of term, fee, papers and result nobody knows yet."""
        return list(whole(self.row())["updating"]) if self.source is not None else []

    def workflow(self) -> list[Step]:
        return [step.value() for step in self.steps]

    def offered(self) -> list[ProcedureCase]:
        """Các trường hợp: at least one."""
        return ProcedureCase.offered(self.cases, self._only())

    def case(self, code: str) -> ProcedureCase:
        """The case of this code; what was never said of a dossier has the procedure's own term and fee."""
        return next((case for case in self.offered() if case.code == code), self._only())

    def _only(self) -> ProcedureCase:
        return ProcedureCase.only(self.term_amount, self.term_unit, self.fee)

    def papers_of(self, case_code: str) -> list["ProcedurePaper"]:
        """Thành phần hồ sơ of a case, in their order."""
        return [paper for paper in self.papers if asked_by(paper.cases, case_code)]

    @property
    def on_the_spot(self) -> bool:
        """Giải quyết ngay tại quầy, without a receipt, is possible."""
        return bool((self.source or {}).get("on_the_spot"))

    @property
    def declared_results(self) -> list[DeclaredResult]:
        """Kết quả theo danh mục; none while nobody has declared any."""
        return declared_results(self.source or {})

    @property
    def result_book(self) -> str:
        """Loại văn bản in whose book results are numbered; empty: in the one-stop's own series."""
        return str((self.source or {}).get("result_book", ""))

    @property
    def result_book_name(self) -> str:
        return BOOKS.get(self.result_book, "")

    @property
    def result_choices(self) -> dict[str, str]:
        """By code what a result may be marked as."""
        return choices_of(self.declared_results)

    @property
    def has_fee_table(self) -> bool:
        return bool((self.source or {}).get("fees"))

    def fees_due(self, case_code: str, channel: str, day: date) -> list[FeeItem]:
        """Phí, lệ phí of who hands in this case over this channel (`counter`, `online`, `post`) on that day."""
        if table := (self.source or {}).get("fees"):
            return fees_on(table, case_code, channel, day)
        amount = self.case(case_code).on(channel).fee
        return [FeeItem("", SINGLE, "", amount, self.fee_collected)] if amount else []

    def skipped(self, answers: dict[str, Any], case_code: str) -> list[int]:
        """Steps that a dossier of this case with these answers does not go through."""
        labels = with_cases(self.field_labels, self.cases)
        whens = {step.position: When.read(step.condition, labels) for step in self.steps if step.condition}
        return skipped_steps(whens, {**answers, CASE_FIELD: case_code})


class FormTitles(Base):
    """Tên các mục của một phiên bản tờ khai, and the form: a dossier is shown in the words of its own, the counter asks with the newest."""

    __tablename__ = "form_titles"

    form_id: Mapped[str] = mapped_column(Text, primary_key=True)
    form_version: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    field_labels: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    content: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    """The e-form itself: title, schema and uischema; nothing of what was kept before its content was."""

    def eform(self) -> EForm | None:
        if self.content is None:
            return None
        said = (self.content["title"], self.content["schema"], self.content["uischema"])
        return loaded_eform(self.form_id, self.form_version, *said, None)


class ProcedureFile(Base):
    """Tệp mẫu của thủ tục: what was brought for it, whether a version names it or not."""

    __tablename__ = "procedure_file"
    __table_args__ = (UniqueConstraint("code", "sha256", name="uq_procedure_file_code"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(Text)
    size: Mapped[int] = mapped_column(Integer)
    media_type: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    kept_by: Mapped[str] = mapped_column(Text)
    """Who brought it, by id; empty for the province's files."""
    kept_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))

    def reference(self) -> FileReference:
        return FileReference(sha256=self.sha256, size=self.size, media_type=self.media_type, name=self.name)


class ProcedureStep(Base):
    """Bước trong quy trình nội bộ giải quyết thủ tục."""

    __tablename__ = "procedure_step"

    procedure_version_id: Mapped[UUID] = mapped_column(ForeignKey("procedure_version.id"), primary_key=True)
    position: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    code: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    role: Mapped[str] = mapped_column(Text)
    hours: Mapped[int] = mapped_column(Integer)
    actions: Mapped[list[str]] = mapped_column(ARRAY(Text))
    condition: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    """Điều kiện: which dossiers go through it (`rules.When`); none: all."""
    consults: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    """Nơi thường được lấy ý kiến ở bước này, and within how many working hours: `{"hours": 24, "of": ["parent"]}`."""

    at_agency: Mapped[str] = mapped_column(Text, server_default="", default="")
    """Cơ quan của bước (`rules.Step.at`)."""
    parallel: Mapped[list[dict[str, Any]] | None] = mapped_column(JSONB(none_as_null=True))
    """Các nhánh song song (`branches.Branch`); none: the step does not fork."""

    def row(self) -> dict[str, Any]:
        more = {"when": self.condition, "consults": self.consults, "at": self.at_agency, "parallel": self.parallel}
        same = ("code", "name", "role", "hours", "actions")
        return {name: getattr(self, name) for name in same} | {name: said for name, said in more.items() if said}

    def value(self) -> Step:
        actions, forks = frozenset(self.actions), bool(self.parallel)
        return Step(self.position, self.code, self.name, self.role, self.hours, actions, self.at_agency, forks)

    def branches(self) -> list[Branch]:
        return branches_of(self.code, self.parallel)


class ProcedurePaper(Base):
    """Thành phần hồ sơ."""

    __tablename__ = "procedure_paper"

    procedure_version_id: Mapped[UUID] = mapped_column(ForeignKey("procedure_version.id"), primary_key=True)
    position: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    code: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    originals: Mapped[int] = mapped_column(SmallInteger)
    certified_copies: Mapped[int] = mapped_column(SmallInteger)
    copies: Mapped[int] = mapped_column(SmallInteger)
    required: Mapped[bool] = mapped_column(Boolean)
    cases: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default="{}", default=list)
    """Codes of the cases that ask for it; none: every case."""

    def row(self) -> dict[str, Any]:
        same = ("code", "name", "originals", "certified_copies", "copies", "required")
        return {name: getattr(self, name) for name in same} | ({"cases": self.cases} if self.cases else {})


class CompetentAgency(Base):
    """Cơ quan có thẩm quyền giải quyết."""

    __tablename__ = "competent_agency"
    __table_args__ = (Index("ix_competent_agency_agency_code", "agency_code"),)

    procedure_version_id: Mapped[UUID] = mapped_column(ForeignKey("procedure_version.id"), primary_key=True)
    agency_code: Mapped[str] = mapped_column(Text, primary_key=True)
