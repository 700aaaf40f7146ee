"""A delegation stands on two people's posts, and lasts no longer than they do."""

from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from mail_directory.people import queries
from mail_directory.people.models import Delegation, Person
from mail_directory.people.postless import is_settled_by_hand, may_reopen
from mail_directory.people.telling import tell_person, today
from mail_directory.texts import TEXTS
from shared.access.account_changes import note_change
from shared.access.identity import Identity
from shared.core import clock
from shared.storage import evidence


async def follow_posts(session: AsyncSession, person: Person, who: Identity | evidence.Acting) -> None:
    """Kết thúc ủy quyền theo vị trí công tác: what the person gave or was given ends with the post, at once or on its last day.

    Call it after the person's posts or account have changed. It does not come back when the post or the account does.
    An account that was locked for want of a post is open with one (`people.postless`).
    """
    if may_reopen(person):
        person.active, person.locked_because = True, ""
        is_settled_by_hand(person)
        await session.flush()
        await evidence.record(session, "person-enabled", f"person/{person.id}", who)
    elif person.posts_from(today()):
        person.postless_told_on = None
    for delegation in await queries.list_open_delegations(session, person.id, today()):
        last = last_day_of(delegation, person)
        if last >= delegation.valid_to:
            continue
        received = delegation.delegate_id == person.id
        because = TEXTS["delegate_left" if received else "giver_left"]
        if last < max(today(), delegation.valid_from):
            delegation.ended_at, delegation.ended_because = clock.now(), because
        else:
            delegation.valid_to, delegation.ended_because = last, because
        await session.flush()
        await evidence.record(
            session, "delegation-ended", f"delegation/{delegation.id}", who, last_day=last if last > date.min else None
        )
        if not received:  # the delegate's rights end; the person's own news is told by whoever changed it
            delegate = await queries.get_person(session, delegation.delegate_id, lock=True)
            await tell_person(session, delegate)
            await note_change(session, str(delegate.id))


def last_day_of(delegation: Delegation, person: Person) -> date:
    """How long the giver's post, or the delegate's posts at the agency, carry it; the day before all days where they do not."""
    if not person.active:
        return date.min
    if delegation.giver_id == person.id:
        posts = [post for post in person.posts if post.id == delegation.post_id]
    else:
        posts = [post for post in person.posts if post.agency_code == delegation.agency_code]
    return max((post.valid_to or date.max for post in posts), default=date.min)
