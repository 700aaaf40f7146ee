"""Answers from the own software of the agency that was asked, which signs there. With scope `parts` it reads and takes in as the desk does."""

from uuid import UUID

from fastapi import APIRouter, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.datastructures import FormData

from one_stop.asked_parts import actions
from one_stop.asked_parts.models import AskedPart
from one_stop.asked_parts.queries import get_asked_part
from one_stop.asked_parts.schemas import PartMoved, ProgramAnswer
from one_stop.auth import MayAnswerByProgram
from one_stop.page_forms import read_form as read_fields
from one_stop.page_forms import texts_of
from one_stop.part_desk.api import once_moved
from one_stop.texts import TEXTS
from shared.contracts.values import FileReference
from shared.core.errors import FieldError, Invalid
from shared.foreign.opening import OpenedFile
from shared.standards.file_kinds import FileKind
from shared.web.resumable import read_form
from shared.web.transaction import Session
from shared.web.uploads import chosen_in, keep_opened, take_chosen
from shared.web.versions import ExpectedVersion

router = APIRouter(prefix="/api/one-stop/v1", tags=["Phần việc liên thông"])
_FILE = "tep"
_ONE_PDF = "Phiếu trả lời là một tệp PDF: hãy gửi lại đúng một tệp PDF đã ký, hoặc không gửi tệp nào."


@router.post(
    "/asked-parts/{part_id}/answer", response_model=PartMoved, summary="Trả lời phần việc từ phần mềm của cơ quan"
)
async def answer(
    part_id: UUID, body: ProgramAnswer, who: MayAnswerByProgram, version: ExpectedVersion,
    request: Request, session: Session,
) -> Response:  # fmt: skip
    """Trả lời, hoặc từ chối (`refused`); người ký là người của cơ quan, do phần mềm của cơ quan xác thực."""
    return await once_moved(
        request, session, lambda: actions.answer_by_program(session, who, part_id, version, body, None)
    )


@router.post(
    "/asked-parts/{part_id}/answer-with-file",
    response_model=PartMoved,
    summary="Trả lời phần việc, kèm tệp đã ký ở phần mềm của cơ quan",
)
async def answer_with_file(
    part_id: UUID, who: MayAnswerByProgram, version: ExpectedVersion, request: Request, session: Session
) -> Response:
    """Như `answer`: multipart, its fields as texts and `tep`, one PDF as it was signed there."""

    async def act() -> AskedPart:
        actions.require_answer(who, await get_asked_part(session, part_id, who.agency_code))
        sent = await read_form(request, session, who, _FILE)
        typed = texts_of(sent)
        body = read_fields(ProgramAnswer, {name: typed.get(name, "") for name in ProgramAnswer.model_fields}).checked()
        file = await _taken(request, session, sent)
        return await actions.answer_by_program(session, who, part_id, version, body, file)

    await request.body()
    return await once_moved(request, session, act)


async def _taken(request: Request, session: AsyncSession, sent: FormData) -> FileReference | None:
    """The paper, kept once nothing is wrong with it; Invalid otherwise."""
    found: list[OpenedFile] = []
    errors: dict[str, str] = {}

    async def keep(file: OpenedFile, _: object) -> None:
        found.append(file)

    for chosen in chosen_in(sent, _FILE, {"": "tra-loi"}):
        await take_chosen(request, session, chosen, keep, errors, TEXTS)
    if len(found) > 1 or any(file.kind is not FileKind.PDF for file in found):
        errors.setdefault(_FILE, _ONE_PDF)
    if errors:
        raise Invalid("invalid_input", fields=[FieldError(f"/{_FILE}", "file_refused", errors[_FILE])])
    return await keep_opened(request, session, found[0]) if found else None
