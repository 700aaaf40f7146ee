"""What owners of accounts tell the gateway, so that a closed account, another post or password counts within two seconds.

The owner writes a row in the transaction of the change; every copy of the gateway asks each second for the rows of the last
minutes and applies those it has not seen. The copy through which the change came asks at once (`ACCOUNTS_CHANGED`), so that
whoever made it finds it done with the next click. Applying twice changes nothing, and nobody relies on an order, so a row that is
committed late is only applied late.
"""

from typing import Any

from sqlalchemy import Boolean, Column, DateTime, Index, MetaData, Table, Text, text
from sqlalchemy.dialects.postgresql import UUID
from sqlalchemy.ext.asyncio import AsyncSession

from shared.core.identifiers import new_id

ACCOUNTS_CHANGED = "x-lienthong-accounts-changed"
"""Header of an answer whose request changed an account: the gateway asks for changes before it passes the answer on."""
NOTED = "account_change_noted"
"""Key in a session's `info`: its transaction holds a change."""


def declare(metadata: MetaData) -> None:
    """The table, in the database of each service that owns accounts."""
    table = Table(
        "account_change",
        metadata,
        Column("id", UUID(as_uuid=True), primary_key=True),
        Column("subject", Text, nullable=False),
        Column("ends_sessions", Boolean, nullable=False),
        Column("kept_session", Text, nullable=False),
        Column("at", DateTime(timezone=True), nullable=False, server_default=text("clock_timestamp()")),
    )
    Index("ix_account_change_at", table.c.at)


def create(op: Any) -> None:
    """The same as DDL, for a service's migration."""
    op.execute(
        "CREATE TABLE account_change (id uuid NOT NULL, subject text NOT NULL, ends_sessions boolean NOT NULL,"
        " kept_session text NOT NULL, at timestamptz NOT NULL DEFAULT clock_timestamp(),"
        " CONSTRAINT pk_account_change PRIMARY KEY (id))"
    )
    op.execute("CREATE INDEX ix_account_change_at ON account_change (at)")


_NOTE = text(
    "INSERT INTO account_change (id, subject, ends_sessions, kept_session) VALUES (:id, :subject, :ends, :kept)"
)
_FORGET = text("DELETE FROM account_change WHERE at < now() - interval '1 day'")
_RECENT = text(
    "SELECT id, subject, ends_sessions, kept_session, at FROM account_change"
    " WHERE at > now() - interval '10 minutes' ORDER BY at"
)


async def note_change(
    session: AsyncSession, subject: str, *, ends_sessions: bool = False, kept_session: str = ""
) -> None:
    """The account is asked for again; with `ends_sessions` its open sessions end, but for the one to keep."""
    await session.execute(_FORGET)
    row = {"id": new_id(), "subject": subject, "ends": ends_sessions, "kept": kept_session}
    await session.execute(_NOTE, row)
    session.info[NOTED] = True


async def recent_changes(session: AsyncSession) -> list[dict[str, Any]]:
    return [dict(row) for row in (await session.execute(_RECENT)).mappings()]
