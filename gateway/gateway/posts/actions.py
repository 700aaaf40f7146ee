"""Choosing the post in which one works: at the sign-in, and afterwards."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from gateway.clients.accounts import AccountRecord, ActingPost
from gateway.sessions.actions import OpenedSession, open_session, stored
from gateway.sessions.models import PostChoice, SignInSession
from gateway.texts import TEXTS
from shared.access.identity import Identity
from shared.core import clock
from shared.core.errors import Conflict, FieldError, Invalid, Unauthenticated
from shared.core.identifiers import new_id
from shared.storage import evidence


async def enter(
    session: AsyncSession, account: AccountRecord, session_kind: str, post_id: str, asked_at: datetime
) -> OpenedSession:
    """Open the session in the post asked for, or in the only one. `asked_at`: before the account's owner was asked.

    Where several stand a browser's session opens without rights and is led to the choice. A program that names none works in the one
    post its person holds, never for somebody else; where he holds several it is told them (Conflict), and asks again with one.
    Raises Invalid for a post that is not this account's today.
    """
    if session_kind != "browser":
        post_id = post_id or account.only_own
    if post_id and account.post(post_id) is None:
        raise _not_there()
    identity = account.acting(post_id)
    if identity.must_choose and session_kind != "browser":
        refusal = Conflict("post_not_chosen")
        refusal.members["posts"] = [post.model_dump(mode="json") for post in await ordered(session, account)]
        raise refusal
    if post_id and len(account.posts) > 1:
        await _remember(session, identity)
    return await open_session(session, identity, session_kind, asked_at=asked_at)


async def choose(session: AsyncSession, who: Identity, account: AccountRecord, post_id: str) -> Identity:
    """Chọn vị trí công tác: the session goes on in this post. Raises Invalid for one that is not this account's today.

    Other copies of the gateway notice within two seconds.
    """
    if account.post(post_id) is None:
        raise _not_there()
    chosen = account.acting(post_id)
    present = await session.scalar(
        select(SignInSession)
        .where(SignInSession.id == UUID(who.session), SignInSession.revoked_at.is_(None))
        .with_for_update()
    )
    if present is None:  # signed out meanwhile
        raise Unauthenticated("sign_in_required")
    csrf = ""
    if present.csrf:
        csrf = secrets.token_hex(16)
        session.add(_past(present))
    # `checked_at` stays: a change that was heard since the owner was asked is still asked about.
    present.csrf, present.identity = csrf, stored(chosen)
    await _remember(session, chosen)
    chosen = chosen.model_copy(update={"session": who.session, "csrf": csrf})
    await evidence.record(session, "post-chosen", f"session/{who.session}", chosen, before=who.post)
    return chosen


def _past(present: SignInSession) -> SignInSession:
    """The session as it was in the earlier post: pages opened then are told by their token, so that none of them acts in the new one."""
    return SignInSession(
        id=new_id(),
        token_hash=secrets.token_bytes(32),  # nobody's token
        kind=present.kind,
        subject=present.subject,
        identity=present.identity,
        csrf=present.csrf,
        created_at=present.created_at,
        last_seen_at=present.last_seen_at,
        checked_at=present.checked_at,
        expires_at=present.expires_at,
        revoked_at=clock.now(),
    )


async def ordered(session: AsyncSession, account: AccountRecord) -> Sequence[ActingPost]:
    """The posts as they are offered: the last choice first."""
    last = await session.scalar(select(PostChoice.post).where(PostChoice.subject == f"officer:{account.subject}"))
    return sorted(account.posts, key=lambda post: post.id != last)


async def _remember(session: AsyncSession, identity: Identity) -> None:
    values = {"post": identity.post, "chosen_at": clock.now()}
    kept = insert(PostChoice).values(subject=f"{identity.kind}:{identity.subject}", **values)
    await session.execute(kept.on_conflict_do_update(index_elements=["subject"], set_=values))


def _not_there() -> Invalid:
    field = FieldError("/post", "not_there", TEXTS["post_not_there"])
    return Invalid("invalid_input", fields=[field])
