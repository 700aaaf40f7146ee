"""Pages of a unit: who works there, and what its administrator does."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import Form, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData

from mail_directory.agencies.kinds import UNIT_KINDS
from mail_directory.agencies.models import Unit
from mail_directory.auth import MayAdminister, MayLookUp
from mail_directory.people import queries as people
from mail_directory.people.form_choices import id_of
from mail_directory.people.pages import by_field
from mail_directory.people.rules import check_reach, looks_after
from mail_directory.people.telling import today
from mail_directory.posts.form_dates import parts_of_date, read_days
from mail_directory.structure import actions, ahead, planning, queries
from mail_directory.structure.ahead import UnitState
from mail_directory.structure.models import PlannedChange
from mail_directory.structure.rules import ChangeKind
from mail_directory.structure.schemas import Merger, NewUnit, UnitChange, UnitEnd
from mail_directory.texts import TEXTS
from shared.access.identity import Identity
from shared.core.errors import Conflict, Refusal
from shared.core.formats import vn_date
from shared.web.application import not_found, page_of
from shared.web.attempt import attempt
from shared.web.routers import PageRouter
from shared.web.transaction import Session

router = PageRouter(prefix="/danh-ba")

_KINDS = list(UNIT_KINDS.items())


@router.get("/co-quan/{code}/don-vi-moi")
async def new_unit_page(code: str, request: Request, _: MayAdminister, session: Session) -> Response:
    return await _new_unit(request, session, code, {}, {}, 200)


@router.post("/co-quan/{code}/don-vi-moi")
async def add_unit(
    code: str,
    request: Request,
    who: MayAdminister,
    session: Session,
    unit_code: Annotated[str, Form()] = "",
    name: Annotated[str, Form()] = "",
    kind: Annotated[str, Form()] = "",
) -> Response:
    new = NewUnit(code=unit_code, name=name, kind=kind)
    unit, refusal = await attempt(request, session, lambda: actions.add_unit(session, who, code, new))
    if unit is None:
        errors = by_field(refusal)
        errors = {("unit_code" if name == "code" else name): sentence for name, sentence in errors.items()}
        return await _new_unit(request, session, code, new.model_dump(), errors, 422)
    return RedirectResponse(f"/danh-ba/don-vi/{unit.id}", 303)


async def _new_unit(
    request: Request, session: Session, code: str, values: dict[str, Any], errors: dict[str, str], status: int
) -> Response:
    agency = await people.get_agency(session, code)
    return page_of(request).render(
        request, "new_unit.html", status, agency=agency, values=values, errors=errors, kinds=_KINDS
    )


@router.get("/don-vi/{unit_id}")
async def unit_page(unit_id: UUID, request: Request, who: MayLookUp, session: Session) -> Response:
    return await _unit(request, who, session, unit_id)


@router.post("/don-vi/{unit_id}/sua")
async def change_unit(
    unit_id: UUID,
    request: Request,
    who: MayAdminister,
    session: Session,
    version: Annotated[int, Form()],
    name: Annotated[str, Form()] = "",
    kind: Annotated[str, Form()] = "",
    head: Annotated[str, Form()] = "",
    as_of: Annotated[str, Form(max_length=10)] = "",
) -> Response:
    """`as_of`: the day of which the form showed the unit; empty for today."""
    form = await request.form()
    typed = {"form": "sua", "name": name, "kind": kind, "head": head, "first_day": parts_of_date(form, "first_day")}
    typed |= {"as_of": as_of}

    async def act() -> None:
        change = UnitChange(name=name, kind=kind, head_post_id=id_of(head), version=version, first_day=_day(form))
        change.as_of = _read_day(as_of)
        if (other := await _of_that_day(session, unit_id, change)) is not None:
            typed.update(other)
            raise Conflict("unit_other_by_then")
        await actions.change_unit(session, who, unit_id, change)

    _, refusal = await attempt(request, session, act)
    return await _after(request, who, session, unit_id, refusal, typed)


async def _of_that_day(session: Session, unit_id: UUID, change: UnitChange) -> dict[str, Any] | None:
    """The form as it is to be shown first where on the day that was typed the unit is not what it showed."""
    unit, day = await queries.get_unit(session, unit_id), change.first_day or today()
    shown, then = [await ahead.state_on(session, unit, one) for one in (change.as_of or today(), day)]
    if shown == then:
        return None
    wanted = ahead.carried(UnitState(change.name, change.kind, change.head_post_id), shown, then)
    return {"name": wanted.name, "kind": wanted.kind, "head": str(wanted.head or ""), "as_of": str(day)}


def _read_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@router.post("/don-vi/{unit_id}/sap-nhap")
async def merge_unit(
    unit_id: UUID,
    request: Request,
    who: MayAdminister,
    session: Session,
    version: Annotated[int, Form()],
    into: Annotated[str, Form()] = "",
    reason: Annotated[str, Form(max_length=2000)] = "",
) -> Response:
    """Sáp nhập vào đơn vị khác."""
    form = await request.form()

    async def act() -> None:
        merger = Merger(into_id=id_of(into), reason=reason, version=version, first_day=_day(form))
        await actions.merge_unit(session, who, unit_id, merger)

    _, refusal = await attempt(request, session, act)
    typed = {"form": "sap-nhap", "into_id": into, "reason": reason, "first_day": parts_of_date(form, "first_day")}
    return await _after(request, who, session, unit_id, refusal, typed)


@router.post("/don-vi/{unit_id}/bo-ghi-truoc/{planned_id}")
async def withdraw(unit_id: UUID, planned_id: UUID, request: Request, who: MayAdminister, session: Session) -> Response:
    """Bỏ thay đổi đã ghi trước."""
    _, refusal = await attempt(request, session, lambda: planning.withdraw(session, who, planned_id))
    return await _after(request, who, session, unit_id, refusal, {})


def _day(form: FormData) -> date | None:
    """Từ ngày; None, for today, where nothing is typed."""
    return read_days(form, {"first_day": "Từ ngày"}, (), ("first_day",))["first_day"]


@router.post("/don-vi/{unit_id}/xep")
async def place_post(
    unit_id: UUID,
    request: Request,
    who: MayAdminister,
    session: Session,
    post: Annotated[str, Form()] = "",
    reason: Annotated[str, Form(max_length=2000)] = "",
) -> Response:
    form = await request.form()
    typed = {"form": "xep", "post": post, "reason": reason, "first_day": parts_of_date(form, "first_day")}
    post_id = id_of(post)
    if post_id is None:
        return await _unit(request, who, session, unit_id, 422, errors={"post": "Hãy chọn người."}, values=typed)

    async def act() -> None:
        await actions.place(session, who, unit_id, post_id, reason, first_day=_day(form))

    _, refusal = await attempt(request, session, act)
    return await _after(request, who, session, unit_id, refusal, typed)


@router.get("/don-vi/{unit_id}/dua-ra/{post_id}")
async def ask_before_taking_out(
    unit_id: UUID, post_id: UUID, request: Request, who: MayAdminister, session: Session
) -> Response:
    """Đưa ra khỏi đơn vị: the reason is asked first."""
    return await _take_out(request, session, who, unit_id, post_id, {}, {})


@router.post("/don-vi/{unit_id}/dua-ra/{post_id}")
async def take_out_post(
    unit_id: UUID,
    post_id: UUID,
    request: Request,
    who: MayAdminister,
    session: Session,
    reason: Annotated[str, Form(max_length=2000)] = "",
) -> Response:
    form = await request.form()

    async def act() -> None:
        await actions.place(session, who, unit_id, post_id, reason, inside=False, first_day=_day(form))

    _, refusal = await attempt(request, session, act)
    if refusal is not None:
        typed = {"reason": reason, "first_day": parts_of_date(form, "first_day")}
        return await _take_out(request, session, who, unit_id, post_id, typed, by_field(refusal), refusal.status)
    return RedirectResponse(f"/danh-ba/don-vi/{unit_id}", 303)


async def _take_out(
    request: Request,
    session: Session,
    who: Identity,
    unit_id: UUID,
    post_id: UUID,
    values: dict[str, Any],
    errors: dict[str, str],
    status: int = 200,
) -> Response:
    unit = await queries.get_unit(session, unit_id)
    agency = await people.get_agency(session, unit.agency_code)
    check_reach(who, agency.code, agency.parent_code)
    rows = await queries.posts_of_agency(session, unit.agency_code, today())
    found = next((row for row in rows if row[0].id == post_id and row[0].unit_id == unit.id), None)
    if found is None:
        raise not_found()
    shown = {"unit": unit, "post": found[0], "person": found[1], "values": values, "errors": errors}
    return page_of(request).render(request, "take_out.html", status, **shown)


@router.post("/don-vi/{unit_id}/ket-thuc")
async def end_unit(
    unit_id: UUID, request: Request, who: MayAdminister, session: Session, version: Annotated[int, Form()]
) -> Response:
    end = UnitEnd(version=version)
    _, refusal = await attempt(request, session, lambda: actions.end_unit(session, who, unit_id, end))
    return await _after(request, who, session, unit_id, refusal, {})


async def _after(
    request: Request, who: Identity, session: Session, unit_id: UUID, refusal: Refusal | None, values: dict[str, Any]
) -> Response:
    if refusal is not None:
        return await _unit(request, who, session, unit_id, refusal.status, errors=by_field(refusal), values=values)
    return RedirectResponse(f"/danh-ba/don-vi/{unit_id}", 303)


async def _unit(
    request: Request, who: Identity, session: Session, unit_id: UUID, status: int = 200, **more: Any
) -> Response:
    unit = await queries.get_unit(session, unit_id)
    agency = await people.get_agency(session, unit.agency_code)
    rows = [row for row in await queries.posts_of_agency(session, agency.code, today()) if row[1].active]
    inside = [row for row in rows if row[0].unit_id == unit.id]
    outside = [row for row in rows if row[0].unit_id != unit.id]
    units = await people.list_units(session, agency.code, today())
    reaches = looks_after(who, agency.code, agency.parent_code)
    planned = await queries.list_planned(session, unit.id) if planning.may_see(who, unit, agency) else []
    may_lead = {post.id for post, _ in inside} | {one.post_id for one in planned if one.kind == ChangeKind.PLACE}
    return page_of(request).render(
        request,
        "unit.html",
        status,
        unit=unit,
        agency=agency,
        inside=inside,
        choices=[(str(post.id), f"{person.full_name} – {post.title}") for post, person in outside],
        heads=[(str(post.id), f"{person.full_name} – {post.title}") for post, person in rows if post.id in may_lead],
        kinds=_KINDS,
        successor=await session.get(Unit, unit.successor_id) if unit.successor_id else None,
        former=[f"{one['name']} (đến {vn_date(date.fromisoformat(one['until']))})" for one in unit.former_names],
        others=[(str(one.id), one.name) for one in units if one.id != unit.id],
        planned=planned,
        words={change.id: _words(change, {post.id: person.full_name for post, person in rows}) for change in planned},
        reaches=reaches,
        open=unit.is_open_on(today()),
        administers=reaches and unit.is_open_on(today()),
        **more,
    )


def _words(change: PlannedChange, holders: Mapping[UUID, str]) -> str:
    """What is to come, in one line: of a unit's own change what becomes different, and nothing else."""
    names = {"name": change.name, "unit": change.unit.name, "into": change.into.name if change.into else ""}
    if change.kind != ChangeKind.CHANGE:
        return TEXTS[f"change_{change.kind}"] % names
    names["kind"] = UNIT_KINDS.get(change.unit_kind, "").lower()
    names["head"] = holders.get(change.post_id, TEXTS["change_head_gone"]) if change.post_id else ""
    keys = [f"change_{part}" for part in change.parts]
    return "; ".join(
        TEXTS[f"{key}_none" if key == "change_head" and not names["head"] else key] % names for key in keys
    )
