"""What the pages of a draft share: whose it is, what has changed around it since it was begun, and the way on."""

from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Request, Response
from starlette.responses import RedirectResponse

from online_services.auth import MayFile, owner_of
from online_services.procedures.models import Procedure
from online_services.procedures.queries import find_form, get_procedure, list_heirs
from online_services.procedures.rules import has_ended
from online_services.submissions import queries
from online_services.submissions.models import Draft
from shared import clock
from shared.database import AsyncSession, Session

STEPS = ["Tờ khai", "Giấy tờ", "Xem lại và nộp"]
UPLOAD = "tep."


def to(address: str) -> Response:
    return RedirectResponse(address, 303)


def dossier_of(draft: Draft) -> str:
    return f"/dich-vu-cong/ho-so/{draft.id}"


async def own_draft(draft_id: UUID, request: Request, caller: MayFile, session: Session) -> Draft:
    """Absent and somebody else's answer alike; of the caller's own, changes lock the row."""
    return await queries.get_draft(session, owner_of(caller), draft_id, lock=request.method == "POST")


OwnDraft = Annotated[Draft, Depends(own_draft)]


@dataclass(frozen=True)
class Around:
    """What the catalogue says today about a draft that was begun earlier."""

    procedure: Procedure
    ended: bool
    agency_gone: bool
    heirs: list[tuple[str, str]]
    """Competent agencies to choose from, the successor of the one that was chosen first."""
    newer_form: bool


async def look_around(session: AsyncSession, draft: Draft) -> Around:
    procedure = await get_procedure(session, draft.procedure_code)
    gone = draft.agency_code not in procedure.agency_codes
    heirs = await list_heirs(session, procedure.agency_codes, draft.agency_code) if gone else []
    newest = await find_form(session, procedure.form_id)
    newer = newest is not None and (newest.form_id, newest.version) != (draft.form_id, draft.form_version)
    ended = has_ended(procedure.ended_at, clock.now())
    return Around(procedure, ended, gone, [(agency.code, agency.name) for agency in heirs], newer)


async def draft_context(session: AsyncSession, draft: Draft) -> dict[str, Any]:
    """What every page of a draft shows."""
    around = await look_around(session, draft)
    return {"draft": draft, "procedure": around.procedure, "around": around, "steps": STEPS}
