"""Words with the applicant: from the dossier's page, with or without scripts, and from programs; both with files."""

from collections.abc import Sequence
from uuid import UUID

from fastapi import APIRouter, Request, Response

from one_stop.auth import MayExchange
from one_stop.desk.acting import only
from one_stop.desk.notes import FILES, press, read_sent, taken_files
from one_stop.dossiers.actions import load_for_action
from one_stop.dossiers.models import Dossier
from one_stop.dossiers.rules import Doing
from one_stop.dossiers.schemas import Moved
from one_stop.dossiers.workers import worker_of
from one_stop.edge import answer_moved
from one_stop.exchanges.actions import ask_applicant, write_down
from one_stop.exchanges.schemas import Asking, WritingDown
from one_stop.page_forms import read_form as read_fields
from shared.contracts.values import FileReference
from shared.web.idempotency import once
from shared.web.resumable import read_form
from shared.web.transaction import Session
from shared.web.versions import ExpectedVersion

router = APIRouter(prefix="/mot-cua/ho-so/{dossier_id}")
api = APIRouter(prefix="/api/one-stop/v1/dossiers", tags=["Trao đổi với người nộp"])


@router.post("/hoi-nguoi-nop")
async def ask(dossier_id: UUID, who: MayExchange, request: Request, session: Session) -> Response:
    """Hỏi, báo người nộp."""

    async def write(form: dict[str, str], version: int | None, files: Sequence[FileReference]) -> Dossier:
        body = read_fields(Asking, only(form, "text", "wants_answer"))
        return await ask_applicant(session, who, dossier_id, version, body, files)

    return await press(request, session, who, dossier_id, (Doing.ASK_APPLICANT, write))


@router.post("/ghi-tra-loi")
async def note_answer(dossier_id: UUID, who: MayExchange, request: Request, session: Session) -> Response:
    """Ghi lời người nộp trả lời qua điện thoại, tại quầy."""

    async def write(form: dict[str, str], version: int | None, files: Sequence[FileReference]) -> Dossier:
        body = read_fields(WritingDown, only(form, "text", "way"))
        return await write_down(session, who, dossier_id, version, body, files)

    return await press(request, session, who, dossier_id, (Doing.WRITE_DOWN, write))


@api.post("/{dossier_id}/ask-applicant", response_model=Moved, summary="Hỏi, báo người nộp")
async def ask_by_program(
    dossier_id: UUID, who: MayExchange, version: ExpectedVersion, request: Request, session: Session
) -> Response:
    """Hỏi, báo người nộp: multipart, `text`, `wants_answer` and any number of `tep`; the clock runs on."""

    async def act() -> Response:
        await load_for_action(session, dossier_id, worker_of(who), Doing.ASK_APPLICANT, version)
        sent = await read_form(request, session, who, FILES)
        body = read_sent(Asking, sent)
        files = await taken_files(request, session, sent)
        return answer_moved(await ask_applicant(session, who, dossier_id, version, body, files))

    await request.body()
    return await once(request, session, act)


@api.post("/{dossier_id}/write-down", response_model=Moved, summary="Ghi lời người nộp trả lời")
async def write_down_by_program(
    dossier_id: UUID, who: MayExchange, version: ExpectedVersion, request: Request, session: Session
) -> Response:
    """Ghi lời người nộp: multipart, `text`, `way` (`phone`, `counter`) and any number of `tep`."""

    async def act() -> Response:
        await load_for_action(session, dossier_id, worker_of(who), Doing.WRITE_DOWN, version)
        sent = await read_form(request, session, who, FILES)
        body = read_sent(WritingDown, sent)
        files = await taken_files(request, session, sent)
        return answer_moved(await write_down(session, who, dossier_id, version, body, files))

    await request.body()
    return await once(request, session, act)
