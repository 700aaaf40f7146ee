"""Quyền xem as calls and forms say it, and as it stands."""

from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from document_exchange.fields import Words
from document_exchange.incoming.openness import Reading
from document_exchange.receivers.schemas import Whose


class ReadingIn(BaseModel):
    """Quyền xem một văn bản đến, from now on: what is not named is withdrawn."""

    model_config = ConfigDict(extra="forbid")

    version: int | None = None
    scope: Reading = Reading.INVOLVED
    readers: list[Whose] = Field(default_factory=list, max_length=500)
    """`person:<id>`, `unit:<id>` of the agency, besides those who have to do with it."""
    words: Words = ""


class ReaderOut(BaseModel):
    """Người, đơn vị được xem."""

    model_config = ConfigDict(from_attributes=True)

    whose: str
    name: str
    given_by: str


class ReadingOut(BaseModel):
    """Quyền xem một văn bản đến as it stands."""

    incoming_id: UUID
    version: int
    scope: Reading
    readers: list[ReaderOut]
    may_change: bool
    """Whether the caller may change it now."""
