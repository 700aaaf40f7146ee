"""What is shown of agencies that were merged."""

from datetime import date, datetime

from pydantic import BaseModel, ConfigDict


class TouchedOut(BaseModel):
    """Những gì của một cơ quan đi theo khi nó sáp nhập, as it is now."""

    model_config = ConfigDict(from_attributes=True)

    code: str
    name: str
    open: int
    late: int
    ended: int
    holders: int
    procedures: int
    parts: int
    tasks: int
    lists: int
    numbers: int


class MergerOut(BaseModel):
    """Cơ quan kế thừa, and what has gone over."""

    agency_code: str
    agency_name: str
    successor_code: str
    """Where there are several: of all that has no other."""
    successors: list[str]
    """All of them, that one first."""
    first_day: date
    document_number: str
    document_date: date
    open: int
    """Dossiers that were being worked on."""
    ended: int
    procedures: int
    numbers_given_up: int
    finished_at: datetime | None


class MergerList(BaseModel):
    items: list[MergerOut]
