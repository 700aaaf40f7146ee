"""The page on which the counter returns a result: who may have it, what is owed, whose identity was checked."""

from typing import Any
from uuid import UUID

from fastapi import Request, Response
from starlette.datastructures import FormData, UploadFile

from one_stop.auth import MayReceive
from one_stop.dossiers.models import Dossier
from one_stop.dossiers.queries import get_dossier
from one_stop.dossiers.rules import Doing, allowed_actions
from one_stop.dossiers.workers import worker_of
from one_stop.edge import AtCounter
from one_stop.fees.queries import account_of
from one_stop.page_forms import read_form, texts_of, version_of
from one_stop.procedures.queries import get_version
from one_stop.results.queries import list_results
from one_stop.return_desk.handing_edge import hand_over
from one_stop.returns.actions import parties_of
from one_stop.returns.rules import AUTHORITY_PAPERS, CAPACITIES, SHOWN_PAPERS, Capacity, numbers_of, originals_of
from one_stop.returns.schemas import HandingOver
from one_stop.texts import TEXTS
from one_stop.worklist.places import FIELD, read_place
from shared.access.identity import Identity
from shared.contracts.values import Applicant, FileReference
from shared.core.errors import FieldError, Invalid, Refusal
from shared.foreign.opening import OpenedFile
from shared.standards.file_kinds import LARGEST_UPLOAD
from shared.storage import evidence
from shared.web.application import page_of
from shared.web.attempt import attempt
from shared.web.form_fields import date_parts, errors_by_field
from shared.web.problems import sentence_for
from shared.web.resumable import read_form as read_sent
from shared.web.routers import PageRouter
from shared.web.transaction import Session
from shared.web.uploads import ACCEPT, chosen_in, keep_opened, take_chosen

router = PageRouter(prefix="/mot-cua/ho-so/{dossier_id}")
_FILE = "giay_uy_quyen"
_DAY = "authority_date"


@router.get("/tra-ket-qua")
async def show_return(dossier_id: UUID, who: MayReceive, request: Request, session: Session) -> Response:
    """Trả kết quả: trang của quầy."""
    dossier = await get_dossier(session, dossier_id, who.agency_code)
    procedure = await get_version(session, dossier.procedure_version_id)
    if Doing.HAND_OVER not in allowed_actions(dossier.standing(), procedure.workflow(), worker_of(who)):
        place = read_place(request.query_params.get(FIELD, ""))
        return Response(status_code=303, headers={"location": place.of_dossier(dossier_id)})
    await evidence.record(session, "dossier-seen", f"dossier/{dossier.id}", who)
    originals = [paper["code"] for paper in originals_of(dossier.papers_received)]
    return await _show(
        request, session, dossier, {"original_codes": originals}, read_place(request.query_params.get(FIELD, "")).text
    )


@router.post("/tra-ket-qua")
async def return_result(
    dossier_id: UUID, who: MayReceive, counter: AtCounter, request: Request, session: Session
) -> Response:
    """Trả kết quả."""
    sent = await read_sent(request, session, who, _FILE)
    typed = _typed_in(sent)

    async def act() -> Dossier:
        handing = read_form(HandingOver, {name: typed[name] for name in HandingOver.model_fields if name in typed})
        authority = await _keep_authority(request, session, sent)
        version = version_of(texts_of(sent))
        return await hand_over(request, session, who, counter, dossier_id, version, handing, authority)

    _, refusal = await attempt(request, session, act)
    place = read_place(str(typed.get(FIELD, "")))
    if refusal is not None:
        return await _again(request, session, who, dossier_id, typed, refusal)
    request.app.state.waker.wake()
    return Response(status_code=303, headers={"location": place.of_dossier(dossier_id, xong=Doing.HAND_OVER.value)})


async def _again(
    request: Request, session: Session, who: Identity, dossier_id: UUID, typed: dict[str, Any], refusal: Refusal
) -> Response:
    dossier = await get_dossier(session, dossier_id, who.agency_code)
    return await _show(request, session, dossier, typed, str(typed.get(FIELD, "")), refusal)


def _typed_in(sent: FormData) -> dict[str, Any]:
    """What stands in the boxes: a day as its three parts, ticked papers as a list."""
    texts = texts_of(sent)
    parts = {part: texts.get(f"{_DAY}-{part}", "") for part in ("day", "month", "year")}
    ticked = [code for code in sent.getlist("original_codes") if isinstance(code, str)]
    return texts | {"original_codes": ticked} | ({_DAY: parts} if any(part.strip() for part in parts.values()) else {})


async def _keep_authority(request: Request, session: Session, sent: FormData) -> FileReference | None:
    """Bản quét giấy ủy quyền: one file, or several pictures as one PDF."""
    found: list[FileReference] = []
    errors: dict[str, str] = {}

    async def keep(file: OpenedFile, _made_from: list[UploadFile]) -> None:
        found.append(await keep_opened(request, session, file))

    for chosen in chosen_in(sent, _FILE, {"": "giay-uy-quyen"}):
        await take_chosen(request, session, chosen, keep, errors, TEXTS)
    if len(found) > 1:
        errors[_FILE] = "Chỉ kèm một tệp, hoặc nhiều ảnh của một giấy: chúng thành một tệp."
    if errors:
        raise Invalid("invalid_input", fields=[FieldError(f"/{_FILE}", "file_refused", errors[_FILE])])
    return found[0] if found else None


async def _show(
    request: Request,
    session: Session,
    dossier: Dossier,
    typed: dict[str, Any],
    place: str,
    refusal: Refusal | None = None,
) -> Response:
    parties = parties_of(dossier)
    ways = {capacity.value: f"{CAPACITIES[capacity]}: {_named(person)}" for capacity, person in parties}
    fields = refusal.fields if refusal else []
    return page_of(request).render(
        request,
        "return_result.html",
        refusal.status if refusal else 200,
        title="Trả kết quả",
        dossier=dossier,
        back=read_place(place).of_dossier(dossier.id),
        place=place,
        results=await list_results(session, dossier.id),
        account=await account_of(session, dossier),
        ways=ways | {Capacity.HOLDER.value: CAPACITIES[Capacity.HOLDER]},
        shown_papers=SHOWN_PAPERS,
        authority_papers=AUTHORITY_PAPERS,
        originals=originals_of(dossier.papers_received),
        typed=typed | {_DAY: date_parts(typed.get(_DAY))},
        sentence=sentence_for(refusal, TEXTS) if refusal and not fields else "",
        errors=errors_by_field(fields),
        differs=any(error.pointer == "/difference" for error in fields) or bool(typed.get("difference")),
        accept=ACCEPT,
        largest=LARGEST_UPLOAD,
    )


def _named(person: Applicant) -> str:
    """Not the number itself: what is compared is read from the paper, and from nowhere else."""
    number = next(iter(numbers_of(person)), "")
    return (
        f"{person.full_name}, số giấy tờ …{number[-3:]}" if number else f"{person.full_name}, hồ sơ không có số giấy tờ"
    )
