"""Words with the applicant, with files; the clock runs on."""

from collections.abc import Sequence
from uuid import UUID

from fastapi import APIRouter, Request, Response

from one_stop.auth import MayExchange
from one_stop.desk.acting import only
from one_stop.desk.with_files import Act, press, press_by_program
from one_stop.dossiers.models import Dossier
from one_stop.dossiers.rules import Doing
from one_stop.dossiers.schemas import Moved
from one_stop.exchanges.actions import ask_applicant, write_down
from one_stop.exchanges.schemas import Asking, WritingDown
from one_stop.page_forms import read_form as read_fields
from shared.access.identity import Identity
from shared.contracts.values import FileReference
from shared.web.routers import PageRouter
from shared.web.transaction import Session
from shared.web.versions import ExpectedVersion

router = PageRouter(prefix="/mot-cua/ho-so/{dossier_id}")
api = APIRouter(prefix="/api/one-stop/v1/dossiers", tags=["Trao đổi với người nộp"])


@router.post("/hoi-nguoi-nop")
async def ask(dossier_id: UUID, who: MayExchange, request: Request, session: Session) -> Response:
    """Hỏi, báo người nộp."""
    return await press(request, session, who, dossier_id, _ask(session, who, dossier_id))


@router.post("/ghi-tra-loi")
async def note_answer(dossier_id: UUID, who: MayExchange, request: Request, session: Session) -> Response:
    """Ghi lời người nộp trả lời qua điện thoại, tại quầy."""
    return await press(request, session, who, dossier_id, _write_down(session, who, dossier_id))


@api.post("/{dossier_id}/ask-applicant", response_model=Moved, summary="Hỏi, báo người nộp")
async def ask_by_program(
    dossier_id: UUID, who: MayExchange, version: ExpectedVersion, request: Request, session: Session
) -> Response:
    """Hỏi, báo người nộp: multipart, `text`, `wants_answer` and any number of `tep`."""
    return await press_by_program(request, session, who, dossier_id, version, _ask(session, who, dossier_id))


@api.post("/{dossier_id}/write-down", response_model=Moved, summary="Ghi lời người nộp trả lời")
async def write_down_by_program(
    dossier_id: UUID, who: MayExchange, version: ExpectedVersion, request: Request, session: Session
) -> Response:
    """Ghi lời người nộp: multipart, `text`, `way` (`phone`, `counter`) and any number of `tep`."""
    return await press_by_program(request, session, who, dossier_id, version, _write_down(session, who, dossier_id))


def _ask(session: Session, who: Identity, dossier_id: UUID) -> Act:
    async def write(form: dict[str, str], version: int | None, files: Sequence[FileReference]) -> Dossier:
        body = read_fields(Asking, only(form, "text", "wants_answer"))
        return await ask_applicant(session, who, dossier_id, version, body, files)

    return Doing.ASK_APPLICANT, write


def _write_down(session: Session, who: Identity, dossier_id: UUID) -> Act:
    async def write(form: dict[str, str], version: int | None, files: Sequence[FileReference]) -> Dossier:
        body = read_fields(WritingDown, only(form, "text", "way"))
        return await write_down(session, who, dossier_id, version, body, files)

    return Doing.WRITE_DOWN, write
