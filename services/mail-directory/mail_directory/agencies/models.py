"""Agencies with validity dates and successors: provinces merge, codes live on in old papers."""

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import UUID as PgUUID
from sqlalchemy.orm import Mapped, mapped_column

from mail_directory.database import Base
from shared.standards.vietnamese import fold, sort_key


class Agency(Base):
    """Cơ quan, đơn vị."""

    __tablename__ = "agency"
    __table_args__ = (Index("ix_agency_sort_key", "sort_key", "code"),)

    code: Mapped[str] = mapped_column(Text, primary_key=True)
    """Mã định danh cơ quan, QCVN 102 form."""
    code_2020: Mapped[str | None] = mapped_column(Text)
    """Mã định danh theo QĐ 20/2020: never computed from `code`, only entered."""
    name: Mapped[str] = mapped_column(Text)
    short_name: Mapped[str] = mapped_column(Text)
    tier: Mapped[str] = mapped_column(Text)
    parent_code: Mapped[str | None] = mapped_column(ForeignKey("agency.code"))
    mail_domain: Mapped[str] = mapped_column(Text)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    successor_code: Mapped[str | None] = mapped_column(ForeignKey("agency.code"))
    folded: Mapped[str] = mapped_column(Text)
    sort_key: Mapped[str] = mapped_column(Text)

    def has_ended_by(self, day: date) -> bool:
        """Its last day is past."""
        return self.valid_to is not None and self.valid_to < day

    def rename(self, name: str, short_name: str) -> None:
        """Đổi tên cơ quan; what people search and sort by follows."""
        self.name = name
        self.short_name = short_name
        self.folded = fold(f"{name} {short_name} {self.code}")
        self.sort_key = sort_key(name)


class Unit(Base):
    """Đơn vị trực thuộc: a room, board or centre inside an agency; it gives no right, people are found and assigned by it."""

    __tablename__ = "unit"
    __table_args__ = (UniqueConstraint("agency_code", "code"),)

    id: Mapped[UUID] = mapped_column(PgUUID(as_uuid=True), primary_key=True)
    agency_code: Mapped[str] = mapped_column(ForeignKey("agency.code"))
    code: Mapped[str] = mapped_column(Text)
    """Unique inside the agency, also after the unit has ended."""
    name: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(Text)
    head_post_id: Mapped[UUID | None] = mapped_column(PgUUID(as_uuid=True))
    """The post that leads it; counts only while that post is held and lies in the unit."""
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    sort_key: Mapped[str] = mapped_column(Text)
    version: Mapped[int]

    def is_open_on(self, day: date) -> bool:
        return self.valid_to is None or day <= self.valid_to

    def rename(self, name: str) -> None:
        self.name, self.sort_key = name, sort_key(name)
