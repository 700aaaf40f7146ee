"""Keeping what services tell as daily figures (`shared.messaging.figures`): each day of each figure at each agency, the highest revision."""

from collections.abc import Awaitable, Callable, Collection
from datetime import date
from typing import Any

from sqlalchemy import Date, Integer, Text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from shared.contracts.figures import FigureRecorded


class KeptFigure:
    """Số liệu ngày của một cơ quan, as it was told: columns of a model of whoever keeps them."""

    name: Mapped[str] = mapped_column(Text, primary_key=True)
    agency_code: Mapped[str] = mapped_column(Text, primary_key=True)
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    title: Mapped[str] = mapped_column(Text)
    numerator: Mapped[int] = mapped_column(Integer)
    denominator: Mapped[int] = mapped_column(Integer)
    """0: a plain count."""
    revision: Mapped[int] = mapped_column(Integer)


def keeping(
    model: type[Any], names: Collection[str] | None = None
) -> Callable[[AsyncSession, FigureRecorded], Awaitable[None]]:
    """The handler that keeps figures in this model, all or those of these names; their events may come in any order."""

    async def keep_figure(session: AsyncSession, event: FigureRecorded) -> None:
        if names is not None and event.name not in names:
            return
        new = insert(model).values(event.model_dump(exclude={"series"}))
        changed = {column: new.excluded[column] for column in ("title", "numerator", "denominator", "revision")}
        await session.execute(
            new.on_conflict_do_update(
                index_elements=[model.name, model.agency_code, model.day],
                set_=changed,
                where=model.revision < new.excluded.revision,
            )
        )

    return keep_figure
