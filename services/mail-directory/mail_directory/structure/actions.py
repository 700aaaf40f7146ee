"""Units are added, renamed, led, filled and ended by who looks after their agency; every change is told."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from mail_directory.agencies.models import Unit
from mail_directory.people import queries as people
from mail_directory.people.actions import tell_person, today
from mail_directory.people.models import Person, Post
from mail_directory.people.rules import check_reach
from mail_directory.structure import queries, rules
from mail_directory.structure.schemas import NewUnit, UnitChange, UnitEnd
from shared.access.identity import Identity
from shared.contracts.mail_directory import UnitRecorded
from shared.core.errors import Conflict, FieldError, Invalid, NotFound, PreconditionFailed
from shared.core.identifiers import new_id
from shared.messaging.outbox import tell
from shared.storage import evidence


async def add_unit(session: AsyncSession, who: Identity, agency_code: str, new: NewUnit) -> Unit:
    """Thêm đơn vị. Raises Invalid with the fields at fault, Conflict for an ended agency."""
    agency = await people.get_agency(session, agency_code)
    check_reach(who, agency.code, agency.parent_code)
    if agency.has_ended_by(today()):
        raise Conflict("agency_ended")
    code, name, kind = rules.read_unit(new.code, new.name, new.kind)
    unit = Unit(id=new_id(), agency_code=agency.code, code=code, kind=kind, valid_from=today(), version=1)
    unit.rename(name)
    sentence = "Mã này đã có đơn vị dùng, kể cả đơn vị đã kết thúc."
    taken = Invalid("invalid_input", fields=[FieldError("/code", "taken", sentence)])
    if await queries.code_is_taken(session, agency.code, code):
        raise taken
    try:
        async with session.begin_nested():
            session.add(unit)
    except IntegrityError:  # somebody took the code between our look and now
        raise taken from None
    await _tell(session, unit)
    await evidence.record(session, "unit-added", f"unit/{unit.id}", who, agency=agency.code, code=code)
    return unit


async def change_unit(session: AsyncSession, who: Identity, unit_id: UUID, change: UnitChange) -> Unit:
    """Đổi tên, loại, người đứng đầu. The head is a post that lies in the unit."""
    unit = await _to_change(session, who, unit_id, change.version)
    _, name, kind = rules.read_unit(unit.code, change.name, change.kind)
    inside = await _inside(session, unit)
    if change.head_post_id is not None and change.head_post_id not in {post.id for post, _ in inside}:
        sentence = "Người đứng đầu phải là người có vị trí công tác trong đơn vị này."
        raise Invalid("invalid_input", fields=[FieldError("/head_post_id", "outside", sentence)])
    renamed = unit.name != name
    unit.rename(name)
    unit.kind, unit.head_post_id = kind, change.head_post_id
    unit.version += 1
    await _tell(session, unit)
    if renamed:  # what is told of people holds the unit's name
        for person_id in sorted({person.id for _, person in inside}):
            await _tell_again(session, await people.get_person(session, person_id, lock=True))
    await evidence.record(session, "unit-changed", f"unit/{unit.id}", who, renamed=renamed)
    return unit


async def end_unit(session: AsyncSession, who: Identity, unit_id: UUID, end: UnitEnd) -> Unit:
    """Kết thúc đơn vị, with yesterday as its last day. Raises Conflict while a post lies in it."""
    unit = await _to_change(session, who, unit_id, end.version)
    if await _inside(session, unit):
        raise Conflict("unit_not_empty")
    unit.valid_to = today() - timedelta(days=1)
    unit.valid_from = min(unit.valid_from, unit.valid_to)
    unit.version += 1
    await _tell(session, unit)
    await evidence.record(session, "unit-ended", f"unit/{unit.id}", who)
    return unit


async def place(session: AsyncSession, who: Identity, unit_id: UUID, post_id: UUID, *, inside: bool = True) -> Unit:
    """Xếp vị trí công tác vào đơn vị, or take it out. Nobody's rights change."""
    unit = await _to_change(session, who, unit_id, None)
    rows = await queries.posts_of_agency(session, unit.agency_code, today())
    found = next((row for row in rows if row[0].id == post_id), None)
    if found is None or (not inside and found[0].unit_id != unit.id):
        raise NotFound("not_found")
    person = await people.get_person(session, found[1].id, lock=True)
    post = next(post for post in person.posts if post.id == post_id)
    post.unit = unit if inside else None
    if not inside and unit.head_post_id == post.id:
        unit.head_post_id = None
        await _tell(session, unit)
    person.version += 1
    await _tell_again(session, person)
    kind = "post-placed" if inside else "post-taken-out"
    await evidence.record(session, kind, f"person/{person.id}", who, placed=str(post.id), unit=str(unit.id))
    return unit


async def _inside(session: AsyncSession, unit: Unit) -> list[tuple[Post, Person]]:
    rows = await queries.posts_of_agency(session, unit.agency_code, today())
    return [row for row in rows if row[0].unit_id == unit.id]


async def _to_change(session: AsyncSession, who: Identity, unit_id: UUID, version: int | None) -> Unit:
    unit = await queries.get_unit(session, unit_id, lock=True)
    agency = await people.get_agency(session, unit.agency_code)
    check_reach(who, agency.code, agency.parent_code)
    if version is not None and unit.version != version:
        raise PreconditionFailed("changed_meanwhile")
    if not unit.is_open_on(today()):
        raise Conflict("unit_ended")
    return unit


async def _tell(session: AsyncSession, unit: Unit) -> None:
    await session.flush()
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
        ),
    )


async def _tell_again(session: AsyncSession, person: Person) -> None:
    await session.flush()
    await tell_person(session, person, person.credential.user_name if person.credential else "")
