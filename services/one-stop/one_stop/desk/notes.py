"""Notes and minutes of checks on the spot: from the dossier's page, with or without scripts, and from programs; both with files.

Whether it may be done is asked before what was sent is opened.
"""

from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel
from starlette.datastructures import FormData

from one_stop.auth import MayRecordChecks, MayWriteNotes
from one_stop.desk.acting import only, show
from one_stop.desk.due_dates import typed_day
from one_stop.dossiers.actions import load_for_action
from one_stop.dossiers.models import Dossier
from one_stop.dossiers.rules import Doing
from one_stop.dossiers.schemas import Moved
from one_stop.dossiers.workers import worker_of
from one_stop.edge import answer_moved
from one_stop.notes.actions import record_check, write_note
from one_stop.notes.rules import MOST_FILES
from one_stop.notes.schemas import Checking, Noting
from one_stop.page_forms import read_form as read_fields
from one_stop.page_forms import texts_of, version_of
from one_stop.texts import TEXTS
from one_stop.worklist.places import FIELD, read_place
from shared.access.identity import Identity
from shared.contracts.values import FileReference
from shared.core.errors import FieldError, Invalid
from shared.foreign.opening import OpenedFile
from shared.web.attempt import attempt
from shared.web.idempotency import once
from shared.web.resumable import read_form
from shared.web.transaction import Session
from shared.web.uploads import chosen_in, keep_opened, take_chosen
from shared.web.versions import ExpectedVersion

router = APIRouter(prefix="/mot-cua/ho-so/{dossier_id}")
api = APIRouter(prefix="/api/one-stop/v1/dossiers", tags=["Ghi chú, biên bản trên hồ sơ"])
FILES = "tep"
Write = Callable[[dict[str, str], int | None, Sequence[FileReference]], Awaitable[Dossier]]
M = TypeVar("M", bound=BaseModel)


@router.post("/ghi-chu")
async def note(dossier_id: UUID, who: MayWriteNotes, request: Request, session: Session) -> Response:
    """Ghi chú nội bộ."""

    async def write(form: dict[str, str], version: int | None, files: Sequence[FileReference]) -> Dossier:
        return await write_note(session, who, dossier_id, version, read_fields(Noting, only(form, "text")), files)

    return await press(request, session, who, dossier_id, (Doing.NOTE, write))


@router.post("/kiem-tra-thuc-dia")
async def check(dossier_id: UUID, who: MayRecordChecks, request: Request, session: Session) -> Response:
    """Lập biên bản kiểm tra thực địa."""

    async def write(form: dict[str, str], version: int | None, files: Sequence[FileReference]) -> Dossier:
        typed = only(form, "place", "took_part", "findings") | typed_day(form, "made_on")
        return await record_check(session, who, dossier_id, version, read_fields(Checking, typed), files)

    return await press(request, session, who, dossier_id, (Doing.CHECK, write))


async def press(
    request: Request, session: Session, who: Identity, dossier_id: UUID, doing: tuple[Doing, Write]
) -> Response:
    sent = await read_form(request, session, who, FILES)
    form, (act, write) = texts_of(sent), doing

    async def do() -> Dossier:
        await load_for_action(session, dossier_id, worker_of(who), act, version_of(form))
        return await write(form, version_of(form), await taken_files(request, session, sent))

    _, refusal = await attempt(request, session, do)
    if refusal is not None:
        return await show(request, session, who, dossier_id, refusal=refusal, doing=act, form=form)
    location = read_place(form.get(FIELD, "")).of_dossier(dossier_id, xong=act.value)
    return Response(status_code=303, headers={"location": location})


async def taken_files(request: Request, session: Session, sent: FormData) -> list[FileReference]:
    """All that was chosen, or, where one cannot be opened, nothing."""
    files: list[FileReference] = []
    errors: dict[str, str] = {}

    async def keep(file: OpenedFile, _: object) -> None:
        files.append(await keep_opened(request, session, file))

    for chosen in chosen_in(sent, FILES, {"": "kem-theo"}):
        await take_chosen(request, session, chosen, keep, errors, TEXTS)
    if len(files) > MOST_FILES:
        errors[FILES] = f"Chọn nhiều nhất {MOST_FILES} tệp mỗi lần."
    if errors:
        raise Invalid("invalid_input", fields=[FieldError(f"/{FILES}", "file_refused", errors[FILES])])
    return files


@api.post("/{dossier_id}/notes", response_model=Moved, summary="Ghi chú nội bộ")
async def note_by_program(
    dossier_id: UUID, who: MayWriteNotes, version: ExpectedVersion, request: Request, session: Session
) -> Response:
    """Ghi chú nội bộ: multipart, `text` and any number of `tep`."""

    async def act() -> Response:
        await load_for_action(session, dossier_id, worker_of(who), Doing.NOTE, version)
        sent = await read_form(request, session, who, FILES)
        body = read_sent(Noting, sent)
        files = await taken_files(request, session, sent)
        return answer_moved(await write_note(session, who, dossier_id, version, body, files))

    await request.body()
    return await once(request, session, act)


@api.post("/{dossier_id}/field-checks", response_model=Moved, summary="Lập biên bản kiểm tra thực địa")
async def check_by_program(
    dossier_id: UUID, who: MayRecordChecks, version: ExpectedVersion, request: Request, session: Session
) -> Response:
    """Biên bản kiểm tra thực địa: multipart, `made_on` (YYYY-MM-DD), `place`, `took_part`, `findings` and any number of `tep`."""

    async def act() -> Response:
        await load_for_action(session, dossier_id, worker_of(who), Doing.CHECK, version)
        sent = await read_form(request, session, who, FILES)
        body = read_sent(Checking, sent)
        files = await taken_files(request, session, sent)
        return answer_moved(await record_check(session, who, dossier_id, version, body, files))

    await request.body()
    return await once(request, session, act)


def read_sent(model: type[M], sent: FormData) -> M:
    return read_fields(model, only(texts_of(sent), *model.model_fields))
