"""Keeping what was told."""

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.figures.models import DailyFigure
from shared.contracts.figures import FigureRecorded


async def keep_figure(session: AsyncSession, event: FigureRecorded) -> None:
    """The highest revision of a day counts, in whatever order they come."""
    new = insert(DailyFigure).values(event.model_dump(exclude={"series"}))
    changed = {column: new.excluded[column] for column in ("title", "numerator", "denominator", "revision")}
    await session.execute(
        new.on_conflict_do_update(
            index_elements=[DailyFigure.name, DailyFigure.agency_code, DailyFigure.day],
            set_=changed,
            where=DailyFigure.revision < new.excluded.revision,
        )
    )
