"""Cấp lại mật khẩu: one administrator for most, two people for who signs, seals or administers for the agency."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from mail_directory.people import queries, two_people
from mail_directory.people.actions import not_oneself, reachable
from mail_directory.people.models import Credential, Person
from mail_directory.people.telling import today
from mail_directory.rights import RIGHTS, Right
from shared.access import passwords
from shared.access.account_changes import note_change
from shared.access.identity import Identity
from shared.access.rights import Reach, Role, reach
from shared.core import clock
from shared.core.errors import Conflict, NotFound
from shared.core.identifiers import new_secret
from shared.storage import evidence

_LASTS = timedelta(days=3)

MACHINE = "machine"
"""Who asks by the command on the server."""


def lapses_at(credential: Credential | None) -> datetime | None:
    """Until when a second person may give what was asked for; None where nothing waits."""
    if credential is None or credential.reset_asked_by is None or credential.reset_asked_at is None:
        return None
    end = credential.reset_asked_at + _LASTS
    return end if clock.now() < end else None


async def reset_password(
    session: AsyncSession, who: Identity, person_id: UUID, waiting: str = "", *, together: bool = False
) -> tuple[Person, str | None]:
    """Cấp lại mật khẩu: returns the new one, once.

    Who holds it could sign in as that person. Where the person signs, seals or administers, or the one who asks wants it so
    (`together`), one administrator asks, which returns no password, and somebody else gives: another administrator with reach or,
    as many agencies have only one, an operator.
    `waiting` is the request that the giver has seen (`mark_of`), empty for who asks: a page that is no longer true does nothing.
    """
    not_oneself(who, person_id)
    person = await queries.get_person(session, person_id, lock=True)
    credential = person.credential
    asked_by = credential.reset_asked_by if credential and lapses_at(credential) else None
    is_second = asked_by not in (None, who.subject)
    everywhere = reach(who, RIGHTS[Right.RESET_PASSWORDS]) is Reach.ALL
    if not (is_second and everywhere):
        if Role.DIRECTORY_ADMINISTRATOR not in who.roles:
            raise Conflict("reset_decided" if waiting else "reset_not_asked")
        await reachable(session, who, person_id, Right.RESET_PASSWORDS, as_second=is_second)
    if credential is None:
        raise Conflict("no_account")
    if waiting != (mark_of(credential) if is_second else ""):
        raise Conflict("reset_decided" if waiting else "reset_asked_meanwhile")
    if not is_second and (together or await two_people.is_binding(session, person, today())):
        if asked_by is None:
            two_people.ask(credential, who.subject)
        await evidence.record(session, "password-reset-asked", f"person/{person.id}", who)
        return person, None
    two_people.is_given(credential, who.subject)
    password = new_secret()
    credential.password_hash = passwords.hash_generated(password)
    credential.must_change = True
    credential.changed_at = clock.now()
    await note_change(session, str(person.id), ends_sessions=True)
    await evidence.record(session, "password-reset", f"person/{person.id}", who, asked_by=asked_by or "")
    return person, password


def mark_of(credential: Credential) -> str:
    """Tells one request from the next."""
    return credential.reset_asked_at.isoformat() if credential.reset_asked_at else ""


async def ask_at_the_machine(session: AsyncSession, user_name: str) -> datetime:
    """Đề nghị cấp lại mật khẩu từ máy chủ: for those for whom nobody can ask in the directory.

    A directory administrator with nobody above, or an operator, has lost the password. Whoever runs the machine asks, and gets no
    password; an operator or an administrator with reach gives, so it still takes two. Returns until when. Raises NotFound and Conflict.
    """
    person = await queries.find_by_user_name(session, user_name)
    if person is None or person.credential is None:
        raise NotFound("not_found")
    if not {Role.DIRECTORY_ADMINISTRATOR, Role.OPERATOR} & {post.role for post in person.posts_on(today())}:
        raise Conflict("reset_by_administrator")
    two_people.ask(person.credential, MACHINE)
    await evidence.record(session, "password-reset-asked", f"person/{person.id}", MACHINE)
    return clock.now() + _LASTS
