"""Tệp mẫu that lie beside the province's `procedures.json`: opened as any that people bring, kept, and named whole in their rows."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.procedures.files import HOLDERS, keep_file
from shared.contracts.values import FileReference
from shared.foreign import opening
from shared.standards.file_kinds import LARGEST_UPLOAD, FileRefused
from shared.storage.files import FileStore
from shared.work.scanning import take_in

FOLDER = "procedure-files"


async def with_files(
    session: AsyncSession, files: FileStore, province: Path, rows: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """The rows, their `blank` and `sample` whole. Raises ValueError with the sentence of a file that is not there or does not open."""
    return [await _with_files(session, files, province / FOLDER, row) for row in rows]


async def _with_files(session: AsyncSession, files: FileStore, folder: Path, row: Mapping[str, Any]) -> dict[str, Any]:
    whole = dict(row)
    for part, held in HOLDERS.items():
        if not any(held in entry for entry in row.get(part, ())):
            continue
        whole[part] = [dict(entry) for entry in row[part]]
        for entry in whole[part]:
            if name := entry.pop(held, ""):
                file = await _keep(session, files, folder, row["code"], str(name))
                entry[held] = file.model_dump(mode="json")
    return whole


async def _keep(session: AsyncSession, files: FileStore, folder: Path, code: str, name: str) -> FileReference:
    path = folder / Path(name).name
    if not path.is_file():
        raise ValueError(f"Thủ tục {code}: không có tệp {FOLDER}/{name}.")
    try:
        opened = await opening.open_file(name, path.read_bytes(), largest=LARGEST_UPLOAD)
    except FileRefused as refused:
        raise ValueError(f"Thủ tục {code}: tệp {FOLDER}/{name} không dùng được ({refused.code}).") from refused
    file = await take_in(session, files, opened.content, opened.media_type, opened.name)
    await keep_file(session, code, file, "")
    return file
