"""Registering client systems and letting them in."""

import hashlib
import hmac
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from gateway.client_systems.models import ClientSystem
from gateway.sessions.actions import OpenedSession, open_session
from gateway.sessions.rules import new_token
from shared.access.identity import Identity
from shared.core import clock
from shared.core.errors import Unauthenticated
from shared.core.identifiers import new_id
from shared.storage import evidence


def hash_secret(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()


async def register_client_system(
    session: AsyncSession,
    code: str,
    name: str,
    agency_code: str,
    agency_name: str,
    scopes: Sequence[str],
    by: Identity | str,
) -> str:
    """Đăng ký hệ thống kết nối; returns the secret, which is never shown again."""
    secret = new_token()
    system = ClientSystem(
        id=new_id(),
        code=code,
        name=name,
        agency_code=agency_code,
        agency_name=agency_name,
        secret_hash=hash_secret(secret),
        scopes=list(scopes),
        active=True,
        created_at=clock.now(),
    )
    session.add(system)
    await session.flush()
    await evidence.record(
        session, "client-system-registered", f"client-system/{system.id}", by, code=code, agency=agency_code
    )
    return secret


async def let_in(
    session: AsyncSession, code: str, secret: str, wanted: frozenset[str]
) -> tuple[OpenedSession, frozenset[str]]:
    """Cấp thẻ truy cập cho hệ thống kết nối: the session and its scopes. Raises Unauthenticated."""
    system = (await session.execute(select(ClientSystem).where(ClientSystem.code == code))).scalar_one_or_none()
    known = system.secret_hash if system is not None else bytes(32)
    right = hmac.compare_digest(hash_secret(secret), known)
    if system is None or not right or not system.active:
        raise Unauthenticated("invalid_client")
    granted = wanted & frozenset(system.scopes) if wanted else frozenset(system.scopes)
    identity = Identity(
        kind="system",
        subject=str(system.id),
        name=system.name,
        user_name=system.code,
        agency_code=system.agency_code,
        agency_name=system.agency_name,
        roles=granted,
    )
    return await open_session(session, identity, "client", system.id), granted
