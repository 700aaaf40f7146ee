"""Receiving at the counter: choose the procedure, type what the papers say, print the receipt."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.datastructures import FormData

from one_stop.auth import MayReceive
from one_stop.desk.walk_ins_api import see
from one_stop.dossiers.acts import Doing
from one_stop.dossiers.models import Dossier
from one_stop.dossiers.printing import term_words
from one_stop.edge import AtCounter
from one_stop.intake.checking import made_from_form
from one_stop.intake.declaring import asked_here
from one_stop.page_forms import texts_of
from one_stop.procedures.fees import KINDS, MOMENTS
from one_stop.procedures.models import ProcedureVersion
from one_stop.procedures.queries import find_current, list_current, newest_eform
from one_stop.reception.across import boxes_of, list_elsewhere, may_receive
from one_stop.reception.forms import (
    PREFIX,
    T,
    case_shown,
    counts_shown,
    errors_at_boxes,
    read_reception,
    read_slip,
    typed_before,
    typed_in,
)
from one_stop.texts import TEXTS
from one_stop.walk_ins.models import WalkIn
from one_stop.walk_ins.schemas import Guiding, TurningAway
from shared.access.identity import Identity
from shared.contracts.values import ProcedureCase
from shared.core import clock
from shared.core.errors import Conflict, FieldError, Refusal
from shared.core.identifiers import new_id
from shared.standards.parties import IDENTITY_PAPERS, RELATIONS, SUBJECTS
from shared.web.application import page_of
from shared.web.attempt import attempt
from shared.web.form_fields import errors_by_field
from shared.web.problems import sentence_for
from shared.web.routers import PageRouter
from shared.web.transaction import Session
from shared.work.eforms.answers import read_answers
from shared.work.eforms.render import view_form
from shared.work.eforms.schema import EForm

router = PageRouter(prefix="/mot-cua/tiep-nhan")

CHANNELS = {"counter": "Trực tiếp tại quầy", "post": "Qua dịch vụ bưu chính"}

_CHOICES: dict[str, Any] = {
    "channels": CHANNELS, "kinds": SUBJECTS, "identity_papers": IDENTITY_PAPERS,
    "relations": RELATIONS, "fee_kinds": KINDS, "moments": MOMENTS,
}  # fmt: skip


@router.get("")
async def show_reception(
    who: MayReceive,
    request: Request,
    session: Session,
    q: Annotated[str, Query(max_length=200)] = "",
    thu_tuc: Annotated[str, Query(max_length=50)] = "",
    truong_hop: Annotated[str, Query(max_length=40)] = "",
    huong_dan: UUID | None = None,
) -> Response:
    """Tiếp nhận hồ sơ trực tiếp; `huong_dan`: of somebody who was guided and comes back."""
    if huong_dan is not None:
        typed, papers = typed_before(await see(session, who, huong_dan))
        chosen = {"case_code": truong_hop} if truong_hop else {}
        return await _form(request, session, who, typed | chosen | {"dossier_id": str(new_id())}, papers, None)
    if thu_tuc:
        begun = {"procedure_code": thu_tuc, "case_code": truong_hop, "dossier_id": str(new_id())}
        return await _form(request, session, who, begun, [], None)
    return await _choose(request, session, who, q)


async def _choose(
    request: Request,
    session: Session,
    who: Identity,
    q: str,
    only_a_page: ProcedureVersion | None = None,
    status: int = 200,
) -> Response:
    """Chọn thủ tục; `only_a_page`: the one that was chosen and cannot be received yet."""
    found = await list_current(session, agency_code=who.agency_code, search=q, limit=100)
    others = await list_elsewhere(session, who.agency_code, q) if q.strip() else []
    why = Conflict("procedure_only_a_page", name=only_a_page.name) if only_a_page else None
    return page_of(request).render(
        request,
        "reception_choose.html",
        status,
        title="Tiếp nhận tại quầy",
        procedures=found,
        others=others,
        q=q,
        term_words=term_words,
        only_a_page=only_a_page,
        sentence=sentence_for(why, TEXTS) if why else "",
    )


@router.post("")
async def receive(who: MayReceive, counter: AtCounter, request: Request, session: Session) -> Response:
    """Tiếp nhận: the receipt is on the dossier's page."""
    form = await request.form()
    typed, papers = await _typed(session, form), _ticked(form)
    if typed.get("viec") == "cap-nhat":
        return await _form(request, session, who, typed, papers, None)

    async def act() -> Dossier:
        return await counter.receive(session, who, read_reception(typed, papers))

    dossier, refusal = await attempt(request, session, act)
    if refusal is not None and refusal.code == "dossier_received_already":
        # The button was pressed twice: the first press made the dossier.
        return Response(status_code=303, headers={"location": f"/mot-cua/ho-so/{typed.get('dossier_id', '')}"})
    if dossier is None:
        return await _form(request, session, who, typed, papers, refusal)
    done = Doing.AT_ONCE if dossier.settled_at_once else Doing.ACCEPT
    return Response(status_code=303, headers={"location": f"/mot-cua/ho-so/{dossier.id}?xong={done}"})


@router.post("/huong-dan")
async def guide(who: MayReceive, counter: AtCounter, request: Request, session: Session) -> Response:
    """Hướng dẫn hoàn thiện hồ sơ (mẫu 02)."""
    return await _send_away(request, session, who, Guiding, counter.guide)


@router.post("/tu-choi")
async def turn_away(who: MayReceive, counter: AtCounter, request: Request, session: Session) -> Response:
    """Từ chối tiếp nhận (mẫu 03)."""
    return await _send_away(request, session, who, TurningAway, counter.turn_away)


async def _send_away(
    request: Request,
    session: Session,
    who: Identity,
    model: type[T],
    write: Callable[[AsyncSession, Identity, T], Awaitable[WalkIn]],
) -> Response:
    form = await request.form()
    typed, papers = await _typed(session, form), _ticked(form)

    async def act() -> WalkIn:
        procedure = await find_current(session, str(typed.get("procedure_code", "")))
        return await write(session, who, read_slip(model, typed, papers, procedure))

    walk_in, refusal = await attempt(request, session, act)
    if refusal is not None and refusal.code == "walk_in_written_already":
        return Response(status_code=303, headers={"location": f"/mot-cua/huong-dan/{typed.get('dossier_id', '')}"})
    if walk_in is None:
        return await _form(request, session, who, typed, papers, refusal, sent_away=True)
    return Response(status_code=303, headers={"location": f"/mot-cua/huong-dan/{walk_in.id}?xong=1"})


def _declaration(eform: EForm | None, form: FormData) -> dict[str, Any] | None:
    """Answers as typed; None where the procedure has no e-form."""
    if eform is None:
        return None
    own = [(name.removeprefix(PREFIX), value) for name, value in form.multi_items() if name.startswith(PREFIX)]
    return read_answers(eform, FormData(own))


async def _typed(session: AsyncSession, form: FormData) -> dict[str, Any]:
    """What stands in the boxes, those of the e-form as answers."""
    typed = typed_in(texts_of(form))
    procedure = await find_current(session, str(typed.get("procedure_code", "")))
    eform = await newest_eform(session, procedure.form_id) if procedure else None
    return typed | {"answers": _declaration(eform, form)}


def _ticked(form: FormData) -> list[str]:
    return [text for text in form.getlist("paper_codes") if isinstance(text, str)]


def _way(procedure: ProcedureVersion, typed: Mapping[str, Any]) -> str:
    """Where the form is begun, to which the case is added."""
    known = typed.get("walk_in_id")
    return f"/mot-cua/tiep-nhan?huong_dan={known}" if known else f"/mot-cua/tiep-nhan?thu_tuc={procedure.code}"


def _choose_case(
    request: Request, procedure: ProcedureVersion, typed: Mapping[str, Any], status: int = 200
) -> Response:
    """Which of several cases it is, before its papers are asked for."""
    return page_of(request).render(
        request,
        "reception_case.html",
        status,
        title="Chọn trường hợp",
        procedure=procedure,
        cases=procedure.offered(),
        way=_way(procedure, typed),
        term_words=term_words,
    )


async def _form(
    request: Request,
    session: Session,
    who: Identity,
    typed: dict[str, Any],
    papers: list[str],
    refusal: Refusal | None,
    *,
    sent_away: bool = False,
) -> Response:
    procedure = await find_current(session, str(typed.get("procedure_code", "")))
    if procedure is None or not may_receive(procedure, who.agency_code):
        if refusal is not None:
            raise refusal  # the procedure ended meanwhile: there is no form left to show it on
        location = "/mot-cua/tiep-nhan"
        return Response(status_code=303, headers={"location": location})
    if not procedure.steps:
        return await _choose(request, session, who, "", procedure, refusal.status if refusal else 200)
    case = case_shown(procedure, typed)
    if case is None:
        return _choose_case(request, procedure, typed, refusal.status if refusal else 200)
    eform = await newest_eform(session, procedure.form_id)
    boxes = {"papers": papers, "sent_away": sent_away, "eform": eform}
    boxes |= await boxes_of(session, procedure, who.agency_code)
    return _boxes(request, procedure, case, typed, refusal, boxes)


def _boxes(
    request: Request,
    procedure: ProcedureVersion,
    case: ProcedureCase,
    typed: dict[str, Any],
    refusal: Refusal | None,
    more: dict[str, Any],
) -> Response:
    papers_asked, eform = procedure.papers_of(case.code), more["eform"]
    channel = str(typed.get("channel") or "counter")
    fields = (
        (refusal.fields or [FieldError("/procedure_code", refusal.code, sentence_for(refusal, TEXTS))])
        if refusal
        else []
    )
    fields, of_form = errors_at_boxes(fields)
    groups = view_form(eform, typed.get("answers") or {}, of_form, only=asked_here(eform)) if eform else ()
    return page_of(request).render(
        request,
        "reception.html",
        refusal.status if refusal else 200,
        title="Tiếp nhận tại quầy",
        procedure=procedure,
        case=case,
        way=_way(procedure, typed),
        terms=case.on(channel),
        fees=procedure.fees_due(case.code, channel, clock.local_now().date()),
        term_words=term_words,
        asked=papers_asked,
        typed=typed,
        counts=counts_shown(papers_asked, typed),
        **_CHOICES,
        errors=errors_by_field(fields),
        groups=groups,
        made=made_from_form(procedure, case.code),
        prefix=PREFIX,
        **more,
    )
