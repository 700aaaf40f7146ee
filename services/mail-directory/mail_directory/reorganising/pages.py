"""Sắp xếp cơ quan: the plans, a form for another, and what each touches."""

from typing import Any
from uuid import UUID

from fastapi import Form, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData

from mail_directory.auth import MayConfirmReorganisation, MayReorganise
from mail_directory.people.pages import by_field
from mail_directory.people.telling import today
from mail_directory.posts.form_dates import parts_of_date, read_days
from mail_directory.reorganising import actions, queries
from mail_directory.reorganising.checking import may_decide
from mail_directory.reorganising.models import Reorganisation
from mail_directory.reorganising.reach import agencies_reached
from mail_directory.reorganising.rules import KIND_LABELS, SHARED, STEPS, Case, State
from mail_directory.reorganising.schemas import NewReorganisation
from mail_directory.reorganising.seeing import seen_plan, seen_plans
from mail_directory.reorganising.splitting_pages import preview_address
from mail_directory.rights import RIGHTS, Right
from mail_directory.texts import TEXTS
from shared.access.identity import Identity
from shared.access.rights import callers_of, holds
from shared.core.errors import Refusal
from shared.core.province import this_province
from shared.web.application import page_of
from shared.web.attempt import attempt
from shared.web.routers import PageRouter
from shared.web.transaction import Session

router = PageRouter(prefix="/danh-ba/sap-xep")

_WORDS = ("kind", "new_code", "name", "short_name", "collective", "code_2020", "tier", "parent_code", "mail_domain")
_TITLES = {"first_day": "Ngày có hiệu lực", "document_date": "Ngày của văn bản"}


@router.get("")
async def plans_page(request: Request, who: MayConfirmReorganisation, session: Session) -> Response:
    plans = await seen_plans(session, who)
    codes = [code for plan in plans for code in (*plan.ending_codes, *plan.heir_codes)]
    names = {code: agency.name for code, agency in (await queries.agencies_by_code(session, codes)).items()}
    may_draw = holds(who, RIGHTS[Right.REORGANISE])
    return page_of(request).render(request, "reorganisations.html", plans=plans, names=names, may_draw=may_draw)


@router.get("/moi")
async def new_plan_page(request: Request, who: MayReorganise, session: Session) -> Response:
    return await _form(request, who, session, {"kind": "merge"}, {}, 200)


@router.post("/moi")
async def draw_up(request: Request, who: MayReorganise, session: Session) -> Response:
    """Lập phương án."""
    form = await request.form()

    async def act() -> Reorganisation:
        return await actions.draw_up(session, who, _read(form))

    plan, refusal = await attempt(request, session, act)
    if plan is None:
        errors = by_field(refusal)
        return await _form(request, who, session, _typed(form), errors, refusal.status if refusal else 422)
    return RedirectResponse(f"/danh-ba/sap-xep/{plan.id}", 303)


def _typed(form: FormData) -> dict[str, Any]:
    """What was typed, to be shown again."""
    words = {name: str(form.get(name) or "") for name in (*_WORDS, "successor", "document_number")}
    days = {name: parts_of_date(form, name) for name in _TITLES}
    return words | days | {"ending": [str(code) for code in form.getlist("ending")]}


def _read(form: FormData) -> NewReorganisation:
    typed, days = _typed(form), read_days(form, _TITLES, ("first_day", "document_date"))
    words = {name: typed[name] for name in ("name", "short_name", "collective", "mail_domain", "document_number")}
    codes = {name: typed[name].strip()[:40] for name in ("new_code", "code_2020", "tier", "parent_code", "kind")}
    return NewReorganisation(
        **words,
        **codes,
        **days,
        ending_codes=[code[:40] for code in typed["ending"][:100]],
        successor_code=typed["successor"].strip()[:40],
    )


async def _form(
    request: Request, who: Identity, session: Session, values: dict[str, Any], errors: dict[str, str], status: int
) -> Response:
    reached, below = await agencies_reached(session, who, today())
    return page_of(request).render(
        request,
        "new_reorganisation.html",
        status,
        values=values,
        errors=errors,
        kinds={kind: label for kind, label in KIND_LABELS.items() if kind not in SHARED},
        ending=[(one.code, one.name) for one in reached if one.code in below],
        successors=[(one.code, f"{one.name} ({one.code})") for one in reached],
        above=[(one.code, one.name) for one in reached],
        tiers=[(tier, TEXTS[f"tier_{tier}"]) for tier in _tiers() if tier != "province"],
    )


def _tiers() -> list[str]:
    """Of today and of the models that are to come: which one counts the plan's first day says."""
    province = this_province()
    days = [today(), *(change.valid_from for change in province.territorial_changes)]
    return list(dict.fromkeys(tier for day in days for tier in province.tiers_on(day)))


@router.get("/{plan_id}")
async def plan_page(plan_id: UUID, request: Request, who: MayConfirmReorganisation, session: Session) -> Response:
    return await _plan(request, who, session, plan_id)


@router.post("/{plan_id}/xac-nhan")
async def confirm(
    plan_id: UUID, request: Request, who: MayConfirmReorganisation, session: Session, version: int = Form(...)
) -> Response:
    """Xác nhận, by the second person."""
    _, refusal = await attempt(request, session, lambda: actions.confirm(session, who, plan_id, version))
    return await _after(request, who, session, plan_id, refusal)


@router.post("/{plan_id}/bo")
async def withdraw(
    plan_id: UUID, request: Request, who: MayConfirmReorganisation, session: Session, version: int = Form(...)
) -> Response:
    """Bỏ phương án."""
    _, refusal = await attempt(request, session, lambda: actions.withdraw(session, who, plan_id, version))
    return await _after(request, who, session, plan_id, refusal)


async def _after(request: Request, who: Identity, session: Session, plan_id: UUID, refusal: Refusal | None) -> Response:
    if refusal is not None:
        errors = {"": by_field(refusal).popitem()[1]}
        return await _plan(request, who, session, plan_id, refusal.status, errors)
    return RedirectResponse(f"/danh-ba/sap-xep/{plan_id}", 303)


async def _plan(
    request: Request,
    who: Identity,
    session: Session,
    plan_id: UUID,
    status: int = 200,
    errors: dict[str, str] | None = None,
) -> Response:
    plan = await seen_plan(session, who, plan_id)
    codes = [*plan.ending_codes, *plan.heir_codes, *(heir.parent_code for heir in plan.heirs if heir.parent_code)]
    known = await queries.agencies_by_code(session, codes)
    waits = State(plan.state) in {State.DRAWN_UP, State.CONFIRMED}
    case = Case(State(plan.state), callers_of(who), plan.drawn_by == who.subject, plan.first_day < today())
    decides = await may_decide(session, who, plan, Right.CONFIRM_REORGANISATION)
    return page_of(request).render(
        request,
        "reorganisation.html",
        status,
        plan=plan,
        said=known[plan.ending_codes[0]].name if plan.is_shared else plan.name,
        known=known,
        errors=errors or {},
        touched=await queries.touched(session, plan.ending_codes, plan.first_day) if waits else {},
        acts=STEPS.allowed(case) if decides else (),
        late=case.late and plan.state == State.DRAWN_UP,
        parent=known.get(plan.parent_code or ""),
        parts=await queries.parts_of(session, plan) if waits and plan.is_shared else [],
        preview=preview_address(plan) if plan.is_shared else "",
    )
