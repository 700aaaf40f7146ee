"""Units are added, renamed, led, filled, merged and ended by who looks after their agency, from today, or from another day on."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from mail_directory.agencies.models import Agency, Unit
from mail_directory.people import queries as people
from mail_directory.people.rules import check_reach, read_reason
from mail_directory.people.telling import today
from mail_directory.structure import ahead, moving, planning, queries, rules
from mail_directory.structure.ahead import UnitState
from mail_directory.structure.moving import Order, tell_again, tell_unit
from mail_directory.structure.rules import ChangeKind
from mail_directory.structure.schemas import Merger, NewUnit, UnitChange, UnitEnd
from mail_directory.texts import TEXTS
from shared.access.identity import Identity
from shared.core.errors import Conflict, FieldError, Invalid, NotFound, PreconditionFailed
from shared.core.identifiers import new_id
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
    await tell_unit(session, unit)
    await evidence.record(session, "unit-added", f"unit/{unit.id}", who, agency=agency.code, code=code)
    return unit


async def change_unit(session: AsyncSession, who: Identity, unit_id: UUID, new: UnitChange) -> Unit:
    """Đổi tên, loại, người đứng đầu, from its first day on. The head is a post that lies in the unit."""
    unit = await _to_change(session, who, unit_id, new.version)
    _, name, kind = rules.read_unit(unit.code, new.name, new.kind)
    order = _order(who, new.first_day, "")
    if order.first_day > today():
        shown = await ahead.state_on(session, unit, new.as_of or today())
        then = await ahead.state_on(session, unit, order.first_day)
        wanted = ahead.carried(UnitState(name, kind, new.head_post_id), shown, then)
        name, kind, head = wanted.name, wanted.kind, wanted.head
        if head != then.head:
            await moving.not_oneself(session, head, order)
        await planning.plan(session, order, ChangeKind.CHANGE, unit, name=name, unit_kind=kind, post_id=head)
    else:
        await moving.change(session, unit, name, kind, new.head_post_id, order)
    return unit


async def merge_unit(session: AsyncSession, who: Identity, unit_id: UUID, new: Merger) -> Unit:
    """Sáp nhập vào đơn vị khác của cơ quan: people and work go there, and the unit ends the day before."""
    unit = await _to_change(session, who, unit_id, new.version)
    order = _order(who, new.first_day, read_reason(new.reason, TEXTS["move_reason_missing"]))
    into = await queries.get_open_unit(session, unit, new.into_id)
    if order.first_day > today():
        await moving.not_oneself(session, (await ahead.state_on(session, into, order.first_day)).head, order)
        await planning.plan(session, order, ChangeKind.MERGE, unit, into_id=into.id)
    else:
        await moving.merge(session, unit, into, order)
    return unit


async def end_unit(session: AsyncSession, who: Identity, unit_id: UUID, end: UnitEnd) -> Unit:
    """Kết thúc đơn vị, with yesterday as its last day. Raises Conflict while a post lies in it."""
    unit = await _to_change(session, who, unit_id, end.version)
    if await moving.posts_inside(session, unit):
        raise Conflict("unit_not_empty")
    unit.valid_to = today() - timedelta(days=1)
    unit.valid_from = min(unit.valid_from, unit.valid_to)
    unit.version += 1
    await tell_unit(session, unit)
    await evidence.record(session, "unit-ended", f"unit/{unit.id}", who)
    return unit


async def place(
    session: AsyncSession,
    who: Identity,
    unit_id: UUID,
    post_id: UUID,
    reason: str,
    *,
    inside: bool = True,
    first_day: date | None = None,
) -> Unit:
    """Xếp vị trí công tác vào đơn vị, or take it out, from its first day on. What is lent with the post goes with it.

    Where it lay before is kept with the reason. Raises Invalid without a reason.
    """
    unit = await _to_change(session, who, unit_id, None)
    order = _order(who, first_day, read_reason(reason, TEXTS["move_reason_missing"]))
    if order.first_day > today():
        post, person = await moving.find_post(session, unit, post_id, inside=True)
        if not inside and await ahead.unit_on(session, post, order.first_day) != unit.id:
            raise NotFound("not_found")
        kind = ChangeKind.PLACE if inside else ChangeKind.TAKE_OUT
        await planning.plan(session, order, kind, unit, name=person.full_name, post_id=post_id)
    else:
        await moving.move_post(session, unit, post_id, order, inside=inside)
    return unit


def _order(who: Identity, first_day: date | None, reason: str) -> Order:
    """From today on where no day is said."""
    day = first_day or today()
    rules.check_first_day(day, today())
    return Order(day, reason, who.subject, evidence.acting(who))


async def _to_change(session: AsyncSession, who: Identity, unit_id: UUID, version: int | None) -> Unit:
    unit = await queries.get_unit(session, unit_id, lock=True)
    agency = await people.get_agency(session, unit.agency_code)
    check_reach(who, agency.code, agency.parent_code)
    if version is not None and unit.version != version:
        raise PreconditionFailed("changed_meanwhile")
    if not unit.is_open_on(today()):
        raise Conflict("unit_ended")
    return unit


async def publish_units(session: AsyncSession, rows: Sequence[Mapping[str, str]]) -> int:
    """Công bố đơn vị (`units.csv`): units nobody knows yet, with the people named. What is there is kept on the screens and stays as it is.

    Returns how many were added. Raises ValueError, in words for who wrote the table.
    """
    added = 0
    for row in rows:
        code, name, kind = _read_row(row)
        if await session.get(Agency, row["agency_code"]) is None:
            raise ValueError(f"units.csv: cơ quan {row['agency_code']} của {code} không có trong agencies.csv.")
        if await queries.code_is_taken(session, row["agency_code"], code):
            continue
        unit = Unit(id=new_id(), agency_code=row["agency_code"], code=code, kind=kind, valid_from=today(), version=1)
        unit.rename(name)
        session.add(unit)
        for user_name in dict.fromkeys(f"{row['people']} {row['head']}".split()):
            await _place_first(session, unit, user_name, leads=user_name == row["head"])
        await tell_unit(session, unit)
        await evidence.record(session, "unit-added", f"unit/{unit.id}", "seeding", agency=unit.agency_code, code=code)
        added += 1
    return added


def _read_row(row: Mapping[str, str]) -> tuple[str, str, str]:
    try:
        return rules.read_unit(row["code"], row["name"], row["kind"])
    except Invalid as refusal:
        raise ValueError(f"units.csv: {row['agency_code']} {row['code']}: {refusal.fields[0].sentence}") from None


async def _place_first(session: AsyncSession, unit: Unit, user_name: str, *, leads: bool) -> None:
    """Somebody whose posts at the agency lie in no unit yet."""
    person = await people.find_by_user_name(session, user_name)
    if person is None:
        raise ValueError(
            f"units.csv: đơn vị {unit.code} của {unit.agency_code}: không có tài khoản “{user_name}” đang dùng; "
            "hãy sửa cột head hoặc people, hoặc thêm người này vào people.json."
        )
    for post in person.posts_on(today()):
        if post.agency_code == unit.agency_code and post.unit is None:
            post.unit = unit
            if leads:
                unit.head_post_id = post.id
    await tell_again(session, person)
