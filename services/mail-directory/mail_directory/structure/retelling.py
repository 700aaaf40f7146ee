"""All of the directory told once more: for services whose copy was made anew, or knows more than before."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from mail_directory.agencies.actions import record_agency
from mail_directory.agencies.models import Agency, Unit
from mail_directory.people import queries, telling
from mail_directory.people.models import Person
from mail_directory.structure.moving import tell_unit
from shared.work.jobs import Job


async def tell_everything(session: AsyncSession, _key: str) -> None:
    """Every agency, unit and person as they are now."""
    for agency in await session.scalars(select(Agency).order_by(Agency.code)):
        await record_agency(session, agency)
    for unit in await session.scalars(select(Unit).order_by(Unit.id)):
        await tell_unit(session, unit)
    for person_id in (await session.scalars(select(Person.id).order_by(Person.id))).all():
        await telling.tell_person(session, await queries.get_person(session, person_id, lock=True))


TELL_EVERYTHING = Job("tell-everything", "Báo lại toàn bộ danh bạ cho các dịch vụ", tell_everything)
