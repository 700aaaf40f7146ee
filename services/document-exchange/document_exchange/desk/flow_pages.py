"""Quy trình trình ký của cơ quan: the list, and the form of one."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from fastapi import Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.datastructures import FormData

from document_exchange.auth import MaySetFlows
from document_exchange.desk.forms import checked
from document_exchange.reviewing.actions import REVIEWERS, change_flow, drop_flow, make_flow
from document_exchange.reviewing.models import ReviewFlow
from document_exchange.reviewing.queries import get_flow, list_flows
from document_exchange.reviewing.rules import KINDS, MOST_LEVELS, MOST_STEPS, NAMED
from document_exchange.reviewing.schemas import FlowIn
from document_exchange.showing import errors_of, number_of, text_of, texts_of
from shared.access.identity import Identity
from shared.core import clock
from shared.core.errors import Refusal
from shared.directory.queries import list_colleagues, list_units
from shared.standards.document_types import BY_KEY, DOCUMENT_TYPES
from shared.web.application import page_of
from shared.web.attempt import attempt
from shared.web.form_fields import errors_by_field
from shared.web.routers import PageRouter
from shared.web.transaction import Session

router = PageRouter(prefix="/van-ban/quy-trinh")

_LIST = "/van-ban/quy-trinh"
_FIRST_LINES = 4
"""Blank lines that a new flow shows; saved, one more than it has."""


@router.get("")
async def show_all(request: Request, who: MaySetFlows, session: Session) -> Response:
    """Quy trình trình ký."""
    units = {one.id: one.name for one in await list_units(session, who.agency_code, clock.local_now().date())}
    flows = await list_flows(session, who.agency_code)
    types = {
        flow.id: ", ".join(BY_KEY[code].name if code in BY_KEY else code for code in flow.type_codes) for flow in flows
    }
    return page_of(request).render(
        request,
        "documents/flows.html",
        flows=flows,
        units=units,
        types=types,
        kinds=KINDS,
        saved=request.query_params.get("xong", ""),
    )


@router.get("/moi")
async def new_flow(request: Request, who: MaySetFlows, session: Session) -> Response:
    """Lập quy trình trình ký."""
    return await _form(request, session, who, {"name": "", "type_codes": [], "unit_id": "", "steps": []}, None, None)


@router.post("/moi")
async def save_new_flow(request: Request, who: MaySetFlows, session: Session) -> Response:
    """Lưu quy trình mới."""
    return await _save(request, session, who, None)


@router.get("/{flow_id}")
async def edit_flow(request: Request, flow_id: UUID, who: MaySetFlows, session: Session) -> Response:
    """Sửa quy trình trình ký."""
    flow = await get_flow(session, who.agency_code, flow_id)
    return await _form(request, session, who, _values_from(flow), flow_id, None)


@router.post("/{flow_id}")
async def save_flow(request: Request, flow_id: UUID, who: MaySetFlows, session: Session) -> Response:
    """Lưu thay đổi."""
    await get_flow(session, who.agency_code, flow_id)
    return await _save(request, session, who, flow_id)


@router.post("/{flow_id}/bo")
async def remove_flow(request: Request, flow_id: UUID, who: MaySetFlows, session: Session) -> Response:
    """Bỏ quy trình."""
    flow = await get_flow(session, who.agency_code, flow_id)
    values, version = _values_from(flow), number_of(await request.form(), "version")
    _, refusal = await attempt(request, session, lambda: drop_flow(session, who, flow_id, version))
    if refusal is not None:
        return await _form(request, session, who, values, flow_id, refusal)
    return RedirectResponse(f"{_LIST}?xong=bo", 303)


def _values_from(flow: ReviewFlow) -> dict[str, Any]:
    names = ("name", "type_codes", "unit_id", "steps", "version")
    return {name: getattr(flow, name) for name in names}


def _values_of(form: FormData) -> dict[str, Any]:
    """As typed; a line in which nobody is chosen is no step."""
    lines = [
        {
            "level": text_of(form, f"steps.{number}.level"),
            "kind": text_of(form, f"steps.{number}.kind"),
            "whose": text_of(form, f"steps.{number}.whose"),
            "optional": text_of(form, f"steps.{number}.optional") == "true",
        }
        for number in range(MOST_STEPS)
    ]
    return {
        "name": text_of(form, "name"),
        "type_codes": texts_of(form, "type_codes"),
        "unit_id": text_of(form, "unit_id"),
        "steps": [line for line in lines if line["whose"]],
        "version": number_of(form, "version"),
    }


async def _save(request: Request, session: AsyncSession, who: Identity, flow_id: UUID | None) -> Response:
    values = _values_of(await request.form())

    async def act() -> None:
        new = checked(FlowIn, values)
        if flow_id is None:
            await make_flow(session, who, new)
        else:
            await change_flow(session, who, flow_id, new)

    _, refusal = await attempt(request, session, act)
    if refusal is not None:
        return await _form(request, session, who, values, flow_id, refusal)
    return RedirectResponse(f"{_LIST}?xong=luu", 303)


async def _form(
    request: Request,
    session: AsyncSession,
    who: Identity,
    values: dict[str, Any],
    flow_id: UUID | None,
    refusal: Refusal | None,
) -> Response:
    errors = errors_of(refusal)
    units = await list_units(session, who.agency_code, clock.local_now().date())
    people = await list_colleagues(session, who.agency_code, *REVIEWERS)
    asked = [
        *NAMED.items(),
        *((f"unit:{unit.id}", f"Trưởng đơn vị: {unit.name}") for unit in units),
        *((f"person:{one.id}", f"{one.full_name} – {one.title}") for one in people),
    ]
    lines = max(_FIRST_LINES, len(values["steps"]) + 1)
    return page_of(request).render(
        request,
        "documents/flow.html",
        status=refusal.status if refusal else 200,
        values=values,
        lines=min(lines, MOST_STEPS),
        flow_id=flow_id,
        errors=errors,
        field_errors=errors_by_field(errors),
        types=[(kind.key, kind.name) for kind in DOCUMENT_TYPES],
        units=with_gone([(unit.id, unit.name) for unit in units], [(values["unit_id"], "")]),
        levels=[(str(level), f"Cấp {level}") for level in range(1, MOST_LEVELS + 1)],
        kinds=list(KINDS.items()),
        reviewers=with_gone(asked, [(step["whose"], step.get("name", "")) for step in values["steps"]]),
    )


def with_gone(known: list[tuple[str, str]], kept: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """What the flow names and is no longer there stays chosen: saved, it is refused beside its field instead of being forgotten."""
    here = dict(known)
    gone = {key: f"{name or key} (không còn)" for key, name in kept if key and key not in here}
    return [*known, *gone.items()]
