"""Phương án không thực hiện được trên ngày của nó: told to whoever drew it up and whoever confirmed it."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from mail_directory.people.models import Person
from mail_directory.reorganising.models import Reorganisation
from shared.core.formats import vn_date
from shared.notifying.keeping import Contact, News, keep


async def tell_refused(session: AsyncSession, plan: Reorganisation) -> list[str]:
    """Each once. Returns their ids."""
    ids = [UUID(one) for one in (plan.drawn_by, plan.confirmed_by) if one]
    rows = await session.scalars(select(Person).where(Person.id.in_(ids), Person.active).order_by(Person.id))
    told = list(rows)
    facts = {"agency": plan.name, "since": vn_date(plan.first_day), "why": plan.refusal}
    for person in told:
        news = News(str(person.id), "reorganisation-refused", facts, f"/danh-ba/sap-xep/{plan.id}", "")
        await keep(session, news, Contact(person.email, person.phone))
    return [str(person.id) for person in told]
