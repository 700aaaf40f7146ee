"""Writing to the agency from the dossier's page, and the files of what was written."""

from functools import partial
from uuid import UUID

from fastapi import Request, Response
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse

from online_services.auth import MayFile, MayFollowOwn
from online_services.exchanges.actions import write_to_agency
from online_services.exchanges.models import DossierMessage
from online_services.exchanges.queries import get_attached, list_messages
from online_services.exchanges.rules import LONGEST, MOST_FILES, may_write
from online_services.rights import owner_of
from online_services.submissions.actions import keep_file
from online_services.submissions.queries import get_submission
from online_services.texts import TEXTS
from online_services.tracking.queries import Course, get_course
from shared.access.identity import Identity
from shared.contracts.values import FileReference
from shared.core.errors import FieldError, Invalid
from shared.core.identifiers import new_id
from shared.foreign.opening import OpenedFile
from shared.standards.file_kinds import LARGEST_UPLOAD
from shared.storage import evidence
from shared.web.application import page_of
from shared.web.attempt import attempt
from shared.web.problems import sentence_for
from shared.web.resumable import read_form
from shared.web.routers import PageRouter
from shared.web.transaction import Session
from shared.web.uploads import ACCEPT, chosen_in, keep_opened, store_of, take_chosen
from shared.web.viewer import Whole, open_stored

router = PageRouter(prefix="/dich-vu-cong/ho-so/{submission_id}/trao-doi")
FILES = "tep"


@router.post("")
async def write(submission_id: UUID, request: Request, caller: MayFile, session: Session) -> Response:
    """Gửi lời cho cơ quan; refused, the page has the words again."""
    form = await read_form(request, session, caller, FILES)
    text = str(form.get("text") or "")
    sending = partial(_write, request, session, caller, submission_id, form)
    _, refusal = await attempt(request, session, sending)
    if refusal is None:
        return RedirectResponse(f"/dich-vu-cong/ho-so/{submission_id}/trao-doi?xong=1", 303)
    errors = {field.pointer.strip("/"): field.sentence for field in refusal.fields}
    course = await get_course(session, owner_of(caller), submission_id)
    return await _page(request, session, course, text, errors or {"": sentence_for(refusal, TEXTS)}, refusal.status)


@router.get("")
async def show_messages(submission_id: UUID, request: Request, caller: MayFollowOwn, session: Session) -> Response:
    """Trao đổi với cơ quan."""
    course = await get_course(session, owner_of(caller), submission_id)
    await evidence.record(session, "submission-seen", f"submission/{submission_id}", caller)
    return await _page(request, session, course, "", {}, 200)


async def _page(
    request: Request, session: Session, course: Course, text: str, errors: dict[str, str], status: int
) -> Response:
    messages = await list_messages(session, course.submission.id)
    states = await store_of(request).states(file.sha256 for message in messages for file in message.attached)
    return page_of(request).render(
        request,
        "messages.html",
        status,
        submission=course.submission,
        messages=messages,
        states=states,
        asked=course.dossier is not None and course.dossier.question_at is not None,
        writable=may_write(course.status, withdrawn=course.submission.withdrawn_at is not None),
        sent=request.query_params.get("xong") == "1",
        message_id=new_id(),
        text=text,
        errors=errors,
        accept=ACCEPT,
        largest=LARGEST_UPLOAD,
        most_files=MOST_FILES,
        longest=LONGEST,
    )


async def _write(
    request: Request, session: Session, caller: Identity, submission_id: UUID, form: FormData
) -> DossierMessage:
    files: list[FileReference] = []
    errors: dict[str, str] = {}

    async def keep(file: OpenedFile, _: object) -> None:
        reference = await keep_opened(request, session, file)
        await keep_file(session, caller, reference, purpose_id=submission_id)
        files.append(reference)

    for chosen in chosen_in(form, FILES, {"": "kem-theo"}):
        await take_chosen(request, session, chosen, keep, errors, TEXTS)
    if errors:
        raise Invalid("invalid_input", fields=[FieldError("/files", "file_refused", errors[FILES])])
    text = str(form.get("text") or "")
    return await write_to_agency(session, caller, owner_of(caller), submission_id, _chosen_id(form), text, files)


def _chosen_id(form: FormData) -> UUID:
    """The page names the message, so that it is one however often the button is pressed."""
    try:
        return UUID(str(form.get("message_id")))
    except ValueError:
        return new_id()


@router.get("/{message_id}/tep/{place}")
async def download(
    submission_id: UUID, message_id: UUID, place: int, request: Request, caller: MayFollowOwn, session: Session
) -> Response:
    """Tệp kèm theo lời trao đổi."""
    submission = await get_submission(session, owner_of(caller), submission_id)
    file = await get_attached(session, submission_id, message_id, place)
    await evidence.record(session, "file-downloaded", f"submission/{submission_id}", caller, sha256=file.sha256)
    return await open_stored(request, file, Whole(f"/dich-vu-cong/ho-so/{submission.id}", submission.procedure_name))
