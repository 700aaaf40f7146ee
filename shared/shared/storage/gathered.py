"""What one act writes besides its own row, in one statement: lines of histories, evidence, events, jobs.

Each would be a round trip of its own, and who waits at the counter waits for all of them. They take place in the caller's transaction, in no
order among themselves: nothing that one of them writes is seen by another, and no two may change the same row.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Insert, TextClause, bindparam, insert, inspect, literal, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql.expression import TextualSelect
from sqlalchemy.types import NullType


class Gathered:
    """Gathered until `write`; what is never written leaves nothing."""

    def __init__(self) -> None:
        self._pieces: list[Insert | TextualSelect] = []
        self._names: list[str] = []

    def row(self, row: object) -> None:
        """A new row of a mapped class, which no session gets to know. A key that refers to a row of the same call finds nothing."""
        table, said = inspect(type(row)).local_table, vars(row)
        # Inside another statement nobody fills in what a model says a column has by default.
        kept = {one.key: one.default.arg for one in table.columns if one.default is not None and one.default.is_scalar}
        self._add(insert(table).values(kept | {one.key: said[one.key] for one in table.columns if one.key in said}))

    def statement(self, statement: TextClause, values: Mapping[str, Any], name: str = "") -> None:
        """One that writes. `name`: by which a later one of the same call may read what it returns."""
        bound = [bindparam(key, value, unique=True, type_=NullType()) for key, value in values.items()]
        self._add(statement.bindparams(*bound).columns(), name)

    def _add(self, piece: Insert | TextualSelect, name: str = "") -> None:
        if name in self._names:
            raise ValueError(f"two of one act: {name}")
        self._pieces.append(piece)
        self._names.append(name or f"written_{len(self._pieces)}")

    async def write(self, session: AsyncSession) -> None:
        """All of them, now; raises what any of them would."""
        parts = [piece.cte(name) for piece, name in zip(self._pieces, self._names, strict=True)]
        self._pieces, self._names = [], []
        if parts:
            await session.execute(select(literal(1)).add_cte(*parts))


Into = AsyncSession | Gathered
"""Where something is written: at once, or with all else of its act."""


async def write(into: Into, statement: TextClause, values: Mapping[str, Any]) -> None:
    if isinstance(into, Gathered):
        into.statement(statement, values)
    else:
        await into.execute(statement, values)
