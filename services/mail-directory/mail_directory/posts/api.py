"""JSON: giving and ending posts."""

from uuid import UUID

from fastapi import APIRouter

from mail_directory.auth import MayAdminister
from mail_directory.people.schemas import PersonOut
from mail_directory.people.seeing import person_out
from mail_directory.posts import actions
from mail_directory.posts.schemas import NewPost, PostEnd
from shared.web.transaction import Session

router = APIRouter(prefix="/api/mail-directory/v1/people/{person_id}/posts", tags=["directory"])


@router.post("", status_code=201, summary="Giao thêm vị trí công tác")
async def give_post(person_id: UUID, new: NewPost, who: MayAdminister, session: Session) -> PersonOut:
    """Giao thêm vị trí công tác; `version` is the person's as last read."""
    return await person_out(session, who, await actions.give_post(session, who, person_id, new))


@router.post("/{post_id}/end", summary="Kết thúc vị trí công tác")
async def end_post(person_id: UUID, post_id: UUID, end: PostEnd, who: MayAdminister, session: Session) -> PersonOut:
    """Kết thúc vị trí công tác on its last day; a reason is needed."""
    return await person_out(session, who, await actions.end_post(session, who, person_id, post_id, end))
