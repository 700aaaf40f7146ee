"""What happens with units and the posts in them as it takes effect, whether today or as a day comes; every change is told."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from mail_directory.agencies.models import Unit
from mail_directory.people import queries as people
from mail_directory.people.models import Person, Post, UnitStay
from mail_directory.people.telling import tell_person, today
from mail_directory.structure import queries, rules
from shared.access.account_changes import note_change
from shared.contracts.mail_directory import UnitRecorded
from shared.core.errors import Conflict, FieldError, Invalid, NotFound
from shared.core.identifiers import new_id
from shared.messaging.outbox import tell
from shared.storage import evidence
from shared.storage.evidence import Acting


@dataclass(frozen=True)
class Order:
    """Quyết định: from which day on, why, and who entered it."""

    first_day: date
    reason: str
    subject: str
    """Id of the administrator."""
    by: Acting
    """As the evidence names who ordered it, also when its day comes later."""

    @property
    def last_day_before(self) -> date:
        return self.first_day - timedelta(days=1)


async def find_post(session: AsyncSession, unit: Unit, post_id: UUID, *, inside: bool) -> tuple[Post, Person]:
    """A post of the unit's agency with its holder, locked. Raises NotFound, also for one to take out that lies elsewhere."""
    rows = await queries.posts_of_agency(session, unit.agency_code, today())
    holder = next((person.id for post, person in rows if post.id == post_id), None)
    if holder is None:
        raise NotFound("not_found")
    person = await people.get_person(session, holder, lock=True)
    post = next((post for post in person.posts if post.id == post_id), None)
    ended = post is None or (post.valid_to is not None and post.valid_to < today())
    if post is None or ended or (not inside and post.unit_id != unit.id):
        raise NotFound("not_found")
    return post, person


async def move_post(session: AsyncSession, unit: Unit, post_id: UUID, order: Order, *, inside: bool) -> None:
    """Xếp vào đơn vị, or take it out; where it lay before is kept. Invalid for a day before it came to where it lies."""
    post, person = await find_post(session, unit, post_id, inside=inside)
    if inside and post.unit_id == unit.id:
        return
    began = [await _lies_since(session, post), *([unit.valid_from] if inside else [])]
    rules.check_not_before(order.first_day, today(), *began)
    await _move(session, person, post, unit if inside else None, order)
    kind = "post-placed" if inside else "post-taken-out"
    facts = {"placed": str(post.id), "unit": str(unit.id), "reason": order.reason, "since": order.first_day}
    await evidence.record(session, kind, f"person/{person.id}", order.by, **facts)


async def not_oneself(session: AsyncSession, head_post_id: UUID | None, order: Order) -> None:
    """Nobody makes himself head of a unit, nor brings more into the one he leads: what it has would be his to see and give out."""
    if head_post_id is not None and str(await queries.holder_of(session, head_post_id)) == order.subject:
        raise Conflict("own_unit")


async def change(
    session: AsyncSession, unit: Unit, name: str, kind: str, head_post_id: UUID | None, order: Order
) -> None:
    """Đổi tên, loại, người đứng đầu. The head is a post that lies in the unit."""
    inside = await posts_inside(session, unit)
    if head_post_id not in {
        None,
        unit.head_post_id,
        *(post.id for post, _ in inside),
    }:  # who leads it now may have left
        sentence = "Người đứng đầu phải là người có vị trí công tác trong đơn vị này."
        raise Invalid("invalid_input", fields=[FieldError("/head_post_id", "outside", sentence)])
    if head_post_id != unit.head_post_id:
        await not_oneself(session, head_post_id, order)
    renamed = unit.name != name
    if renamed:
        rules.check_not_before(order.first_day, today(), unit.named_since)
        unit.keep_name(order.last_day_before)
        unit.rename(name)
    led_by = {unit.head_post_id, head_post_id}
    unit.kind, unit.head_post_id = kind, head_post_id
    unit.version += 1
    await tell_unit(session, unit)
    if renamed:  # what is told of people holds the unit's name
        for person_id in sorted({person.id for _, person in inside}):
            await tell_again(session, await people.get_person(session, person_id, lock=True))
    if len(led_by) > 1:
        await _ask_again(session, led_by)
    await evidence.record(session, "unit-changed", f"unit/{unit.id}", order.by, renamed=renamed, since=order.first_day)


async def merge(session: AsyncSession, unit: Unit, into: Unit, order: Order) -> None:
    """Sáp nhập vào đơn vị khác: its people go there, the services follow with what it had, and it ends the day before."""
    rules.check_not_before(order.first_day, today(), unit.valid_from, into.valid_from)
    await not_oneself(session, into.head_post_id, order)
    unit.valid_to = order.last_day_before
    unit.valid_from = min(unit.valid_from, unit.valid_to)
    unit.successor_id, unit.head_post_id = into.id, None
    unit.version += 1
    await session.flush()
    await tell_unit(session, unit)
    inside = {post.id: person.id for post, person in await posts_inside(session, unit)}
    for post_id, person_id in inside.items():
        person = await people.get_person(session, person_id, lock=True)
        for post in person.posts:
            if post.id == post_id and post.unit_id == unit.id:  # who left meanwhile stays where he went
                await _move(session, person, post, into, order)
    facts = {"into": str(into.id), "reason": order.reason, "since": order.first_day}
    await evidence.record(session, "unit-merged", f"unit/{unit.id}", order.by, **facts)


async def _move(session: AsyncSession, person: Person, post: Post, unit: Unit | None, order: Order) -> None:
    await _keep_stay(session, post, order)
    left, post.unit = post.unit, unit
    if left is not None and left.head_post_id == post.id:  # whoever comes back is head again when somebody says so
        left.head_post_id = None
        await tell_unit(session, left)
    person.version += 1
    await tell_again(session, person)
    await _ask_again(session, {post.id})


async def _lies_since(session: AsyncSession, post: Post) -> date:
    """The first day of where the post lies now."""
    moved = await queries.find_last_move(session, post.id)
    return moved + timedelta(days=1) if moved else post.valid_from


async def _keep_stay(session: AsyncSession, post: Post, order: Order) -> None:
    """What did not last a whole day is in the evidence alone."""
    since = await _lies_since(session, post)
    if since <= order.last_day_before:
        stay = UnitStay(
            id=new_id(),
            person_id=post.person_id,
            post_id=post.id,
            unit_id=post.unit_id,
            valid_from=since,
            valid_to=order.last_day_before,
            reason=order.reason,
            moved_by=order.subject,
        )
        session.add(stay)


async def posts_inside(session: AsyncSession, unit: Unit) -> list[tuple[Post, Person]]:
    """Posts that lie in the unit, held today or later."""
    rows = await queries.posts_of_agency(session, unit.agency_code, today())
    return [row for row in rows if row[0].unit_id == unit.id]


async def tell_unit(session: AsyncSession, unit: Unit) -> None:
    """Its whole present state, to whoever keeps a copy."""
    await session.flush()
    successor = await session.get(Unit, unit.successor_id) if unit.successor_id else None
    await tell(
        session,
        UnitRecorded(
            unit_id=str(unit.id),
            agency_code=unit.agency_code,
            code=unit.code,
            name=unit.name,
            unit_kind=unit.kind,
            head_post_id=str(unit.head_post_id or ""),
            valid_from=unit.valid_from,
            valid_to=unit.valid_to,
            successor_id=str(successor.id) if successor else "",
            successor_name=successor.name if successor else "",
        ),
    )


async def tell_again(session: AsyncSession, person: Person) -> None:
    await session.flush()
    await tell_person(session, person)


async def _ask_again(session: AsyncSession, posts: Collection[UUID | None]) -> None:
    """The gateway asks again for who works in these posts: the unit, or who leads it, is another."""
    for person_id in await queries.workers_in(session, {post for post in posts if post}, today()):
        await note_change(session, str(person_id))
