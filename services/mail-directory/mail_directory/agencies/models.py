"""Agencies with validity dates and successors: provinces merge, codes live on in old papers."""

from datetime import date

from sqlalchemy import ForeignKey, Index, Text
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
