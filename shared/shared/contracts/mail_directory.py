"""What mail-directory tells."""

from datetime import date
from typing import ClassVar

from shared.contracts.event import Event
from shared.contracts.values import Post


class AgencyRecorded(Event):
    """Cơ quan được ghi nhận: registered, renamed, or ended. Carries the whole present state."""

    type: ClassVar[str] = "mail-directory.agency-recorded.v1"
    kind: ClassVar[str] = "agency"
    subject_field: ClassVar[str] = "agency_code"

    agency_code: str
    name: str
    short_name: str
    tier: str
    """`province`, `department`, `district` or `commune`."""
    parent_code: str = ""
    mail_domain: str = ""
    address: str = ""
    phone: str = ""
    valid_from: date
    valid_to: date | None = None
    successor_code: str = ""
    """The agency that does its work afterwards."""


class PersonRecorded(Event):
    """Cán bộ, công chức được ghi nhận: the person's present name and posts."""

    type: ClassVar[str] = "mail-directory.person-recorded.v1"
    kind: ClassVar[str] = "person"
    subject_field: ClassVar[str] = "person_id"

    person_id: str
    full_name: str
    user_name: str
    email: str = ""
    active: bool = True
    posts: tuple[Post, ...] = ()
