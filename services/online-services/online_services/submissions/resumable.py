"""Giấy tờ tải lên từng phần: metadata `filename`; for a paper of a draft also `draft_id` and `paper_code`."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from online_services.rights import RIGHTS, Right, owner_of
from online_services.submissions import actions, queries
from online_services.submissions.models import Draft
from online_services.submissions.rules import LARGEST_FILE
from online_services.submissions.schemas import FileOut
from shared.access.identity import Identity
from shared.contracts.values import FileReference
from shared.core.errors import NotFound
from shared.web.callers import require
from shared.web.resumable import Taking, resumable_routes


async def _draft_of(session: AsyncSession, caller: Identity, about: Mapping[str, str], *, lock: bool) -> Draft | None:
    if "draft_id" not in about:
        return None
    try:
        draft_id = UUID(about["draft_id"])
    except ValueError as error:
        raise NotFound("not_found") from error
    return await queries.get_draft(session, owner_of(caller), draft_id, lock=lock)


async def check(session: AsyncSession, caller: Identity, about: Mapping[str, str]) -> None:
    draft = await _draft_of(session, caller, about, lock=False)
    if draft is not None:
        await actions.refuse_paper(session, draft, about.get("paper_code", ""))


async def take(session: AsyncSession, caller: Identity, about: Mapping[str, str], file: FileReference) -> bytes:
    draft = await _draft_of(session, caller, about, lock=True)
    if draft is None:
        kept = await actions.keep_file(session, caller, file)
    else:
        kept = await actions.attach_file(session, caller, draft, about.get("paper_code", ""), file)
    return FileOut.model_validate(kept).model_dump_json().encode()


router = resumable_routes(
    "/api/online-services/v1/uploads",
    require(RIGHTS, Right.FILE),
    Taking(LARGEST_FILE, check, take),
)
