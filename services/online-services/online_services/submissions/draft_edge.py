"""What the pages of a draft share: whose it is, what has changed around it since it was begun, and the way on."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.datastructures import FormData, UploadFile
from starlette.responses import RedirectResponse

from online_services.auth import MayFile
from online_services.procedures.models import Procedure
from online_services.procedures.queries import find_form, get_procedure, list_heirs
from online_services.procedures.rules import closed_by, find_case, term_of
from online_services.rights import owner_of
from online_services.submissions import actions, queries
from online_services.submissions.models import Draft
from online_services.submissions.rules import DAYS_IN_BIN
from online_services.texts import TEXTS
from shared.contracts.values import ProcedureCase
from shared.core import clock
from shared.core.errors import Conflict
from shared.web import form_token
from shared.web.application import page_of
from shared.web.problems import note_refusal, sentence_for
from shared.web.transaction import Session

STEPS = ["Tờ khai", "Giấy tờ", "Xem lại và nộp"]
UPLOAD = "tep."


def to(address: str) -> Response:
    return RedirectResponse(address, 303)


def dossier_of(draft: Draft) -> str:
    return f"/dich-vu-cong/ho-so/{draft.id}"


async def own_draft(draft_id: UUID, request: Request, caller: MayFile, session: Session) -> Draft:
    """Absent and somebody else's answer alike; of the caller's own, changes lock the row.

    One that was thrown away, in another tab for one, is a page of its own; from that page it comes back with what was typed.
    """
    owner, posted = owner_of(caller), request.method == "POST"
    draft = await queries.find_draft(session, owner, draft_id, lock=posted)
    if draft is not None:
        return draft
    draft = await queries.get_draft(session, owner, draft_id, lock=posted, discarded=True)
    form = await request.form() if posted else FormData()
    sentence = ""
    if form.get(TAKE_BACK):
        try:
            await actions.restore_draft(session, caller, draft)
            return draft
        except Conflict as refusal:
            sentence = sentence_for(refusal, TEXTS)
    raise DraftDiscarded(draft, await get_procedure(session, draft.procedure_code), form, sentence)


OwnDraft = Annotated[Draft, Depends(own_draft)]

TAKE_BACK = "lay_lai"
"""Field of a form that was posted to a draft thrown away and is posted again."""


class DraftDiscarded(Conflict):
    """The draft can be taken back, and what was typed into it meanwhile goes with the page that says so."""

    def __init__(self, draft: Draft, procedure: Procedure, form: FormData, sentence: str) -> None:
        super().__init__("draft_discarded")
        assert draft.discarded_at is not None
        self.shown = {
            "draft_id": draft.id,
            "discarded_at": draft.discarded_at,
            "until": draft.discarded_at + timedelta(days=DAYS_IN_BIN),
            "procedure_name": procedure.name,
            "sentence": sentence,
            "chose_files": any(isinstance(value, UploadFile) and value.filename for value in form.values()),
        }
        sent = [(name, value) for name, value in form.multi_items() if isinstance(value, str)]
        self.typed = [item for item in sent if item[0] not in (form_token.FIELD, TAKE_BACK, "viec")]


async def show_discarded(request: Request, error: Exception) -> Response:
    """Answers `DraftDiscarded`: what was typed is saved when the draft is taken back, and shown again."""
    assert isinstance(error, DraftDiscarded)
    await note_refusal(request, error)
    typed = error.typed if request.url.path.endswith("/to-khai") and error.typed else []
    again = [*typed, (TAKE_BACK, "1"), ("viec", "cap-nhat")] if typed else []
    return page_of(request).render(request, "draft_discarded.html", error.status, typed=again, **error.shown)


@dataclass(frozen=True)
class Around:
    """What the catalogue says today about a draft that was begun earlier."""

    procedure: Procedure
    closed: str
    """Why nothing may be filed, as a refusal is named; empty where it may."""
    agency_gone: bool
    heirs: list[tuple[str, str]]
    """Competent agencies to choose from, the successor of the one that was chosen first."""
    newer_form: bool
    case: ProcedureCase | None
    """Trường hợp; None where the one that was chosen is there no more."""


async def look_around(session: AsyncSession, draft: Draft) -> Around:
    procedure = await get_procedure(session, draft.procedure_code)
    gone = draft.agency_code not in procedure.agency_codes
    heirs = await list_heirs(session, procedure.agency_codes, draft.agency_code) if gone else []
    newest = await find_form(session, procedure.form_id)
    newer = newest is not None and (newest.form_id, newest.version) != (draft.form_id, draft.form_version)
    case = find_case(procedure.offered(), draft.case_code)
    closed = closed_by(procedure, clock.now())
    return Around(procedure, closed, gone, [(agency.code, agency.name) for agency in heirs], newer, case)


async def draft_context(session: AsyncSession, draft: Draft) -> dict[str, Any]:
    """What every page of a draft shows."""
    around = await look_around(session, draft)
    procedure, case = around.procedure, around.case
    terms = (case or procedure.offered()[0]).on("online")
    return {
        "draft": draft,
        "procedure": procedure,
        "around": around,
        "steps": STEPS,
        "case": case,
        "papers_asked": procedure.papers_of(draft.case_code),
        "term": term_of(terms),
        "fee": terms.fee,
    }
