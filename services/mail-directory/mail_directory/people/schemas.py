"""What comes in and goes out."""

from datetime import date
from uuid import UUID

from pydantic import BaseModel, ConfigDict


class AgencyOut(BaseModel):
    """Cơ quan."""

    model_config = ConfigDict(from_attributes=True)

    code: str
    code_2020: str | None
    former_codes: list[dict[str, str]]
    """Those of QĐ 20/2020 that it had before: `code`, empty for none, and the last day (`until`)."""
    name: str
    short_name: str
    tier: str
    parent_code: str | None
    mail_domain: str
    valid_from: date
    valid_to: date | None


class PostOut(BaseModel):
    """Vị trí công tác."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    agency_code: str
    role: str
    title: str
    kind: str
    """`main` (chính), `concurrent` (kiêm nhiệm) or `acting` (quyền, phụ trách)."""
    unit_name: str = ""
    """Đơn vị trực thuộc; empty where the post lies in none."""
    valid_from: date
    valid_to: date | None


class PersonOut(BaseModel):
    """Cán bộ, công chức."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    full_name: str
    email: str
    phone: str
    active: bool | None
    """False: the account is locked. Null for who neither looks after it nor is the person."""
    version: int
    posts: list[PostOut]


class NewPerson(BaseModel):
    """Cán bộ mới: person, first post and account in one act."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    full_name: str
    email: str
    phone: str = ""
    user_name: str
    agency_code: str
    role: str
    title: str
    unit_id: UUID | None = None
    """Đơn vị trực thuộc of that agency, where the post lies in one."""


class Transfer(BaseModel):
    """Điều chuyển: the person leaves every present post for one new post."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    agency_code: str
    role: str
    title: str
    version: int
    unit_id: UUID | None = None
    """Đơn vị trực thuộc of that agency, where the post lies in one."""
    email: str = ""
    """The address at the new agency; the old one stays when not given."""


class Locking(BaseModel):
    """Khóa tài khoản."""

    model_config = ConfigDict(extra="forbid")

    reason: str = ""


class NewAccount(BaseModel):
    person: PersonOut
    user_name: str
    initial_password: str
    """Shown once; it must be changed at the first sign-in. Empty for who signs, seals or administers: a second person gives it."""


class Sign(BaseModel):
    """What somebody typed at the sign-in page."""

    model_config = ConfigDict(extra="forbid")

    user_name: str
    password: str


class OnBehalfOf(BaseModel):
    """Người được làm thay, by a delegation (ủy quyền)."""

    delegation: str
    subject: str
    name: str
    title: str
    powers: list[str]


class ActingPost(BaseModel):
    """Vị trí công tác để làm việc: rights, agency and name come from it alone."""

    id: str
    """The post's; for a delegate the giver's post's."""
    agency_code: str
    agency_name: str
    title: str
    """What the person is, also where he acts for another."""
    roles: list[str]
    unit_id: str = ""
    """Đơn vị trực thuộc in which the post lies; empty for none."""
    leads_unit: bool = False
    """It is the post that leads that unit."""
    on_behalf_of: OnBehalfOf | None = None


class SignedIn(BaseModel):
    """Who signed in, with every post held today. Agency, title and roles are the first post's, for who asks for no other."""

    subject: str
    name: str
    user_name: str
    agency_code: str
    agency_name: str
    title: str
    roles: list[str]
    posts: list[ActingPost] = []
    must_change: bool = False
    """The password is the one an administrator has seen; to be changed by the person."""
