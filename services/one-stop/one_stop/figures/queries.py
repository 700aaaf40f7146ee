"""Figures of the agencies that a leader answers for."""

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.figures.models import DailyFigure
from shared.access.identity import Identity
from shared.access.rights import Row
from shared.messaging.figures import FigureTable, sum_figures


async def sum_all(session: AsyncSession, who: Identity, row: Row, first: list[str]) -> FigureTable:
    """Of all services that tell figures: those named first, then the others by name."""
    query = select(DailyFigure.name, func.max(DailyFigure.title)).group_by(DailyFigure.name).order_by(DailyFigure.name)
    known = {name: title for name, title in await session.execute(query)}  # noqa: C416  a Row is a tuple only at run time
    titles = {name: known[name] for name in [*first, *known] if name in known}
    return await sum_figures(session, DailyFigure.__tablename__, who, row, titles)
