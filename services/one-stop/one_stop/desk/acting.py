"""Doing something on a dossier's page, and showing the page afterwards."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from uuid import UUID

from fastapi import Request, Response

from one_stop.desk.inside import read_inside
from one_stop.desk.queries import read_sheet
from one_stop.dossiers.rules import Doing
from one_stop.dossiers.workers import worker_of
from one_stop.marks.rules import STATE_KINDS, STATE_LABELS
from one_stop.page_forms import texts_of, version_of
from one_stop.results.looked_at import digests
from one_stop.texts import TEXTS
from one_stop.worklist.places import FIELD, read_place
from shared.access.identity import Identity
from shared.core.errors import Refusal
from shared.directory.queries import find_agency
from shared.signing.holders import Certified, find_in_post
from shared.standards.file_kinds import LARGEST_UPLOAD
from shared.web.application import page_of
from shared.web.attempt import attempt
from shared.web.problems import sentence_for
from shared.web.transaction import Session
from shared.web.uploads import ACCEPT, store_of

_SIGNING = frozenset((Doing.SIGN, Doing.APPROVE, Doing.SIGN_APOLOGY))

Act = Callable[[dict[str, str], int | None], Awaitable[object]]


def only(form: dict[str, str], *names: str) -> dict[str, Any]:
    return {name: form[name] for name in names if name in form}


def typed_day(form: Mapping[str, str], name: str) -> dict[str, dict[str, str]]:
    """The three boxes of a `date_input`, as the schema reads them."""
    return {name: {part: form.get(f"{name}-{part}", "") for part in ("day", "month", "year")}}


async def act_on(
    request: Request, session: Session, who: Identity, dossier_id: UUID, doing: Doing, act: Act
) -> Response:
    """Do it and show the dossier; what is refused is shown on the dossier's own page, beside the form it came from."""
    form = texts_of(await request.form())
    return await answer_page(request, session, who, dossier_id, doing, form, lambda: act(form, version_of(form)))


async def answer_page(
    request: Request,
    session: Session,
    who: Identity,
    dossier_id: UUID,
    doing: Doing,
    form: dict[str, str],
    act: Callable[[], Awaitable[object]],
) -> Response:
    """The answer of every form on a dossier's page, whatever was read out of it."""
    _, refusal = await attempt(request, session, act)
    if refusal is not None:
        return await show(request, session, who, dossier_id, refusal=refusal, doing=doing, form=form)
    request.app.state.waker.wake()
    location = read_place(form.get(FIELD, "")).of_dossier(dossier_id, xong=doing.value)
    return Response(status_code=303, headers={"location": location})


async def show(
    request: Request,
    session: Session,
    who: Identity,
    dossier_id: UUID,
    *,
    done: str = "",
    refusal: Refusal | None = None,
    doing: Doing | None = None,
    form: dict[str, str] | None = None,
) -> Response:
    place = read_place((form or request.query_params).get(FIELD, ""))
    sheet = await read_sheet(session, worker_of(who), dossier_id)
    inside = await read_inside(session, worker_of(who), sheet)
    errors = _errors_at(doing, refusal) if refusal is not None else []
    return page_of(request).render(
        request,
        "dossier.html",
        refusal.status if refusal else 200,
        sheet=sheet,
        place=place,
        title=sheet.dossier.code or "Hồ sơ mới nộp",
        done=TEXTS.get(f"doing.{done}", ""),
        done_code=done,
        sentence=sentence_for(refusal, TEXTS) if refusal else "",
        failed=doing.value if doing and refusal else "",
        errors=errors,
        error_at=dict(errors),
        form=form or {},
        accept=ACCEPT,
        mark_labels=STATE_LABELS,
        mark_kinds=STATE_KINDS,
        largest=LARGEST_UPLOAD,
        inside=inside,
        looked_at=(await digests(session, [dossier_id]))[dossier_id] if Doing.SIGN in sheet.allowed else "",
        file_states=await store_of(request).states([*(paper.sha256 for paper in sheet.papers), *inside.files]),
        is_leader="leader" in who.roles,
        certificate=await certificate_of(request, session, who) if _SIGNING.intersection(sheet.allowed) else None,
    )


async def show_refused(
    request: Request, session: Session, who: Identity, dossier_id: UUID, refusal: Refusal
) -> Response:
    """The dossier's page with why something that is no step of it was refused."""
    return await show(request, session, who, dossier_id, refusal=refusal)


async def certificate_of(request: Request, session: Session, who: Identity) -> Certified | None:
    """With which this person would sign."""
    agency = await find_agency(session, who.agency_code)
    folder = request.app.state.settings.authority_folder
    return find_in_post(folder, who.subject, who.agency_code, agency.name) if agency else None


def _errors_at(doing: Doing | None, refusal: Refusal) -> list[tuple[str, str]]:
    """Pairs of a form control's id and its sentence; no id where the state of the dossier stands in the way."""
    found = []
    if doing is None:
        return [("", sentence_for(refusal, TEXTS))]
    for error in refusal.fields:
        name = error.pointer.strip("/").split("/", 1)[0]
        found.append((f"{doing.value}-{name}", error.sentence))
    return found or [("", sentence_for(refusal, TEXTS))]
