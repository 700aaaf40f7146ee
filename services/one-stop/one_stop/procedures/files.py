"""Tệp mẫu of a procedure: blank forms of its papers (mẫu đơn) and samples of its results (mẫu kết quả)."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.procedures.models import ProcedureFile
from shared.contracts.values import FileReference
from shared.core import clock
from shared.core.errors import NotFound
from shared.core.identifiers import new_id

HOLDERS = {"papers": "blank", "results": "sample"}
"""Lists of a row whose entries may have a file, and under which name."""


def files_in(row: Mapping[str, Any]) -> list[FileReference]:
    """All of a row, in its order."""
    found = (entry.get(name) for part, name in HOLDERS.items() for entry in row.get(part, ()))
    return [FileReference.model_validate(file) for file in found if file]


async def keep_file(session: AsyncSession, code: str, file: FileReference, by: str) -> None:
    """Ghi nhận tệp mẫu; the same content once more is the same file, under the name it has now. `by`: who brought it."""
    values = {**file.model_dump(), "kept_by": by, "kept_at": clock.now()}
    added = insert(ProcedureFile).values(id=new_id(), code=code, **values)
    await session.execute(added.on_conflict_do_update(index_elements=["code", "sha256"], set_=values))


async def known_files(session: AsyncSession, code: str, named: Iterable[str]) -> dict[str, FileReference]:
    """Of those SHA-256 the files that were brought for this procedure."""
    statement = select(ProcedureFile).where(ProcedureFile.code == code, ProcedureFile.sha256.in_(set(named)))
    return {row.sha256: row.reference() for row in await session.scalars(statement)}


async def get_file(session: AsyncSession, code: str, sha256: str) -> FileReference:
    found = await known_files(session, code, [sha256])
    if sha256 not in found:
        raise NotFound("not_found")
    return found[sha256]
