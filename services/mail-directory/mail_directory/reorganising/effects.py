"""What happens with agencies, their units, people and those below them on the day; every change is told."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from mail_directory.agencies.actions import record_agency
from mail_directory.agencies.models import Agency, Unit
from mail_directory.people import queries as people
from mail_directory.people.following import follow_posts
from mail_directory.people.models import Delegation, Post, UnitStay
from mail_directory.people.telling import tell_person
from mail_directory.reorganising import queries
from mail_directory.reorganising.models import Reorganisation
from mail_directory.reorganising.rules import STANDING, Heir, Kind
from mail_directory.structure.moving import tell_unit
from mail_directory.structure.queries import find_last_move
from shared.access.account_changes import note_change
from shared.contracts.mail_directory import AgencyMerged
from shared.contracts.values import Share
from shared.core.identifiers import new_id
from shared.messaging.outbox import tell
from shared.storage import evidence


async def take_effect(session: AsyncSession, plan: Reorganisation) -> list[dict[str, Any]]:
    """The successors stand first, then each agency ends, if it does not stand, and what it had goes over. Returns what moved, by agency."""
    heirs = [await _successor(session, plan, heir) for heir in plan.heirs]
    ended = [await _end(session, plan, code) for code in plan.ending_codes]
    moved = [await _hand_on(session, plan, agency, heirs) for agency in ended]
    for heir in plan.heirs:
        act = "agency-recorded" if heir.new else "agency-changed"
        await evidence.record(session, act, f"agency/{heir.code}", plan.confirmed, plan=str(plan.id))
    return moved


async def _successor(session: AsyncSession, plan: Reorganisation, heir: Heir) -> Agency:
    if heir.new:
        successor = Agency(
            code=heir.code,
            tier=heir.tier,
            parent_code=heir.parent_code,
            mail_domain=heir.mail_domain,
            valid_from=plan.first_day,
        )
    else:
        successor = await session.get_one(Agency, heir.code, with_for_update=True)
        heir = _with_what_stands(plan, heir, successor)
        if successor.name != heir.name:
            successor.keep_name(_last_day(plan))
        successor.parent_code = await _above_those_that_end(session, plan, successor.parent_code)
    successor.rename(heir.name, heir.short_name)
    successor.give_code(heir.code_2020, _last_day(plan))
    successor.collective, successor.kept_here = heir.collective, True
    await record_agency(session, successor)
    return successor


def _with_what_stands(plan: Reorganisation, heir: Heir, there: Agency) -> Heir:
    """What the plan does not change stays as it is on the day, whatever it was when the plan was drawn up."""
    stood = plan.stood.get(heir.code, {})
    same = [name for name in STANDING if stood.get(name) == getattr(heir, name)]
    return Heir(**asdict(heir) | {name: getattr(there, name) or "" for name in same})


async def _above_those_that_end(session: AsyncSession, plan: Reorganisation, code: str | None) -> str | None:
    """What goes into an agency below it leaves that one right below the next above that stays."""
    passed: set[str] = set()
    while code in plan.ended_codes and code not in passed:
        passed.add(code)
        code = (await session.get_one(Agency, code)).parent_code
    return code


def _last_day(plan: Reorganisation) -> date:
    return plan.first_day - timedelta(days=1)


async def _end(session: AsyncSession, plan: Reorganisation, code: str) -> Agency:
    agency = await session.get_one(Agency, code, with_for_update=True)
    if plan.kind == Kind.PART:
        return agency
    agency.valid_to, agency.kept_here = _last_day(plan), True
    agency.successor_code, *agency.further_successors = plan.heir_codes
    await record_agency(session, agency)
    return agency


async def _hand_on(session: AsyncSession, plan: Reorganisation, agency: Agency, heirs: list[Agency]) -> dict[str, Any]:
    """What it had goes over; by now all that end have ended, so that who is told of a post knows of each that went into it."""
    code = agency.code
    units = await _merge_units(session, plan, code)
    posts = await _move_posts(session, plan, code, units)
    below = await _move_below(session, plan, code)
    await tell(
        session,
        AgencyMerged(
            agency_code=code,
            agency_name=agency.name,
            successor_code=plan.rest_code,
            successor_name=agency.name if plan.rest_code == code else heirs[0].name,
            first_day=plan.first_day,
            act=plan.kind,
            document_number=plan.document_number,
            document_date=plan.document_date,
            reorganisation_id=str(plan.id),
            shares=tuple([await _share(session, plan, heir, units) for heir in heirs]) if plan.is_shared else (),
        ),
    )
    facts: dict[str, Any] = _counts(posts, list(units.values()), below)
    if plan.is_shared:
        facts["shares"] = [
            {"code": heir.code, "name": heir.name} | _counts(posts, list(units.values()), below, heir.code)
            for heir in heirs
        ]
    into = plan.heir_codes if plan.is_shared else plan.successor_code
    act = "agency-parted" if plan.kind == Kind.PART else "agency-ended"
    await evidence.record(session, act, f"agency/{code}", plan.confirmed, plan=str(plan.id), into=into, **facts)
    return {"code": code, "name": agency.name} | facts


def _counts(
    posts: Sequence[tuple[UUID, str]], units: Sequence[Unit], below: Sequence[Agency], heir: str = ""
) -> dict[str, int]:
    """Of one successor, or of all together."""
    theirs = [(person_id, into) for person_id, into in posts if heir in ("", into)]
    return {
        "people": len({person_id for person_id, _ in theirs}),
        "posts": len(theirs),
        "units": len([unit for unit in units if heir in ("", unit.agency_code)]),
        "below": len([agency for agency in below if heir in ("", agency.parent_code)]),
    }


async def _share(session: AsyncSession, plan: Reorganisation, heir: Agency, units: dict[UUID, Unit]) -> Share:
    """Units as they were and as they are: whoever hears of it may have heard of them already, or hears of them later."""
    now = list(dict.fromkeys(unit.id for unit in units.values() if unit.agency_code == heir.code))
    before = await people.list_merged_into(session, now)
    named = [*now, *(one for unit_id in now for one in before.get(unit_id, ()))]
    matters = tuple(name for name, code in plan.matters.items() if code == heir.code)
    return Share(
        successor_code=heir.code,
        successor_name=heir.name,
        units=tuple(str(unit_id) for unit_id in named),
        matters=matters,
    )


async def _merge_units(session: AsyncSession, plan: Reorganisation, code: str) -> dict[UUID, Unit]:
    """Each unit that goes ends and is merged into its successor's of the same code, which is made where there is none."""
    open_units = select(Unit).where(or_(Unit.valid_to.is_(None), Unit.valid_to >= plan.first_day)).order_by(Unit.code)
    there = await session.scalars(open_units.where(Unit.agency_code.in_(plan.heir_codes)))
    heirs = {(unit.agency_code, unit.code): unit for unit in there}
    rows = await session.execute(select(Unit.agency_code, Unit.code).where(Unit.agency_code.in_(plan.heir_codes)))
    used = {(row.agency_code, row.code) for row in rows}
    merged = {}
    own = await session.scalars(open_units.where(Unit.agency_code == code).with_for_update())
    for unit in [one for one in own if plan.moves(one.id)]:
        into = plan.heir_of(unit.id)
        heir = heirs.get((into, unit.code)) or _new_unit(unit, into, plan, used)
        heirs[into, unit.code] = heir
        session.add(heir)
        if heir.head_post_id and heir.head_post_id == unit.head_post_id and await _ends(session, plan, unit, into):
            heir.head_post_id = None
        await session.flush()
        unit.valid_to, unit.successor_id, unit.head_post_id = _last_day(plan), heir.id, None
        unit.valid_from = min(unit.valid_from, unit.valid_to)
        unit.version += 1
        await tell_unit(session, heir)
        await tell_unit(session, unit)
        merged[unit.id] = heir
    return merged


def _new_unit(unit: Unit, into: str, plan: Reorganisation, used: set[tuple[str, str]]) -> Unit:
    """Its head goes on leading it; where two come together somebody says who does."""
    code, number = unit.code, 2
    while (into, code) in used:  # by one that has ended
        code, number = f"{unit.code[:17]}.{number}", number + 1
    used.add((into, code))
    heir = Unit(id=new_id(), agency_code=into, code=code, kind=unit.kind, valid_from=plan.first_day, version=1)
    heir.rename(unit.name)
    heir.head_post_id = unit.head_post_id
    return heir


async def _ends(session: AsyncSession, plan: Reorganisation, unit: Unit, into: str) -> bool:
    """The post of its head does, whose holder has the same role there already (`_move_post`)."""
    post = await session.get_one(Post, unit.head_post_id)
    person = await people.get_person(session, post.person_id)
    there = {(one.agency_code, one.role) for one in person.posts_from(plan.first_day)}
    return (into, post.role) in there and post.valid_from <= _last_day(plan)


async def _move_posts(
    session: AsyncSession, plan: Reorganisation, code: str, units: dict[UUID, Unit]
) -> list[tuple[UUID, str]]:
    """Posts go over with their units, holders, roles and what was delegated of them; who has the same role there keeps that one.

    Returns of each whose it is and where it went.
    """
    moving: dict[UUID, set[UUID]] = {}
    for post_id, person_id, unit_id in await queries.posts_moving(session, code, plan.first_day):
        if plan.moves(unit_id):
            moving.setdefault(person_id, set()).add(post_id)
    delegations = Delegation.agency_code == code, Delegation.valid_to >= plan.first_day
    went = []
    for person_id in moving:
        person = await people.get_person(session, person_id, lock=True)
        there = {(post.agency_code, post.role) for post in person.posts_from(plan.first_day)}
        for post in person.posts:
            if post.id in moving[person_id]:
                into = units[post.unit_id].agency_code if post.unit_id else plan.successor_code
                given = update(Delegation).where(*delegations, Delegation.post_id == post.id)
                await session.execute(given.values(agency_code=into))
                await _move_post(session, plan, post, into, units, twice=(into, post.role) in there)
                went.append((person_id, into))
        person.version += 1
    if plan.rest_code != code:
        await session.execute(update(Delegation).where(*delegations).values(agency_code=plan.rest_code))
    await session.flush()
    for person_id in moving:
        await _tell(session, plan, person_id)
    return went


async def _tell(session: AsyncSession, plan: Reorganisation, person_id: UUID) -> None:
    """Where colleagues part, what one was delegated by the other ends: it stays inside one agency."""
    person = await people.get_person(session, person_id, lock=True)
    if plan.is_shared:
        await follow_posts(session, person, plan.confirmed)
    await tell_person(session, person)
    await note_change(session, str(person.id))


async def _move_post(
    session: AsyncSession, plan: Reorganisation, post: Post, into: str, units: dict[UUID, Unit], *, twice: bool
) -> None:
    moved_on = await find_last_move(session, post.id)
    since = moved_on + timedelta(days=1) if moved_on else post.valid_from
    if post.unit_id is not None and since <= _last_day(plan):
        session.add(
            UnitStay(
                id=new_id(),
                person_id=post.person_id,
                post_id=post.id,
                unit_id=post.unit_id,
                valid_from=since,
                valid_to=_last_day(plan),
                reason=plan.reason,
                moved_by=plan.confirmed_by,
            )
        )
    if twice and post.valid_from <= _last_day(plan):
        post.valid_to, post.ended_because = _last_day(plan), plan.reason
        return
    post.agency_code = into
    if post.unit_id is not None:
        post.unit = units[post.unit_id]


async def _move_below(session: AsyncSession, plan: Reorganisation, code: str) -> list[Agency]:
    """Cơ quan trực thuộc: right below the agency that ends, right below its successor from then on."""
    stand = Agency.parent_code == code, Agency.valid_to.is_(None), Agency.code.not_in(plan.heir_codes)
    there = await session.scalars(select(Agency).where(*stand).order_by(Agency.code).with_for_update())
    moved = [agency for agency in there if plan.moves(agency.code)]
    for agency in moved:
        agency.parent_code, agency.kept_here = plan.heir_of(agency.code), True
        await record_agency(session, agency)
    return moved
