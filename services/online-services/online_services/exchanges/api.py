"""Questions and answers with the agency, for programs."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from online_services.auth import MayFile, MayFollowOwn
from online_services.exchanges.actions import write_to_agency
from online_services.exchanges.queries import get_attached, list_messages
from online_services.exchanges.schemas import MessageOut, Messages, NewMessage
from online_services.rights import owner_of
from online_services.submissions.queries import get_submission, list_own_files
from shared.core.errors import FieldError, Invalid
from shared.core.identifiers import new_id
from shared.storage import evidence
from shared.web.file_answers import stored_file
from shared.web.idempotency import once
from shared.web.transaction import Session

router = APIRouter(prefix="/api/online-services/v1/submissions/{submission_id}/messages", tags=["Trao đổi với cơ quan"])


@router.get("", summary="Trao đổi với cơ quan trên một hồ sơ của tôi")
async def read_messages(submission_id: UUID, caller: MayFollowOwn, session: Session) -> Messages:
    """Câu hỏi, thông tin của cơ quan và lời của người nộp, the oldest first."""
    await get_submission(session, owner_of(caller), submission_id)
    return Messages(items=[MessageOut.of(message) for message in await list_messages(session, submission_id)])


@router.post("", status_code=201, response_model=MessageOut, summary="Gửi lời cho cơ quan về hồ sơ")
async def write_message(
    submission_id: UUID, sent: NewMessage, request: Request, caller: MayFile, session: Session
) -> Response:
    """Trả lời hoặc hỏi cơ quan; the clock runs on. Refused once the dossier has ended."""

    async def act() -> Response:
        owner = owner_of(caller)
        known = await list_own_files(session, owner, sent.file_ids)
        if missing := [file_id for file_id in sent.file_ids if file_id not in known]:
            sentence = f"Không tìm thấy tệp {missing[0]}: hãy tải tệp lên trước."
            raise Invalid("file_unknown", fields=[FieldError("/file_ids", "file_unknown", sentence)])
        files = [known[file_id].as_reference() for file_id in sent.file_ids]
        message = await write_to_agency(session, caller, owner, submission_id, new_id(), sent.text, files)
        return Response(MessageOut.of(message).model_dump_json(), 201, media_type="application/json")

    return await once(request, session, act)


@router.get("/{message_id}/files/{place}", response_class=Response, summary="Tải tệp kèm theo lời trao đổi")
async def download(
    submission_id: UUID, message_id: UUID, place: int, request: Request, caller: MayFollowOwn, session: Session
) -> Response:
    """Tệp kèm theo, by its place among those of the message."""
    await get_submission(session, owner_of(caller), submission_id)
    file = await get_attached(session, submission_id, message_id, place)
    await evidence.record(session, "file-downloaded", f"submission/{submission_id}", caller, sha256=file.sha256)
    return await stored_file(request, file)
