"""What comes in and goes out about plans of agencies."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from mail_directory.reorganising.rules import MOST_HEIRS

_Code = Annotated[str, StringConstraints(strip_whitespace=True, max_length=40)]


class NewHeir(BaseModel):
    """Cơ quan kế thừa."""

    model_config = ConfigDict(extra="forbid")

    successor_code: _Code = ""
    """An agency that is there; empty for a new one (`merge`, `split` and `part` alone)."""
    new_code: _Code = ""
    name: str = ""
    """Of the successor from the first day on; empty leaves an agency's names as they are, as do the next two."""
    short_name: str = ""
    collective: str = ""
    code_2020: _Code = ""
    tier: _Code = ""
    """Of a new agency, as the next two; left empty in a split they are those of the agency that ends."""
    parent_code: _Code = ""
    mail_domain: str = ""
    matters: list[str] = Field(default_factory=list, max_length=1000)
    """Of a split: codes of procedures, and sectors by name, that this one goes on with, wherever their dossiers lie."""


class NewReorganisation(NewHeir):
    """Phương án sáp nhập, giải thể, chia, tách, đổi tên cơ quan."""

    kind: str
    """`merge`, `dissolve`, `split`, `part` or `rename`."""
    ending_codes: list[_Code] = Field(default_factory=list, max_length=100)
    """Of `part` the one that a part leaves; it goes on."""
    further: list[NewHeir] = Field(default_factory=list, max_length=MOST_HEIRS - 1)
    """Of a split: the other successors. The first has what is given to none of them; of `part` the agency keeps that."""
    places: dict[_Code, _Code] = Field(default_factory=dict, max_length=1000)
    """Of a split: code of the successor of each unit (its id) and of each agency right below (its code); of `part` of those that leave."""
    first_day: date
    document_number: str
    document_date: date


class ReorganisationOut(BaseModel):
    """Phương án sắp xếp cơ quan."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    version: int
    kind: str
    ending_codes: list[str]
    successor_code: str
    successor_new: bool
    name: str
    short_name: str
    collective: str
    code_2020: str
    tier: str
    parent_code: str | None
    further: list[dict[str, Any]]
    places: dict[str, str]
    matters: dict[str, str]
    first_day: date
    document_number: str
    document_date: date
    state: str
    """`drawn-up`, `confirmed`, `done`, `refused` or `withdrawn`."""
    refusal: str
    drawn_by_name: str
    confirmed_by_name: str
    confirmed_at: datetime | None
    done_at: datetime | None
    moved: list[dict[str, Any]]


class ReorganisationList(BaseModel):
    items: list[ReorganisationOut]


class Decision(BaseModel):
    """Xác nhận, bỏ phương án: which version of it was read."""

    model_config = ConfigDict(extra="forbid")

    version: int
