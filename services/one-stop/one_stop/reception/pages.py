"""Receiving at the counter: choose the procedure, type what the papers say, print the receipt."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from one_stop.auth import MayReceive
from one_stop.dossiers.models import Dossier
from one_stop.dossiers.printing import term_words
from one_stop.dossiers.schemas import CounterReception
from one_stop.edge import AtCounter
from one_stop.page_forms import read_form, texts_of
from one_stop.procedures.queries import find_current, list_current
from one_stop.texts import TEXTS
from shared.access.identity import Identity
from shared.core.errors import FieldError, Refusal
from shared.core.identifiers import new_id
from shared.web.application import page_of
from shared.web.attempt import attempt
from shared.web.form_fields import errors_by_field
from shared.web.problems import sentence_for
from shared.web.transaction import Session

router = APIRouter(prefix="/mot-cua/tiep-nhan")

KINDS = {"citizen": "Cá nhân", "organisation": "Tổ chức, doanh nghiệp"}
RETURNS = {
    "counter": "Tại Bộ phận Tiếp nhận và Trả kết quả",
    "post": "Qua dịch vụ bưu chính công ích",
}
_TYPED = (
    "procedure_code",
    "applicant_kind",
    "full_name",
    "personal_id",
    "address",
    "phone",
    "email",
    "owner_kind",
    "owner_name",
    "owner_id",
    "owner_address",
    "content",
    "sets",
    "return_channel",
    "dossier_id",
)


@router.get("")
async def show_reception(
    who: MayReceive,
    request: Request,
    session: Session,
    q: Annotated[str, Query(max_length=200)] = "",
    thu_tuc: Annotated[str, Query(max_length=50)] = "",
) -> Response:
    """Tiếp nhận hồ sơ trực tiếp."""
    if thu_tuc:
        return await _form(request, session, who, {"procedure_code": thu_tuc, "dossier_id": str(new_id())}, [], None)
    found = await list_current(session, agency_code=who.agency_code, search=q, limit=100)
    return page_of(request).render(
        request, "reception_choose.html", title="Tiếp nhận tại quầy", procedures=found, q=q, term_words=term_words
    )


@router.post("")
async def receive(who: MayReceive, counter: AtCounter, request: Request, session: Session) -> Response:
    """Tiếp nhận: the receipt is on the dossier's page."""
    form = await request.form()
    typed = texts_of(form)
    papers = [text for text in form.getlist("paper_codes") if isinstance(text, str)]

    async def act() -> Dossier:
        given = {name: typed[name] for name in _TYPED if name in typed} | {"paper_codes": papers}
        return await counter.receive(session, who, read_form(CounterReception, given))

    dossier, refusal = await attempt(request, session, act)
    if refusal is not None and refusal.code == "dossier_received_already":
        # The button was pressed twice: the first press made the dossier.
        return Response(status_code=303, headers={"location": f"/mot-cua/ho-so/{typed.get('dossier_id', '')}"})
    if dossier is None:
        return await _form(request, session, who, typed, papers, refusal)
    return Response(status_code=303, headers={"location": f"/mot-cua/ho-so/{dossier.id}?xong=accept"})


async def _form(
    request: Request, session: Session, who: Identity, typed: dict[str, Any], papers: list[str], refusal: Refusal | None
) -> Response:
    procedure = await find_current(session, str(typed.get("procedure_code", "")))
    if procedure is None or who.agency_code not in {agency.agency_code for agency in procedure.agencies}:
        if refusal is not None:
            raise refusal  # the procedure ended meanwhile: there is no form left to show it on
        location = "/mot-cua/tiep-nhan"
        return Response(status_code=303, headers={"location": location})
    fields = (
        (refusal.fields or [FieldError("/procedure_code", refusal.code, sentence_for(refusal, TEXTS))])
        if refusal
        else []
    )
    return page_of(request).render(
        request,
        "reception.html",
        refusal.status if refusal else 200,
        title="Tiếp nhận tại quầy",
        procedure=procedure,
        term=term_words(procedure.term_amount, procedure.term_unit),
        typed=typed,
        papers=papers,
        kinds=KINDS,
        returns=RETURNS,
        errors=errors_by_field(fields),
    )
