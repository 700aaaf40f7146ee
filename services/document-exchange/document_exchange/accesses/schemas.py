"""Nhật ký truy cập as calls answer it."""

from datetime import datetime

from pydantic import BaseModel

from document_exchange.accesses.rules import AccessKind


class AccessOut(BaseModel):
    """Một lượt truy cập."""

    position: int
    at: datetime
    kind: AccessKind
    label: str
    actor: str
    """`officer:` and the person's id, `system:`, `job:`, `event:`."""
    name: str
    """As the directory names the person today."""
    agency_code: str
    agency_name: str
    on_behalf_of: str


class AccessesOut(BaseModel):
    """Lượt truy cập một văn bản: how many of each kind, by how many people, and the newest."""

    counts: dict[AccessKind, int]
    people: int
    items: list[AccessOut]
    next: int | None
    """`after` of the next page."""
