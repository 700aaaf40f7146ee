"""Danh bạ: people by given name, as Vietnamese lists are, and agencies in the order of the dictionary."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import selectinload

from mail_directory.agencies.models import Agency
from mail_directory.people.models import Person, Post
from mail_directory.people.queries import in_reach, looked_for
from mail_directory.people.telling import today
from mail_directory.rights import RIGHTS, Right
from mail_directory.texts import TEXTS
from shared.access.identity import Identity
from shared.access.rights import holds
from shared.storage.words import finding
from shared.work.listing import REVERSE, Chosen, Column, Filter, Listing, Stretch

ACCOUNTS = {"": "Đang công tác", "1": "Tài khoản đã khóa"}


@dataclass(frozen=True)
class PersonRow:
    """Một dòng danh bạ."""

    person: Person
    agency_name: str
    """Of the posts held on the day when the list is read."""

    def titles(self) -> str:
        """Chức danh."""
        return "; ".join(post.title for post in self.person.posts_on(today()))

    def units(self) -> str:
        """Đơn vị."""
        return "; ".join(filter(None, (post.unit_name for post in self.person.posts_on(today()))))


_DAY = func.date(func.timezone("Asia/Ho_Chi_Minh", func.now()))
_HELD = and_(Post.person_id == Person.id, Post.valid_from <= _DAY, or_(Post.valid_to.is_(None), Post.valid_to >= _DAY))
_AGENCIES: Any = (
    select(func.string_agg(Agency.name.distinct(), "; "))
    .join(Post, Post.agency_code == Agency.code)
    .where(_HELD)
    .correlate(Person)
    .scalar_subquery()
)


def _people(who: Identity, chosen: Chosen) -> list[Stretch]:
    """Locked accounts are for who looks after them; to others the list is as if nobody had asked for them."""
    row = RIGHTS[Right.SEE_LOCKED_ACCOUNTS]
    locked = chosen.filters["locked"] == "1" and holds(who, row)
    base = select(Person).where(Person.active.is_not(locked))
    if locked:
        base = base.where(in_reach(who, row, today()))
    if code := chosen.filters["agency"]:
        base = base.where(select(Post.id).where(_HELD, Post.agency_code == code).exists())
    return [_by_name(base, Person.sort_key, Person.id, Person.folded, looked_for(chosen.words))]


def _agencies(_: Identity, chosen: Chosen) -> list[Stretch]:
    return [_by_name(select(Agency), Agency.sort_key, Agency.code, Agency.folded, chosen.words)]


def _by_name(base: Any, sort_key: Any, last: Any, folded: Any, words: str) -> Stretch:
    return Stretch(
        base,
        (sort_key, last),
        text=folded if words else None,
        found=finding(words),
    )


PEOPLE = Listing(
    name="mail-directory.people",
    title="Cán bộ, công chức",
    path="/danh-ba",
    columns=(
        Column("name", "Họ và tên", lambda row: row.person.full_name, width=28),
        Column("title", "Chức danh", PersonRow.titles, width=28),
        Column("unit", "Đơn vị", PersonRow.units, width=28, shown=False, paper=False),
        Column("agency", "Cơ quan", lambda row: row.agency_name, width=40),
        Column("email", "Thư điện tử", lambda row: row.person.email, width=34),
        Column("phone", "Điện thoại", lambda row: row.person.phone, css="lt-whole"),
    ),
    rows=select(Person, func.coalesce(_AGENCIES, "")).options(selectinload(Person.posts)),
    id=Person.id,
    stretches=_people,
    filters=(
        Filter(
            "agency",
            "co_quan",
            "Cơ quan",
            pattern="[0-9A-Za-z.]*",
            named=lambda code: select(Agency.name).where(Agency.code == code),
        ),
        Filter("locked", "khoa", "Tài khoản", ACCOUNTS),
    ),
    orders={"": "Theo tên, từ A", REVERSE: "Theo tên, từ Y"},
    shape=PersonRow,
)
AGENCIES = Listing(
    name="mail-directory.agencies",
    title="Cơ quan, đơn vị",
    path="/danh-ba",
    columns=(
        Column("name", "Tên cơ quan", lambda row: row.name, width=50),
        Column("tier", "Cấp", lambda row: TEXTS[f"tier_{row.tier}"]),
        Column("code", "Mã định danh", lambda row: row.code),
        Column("domain", "Tên miền thư", lambda row: row.mail_domain, width=30),
    ),
    rows=select(Agency),
    id=Agency.code,
    stretches=_agencies,
)
