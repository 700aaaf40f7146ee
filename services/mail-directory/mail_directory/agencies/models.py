"""Agencies with validity dates and successors: provinces merge, codes live on in old papers."""

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import Boolean, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.dialects.postgresql import UUID as PgUUID
from sqlalchemy.orm import Mapped, mapped_column

from mail_directory.database import Base
from shared.standards.vietnamese import sort_key
from shared.storage.words import searchable


class Named:
    """What keeps the names that it had before."""

    name: Mapped[str] = mapped_column(Text)
    valid_from: Mapped[date]
    former_names: Mapped[list[dict[str, str]]] = mapped_column(JSONB, server_default=text("'[]'"), default=list)
    """Tên trước đây (`FormerName`), the oldest first."""

    @property
    def named_since(self) -> date:
        """The first day of the present name."""
        kept = self.former_names[-1]["until"] if self.former_names else None
        return date.fromisoformat(kept) + timedelta(days=1) if kept else self.valid_from

    def keep_name(self, until: date) -> None:
        """Before another name: this one held until that day. One that held no whole day is forgotten."""
        if self.named_since <= until:
            self.former_names = [*self.former_names, {"name": self.name, "until": until.isoformat()}]


class Agency(Named, Base):
    """Cơ quan, đơn vị."""

    __tablename__ = "agency"
    __table_args__ = (Index("ix_agency_sort_key", "sort_key", "code"),)

    code: Mapped[str] = mapped_column(Text, primary_key=True)
    """Mã định danh cơ quan, QCVN 102 form."""
    code_2020: Mapped[str | None] = mapped_column(Text)
    """Mã định danh theo QĐ 20/2020: never computed from `code`, only entered."""
    former_codes: Mapped[list[dict[str, str]]] = mapped_column(JSONB, server_default=text("'[]'"), default=list)
    """Those that it had before (`FormerCode`), the oldest first; an empty one for the time before it had any."""
    short_name: Mapped[str] = mapped_column(Text)
    tier: Mapped[str] = mapped_column(Text)
    parent_code: Mapped[str | None] = mapped_column(ForeignKey("agency.code"))
    mail_domain: Mapped[str] = mapped_column(Text)
    address: Mapped[str] = mapped_column(Text, server_default="", default="")
    phone: Mapped[str] = mapped_column(Text, server_default="", default="")
    email: Mapped[str] = mapped_column(Text, server_default="", default="")
    website: Mapped[str] = mapped_column(Text, server_default="", default="")
    valid_to: Mapped[date | None]
    successor_code: Mapped[str | None] = mapped_column(ForeignKey("agency.code"))
    further_successors: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default=text("'{}'"), default=list)
    """Codes of the others among whom it was split."""
    collective: Mapped[str] = mapped_column(Text, server_default="", default="")
    """Tên tập thể mà cơ quan nhân danh khi ký (`AgencyRecorded.collective`)."""
    kept_here: Mapped[bool] = mapped_column(Boolean, server_default="false", default=False)
    """Sắp xếp trên trang: since an act of `mail_directory.reorganising` touched it the province's table of agencies changes it no more."""
    folded: Mapped[str] = mapped_column(Text)
    sort_key: Mapped[str] = mapped_column(Text)

    def give_code(self, code: str, until: date) -> None:
        """Another code of QĐ 20/2020; the one of before held until that day."""
        if code != (self.code_2020 or ""):
            if self.valid_from <= until:
                self.former_codes = [*self.former_codes, {"code": self.code_2020 or "", "until": until.isoformat()}]
            self.code_2020 = code or None

    @property
    def successor_codes(self) -> list[str]:
        """Cơ quan kế thừa, of whom what nobody else has goes to first."""
        return [self.successor_code, *self.further_successors] if self.successor_code else []

    def has_ended_by(self, day: date) -> bool:
        """Its last day is past."""
        return self.valid_to is not None and self.valid_to < day

    def rename(self, name: str, short_name: str) -> None:
        """Đổi tên cơ quan; what people search and sort by follows."""
        self.name = name
        self.short_name = short_name
        self.folded = searchable(f"{name} {short_name} {self.code}")
        self.sort_key = sort_key(name)


class Unit(Named, Base):
    """Đơn vị trực thuộc: a room, board or centre inside an agency; it gives no right, people are found and assigned by it."""

    __tablename__ = "unit"
    __table_args__ = (UniqueConstraint("agency_code", "code"),)

    id: Mapped[UUID] = mapped_column(PgUUID(as_uuid=True), primary_key=True)
    agency_code: Mapped[str] = mapped_column(ForeignKey("agency.code"))
    code: Mapped[str] = mapped_column(Text)
    """Unique inside the agency, also after the unit has ended."""
    kind: Mapped[str] = mapped_column(Text)
    head_post_id: Mapped[UUID | None] = mapped_column(PgUUID(as_uuid=True))
    """The post that leads it; counts only while that post is held and lies in the unit."""
    valid_to: Mapped[date | None]
    successor_id: Mapped[UUID | None] = mapped_column(ForeignKey("unit.id"))
    """The unit it was merged into, which goes on with its work."""
    sort_key: Mapped[str] = mapped_column(Text)
    version: Mapped[int]

    def is_open_on(self, day: date) -> bool:
        return self.valid_to is None or day <= self.valid_to

    def rename(self, name: str) -> None:
        self.name, self.sort_key = name, sort_key(name)
