"""What happens with agencies, their units, people and those below them on the day; every change is told."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from mail_directory.agencies.actions import record_agency
from mail_directory.agencies.models import Agency, Unit
from mail_directory.people import queries as people
from mail_directory.people.models import Delegation, Post, UnitStay
from mail_directory.people.telling import tell_person
from mail_directory.reorganising import queries
from mail_directory.reorganising.models import Reorganisation
from mail_directory.structure.moving import tell_unit
from mail_directory.structure.queries import find_last_move
from shared.access.account_changes import note_change
from shared.contracts.mail_directory import AgencyMerged
from shared.core.identifiers import new_id
from shared.messaging.outbox import tell
from shared.storage import evidence


async def take_effect(session: AsyncSession, plan: Reorganisation) -> list[dict[str, Any]]:
    """The successor stands first, then each agency ends and what it had goes over. Returns what moved, by agency."""
    successor = await _successor(session, plan)
    ended = [await _end(session, plan, code, successor) for code in plan.ending_codes]
    moved = [await _hand_on(session, plan, agency, successor) for agency in ended]
    act = "agency-recorded" if plan.successor_new else "agency-changed"
    await evidence.record(session, act, f"agency/{successor.code}", plan.confirmed, plan=str(plan.id))
    return moved


async def _successor(session: AsyncSession, plan: Reorganisation) -> Agency:
    if plan.successor_new:
        successor = Agency(
            code=plan.successor_code,
            tier=plan.tier,
            parent_code=plan.parent_code,
            mail_domain=plan.mail_domain,
            valid_from=plan.first_day,
        )
    else:
        successor = await session.get_one(Agency, plan.successor_code, with_for_update=True)
        if successor.name != plan.name:
            successor.keep_name(_last_day(plan))
        successor.parent_code = await _above_those_that_end(session, plan, successor.parent_code)
    successor.rename(plan.name, plan.short_name)
    successor.give_code(plan.code_2020, _last_day(plan))
    successor.collective, successor.kept_here = plan.collective, True
    await record_agency(session, successor)
    return successor


async def _above_those_that_end(session: AsyncSession, plan: Reorganisation, code: str | None) -> str | None:
    """What goes into an agency below it leaves that one right below the next above that stays."""
    passed: set[str] = set()
    while code in plan.ending_codes and code not in passed:
        passed.add(code)
        code = (await session.get_one(Agency, code)).parent_code
    return code


def _last_day(plan: Reorganisation) -> date:
    return plan.first_day - timedelta(days=1)


async def _end(session: AsyncSession, plan: Reorganisation, code: str, successor: Agency) -> Agency:
    agency = await session.get_one(Agency, code, with_for_update=True)
    agency.valid_to, agency.successor_code, agency.kept_here = _last_day(plan), successor.code, True
    await record_agency(session, agency)
    return agency


async def _hand_on(session: AsyncSession, plan: Reorganisation, agency: Agency, successor: Agency) -> dict[str, Any]:
    """What it had goes over; by now all that end have ended, so that who is told of a post knows of each that went into it."""
    code = agency.code
    units = await _merge_units(session, plan, code, successor.code)
    posts, persons = await _move_posts(session, plan, code, successor.code, units)
    below = await _move_below(session, code, successor.code)
    await tell(
        session,
        AgencyMerged(
            agency_code=code,
            agency_name=agency.name,
            successor_code=successor.code,
            successor_name=successor.name,
            first_day=plan.first_day,
            act=plan.kind,
            document_number=plan.document_number,
            document_date=plan.document_date,
            reorganisation_id=str(plan.id),
        ),
    )
    facts = {"people": persons, "posts": posts, "units": len(units), "below": len(below)}
    await evidence.record(
        session, "agency-ended", f"agency/{code}", plan.confirmed, plan=str(plan.id), into=successor.code, **facts
    )
    return {"code": code, "name": agency.name} | facts


async def _merge_units(session: AsyncSession, plan: Reorganisation, code: str, into: str) -> dict[UUID, Unit]:
    """Each unit ends and is merged into the successor's of the same code, which is made where there is none."""
    open_units = select(Unit).where(or_(Unit.valid_to.is_(None), Unit.valid_to >= plan.first_day)).order_by(Unit.code)
    heirs = {unit.code: unit for unit in await session.scalars(open_units.where(Unit.agency_code == into))}
    used = set(await session.scalars(select(Unit.code).where(Unit.agency_code == into)))
    merged = {}
    for unit in list(await session.scalars(open_units.where(Unit.agency_code == code).with_for_update())):
        heir = heirs.get(unit.code) or _new_unit(unit, into, plan, used)
        heirs[unit.code] = heir
        session.add(heir)
        await session.flush()
        unit.valid_to, unit.successor_id, unit.head_post_id = _last_day(plan), heir.id, None
        unit.valid_from = min(unit.valid_from, unit.valid_to)
        unit.version += 1
        await tell_unit(session, heir)
        await tell_unit(session, unit)
        merged[unit.id] = heir
    return merged


def _new_unit(unit: Unit, into: str, plan: Reorganisation, used: set[str]) -> Unit:
    """Its head goes on leading it; where two come together somebody says who does."""
    code, number = unit.code, 2
    while code in used:  # by one that has ended
        code, number = f"{unit.code[:17]}.{number}", number + 1
    heir = Unit(id=new_id(), agency_code=into, code=code, kind=unit.kind, valid_from=plan.first_day, version=1)
    heir.rename(unit.name)
    heir.head_post_id = unit.head_post_id
    return heir


async def _move_posts(
    session: AsyncSession, plan: Reorganisation, code: str, into: str, units: dict[UUID, Unit]
) -> tuple[int, int]:
    """Posts go over with their holders, roles and what was delegated of them; who has the same role at the successor keeps that one."""
    moving: dict[UUID, set[UUID]] = {}
    for post_id, person_id in await queries.posts_moving(session, code, plan.first_day):
        moving.setdefault(person_id, set()).add(post_id)
    await session.execute(
        update(Delegation)
        .where(Delegation.agency_code == code, Delegation.valid_to >= plan.first_day)
        .values(agency_code=into)
    )
    for person_id in moving:
        person = await people.get_person(session, person_id, lock=True)
        there = {post.role for post in person.posts_from(plan.first_day) if post.agency_code == into}
        for post in person.posts:
            if post.id in moving[person_id]:
                await _move_post(session, plan, post, into, units, twice=post.role in there)
        person.version += 1
        await session.flush()
        await tell_person(session, person)
        await note_change(session, str(person.id))
    return sum(map(len, moving.values())), len(moving)


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


async def _move_below(session: AsyncSession, code: str, into: str) -> list[Agency]:
    """Cơ quan trực thuộc: right below the agency that ends, right below its successor from then on."""
    below = select(Agency).where(Agency.parent_code == code, Agency.valid_to.is_(None), Agency.code != into)
    moved = list(await session.scalars(below.order_by(Agency.code).with_for_update()))
    for agency in moved:
        agency.parent_code, agency.kept_here = into, True
        await record_agency(session, agency)
    return moved
