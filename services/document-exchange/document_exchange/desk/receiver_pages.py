"""Nơi nhận: what was sent inside the agency, what was sent outside the platform, and groups of receivers."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Path, Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.auth import MayIssue, MayViewOutgoing
from document_exchange.desk.choices import grouped, signer_choices
from document_exchange.desk.document_views import LIST, TAG_KINDS, document_page
from document_exchange.desk.forms import checked, dispatch_of
from document_exchange.desk.inside_list import INSIDE
from document_exchange.documents.queries import get_document
from document_exchange.documents.receiving import note_dispatch
from document_exchange.documents.rules import Step
from document_exchange.receivers.actions import change_group, drop_group, make_group
from document_exchange.receivers.queries import get_group, list_groups
from document_exchange.receivers.schemas import GroupIn
from document_exchange.rights import RIGHTS, Right
from document_exchange.showing import date_of, errors_of, number_of, text_of, texts_of
from document_exchange.texts import DOCUMENT_STATUS_LABELS
from shared.access.identity import Identity
from shared.core import clock
from shared.core.errors import Refusal
from shared.directory.queries import list_agencies, names_of
from shared.web import way_back
from shared.web.application import page_of
from shared.web.attempt import attempt
from shared.web.callers import require
from shared.web.form_fields import errors_by_field
from shared.web.lists import add_list_routes, usual_view, view_of
from shared.web.routers import PageRouter
from shared.web.transaction import Session
from shared.web.view_routes import add_view_routes

router = PageRouter(prefix="/van-ban")

_PAGE = 30
_GROUPS = "/van-ban/nhom-noi-nhan"


@router.get("/noi-bo")
async def inside(request: Request, who: MayViewOutgoing, session: Session) -> Response:
    """Văn bản gửi trong cơ quan."""
    if (usual := await usual_view(request, session, who, INSIDE)) is not None:
        return usual
    view = await view_of(request, session, who, INSIDE, _PAGE)
    view.choices = {"signer": await signer_choices(session, who, view.chosen.filters["signer"])}
    return page_of(request).render(
        request,
        "documents/inside.html",
        list=view,
        labels=DOCUMENT_STATUS_LABELS,
        kinds=TAG_KINDS,
        way=way_back.from_list(view.chosen.query),
    )


add_list_routes(router, INSIDE, require(RIGHTS, Right.VIEW_OUTGOING), "/noi-bo")
add_view_routes(router, INSIDE, require(RIGHTS, Right.VIEW_OUTGOING), "/noi-bo")


@router.post("/di/{document_id}/ngoai/{position}")
async def dispatch(
    request: Request,
    document_id: UUID,
    position: Annotated[int, Path(ge=0, le=32_767)],
    who: MayIssue,
    session: Session,
) -> Response:
    """Ghi đã gửi một nơi nhận ngoài hệ thống."""
    form = await request.form()
    await get_document(session, who, document_id)
    _, refusal = await attempt(
        request, session, lambda: note_dispatch(session, who, document_id, position, dispatch_of(form))
    )
    if refusal is not None:
        document = await get_document(session, who, document_id)
        names = ("way", "trace", "envelopes")
        typed = {name: text_of(form, name) for name in names} | {"sent_on": date_of(form, "sent_on")}
        noted = {"position": position, **typed}
        return await document_page(request, session, who, document, refusal, Step.DISPATCH, noted=noted)
    return RedirectResponse(way_back.onward(request, f"{LIST}/{document_id}?xong=ngoai#noi-nhan-ngoai"), 303)


@router.get("/nhom-noi-nhan")
async def groups(request: Request, who: MayIssue, session: Session) -> Response:
    """Nhóm nơi nhận."""
    return page_of(request).render(request, "documents/groups.html", groups=await list_groups(session, who.agency_code))


@router.get("/nhom-noi-nhan/moi")
async def new_group(request: Request, who: MayIssue, session: Session) -> Response:
    """Lập nhóm nơi nhận."""
    return await _form(request, session, who, {"name": "", "addressees": []}, None, None)


@router.post("/nhom-noi-nhan/moi")
async def save_new_group(request: Request, who: MayIssue, session: Session) -> Response:
    """Lưu nhóm mới."""
    return await _save(request, session, who, None)


@router.get("/nhom-noi-nhan/{group_id}")
async def edit_group(request: Request, group_id: UUID, who: MayIssue, session: Session) -> Response:
    """Sửa nhóm nơi nhận."""
    group = await get_group(session, who.agency_code, group_id)
    values = {"name": group.name, "addressees": group.addressees, "version": group.version}
    return await _form(request, session, who, values, group_id, None)


@router.post("/nhom-noi-nhan/{group_id}")
async def save_group(request: Request, group_id: UUID, who: MayIssue, session: Session) -> Response:
    """Lưu thay đổi."""
    await get_group(session, who.agency_code, group_id)
    return await _save(request, session, who, group_id)


@router.post("/nhom-noi-nhan/{group_id}/bo")
async def remove_group(request: Request, group_id: UUID, who: MayIssue, session: Session) -> Response:
    """Bỏ nhóm."""
    form = await request.form()
    version = number_of(form, "version")
    _, refusal = await attempt(request, session, lambda: drop_group(session, who, group_id, version))
    if refusal is not None:
        group = await get_group(session, who.agency_code, group_id)
        values = {"name": group.name, "addressees": group.addressees, "version": group.version}
        return await _form(request, session, who, values, group_id, refusal)
    return RedirectResponse(_GROUPS, 303)


async def _save(request: Request, session: AsyncSession, who: Identity, group_id: UUID | None) -> Response:
    form = await request.form()
    values = {"name": text_of(form, "name"), "addressees": texts_of(form, "addressees")}
    version = number_of(form, "version")

    async def act() -> None:
        given = {"name": values["name"], "addressees": values["addressees"], "version": version}
        new = checked(GroupIn, given)
        if group_id is None:
            await make_group(session, who, new)
        else:
            await change_group(session, who, group_id, new)

    _, refusal = await attempt(request, session, act)
    if refusal is not None:
        return await _form(request, session, who, values | {"version": version}, group_id, refusal)
    return RedirectResponse(_GROUPS, 303)


async def _form(
    request: Request,
    session: AsyncSession,
    who: Identity,
    values: dict[str, Any],
    group_id: UUID | None,
    refusal: Refusal | None,
) -> Response:
    errors = errors_of(refusal)
    agencies = await list_agencies(session, clock.local_now().date(), besides=who.agency_code)
    return page_of(request).render(
        request,
        "documents/group.html",
        status=refusal.status if refusal else 200,
        values=values,
        group_id=group_id,
        errors=errors,
        field_errors=errors_by_field(errors),
        closed=await _closed(session, values["addressees"], {agency.code for agency in agencies}),
        **grouped(agencies, values["addressees"]),
    )


async def _closed(session: AsyncSession, chosen: list[str], open_ones: set[str]) -> list[str]:
    """Names of those chosen that take no documents any more."""
    gone = [code for code in chosen if code not in open_ones]
    names = await names_of(session, gone)
    return [names.get(code, code[:40]) for code in gone]
