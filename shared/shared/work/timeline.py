"""One shape for the history of any object: who did what in which post and for whom, where it led, with which words and files.

A feature's own table takes `TimelineRow` as a mixin and adds what its forms need besides; page, API and printed forms read the same
entries. Rows are only ever added, in the transaction of the change.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from pydantic import BaseModel
from sqlalchemy import Text, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from shared.access.identity import Identity
from shared.contracts.values import FileReference

MOST = 200
"""Entries of one answer of the API."""


class TimelineRow:
    """Một dòng lịch sử. The columns of who and what keep the names that their tables gave them first."""

    post: Mapped[str] = mapped_column(Text, server_default="")
    """Vị trí công tác in which it was done, by its id."""
    actor_title: Mapped[str] = mapped_column(Text, server_default="")
    """Chức vụ of that day; papers and pages show it as it was."""
    on_behalf_of: Mapped[str] = mapped_column(Text, server_default="")
    """Thay mặt ai, as the evidence log names people; empty for one's own post."""
    files: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, server_default=text("'[]'"))
    """Tệp made or brought by this step, as `FileReference`."""


class TimelineEntry(BaseModel):
    """Một bước trong lịch sử, as pages and programs read it."""

    position: int
    """Its place in the object's history: entries are in this order, and `after` continues behind it."""
    at: datetime
    act: str
    label: str
    """What was done, in words."""
    actor: str
    """Who did it, with "thay mặt …" where it was for another."""
    actor_title: str = ""
    post: str = ""
    on_behalf_of: str = ""
    step: str = ""
    """Where it was done."""
    leads_to: str = ""
    """Where it led, and whose it became."""
    note: str = ""
    files: list[FileReference] = []

    @property
    def by(self) -> str:
        """`Trần Thị B (thay mặt Nguyễn Văn A), Phó Giám đốc (Ký duyệt)`."""
        who = ", ".join(filter(None, (self.actor, self.actor_title)))
        return f"{who} ({self.step})" if self.step and who else who


class Timeline(BaseModel):
    """Lịch sử của một đối tượng, the oldest first."""

    items: list[TimelineEntry]
    next: int | None
    """What to ask with as `after` for more; None at the end."""


def signed_by(who: Identity) -> dict[str, Any]:
    """The columns of `TimelineRow` that say in which post, and for whom."""
    return {"post": who.post, "actor_title": who.title, "on_behalf_of": who.behalf}


def kept(*files: FileReference) -> list[dict[str, Any]]:
    """What a row remembers of its files; the files themselves lie in the store for ever."""
    return [file.model_dump(include={"name", "sha256", "size", "media_type"}) for file in files]


def add_columns(op: Any, table: str) -> None:
    """What `TimelineRow` adds to a history that was kept before; its rows stay as they are."""
    op.execute(
        f"ALTER TABLE {table} ADD COLUMN post text NOT NULL DEFAULT '', ADD COLUMN actor_title text NOT NULL DEFAULT '',"
        " ADD COLUMN on_behalf_of text NOT NULL DEFAULT '', ADD COLUMN files jsonb NOT NULL DEFAULT '[]'"
    )


def drop_columns(op: Any, table: str) -> None:
    for name in ("files", "on_behalf_of", "actor_title", "post"):
        op.drop_column(table, name)


def timeline_of(rows: Sequence[Any], entry: Callable[[Any], TimelineEntry], limit: int) -> Timeline:
    """One page out of the rows behind `after`, of which one more than `limit` was read."""
    items = [entry(row) for row in rows[:limit]]
    return Timeline(items=items, next=items[-1].position if len(rows) > limit else None)
