"""What comes in and goes out about delegations."""

from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from shared.contracts.values import FileReference


class NewDelegation(BaseModel):
    """Ủy quyền mới."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    delegate_id: UUID | None = None
    powers: list[str]
    """Of `power:dossiers`, `power:documents`, `power:signing`, those that the post's role holds."""
    valid_from: date | None = None
    """From today when not given."""
    valid_to: date
    """Last day, included."""
    reason: str
    document: str = ""
    """Số, ngày của văn bản ủy quyền; needed from an administrator."""


class DelegationEnd(BaseModel):
    """Kết thúc ủy quyền trước hạn."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    reason: str


class DelegationOut(BaseModel):
    """Ủy quyền."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    post_id: UUID
    giver_id: UUID
    delegate_id: UUID
    agency_code: str
    role: str
    title: str
    """The giver's."""
    powers: list[str]
    valid_from: date
    valid_to: date
    reason: str
    """This, the document and why it ended are empty for who only needs to know that it stands."""
    document: str
    document_file: FileReference | None
    """Its file, where one was brought; for its parties and their administrator alone."""
    given_at: datetime
    ended_at: datetime | None
    """Ended before its last day."""
    ended_because: str


class DelegationList(BaseModel):
    items: list[DelegationOut]
