"""What mail-directory tells."""

from datetime import date
from typing import ClassVar

from shared.contracts.event import Event
from shared.contracts.values import Delegated, FormerCode, FormerName, Post, Share


class AgencyRecorded(Event):
    """Cơ quan được ghi nhận: registered, renamed, or ended. Carries the whole present state."""

    type: ClassVar[str] = "mail-directory.agency-recorded.v1"
    summary: ClassVar[str] = "Cơ quan được ghi nhận: thêm, đổi tên hoặc kết thúc"
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
    email: str = ""
    """Of its records office; empty: `vanthu@` at its domain."""
    website: str = ""
    valid_from: date
    valid_to: date | None = None
    successor_code: str = ""
    """The agency that does its work afterwards."""
    collective: str = ""
    """In whose name it decides (TM.), where it works as a collective (chế độ tập thể): `Ủy ban nhân dân`; empty where its head decides."""
    former_names: tuple[FormerName, ...] = ()
    """The oldest first: papers of those days bear them."""
    code_2020: str = ""
    """Mã định danh theo QĐ 20/2020/QĐ-TTg, beside `agency_code`; empty where it was given none."""
    former_codes: tuple[FormerCode, ...] = ()
    """Those that it had before in that form, the oldest first: codes of dossiers of those days bear them."""


class AgencyMerged(Event):
    """Cơ quan được sáp nhập, giải thể hoặc chia, có cơ quan kế thừa: what it had on its desk is the successor's from the first day on.

    Where a part leaves (tách một phần) the agency stands: it is its own successor in all that `shares` does not give away.

    It comes after the agency's own record of the same act. An agency that is only gone from the province's table tells none: its people
    finish what runs there.
    """

    type: ClassVar[str] = "mail-directory.agency-merged.v1"
    summary: ClassVar[str] = "Cơ quan sáp nhập, giải thể, chia: cơ quan kế thừa giải quyết tiếp việc đang có"
    kind: ClassVar[str] = "agency"
    subject_field: ClassVar[str] = "agency_code"

    agency_code: str
    agency_name: str
    successor_code: str
    """Where there are several: of all that `shares` gives to none."""
    successor_name: str
    first_day: date
    """The first day of the successor; the agency ended the day before, if it does not stand."""
    act: str
    """`merge` (sáp nhập), `dissolve` (giải thể), `split` (chia) or `part` (tách một phần)."""
    document_number: str
    document_date: date
    reorganisation_id: str
    shares: tuple[Share, ...] = ()
    """Of a split or a part, one for each successor: what is told by its procedure goes by that, else by its sector, else by its unit."""


class UnitRecorded(Event):
    """Đơn vị trực thuộc được ghi nhận: added, renamed, given another head, or ended. Carries the whole present state."""

    type: ClassVar[str] = "mail-directory.unit-recorded.v1"
    summary: ClassVar[str] = "Đơn vị trực thuộc được ghi nhận: thêm, đổi tên, đổi trưởng đơn vị hoặc kết thúc"
    kind: ClassVar[str] = "unit"
    subject_field: ClassVar[str] = "unit_id"

    unit_id: str
    agency_code: str
    code: str
    name: str
    unit_kind: str
    """`division` (phòng), `board` (ban), `branch` (chi cục), `centre` (trung tâm), `section` (tổ, bộ phận) or `other`."""
    head_post_id: str = ""
    valid_from: date
    valid_to: date | None = None
    successor_id: str = ""
    """The unit of the same agency it was merged into; what it had is that one's from then on."""
    successor_name: str = ""


class PersonRecorded(Event):
    """Cán bộ, công chức được ghi nhận: the person's present name, posts, and the posts of others to act in."""

    type: ClassVar[str] = "mail-directory.person-recorded.v1"
    summary: ClassVar[str] = "Cán bộ, công chức được ghi nhận: họ tên, các vị trí công tác và ủy quyền đang có hiệu lực"
    kind: ClassVar[str] = "person"
    subject_field: ClassVar[str] = "person_id"

    person_id: str
    full_name: str
    user_name: str
    email: str = ""
    active: bool = True
    posts: tuple[Post, ...] = ()
    delegations: tuple[Delegated, ...] = ()
