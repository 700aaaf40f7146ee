"""Pages on which a post is delegated, the delegations of a person are read, and one is ended."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Form, Request
from fastapi.responses import RedirectResponse, Response

from mail_directory.auth import MayDelegate, MayLookUp
from mail_directory.delegations import actions, queries, rules
from mail_directory.delegations.document_files import ACCEPT, chosen_file, keep_document
from mail_directory.delegations.schemas import NewDelegation
from mail_directory.people import queries as people
from mail_directory.people.actions import look_at
from mail_directory.people.form_choices import id_of
from mail_directory.people.pages import by_field
from mail_directory.people.telling import today
from mail_directory.posts.actions import find_post
from mail_directory.posts.form_dates import parts_of_date, read_days
from shared.access.identity import Identity
from shared.access.rights import POWER_NAMES
from shared.core.errors import FieldError, Invalid, Refusal
from shared.standards.file_kinds import LARGEST_UPLOAD
from shared.web.application import page_of
from shared.web.attempt import attempt
from shared.web.resumable import read_form
from shared.web.routers import PageRouter
from shared.web.transaction import Session
from shared.web.uploads import store_of

router = PageRouter(prefix="/danh-ba")

_TITLES = {"valid_from": "Từ ngày", "valid_to": "Đến hết ngày"}


@router.get("/uy-quyen")
async def own_delegations(who: MayLookUp) -> Response:
    """Ủy quyền của tôi."""
    return RedirectResponse(f"/danh-ba/can-bo/{who.subject}/uy-quyen", 303)


@router.get("/can-bo/{person_id}/uy-quyen")
async def delegations_page(person_id: UUID, request: Request, who: MayLookUp, session: Session) -> Response:
    """Ủy quyền đã giao và được nhận, those that stand and those that are over."""
    person = await look_at(session, who, person_id)
    rows = await queries.list_of_person(session, person.id)
    names = await people.agency_names(session, [row.agency_code for row in rows])
    own = who.subject == str(person.id) and who.on_behalf_of is None
    gives = own and any(str(post.id) == who.post and post.role in rules.POWERS_OF for post in person.posts_on(today()))
    reached = await actions.agencies_reached(session, who)
    return page_of(request).render(
        request,
        "delegations.html",
        person=person,
        names=names,
        own=own,
        parts=[
            ("da-giao", [row for row in rows if row.giver_id == person.id]),
            ("duoc-nhan", [row for row in rows if row.delegate_id == person.id]),
        ],
        party=who.subject,
        may_attach=who.on_behalf_of is None,
        reached=reached,
        readable=await queries.list_readable(session, who, rows),
        files=await store_of(request).states(row.document_file["sha256"] for row in rows if row.document_file),
        give_href=f"/danh-ba/can-bo/{person.id}/vi-tri/{who.post}/uy-quyen" if gives else "",
        today=today(),
    )


@router.get("/can-bo/{person_id}/vi-tri/{post_id}/uy-quyen")
async def new_delegation_page(
    person_id: UUID, post_id: UUID, request: Request, who: MayDelegate, session: Session
) -> Response:
    return await _new_delegation(request, who, session, (person_id, post_id), {"valid_from": today()})


@router.post("/can-bo/{person_id}/vi-tri/{post_id}/uy-quyen")
async def give_delegation(
    person_id: UUID,
    post_id: UUID,
    request: Request,
    who: MayDelegate,
    session: Session,
    delegate_id: Annotated[str, Form(max_length=50)] = "",
    powers: Annotated[list[str] | None, Form()] = None,
    reason: Annotated[str, Form(max_length=2000)] = "",
    document: Annotated[str, Form(max_length=2000)] = "",
) -> Response:
    form = await read_form(request, session, who, "document_file")
    values = {"delegate_id": delegate_id, "powers": powers or [], "reason": reason, "document": document}

    async def act() -> None:
        days = await _read(session, (person_id, post_id), form, values)
        new = NewDelegation.model_validate(values | days | {"delegate_id": id_of(delegate_id)})
        given = await actions.give_delegation(session, who, person_id, post_id, new)
        if (file := chosen_file(form, "document_file")) is not None:
            document = await keep_document(request, session, file.filename or "", await file.read(LARGEST_UPLOAD + 1))
            await actions.attach_document(session, who, given.id, document)

    _, refusal = await attempt(request, session, act)
    if refusal is not None:
        typed: dict[str, Any] = values | {name: parts_of_date(form, name) for name in _TITLES}
        return await _new_delegation(request, who, session, (person_id, post_id), typed, refusal)
    return RedirectResponse(f"/danh-ba/can-bo/{person_id}/uy-quyen", 303)


async def _read(session: Session, of: tuple[UUID, UUID], form: Any, values: dict[str, Any]) -> dict[str, Any]:
    """The days; refuses with all that is wrong on the form at once."""
    faults: list[FieldError] = []
    days: dict[str, Any] = {}
    try:
        days = read_days(form, _TITLES, ("valid_from", "valid_to"))
    except Invalid as refusal:
        faults += refusal.fields
    post = find_post(await people.get_person(session, of[0]), of[1])
    try:
        rules.read_given(
            post.role,
            id_of(values["delegate_id"]),
            values["powers"],
            values["reason"],
            values["document"],
            needs_document=False,
        )
    except Invalid as refusal:
        faults += refusal.fields
    if not days:  # else the action itself says the rest, in the same words
        raise Invalid("invalid_input", fields=faults)
    return days


async def _new_delegation(
    request: Request,
    who: Identity,
    session: Session,
    of: tuple[UUID, UUID],
    values: dict[str, Any],
    refusal: Refusal | None = None,
) -> Response:
    person = await look_at(session, who, of[0])
    post = find_post(person, of[1])
    if refusal is None:  # who may not is told before filling in
        await actions.require_may_give(session, who, person, post)
    colleagues = await queries.list_colleagues(session, person, post.agency_code, today())
    names = await people.agency_names(session, [post.agency_code])
    return page_of(request).render(
        request,
        "new_delegation.html",
        refusal.status if refusal else 200,
        person=person,
        post=post,
        own=who.subject == str(person.id),
        agency=names.get(post.agency_code, post.agency_code),
        colleagues=[
            (str(one.id), _described(one, post.agency_code)) for one in colleagues if str(one.id) != who.subject
        ],
        powers=[(str(power), POWER_NAMES[power]) for power in rules.POWERS_OF.get(post.role, ())],
        values=values,
        accept=ACCEPT,
        largest=LARGEST_UPLOAD,
        errors=by_field(refusal),
    )


def _described(person: Any, agency_code: str) -> str:
    titles = [post.title for post in person.posts_on(today()) if post.agency_code == agency_code]
    return f"{person.full_name} – {titles[0]}" if titles else str(person.full_name)


@router.get("/uy-quyen/{delegation_id}/ket-thuc")
async def ask_before_ending(delegation_id: UUID, request: Request, who: MayDelegate, session: Session) -> Response:
    """Kết thúc ủy quyền: what follows is said before it is done."""
    return await _end_page(request, who, session, delegation_id, "")


@router.post("/uy-quyen/{delegation_id}/ket-thuc")
async def end_delegation(
    delegation_id: UUID,
    request: Request,
    who: MayDelegate,
    session: Session,
    reason: Annotated[str, Form(max_length=2000)] = "",
) -> Response:
    ended, refusal = await attempt(
        request, session, lambda: actions.end_delegation(session, who, delegation_id, reason)
    )
    if ended is None:
        return await _end_page(request, who, session, delegation_id, reason, refusal)
    person_id = ended.delegate_id if who.subject == str(ended.delegate_id) else ended.giver_id
    return RedirectResponse(f"/danh-ba/can-bo/{person_id}/uy-quyen", 303)


async def _end_page(
    request: Request,
    who: Identity,
    session: Session,
    delegation_id: UUID,
    reason: str,
    refusal: Refusal | None = None,
) -> Response:
    delegation = await queries.get_delegation(session, delegation_id)
    if refusal is None:
        await actions.require_party(session, who, delegation)
    return page_of(request).render(
        request,
        "end_delegation.html",
        refusal.status if refusal else 200,
        delegation=delegation,
        open=not delegation.is_over_on(today()),
        reason=reason,
        errors=by_field(refusal),
    )
