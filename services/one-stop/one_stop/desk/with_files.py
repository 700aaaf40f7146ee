"""An act on a dossier that takes any number of files: from its page, with or without scripts, and from programs.

Whether it may be done is asked before what was sent is opened.
"""

from collections.abc import Awaitable, Callable, Sequence
from uuid import UUID

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.datastructures import FormData

from one_stop.desk.acting import answer_page
from one_stop.dossiers.actions import load_for_action
from one_stop.dossiers.models import Dossier
from one_stop.dossiers.rules import Doing
from one_stop.dossiers.workers import worker_of
from one_stop.edge import once_moved
from one_stop.notes.rules import MOST_FILES
from one_stop.page_forms import texts_of, version_of
from one_stop.texts import TEXTS
from shared.access.identity import Identity
from shared.contracts.values import FileReference
from shared.core.errors import FieldError, Invalid
from shared.foreign.opening import OpenedFile
from shared.web.resumable import read_form
from shared.web.transaction import Session
from shared.web.uploads import chosen_in, keep_opened, take_chosen

Write = Callable[[dict[str, str], int | None, Sequence[FileReference]], Awaitable[Dossier]]
"""Takes what was typed, the version that was seen, and the files, opened and kept."""
Act = tuple[Doing, Write]
_FILES = "tep"


async def press(request: Request, session: Session, who: Identity, dossier_id: UUID, act: Act) -> Response:
    """Do it and show the dossier; what is refused is shown beside the form it came from."""
    sent = await read_form(request, session, who, _FILES)
    form, (doing, write) = texts_of(sent), act

    async def do() -> Dossier:
        await load_for_action(session, dossier_id, worker_of(who), doing, version_of(form))
        return await write(form, version_of(form), await taken_files(request, session, sent))

    return await answer_page(request, session, who, dossier_id, doing, form, do)


async def press_by_program(
    request: Request, session: Session, who: Identity, dossier_id: UUID, version: int | None, act: Act
) -> Response:
    """The same from multipart: the act's fields and any number of `tep`."""
    doing, write = act

    async def do() -> Dossier:
        await load_for_action(session, dossier_id, worker_of(who), doing, version)
        sent = await read_form(request, session, who, _FILES)
        return await write(texts_of(sent), version, await taken_files(request, session, sent))

    await request.body()
    return await once_moved(request, session, do)


async def taken_files(request: Request, session: AsyncSession, sent: FormData) -> list[FileReference]:
    """All that was chosen, or, where one cannot be opened, nothing."""
    files: list[FileReference] = []
    errors: dict[str, str] = {}

    async def keep(file: OpenedFile, _: object) -> None:
        files.append(await keep_opened(request, session, file))

    for chosen in chosen_in(sent, _FILES, {"": "kem-theo"}):
        await take_chosen(request, session, chosen, keep, errors, TEXTS)
    if len(files) > MOST_FILES:
        errors[_FILES] = f"Chọn nhiều nhất {MOST_FILES} tệp mỗi lần."
    if errors:
        raise Invalid("invalid_input", fields=[FieldError(f"/{_FILES}", "file_refused", errors[_FILES])])
    return files
