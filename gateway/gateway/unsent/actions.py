"""Parking, finding and dropping unsent forms; keeping what is being typed."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import ColumnElement, delete, func, or_, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from gateway.sessions.models import SignInSession
from gateway.unsent.bodies import WrittenForm
from gateway.unsent.models import KeptForm, UnsentForm
from gateway.unsent.rules import CLAIMED_FOR, KEPT_FOR, LARGEST_TYPED, MOST_FOR_ONE, MOST_TYPED_FOR_ONE, TYPED_KEPT_FOR
from shared.core import clock
from shared.core.errors import Invalid, TooLarge
from shared.core.identifiers import new_id


async def owner_of_token(session: AsyncSession, token: str) -> tuple[str, str]:
    """Whose session a form's token was made for, ended or not, and in which post; empty when it is nobody's."""
    post = func.coalesce(SignInSession.identity["post"].astext, "")
    found = await session.execute(
        select(SignInSession.subject, post).where(SignInSession.csrf == token, SignInSession.kind == "browser")
    )
    row = found.first()
    return (row[0], row[1]) if row else ("", "")


async def park(session: AsyncSession, owner: str, target: str, form: WrittenForm, post: str = "") -> UUID:
    """Giữ biểu mẫu chưa gửi. The same one sent again is still one. `post`: in which its page was opened."""
    now = clock.now()
    row: dict[str, Any] = {
        "content_type": form.content_type,
        "content": form.content,
        "inside": {
            "fields": form.fields,
            "files": form.files,
            "left_out": form.left_out,
            "secrets": form.secrets,
            "post": post,
        },
        "parked_at": now,
        "claimed_at": None,
    }
    digest = hashlib.sha256(target.encode() + b"\0" + form.content).digest()
    statement = (
        insert(UnsentForm)
        .values(id=new_id(), owner=owner, target=target, digest=digest, **row)
        .on_conflict_do_update(index_elements=["owner", "digest"], set_=row)
        .returning(UnsentForm.id)
    )
    found: UUID = (await session.execute(statement)).scalar_one()
    surplus = select(UnsentForm.id).where(UnsentForm.owner == owner).order_by(UnsentForm.parked_at.desc())
    await session.execute(delete(UnsentForm).where(UnsentForm.id.in_(surplus.offset(MOST_FOR_ONE))))
    return found


async def find(session: AsyncSession, form_id: UUID) -> UnsentForm | None:
    """Whoever asks still compares the owner."""
    found = await session.scalars(select(UnsentForm).where(UnsentForm.id == form_id, *_waiting()))
    return found.first()


async def claim(session: AsyncSession, form_id: UUID, owner: str, target: str) -> UnsentForm | None:
    """Lấy biểu mẫu để gửi: whoever presses twice sends once."""
    found = await session.scalars(
        update(UnsentForm)
        .where(UnsentForm.id == form_id, UnsentForm.owner == owner, UnsentForm.target == target, *_waiting())
        .values(claimed_at=clock.now())
        .returning(UnsentForm)
    )
    return found.first()


async def release(session: AsyncSession, form_id: UUID) -> None:
    """It did not arrive."""
    await session.execute(update(UnsentForm).where(UnsentForm.id == form_id).values(claimed_at=None))


def _waiting() -> tuple[ColumnElement[bool], ...]:
    now = clock.now()
    free = or_(UnsentForm.claimed_at.is_(None), UnsentForm.claimed_at < now - CLAIMED_FOR)
    return UnsentForm.parked_at > now - KEPT_FOR, free


async def of_owner(session: AsyncSession, owner: str) -> list[UnsentForm]:
    found = await session.scalars(
        select(UnsentForm).where(UnsentForm.owner == owner, *_waiting()).order_by(UnsentForm.parked_at.desc())
    )
    return list(found)


async def drop(session: AsyncSession, form_id: UUID, owner: str) -> None:
    """Bỏ biểu mẫu chưa gửi."""
    await session.execute(delete(UnsentForm).where(UnsentForm.id == form_id, UnsentForm.owner == owner))


@dataclass(frozen=True)
class Saved:
    """Kết quả giữ nội dung đang nhập."""

    saved_at: datetime
    elsewhere: bool
    """Another tab had written since this one looked: its content is kept beside."""


_KEEP = text(
    """
    INSERT INTO kept_form AS k (owner, name, action, content, tab, saved_at) VALUES (:owner, :name, :action, :content, :tab, :now)
    ON CONFLICT (owner, name) DO UPDATE SET
      other = CASE WHEN k.tab <> excluded.tab AND k.content <> excluded.content THEN k.content ELSE k.other END,
      action = excluded.action, content = excluded.content, tab = excluded.tab, saved_at = excluded.saved_at
    RETURNING other
    """
)


async def keep_typed(session: AsyncSession, owner: str, name: str, action: str, content: str, tab: str) -> Saved:
    """Giữ nội dung đang nhập. The newer one wins; what another tab had saved stays beside it."""
    if len(content) > LARGEST_TYPED:
        raise TooLarge("body_too_large", limit=f"{LARGEST_TYPED // 1024} kB")
    try:
        read = orjson.loads(content)
    except orjson.JSONDecodeError as error:
        raise Invalid("malformed_request") from error
    if not isinstance(read, list) or "\\u0000" in content:
        raise Invalid("malformed_request")
    now = clock.now()
    row = {"owner": owner, "name": name, "action": action, "content": content, "tab": tab, "now": now}
    other = (await session.execute(_KEEP, row)).scalar_one()
    count = await session.scalar(select(func.count()).select_from(KeptForm).where(KeptForm.owner == owner))
    if (count or 0) > MOST_TYPED_FOR_ONE:
        oldest = select(KeptForm.name).where(KeptForm.owner == owner).order_by(KeptForm.saved_at).limit(1)
        await session.execute(
            delete(KeptForm).where(KeptForm.owner == owner, KeptForm.name == oldest.scalar_subquery())
        )
    return Saved(now, other is not None)


async def find_typed(session: AsyncSession, owner: str, name: str) -> KeptForm | None:
    found = await session.get(KeptForm, (owner, name))
    return found if found is not None and found.saved_at > clock.now() - TYPED_KEPT_FOR else None


async def drop_typed(session: AsyncSession, owner: str, name: str) -> None:
    """Bỏ nội dung đang nhập."""
    await session.execute(delete(KeptForm).where(KeptForm.owner == owner, KeptForm.name == name))


async def drop_sent(session: AsyncSession, owner: str, action: str) -> None:
    """The form has reached its service."""
    await session.execute(delete(KeptForm).where(KeptForm.owner == owner, KeptForm.action == action))
