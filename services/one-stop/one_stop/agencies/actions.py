"""Keeping the copy. Each event carries the whole present state, so the last one wins."""

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.agencies.models import Agency, Person, PersonPost, Province
from shared.contracts.mail_directory import AgencyRecorded, PersonRecorded
from shared.core import clock
from shared.core.province import Province as Profile


async def keep_agency(session: AsyncSession, event: AgencyRecorded) -> None:
    """Ghi nhận cơ quan."""
    values = {
        "name": event.name,
        "short_name": event.short_name,
        "parent_code": event.parent_code,
        "address": event.address,
        "phone": event.phone,
        "valid_from": event.valid_from,
        "valid_to": event.valid_to,
    }
    await session.execute(
        insert(Agency)
        .values(code=event.agency_code, **values)
        .on_conflict_do_update(index_elements=["code"], set_=values)
    )


async def keep_province(session: AsyncSession, facts: Profile) -> None:
    """Ghi nhận tỉnh."""
    await session.merge(
        Province(
            code=facts.code,
            name=facts.name,
            seat=facts.seat,
            hotline=facts.hotline,
            rule_set=facts.rule_set,
            online_intake_hours=facts.online_intake_hours,
        )
    )


async def keep_agencies_known_so_far(session: AsyncSession, agencies: list[dict[str, str]]) -> None:
    """Agencies from the province's own table, until mail-directory has told more; what it told stays."""
    today = clock.local_now().date()
    known = set(await session.scalars(select(Agency.code)))
    for row in agencies:
        if row["code"] not in known:
            session.add(
                Agency(
                    code=row["code"],
                    name=row["name"],
                    short_name=row["short_name"],
                    parent_code=row["parent_code"],
                    address="",
                    phone="",
                    valid_from=today,
                    valid_to=None,
                )
            )


async def keep_person(session: AsyncSession, event: PersonRecorded) -> None:
    """Ghi nhận cán bộ và vị trí công tác."""
    values = {"full_name": event.full_name, "user_name": event.user_name, "active": event.active}
    await session.execute(
        insert(Person).values(id=event.person_id, **values).on_conflict_do_update(index_elements=["id"], set_=values)
    )
    await session.execute(delete(PersonPost).where(PersonPost.person_id == event.person_id))
    posts = {(post.agency_code, post.role): post for post in event.posts}
    for post in posts.values():
        session.add(
            PersonPost(
                person_id=event.person_id,
                agency_code=post.agency_code,
                role=post.role,
                title=post.title,
                unit=post.unit,
            )
        )
    await session.flush()
