"""People, their posts and what they sign in with."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Text, false, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.dialects.postgresql import UUID as PgUUID
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.types import DateTime

from mail_directory.agencies.models import Unit
from mail_directory.database import Base
from shared.standards.vietnamese import sort_key
from shared.storage.words import searchable, words_index


class Post(Base):
    """Vị trí công tác: who works at which agency, as what, from when to when."""

    __tablename__ = "post"
    __table_args__ = (
        Index("ix_post_person_id", "person_id"),
        Index("ix_post_agency_code", "agency_code"),
        Index("ix_post_unit_id", "unit_id"),
    )

    id: Mapped[UUID] = mapped_column(PgUUID(as_uuid=True), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    agency_code: Mapped[str] = mapped_column(ForeignKey("agency.code"))
    role: Mapped[str] = mapped_column(Text)
    title: Mapped[str] = mapped_column(Text)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    """Last day, included."""
    kind: Mapped[str] = mapped_column(Text, server_default="main", default="main")
    """`main`, `concurrent` or `acting` (`mail_directory.posts.rules.KINDS`)."""
    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("unit.id"))
    unit: Mapped[Unit | None] = relationship(lazy="joined")
    ended_because: Mapped[str] = mapped_column(Text, server_default="", default="")
    """Lý do kết thúc."""

    @property
    def unit_name(self) -> str:
        """Tên đơn vị; empty where the post lies in none."""
        return self.unit.name if self.unit else ""

    def is_held_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class Credential(Base):
    """Thông tin đăng nhập của cán bộ, công chức."""

    __tablename__ = "credential"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    user_name: Mapped[str] = mapped_column(Text, unique=True)
    password_hash: Mapped[str] = mapped_column(Text)
    must_change: Mapped[bool]
    changed_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    reset_asked_by: Mapped[str | None] = mapped_column(Text)
    """Administrator who asked for the reset of somebody who signs or seals; another person gives it."""
    reset_asked_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    given_by: Mapped[str | None] = mapped_column(Text)
    """Id of who saw the password last given by somebody else than the person; it stays when the person changes it."""
    given_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class Person(Base):
    """Cán bộ, công chức, viên chức."""

    __tablename__ = "person"
    __table_args__ = (
        Index("ix_person_sort_key", "sort_key", "id"),
        Index("ix_person_words", text(words_index("folded")), postgresql_using="gin"),
    )

    id: Mapped[UUID] = mapped_column(PgUUID(as_uuid=True), primary_key=True)
    full_name: Mapped[str] = mapped_column(Text)
    email: Mapped[str] = mapped_column(Text)
    phone: Mapped[str] = mapped_column(Text)
    active: Mapped[bool]
    version: Mapped[int]
    folded: Mapped[str] = mapped_column(Text)
    sort_key: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    told_on: Mapped[date | None]
    """The day whose posts the other services know."""
    locked_because: Mapped[str] = mapped_column(Text, server_default="", default="")
    """Lý do khóa tài khoản."""
    locked_postless: Mapped[bool] = mapped_column(server_default=false(), default=False)
    """Nothing else locked it than that no post was left: the next post opens it."""
    postless_told_on: Mapped[date | None]
    """The day on which its administrators were told that it will be locked."""
    posts: Mapped[list[Post]] = relationship(lazy="raise", order_by="Post.valid_from, Post.id")
    credential: Mapped[Credential | None] = relationship(lazy="raise")

    def rename(self, full_name: str) -> None:
        self.full_name = full_name
        self.folded = searchable(f"{full_name} {self.email} {self.phone}")
        # Vietnamese lists order by the given name, the last word.
        self.sort_key = sort_key(" ".join([full_name.split()[-1], full_name]))

    def posts_on(self, day: date) -> list[Post]:
        return [post for post in self.posts if post.is_held_on(day)]

    def posts_from(self, day: date) -> list[Post]:
        """Held on that day, or from a later one."""
        return [post for post in self.posts if post.valid_to is None or post.valid_to >= day]


class UnitStay(Base):
    """Thời gian thuộc đơn vị: where a post lay until it was moved, and why it was moved. Where it lies now the post itself says."""

    __tablename__ = "unit_stay"
    __table_args__ = (Index("ix_unit_stay_person_id", "person_id"),)

    id: Mapped[UUID] = mapped_column(PgUUID(as_uuid=True), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    post_id: Mapped[UUID] = mapped_column(PgUUID(as_uuid=True))
    """No foreign key, as of a delegation."""
    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("unit.id"))
    """None: it lay in no unit."""
    unit: Mapped[Unit | None] = relationship(lazy="joined")
    valid_from: Mapped[date]
    valid_to: Mapped[date]
    """Last day, included."""
    reason: Mapped[str] = mapped_column(Text)
    """Lý do chuyển."""
    moved_by: Mapped[str] = mapped_column(Text)

    @property
    def unit_name(self) -> str:
        return self.unit.name if self.unit else ""


class Delegation(Base):
    """Ủy quyền: what the holder of a post lets a colleague of the same agency do in it, from when to when; never passed on."""

    __tablename__ = "delegation"
    __table_args__ = (Index("ix_delegation_giver_id", "giver_id"), Index("ix_delegation_delegate_id", "delegate_id"))

    id: Mapped[UUID] = mapped_column(PgUUID(as_uuid=True), primary_key=True)
    post_id: Mapped[UUID] = mapped_column(PgUUID(as_uuid=True))
    """The giver's post. No foreign key: a post that gave nobody a right for a whole day is taken away, its history is kept."""
    giver_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    delegate_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    agency_code: Mapped[str] = mapped_column(ForeignKey("agency.code"))
    role: Mapped[str] = mapped_column(Text)
    title: Mapped[str] = mapped_column(Text)
    """The giver's, as it was then."""
    powers: Mapped[list[str]] = mapped_column(ARRAY(Text))
    """What was given (`shared.access.rights.Power`)."""
    valid_from: Mapped[date]
    valid_to: Mapped[date]
    """Last day, included."""
    reason: Mapped[str] = mapped_column(Text)
    document: Mapped[str] = mapped_column(Text)
    """Số, ngày của văn bản ủy quyền; empty where the holder gave it without one."""
    given_by: Mapped[str] = mapped_column(Text)
    """Who gave it: the holder, or the administrator on his behalf."""
    given_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    ended_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    """Ended before its last day; from then on it gives nothing."""
    ended_because: Mapped[str] = mapped_column(Text, server_default="", default="")
    document_file: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    """Tệp văn bản ủy quyền (`FileReference`); the parties and their administrators alone read it."""
    document_by: Mapped[str] = mapped_column(Text, server_default="", default="")
    """Id of who brought that file; empty from before it was kept."""
    giver: Mapped[Person] = relationship(lazy="raise", foreign_keys=[giver_id])
    delegate: Mapped[Person] = relationship(lazy="raise", foreign_keys=[delegate_id])

    def is_over_on(self, day: date) -> bool:
        return self.ended_at is not None or self.valid_to < day
