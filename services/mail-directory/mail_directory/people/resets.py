"""Cấp lại mật khẩu: one administrator for most, two people for who signs or seals for the agency."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from mail_directory.people import queries
from mail_directory.people.actions import not_oneself, reachable, today
from mail_directory.people.models import Credential, Person
from shared import clock, evidence, passwords
from shared.account_changes import note_change
from shared.errors import Conflict
from shared.identifiers import new_secret
from shared.identity import Identity
from shared.rights import Role

_BINDING = frozenset({Role.LEADER, Role.RECORDS_CLERK})
"""Roles that sign or seal for the agency."""

_LASTS = timedelta(days=3)


def lapses_at(credential: Credential | None) -> datetime | None:
    """Until when a second person may give what was asked for; None where nothing waits."""
    if credential is None or credential.reset_asked_by is None or credential.reset_asked_at is None:
        return None
    end = credential.reset_asked_at + _LASTS
    return end if clock.now() < end else None


async def reset_password(session: AsyncSession, who: Identity, person_id: UUID) -> tuple[Person, str | None]:
    """Cấp lại mật khẩu: returns the new one, once.

    Who holds it could sign in as that person. Where the person signs or seals, one administrator asks, which returns no
    password, and somebody else gives: another administrator with reach or, as many agencies have only one, an operator.
    """
    not_oneself(who, person_id)
    person = await queries.get_person(session, person_id, lock=True)
    credential = person.credential
    asked_by = credential.reset_asked_by if credential and lapses_at(credential) else None
    is_second = asked_by not in (None, who.subject)
    if not (is_second and Role.OPERATOR in who.roles):
        if Role.DIRECTORY_ADMINISTRATOR not in who.roles:
            raise Conflict("reset_not_asked")
        await reachable(session, who, person_id)
    if credential is None:
        raise Conflict("no_account")
    if not is_second and any(post.role in _BINDING for post in person.posts_on(today())):
        if asked_by is None:
            credential.reset_asked_by, credential.reset_asked_at = who.subject, clock.now()
        await evidence.record(session, "password-reset-asked", f"person/{person.id}", who)
        return person, None
    credential.reset_asked_by = credential.reset_asked_at = None
    password = new_secret()
    credential.password_hash = passwords.hash_generated(password)
    credential.must_change = True
    credential.changed_at = clock.now()
    await note_change(session, str(person.id), ends_sessions=True)
    await evidence.record(session, "password-reset", f"person/{person.id}", who, asked_by=asked_by or "")
    return person, password
