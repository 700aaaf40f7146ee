"""Keeping what a part says of itself, and settling who holds which place."""

from collections.abc import Mapping

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from gateway.descriptions.models import HeldPlace, PartDescription
from gateway.descriptions.rules import may_hold
from shared.web.feature import Description

_ONE_AFTER_THE_OTHER = select(func.pg_advisory_xact_lock(721002))
"""Two parts told at once do not see each other: the place that one gives up would not reach the other, which asked for it, ever."""


async def keep_description(session: AsyncSession, service: str, told: Description, own: frozenset[str]) -> None:
    """Places that it has no page at any more are free, for whoever asked longest ago; a place that is held stays so."""
    await session.execute(_ONE_AFTER_THE_OTHER)
    new = insert(PartDescription).values(service=service, body=told.model_dump(mode="json"), told_at=func.now())
    await session.execute(
        new.on_conflict_do_update(
            index_elements=[PartDescription.service],
            set_={"body": new.excluded.body, "told_at": new.excluded.told_at},
            where=PartDescription.body != new.excluded.body,
        )
    )
    left = HeldPlace.service == service, HeldPlace.name.not_in(told.places)
    await session.execute(delete(HeldPlace).where(*left))
    for asking in (await session.scalars(select(PartDescription).order_by(PartDescription.told_at))).all():
        for place in Description.model_validate(asking.body).places:
            if may_hold(place, own):
                held = insert(HeldPlace).values(name=place, service=asking.service)
                await session.execute(held.on_conflict_do_nothing())


async def read_descriptions(session: AsyncSession) -> tuple[dict[str, Description], Mapping[str, str]]:
    """What each part said last, and who holds which place."""
    found = (await session.scalars(select(PartDescription).order_by(PartDescription.service))).all()
    described = {one.service: Description.model_validate(one.body) for one in found}
    held = (await session.execute(select(HeldPlace.name, HeldPlace.service))).all()
    return described, {row.name: row.service for row in held}
