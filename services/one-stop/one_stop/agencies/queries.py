"""Reading the province."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.agencies.models import Province


async def get_province(session: AsyncSession) -> Province:
    """The one province of this installation."""
    return (await session.scalars(select(Province).limit(1))).one()
