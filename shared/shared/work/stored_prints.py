"""Bản in đã lưu: a register as it was printed on a day, kept with who printed it, when, and its SHA-256, and never changed.

A service has one table of them (its model takes `StoredPrintRow`); the pages and calls are `shared.web.stored_print_pages`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, Integer, Text, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from shared.access.identity import Identity
from shared.contracts.values import FileReference
from shared.core import clock
from shared.core.errors import NotFound
from shared.core.identifiers import new_id
from shared.storage import evidence

MOST = 200
"""The newest that one register shows."""


class StoredPrintRow:
    """Bản in sổ đã lưu: one print, or one part of it."""

    id: Mapped[UUID] = mapped_column(primary_key=True)
    agency_code: Mapped[str] = mapped_column(Text)
    register: Mapped[str] = mapped_column(Text)
    """Name of the list that was printed."""
    year: Mapped[int] = mapped_column(Integer)
    part: Mapped[int] = mapped_column(Integer)
    """Which thousand of rows; 1 for the first."""
    rows: Mapped[int] = mapped_column(Integer)
    chosen: Mapped[str] = mapped_column(Text)
    """What was looked for, when it is not the whole register."""
    sha256: Mapped[str] = mapped_column(Text)
    size: Mapped[int] = mapped_column(Integer)
    name: Mapped[str] = mapped_column(Text)
    made_by: Mapped[str] = mapped_column(Text)
    made_by_name: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


def create(op: Any) -> None:
    """First shape of the table."""
    op.execute(
        "CREATE TABLE stored_print (id uuid, agency_code text NOT NULL, register text NOT NULL, year integer NOT NULL,"
        " part integer NOT NULL, rows integer NOT NULL, chosen text NOT NULL, sha256 text NOT NULL, size integer NOT NULL,"
        " name text NOT NULL, made_by text NOT NULL, made_by_name text NOT NULL, made_at timestamptz NOT NULL,"
        " CONSTRAINT pk_stored_print PRIMARY KEY (id))"
    )
    op.execute("CREATE INDEX ix_stored_print_register ON stored_print (agency_code, register, made_at)")


@dataclass(frozen=True)
class Print:
    """Bản in, as it came from the printer."""

    pdf: bytes
    name: str
    year: int
    part: int
    rows: int
    chosen: str


async def keep_print(
    session: AsyncSession, model: type[Any], who: Identity, register: str, made: Print, file: FileReference
) -> Any:
    """Lưu bản in: `file` is where the print lies in the store."""
    row = model(
        id=new_id(),
        agency_code=who.agency_code,
        register=register,
        year=made.year,
        part=made.part,
        rows=made.rows,
        chosen=made.chosen,
        sha256=file.sha256,
        size=file.size,
        name=file.name,
        made_by=who.subject,
        made_by_name=who.acting_name,
        made_at=clock.now(),
    )
    session.add(row)
    await session.flush()
    subject = f"print/{row.id}"
    await evidence.record(session, "print-stored", subject, who, sha256=file.sha256, list=register, year=made.year)
    return row


async def list_prints(session: AsyncSession, model: type[Any], agency_code: str, register: str) -> Sequence[Any]:
    """The newest first."""
    query = select(model).where(model.agency_code == agency_code, model.register == register)
    return (await session.scalars(query.order_by(model.made_at.desc(), model.id).limit(MOST))).all()


async def get_print(
    session: AsyncSession, model: type[Any], who: Identity, register: str, print_id: UUID
) -> FileReference:
    """The file of one of the agency's own; the look is noted. Raises NotFound."""
    row = await session.get(model, print_id)
    if row is None or (row.agency_code, row.register) != (who.agency_code, register):
        raise NotFound("not_found")
    await evidence.record(session, "print-read", f"print/{row.id}", who, sha256=row.sha256)
    return FileReference(sha256=row.sha256, size=row.size, media_type="application/pdf", name=row.name)
