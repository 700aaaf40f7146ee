"""A table that no database holds as a list, gathered from several parts: as a file and on paper, like every list."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from anyio import to_thread
from fastapi import Request, Response
from fastapi.responses import FileResponse
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.background import BackgroundTask

from shared.access.identity import Identity
from shared.core import clock
from shared.standards.vietnamese import fold
from shared.storage import evidence
from shared.web.application import page_of
from shared.web.file_answers import headers_of
from shared.work import sheets
from shared.work.listing import Column


@dataclass(frozen=True)
class Table:
    """Bảng: what its columns say of a row; `name` stands in the evidence."""

    name: str
    title: str
    columns: tuple[Column, ...]

    def on_paper(self, _: object) -> list[Column]:
        return [column for column in self.columns if column.paper]


@dataclass(frozen=True)
class Place:
    """Where the table is on a page, and what was chosen there, in words."""

    href: str
    said: Sequence[tuple[str, str]] = ()


def taken_away(path: Path, make: type[sheets.Csv] | type[sheets.Xlsx], title: str, part: str = "") -> FileResponse:
    """The answer with a written file, which goes when it has been sent; `part`: of its name, where it is not the whole."""
    name = f"{fold(title).replace(' ', '-')}-{clock.local_now():%Y%m%d-%H%M}{part}.{make.ending}"
    gone = BackgroundTask(path.unlink, missing_ok=True)
    return FileResponse(path, media_type=make.media_type, headers=headers_of(name), background=gone)


async def as_file(session: AsyncSession, who: Identity, table: Table, rows: Sequence[Any], kind: str) -> Response:
    """Xuất bảng ra tệp; that it was taken is evidence."""
    make = sheets.KINDS[kind]
    path = sheets.temporary(make.ending)

    def write() -> None:
        sheet: sheets.Sheet = make(path, table.title, table.columns)
        sheet.write(rows)
        sheet.close()

    try:
        await to_thread.run_sync(write)
        await evidence.record(session, "list-exported", f"list/{table.name}", who, rows=len(rows), format=kind)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return taken_away(path, make, table.title)


async def on_paper(
    request: Request,
    session: AsyncSession,
    who: Identity,
    table: Table,
    rows: Sequence[Any],
    place: Place,
    most: int = 0,
) -> Response:
    """Bản in bảng; `most`: as many as there may be, which the paper says when there are that many."""
    cut = most if most and len(rows) >= most else 0
    await evidence.record(session, "list-printed", f"list/{table.name}", who, rows=len(rows))
    return page_of(request).render(request, "print_list.html", listing=table, chosen=place, rows=rows, most=cut)
