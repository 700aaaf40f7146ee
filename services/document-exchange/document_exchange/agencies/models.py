"""Local copies of what mail-directory owns; only the fields that a document needs."""

from datetime import date

from sqlalchemy import ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from document_exchange.database import Base


class Agency(Base):
    """Cơ quan, đơn vị."""

    __tablename__ = "agency"

    code: Mapped[str] = mapped_column(Text, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    short_name: Mapped[str] = mapped_column(Text)
    tier: Mapped[str] = mapped_column(Text)
    parent_code: Mapped[str] = mapped_column(Text, server_default="")
    mail_domain: Mapped[str] = mapped_column(Text, server_default="")
    address: Mapped[str] = mapped_column(Text, server_default="")
    phone: Mapped[str] = mapped_column(Text, server_default="")
    sort_key: Mapped[str] = mapped_column(Text(collation="C"), server_default="")
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]

    def is_valid_on(self, day: date) -> bool:
        """An agency that was merged or closed takes no more documents."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class Person(Base):
    """Cán bộ, công chức."""

    __tablename__ = "person"

    id: Mapped[str] = mapped_column(Text, primary_key=True)
    full_name: Mapped[str] = mapped_column(Text)
    user_name: Mapped[str] = mapped_column(Text)
    email: Mapped[str] = mapped_column(Text, server_default="")
    active: Mapped[bool] = mapped_column(server_default=text("true"))


class PersonPost(Base):
    """Vị trí công tác: who works where, as what."""

    __tablename__ = "person_post"
    __table_args__ = (Index("ix_person_post_agency_code_role", "agency_code", "role"),)

    person_id: Mapped[str] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    agency_code: Mapped[str] = mapped_column(Text, primary_key=True)
    role: Mapped[str] = mapped_column(Text, primary_key=True)
    title: Mapped[str] = mapped_column(Text, server_default="")
    unit: Mapped[str] = mapped_column(Text, server_default="")
    kind: Mapped[str] = mapped_column(Text, server_default="")
    """`main`, `concurrent` or `acting`; empty from before the directory told it."""
