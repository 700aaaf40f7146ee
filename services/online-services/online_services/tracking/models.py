"""The dossier's course as the citizen may see it: this service's own copy, from what one-stop tells."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Date, DateTime, ForeignKey, Identity, Index, SmallInteger, Text, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from online_services.database import Base
from shared.contracts.values import FileReference, SupplementItem

_MOMENT = DateTime(timezone=True)


class TrackedDossier(Base):
    """Hồ sơ đang được giải quyết. There is no row until the counter has done something."""

    __tablename__ = "tracked_dossier"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    """The submission's id when it was filed online."""
    code: Mapped[str | None] = mapped_column(Text, unique=True)
    """Mã số hồ sơ."""
    lookup_secret: Mapped[str] = mapped_column(Text, server_default="")
    procedure_name: Mapped[str] = mapped_column(Text, server_default="")
    agency_code: Mapped[str] = mapped_column(Text, server_default="")
    """Cơ quan giải quyết."""
    received_by: Mapped[str] = mapped_column(Text, server_default="", default="")
    """Nơi tiếp nhận by name, where that is another agency."""
    returned_by: Mapped[str] = mapped_column(Text, server_default="", default="")
    """Nơi trả kết quả by name, of one that was received by another agency and is fetched at a counter."""
    status: Mapped[int] = mapped_column(SmallInteger)
    """`shared.standards.dossier_status.DossierStatus`."""
    step_name: Mapped[str] = mapped_column(Text, server_default="")
    holder: Mapped[str] = mapped_column(Text, server_default="")
    """Agency and person who have it now."""
    received_at: Mapped[datetime | None] = mapped_column(_MOMENT)
    due_at: Mapped[datetime | None] = mapped_column(_MOMENT)
    due_provisional: Mapped[bool] = mapped_column(server_default=text("false"))
    """Tạm tính: the working calendar of that year is not decided yet."""
    due_words: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default="{}", default=list)
    """Vì sao hẹn ngày này, a sentence each, as one-stop counted."""
    paused_at: Mapped[datetime | None] = mapped_column(_MOMENT)
    """Tạm dừng: the clock stands still since then."""
    finished_at: Mapped[datetime | None] = mapped_column(_MOMENT)
    returned_at: Mapped[datetime | None] = mapped_column(_MOMENT)
    collected_at: Mapped[datetime | None] = mapped_column(_MOMENT)
    """When the owner first opened a result that counts, where it is returned online; each has its own (`CourseFile`)."""
    corrections: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, server_default="[]", default=list)
    """Đính chính, as they were told: when (`at`) and which answers of the e-form (`answers`) say something else now."""
    owner_name: Mapped[str] = mapped_column(Text, server_default="", default="")
    """Chủ hồ sơ as he is called since a correction; empty for as it was filed."""
    question_at: Mapped[datetime | None] = mapped_column(_MOMENT)
    """Since when the agency waits for an answer of the owner's (`online_services.exchanges`)."""
    result_outcome: Mapped[str] = mapped_column(Text, server_default="", default="")
    """Kết luận of the result; empty while there is none, and of one told before there was a choice."""


class CounterParty(Base):
    """Người của hồ sơ nộp tại quầy: by which number applicant and owner are known, as it was told last."""

    __tablename__ = "counter_party"
    __table_args__ = (Index("ix_counter_party_number", "number", "dossier_id"),)

    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("tracked_dossier.id"), primary_key=True)
    capacity: Mapped[str] = mapped_column(Text, primary_key=True)
    """`applicant` or `owner`."""
    number: Mapped[str] = mapped_column(Text)
    is_person: Mapped[bool]


class FollowedPart(Base):
    """Phần của hồ sơ liên thông that another agency does, as it was told last."""

    __tablename__ = "followed_part"

    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("tracked_dossier.id"), primary_key=True)
    branch: Mapped[str] = mapped_column(Text, primary_key=True)
    """Which branch of the procedure; one that is given again keeps its line."""
    name: Mapped[str] = mapped_column(Text)
    agency_name: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(_MOMENT)
    """Since when it is in this state."""
    due_at: Mapped[datetime] = mapped_column(_MOMENT)
    answer: Mapped[str] = mapped_column(Text, server_default="", default="")
    """What was answered, where that is for the applicant."""


class CourseEntry(Base):
    """Một mốc trong quá trình giải quyết hồ sơ."""

    __tablename__ = "course_entry"
    __table_args__ = (Index("ix_course_entry_dossier_id", "dossier_id", "id"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("tracked_dossier.id"))
    kind: Mapped[str] = mapped_column(Text)
    """`received`, `refused`, `supplement-requested`, `moved`, `supplement-taken-in`, `finished` (`finished-refused`,
    `finished-partial`), `returned`, `closed`, `stopped`,
    `withdrawal-asked`, `withdrawal-crossed`,
    `apology`, `extension`, `paused`, `resumed`, `due-recounted`, `agency-continued`,
    `result-recalled`, `hand-over-undone`, `result-revoked`, `result-corrected`, `result-replaced`, `result-extended`, `result-restored`,
    `corrected`."""
    at: Mapped[datetime] = mapped_column(_MOMENT)
    by: Mapped[str] = mapped_column(Text, server_default="")
    note: Mapped[str] = mapped_column(Text, server_default="")


class CourseFile(Base):
    """Giấy tờ cơ quan gửi người nộp: form 01 to 05 and the result."""

    __tablename__ = "course_file"
    __table_args__ = (
        Index("ix_course_file_dossier_id", "dossier_id", "at"),
        Index("ix_course_file_sha256", "sha256"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("tracked_dossier.id"))
    kind: Mapped[str] = mapped_column(Text)
    """`receipt`, `supplement-notice`, `refusal`, `apology`, `stop-notice`, `result`, `recalled-result`, `revoked-result`, `replaced-result`."""
    sha256: Mapped[str] = mapped_column(Text)
    size: Mapped[int] = mapped_column(BigInteger)
    media_type: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(_MOMENT)
    sealed_as: Mapped[UUID | None]
    """What it was before the agency's signature: the file that stands in its place. It is not listed, and stays where it was."""
    title: Mapped[str] = mapped_column(Text, server_default="", default="")
    """Of several results of one dossier each; empty: its kind says what it is."""
    collected_at: Mapped[datetime | None] = mapped_column(_MOMENT)
    """When the owner first opened this result, where it is returned online."""

    @classmethod
    def keeping(
        cls, file_id: UUID, dossier_id: UUID, kind: str, file: FileReference, at: datetime, title: str = ""
    ) -> "CourseFile":
        return cls(
            id=file_id,
            dossier_id=dossier_id,
            kind=kind,
            sha256=file.sha256,
            size=file.size,
            media_type=file.media_type,
            name=file.name,
            at=at,
            title=title,
        )

    def as_reference(self) -> FileReference:
        return FileReference(sha256=self.sha256, size=self.size, media_type=self.media_type, name=self.name)


class SupplementRequest(Base):
    """Yêu cầu bổ sung hồ sơ: which fields and papers, and what to mend in each."""

    __tablename__ = "supplement_request"
    __table_args__ = (Index("ix_supplement_request_dossier_id", "dossier_id", "requested_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("tracked_dossier.id"))
    reason: Mapped[str] = mapped_column(Text)
    items: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    requested_at: Mapped[datetime] = mapped_column(_MOMENT)
    deadline_at: Mapped[datetime | None] = mapped_column(_MOMENT)
    closed_at: Mapped[datetime | None] = mapped_column(_MOMENT)
    """When the citizen answered, or the dossier moved on without an answer."""

    def supplement_items(self) -> list[SupplementItem]:
        return [SupplementItem.model_validate(item) for item in self.items]


class IssuedResult(Base):
    """Kết quả đã cấp: what `/xac-thuc` tells about a verification code."""

    __tablename__ = "issued_result"
    __table_args__ = (
        Index("ix_issued_result_sha256", "sha256"),
        Index("ix_issued_result_dossier_id", "dossier_id"),
        Index(
            "ix_issued_result_holder_number", "holder_number", "digitised_at", postgresql_where="holder_number <> ''"
        ),
    )

    verification_code: Mapped[str] = mapped_column(Text, primary_key=True)
    dossier_id: Mapped[UUID | None] = mapped_column(ForeignKey("tracked_dossier.id"))
    """None: digitised from paper, without a dossier here."""
    dossier_code: Mapped[str] = mapped_column(Text)
    agency_code: Mapped[str] = mapped_column(Text)
    procedure_name: Mapped[str] = mapped_column(Text)
    result_name: Mapped[str] = mapped_column(Text)
    result_number: Mapped[str] = mapped_column(Text)
    signed_by: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(Text)
    size: Mapped[int] = mapped_column(BigInteger)
    name: Mapped[str] = mapped_column(Text)
    issued_at: Mapped[datetime] = mapped_column(_MOMENT)
    recalled_at: Mapped[datetime | None] = mapped_column(_MOMENT)
    """Thu hồi: from then on it does not count."""
    outcome: Mapped[str] = mapped_column(Text, server_default="granted")
    """Kết luận: `shared.standards.result_outcomes`."""
    state: Mapped[str] = mapped_column(Text, server_default="in-force")
    """Hiệu lực: `shared.standards.result_states`; of one that was recalled `recalled_at` says it."""
    valid_until: Mapped[date | None] = mapped_column(Date)
    """The last day on which it counts; None: without term, or the result does not say."""
    valid_from: Mapped[date | None] = mapped_column(Date)
    """The first day on which it counts; None: from its signature."""
    scope: Mapped[str] = mapped_column(Text, server_default="", default="")
    """Phạm vi hiệu lực."""
    result_code: Mapped[str] = mapped_column(Text, server_default="", default="")
    """Mã kết quả theo danh mục; empty: the procedure's catalogue has none for it."""
    replaced_by: Mapped[str] = mapped_column(Text, server_default="", default="")
    """Verification code of the result that stands in its place."""
    replaced_by_number: Mapped[str] = mapped_column(Text, server_default="", default="")
    issuer: Mapped[str] = mapped_column(Text, server_default="", default="")
    """Cơ quan cấp bản giấy, of what was digitised."""
    original_signer: Mapped[str] = mapped_column(Text, server_default="", default="")
    """Người ký bản giấy; `signed_by` compared it and signed the copy."""
    digitised_at: Mapped[datetime | None] = mapped_column(_MOMENT)
    holder_number: Mapped[str] = mapped_column(Text, server_default="", default="")
    """Số định danh or mã số thuế of whom the paper was given to, of what was digitised; empty: it is not known."""
    changes: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, server_default=text("'[]'"), default=list)
    """Each change as anybody may read it, in order (`tracking.changing`)."""
