"""Hai người: who signs, seals or administers for an agency got the password from one person and the power from another."""

from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from mail_directory.people import queries
from mail_directory.people.models import Credential, Person
from shared.access.identity import Identity
from shared.access.rights import Power, Role
from shared.core import clock
from shared.core.errors import Conflict

BINDING = frozenset({Role.LEADER, Role.RECORDS_CLERK, Role.DIRECTORY_ADMINISTRATOR, Role.OPERATOR})
"""Roles that sign or seal for the agency, or are the second person for those who do."""
_BINDING_POWERS = frozenset({Power.SIGNING, Power.DOCUMENTS})
"""What of such a post lets whoever was given it do the same."""

KNOWN_FOR = timedelta(days=30)
"""Whoever knows a password can also change it: so long the person has to notice that the own one does not work."""


async def is_binding(session: AsyncSession, person: Person, day: date) -> bool:
    """The person signs, seals or administers for an agency, that day or from a later one: in a post of his own, or in another's by
    delegation.
    """
    if any(post.role in BINDING for post in person.posts_from(day)):
        return True
    return await queries.acts_for_others(session, person.id, day, BINDING, _BINDING_POWERS)


def ask(credential: Credential, by: str) -> None:
    """It waits for a second person."""
    credential.reset_asked_by, credential.reset_asked_at = by, clock.now()


def is_given(credential: Credential, by: str) -> None:
    """That person has seen the password; nothing waits any more."""
    credential.reset_asked_by = credential.reset_asked_at = None
    credential.given_by, credential.given_at = by, clock.now()


def has_chosen(credential: Credential | None) -> bool:
    """The person signs in with a password of his own; False for who has no account, too."""
    return credential is not None and not credential.must_change


def known_until(who: Identity, credential: Credential | None) -> datetime | None:
    """Until when he counts as one who knows the password that he gave, at least; None where he does not."""
    if credential is None or credential.given_by != who.subject or credential.given_at is None:
        return None
    end = credential.given_at + KNOWN_FOR
    return end if credential.must_change or clock.now() < end else None


def check_gives(who: Identity, person: Person, role: str, powers: frozenset[str] | None = None) -> None:
    """Asked wherever a post is given, or with `powers` a part of one: never what binds to whose password he knows.

    Raises Conflict: another administrator gives it, or a second person gives another password first.
    """
    binding = role in BINDING and (powers is None or powers & _BINDING_POWERS)
    if binding and known_until(who, person.credential):
        raise Conflict("password_known")
