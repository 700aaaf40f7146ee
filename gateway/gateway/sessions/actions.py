"""What opens and closes a session."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from gateway.sessions.models import SignInSession
from gateway.sessions.rules import hash_token, lifetime, new_token
from shared.access.identity import Identity
from shared.core import clock
from shared.core.identifiers import new_id
from shared.storage import evidence


@dataclass(frozen=True)
class OpenedSession:
    """Phiên vừa mở: the only moment at which the token itself is known."""

    token: str
    identity: Identity
    expires_at: datetime

    @property
    def seconds(self) -> int:
        return int((self.expires_at - clock.now()).total_seconds())


async def open_session(
    session: AsyncSession,
    identity: Identity,
    kind: str,
    client_system_id: UUID | None = None,
    asked_at: datetime | None = None,
) -> OpenedSession:
    """Mở phiên đăng nhập. It counts as opened when it was asked for: what changed after that ends it, or has it asked again."""
    token, session_id, now = new_token(), new_id(), clock.now()
    csrf = secrets.token_hex(16) if kind == "browser" else ""
    identity = identity.model_copy(update={"session": str(session_id), "csrf": csrf})
    expires_at = now + lifetime(kind)
    session.add(
        SignInSession(
            id=session_id,
            token_hash=hash_token(token),
            kind=kind,
            subject=f"{identity.kind}:{identity.subject}",
            identity=stored(identity),
            csrf=csrf,
            client_system_id=client_system_id,
            created_at=asked_at or now,
            last_seen_at=now,
            checked_at=asked_at or now,
            expires_at=expires_at,
        )
    )
    await session.flush()
    await evidence.record(session, "signed-in", f"session/{session_id}", identity, session_kind=kind)
    return OpenedSession(token, identity, expires_at)


def stored(identity: Identity) -> dict[str, Any]:
    return identity.model_dump(mode="json", exclude={"csrf", "session"})


async def close_session(session: AsyncSession, identity: Identity) -> None:
    """Đóng phiên đăng nhập. Other copies of the gateway notice within two seconds."""
    await session.execute(
        update(SignInSession)
        .where(SignInSession.id == UUID(identity.session), SignInSession.revoked_at.is_(None))
        .values(revoked_at=clock.now())
    )
    await evidence.record(session, "signed-out", f"session/{identity.session}", identity)
