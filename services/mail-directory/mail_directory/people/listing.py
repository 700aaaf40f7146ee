"""Danh bạ: people by given name, as Vietnamese lists are, and agencies in the order of the dictionary."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import selectinload

from mail_directory.agencies.kinds import UNIT_KINDS
from mail_directory.agencies.models import Agency, Unit
from mail_directory.people.models import Person, Post
from mail_directory.people.queries import in_reach, looked_for
from mail_directory.people.telling import today
from mail_directory.rights import RIGHTS, Right
from mail_directory.texts import TEXTS
from shared.access.identity import Identity
from shared.access.rights import holds
from shared.standards.vietnamese import fold
from shared.storage.words import finding, typed_words
from shared.work.listing import REVERSE, Chosen, Column, Filter, Listing, Stretch

POSTS = {"": "Có hoặc không", "khong": "Không còn vị trí"}
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
    """Locked accounts and people without a post are for who looks after them; to others the list is as if nobody had asked for them."""
    row = RIGHTS[Right.SEE_LOCKED_ACCOUNTS]
    locked = chosen.filters["locked"] == "1" and holds(who, row)
    base = select(Person).where(Person.active.is_not(locked))
    if locked:
        base = base.where(in_reach(who, row, today()))
    if chosen.filters["posts"] and holds(who, row):
        goes_on = or_(Post.valid_to.is_(None), Post.valid_to >= _DAY)
        base = base.where(~select(Post.id).where(Post.person_id == Person.id, goes_on).exists())
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
        Filter("posts", "vi_tri", "Vị trí công tác", POSTS),
        Filter("locked", "khoa", "Tài khoản", ACCOUNTS),
    ),
    orders={"": "Theo tên, từ A", REVERSE: "Theo tên, từ Y"},
    shape=PersonRow,
)
AGENCIES = Listing(
    name="mail-directory.agencies",
    title="Cơ quan, đơn vị",
    path="/danh-ba/co-quan",
    columns=(
        Column("name", "Tên cơ quan", lambda row: row.name, width=50),
        Column("tier", "Cấp", lambda row: TEXTS[f"tier_{row.tier}"]),
        Column("code", "Mã định danh", lambda row: row.code),
        Column("domain", "Tên miền thư", lambda row: row.mail_domain, width=30),
    ),
    rows=select(Agency),
    id=Agency.code,
    stretches=_agencies,
    orders={"": "Theo tên, từ A", REVERSE: "Theo tên, từ Y"},
)


def _units(_: Identity, chosen: Chosen) -> list[Stretch]:
    """Some hundred; words of their names are looked for as they are read."""
    base, code = select(Unit).where(or_(Unit.valid_to.is_(None), Unit.valid_to >= today())), chosen.filters["agency"]
    base = base.where(Unit.agency_code == code) if code else base
    plain = func.translate(func.lower(Unit.name), *_MARKS)
    for word in typed_words(chosen.words):
        base = base.where(plain.contains(word, autoescape=True))
    return [Stretch(base, (Unit.sort_key, Unit.id))]


_MARKED = [sign for sign in map(chr, (*range(0xC0, 0x250), *range(0x1E00, 0x1F00))) if len(fold(sign)) == 1]
_MARKS = "".join(_MARKED), "".join(map(fold, _MARKED))
"""Letters with marks, and each without."""


@dataclass(frozen=True)
class UnitRow:
    """Một đơn vị trực thuộc."""

    unit: Unit
    agency: str
    people: int


_AT_WORK: Any = (
    select(func.count(Post.person_id.distinct()))
    .where(Post.unit_id == Unit.id, Post.valid_from <= _DAY, or_(Post.valid_to.is_(None), Post.valid_to >= _DAY))
    .correlate(Unit)
    .scalar_subquery()
)

UNITS = Listing(
    name="mail-directory.units",
    title="Đơn vị trực thuộc",
    path="/danh-ba/don-vi",
    columns=(
        Column("name", "Tên đơn vị", lambda row: row.unit.name, width=40),
        Column("kind", "Loại", lambda row: UNIT_KINDS.get(row.unit.kind, "")),
        Column("agency", "Cơ quan", lambda row: row.agency, width=44),
        Column("people", "Số người", lambda row: row.people, width=10),
        Column("code", "Mã đơn vị", lambda row: row.unit.code, shown=False),
        Column("since", "Từ ngày", lambda row: row.unit.valid_from, shown=False, css="lt-whole"),
    ),
    rows=select(Unit, Agency.name, _AT_WORK).join(Agency, Agency.code == Unit.agency_code),
    id=Unit.id,
    stretches=_units,
    filters=(
        Filter(
            "agency",
            "co_quan",
            "Cơ quan",
            pattern="[0-9A-Za-z.]*",
            named=lambda code: select(Agency.name).where(Agency.code == code),
        ),
    ),
    orders={"": "Theo tên, từ A", REVERSE: "Theo tên, từ Y"},
    shape=UnitRow,
)
