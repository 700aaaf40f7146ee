"""Chia cơ quan, tách một phần: a form that knows the agency's units, so that each can be given to one of the successors."""

from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData

from mail_directory.auth import MayReorganise
from mail_directory.people.pages import by_field
from mail_directory.people.telling import today
from mail_directory.posts.form_dates import parts_of_date, read_days
from mail_directory.reorganising import actions, queries
from mail_directory.reorganising.models import Reorganisation
from mail_directory.reorganising.reach import agencies_reached
from mail_directory.reorganising.rules import MOST_HEIRS, Kind
from mail_directory.reorganising.schemas import NewHeir, NewReorganisation
from shared.access.identity import Identity
from shared.standards.typed import clean_line
from shared.web.application import page_of
from shared.web.attempt import attempt
from shared.web.routers import PageRouter
from shared.web.transaction import Session

router = PageRouter(prefix="/danh-ba/sap-xep")

_TITLES = {"first_day": "Ngày có hiệu lực", "document_date": "Ngày của văn bản"}
_WORDS = ("successor", "new_code", "name", "short_name", "collective", "code_2020", "matters")
_PLACE = "place_"
_LONGEST_ADDRESS = 6000


@router.get("/chia")
async def split_page(request: Request, who: MayReorganise, session: Session, co_quan: str = "") -> Response:
    """Without an agency it asks which one."""
    return await _form(request, who, session, Kind.SPLIT, _asked(co_quan))


@router.get("/tach")
async def part_page(request: Request, who: MayReorganise, session: Session, co_quan: str = "") -> Response:
    """As of a split; the agency stands."""
    return await _form(request, who, session, Kind.PART, _asked(co_quan))


def _asked(code: str) -> dict[str, Any]:
    return {"ending": code.strip()[:40]}


@router.post("/chia")
async def draw_up_split(request: Request, who: MayReorganise, session: Session) -> Response:
    """Lập phương án chia."""
    return await _draw_up(request, who, session, Kind.SPLIT)


@router.post("/tach")
async def draw_up_part(request: Request, who: MayReorganise, session: Session) -> Response:
    """Lập phương án tách một phần."""
    return await _draw_up(request, who, session, Kind.PART)


async def _draw_up(request: Request, who: Identity, session: Session, kind: Kind) -> Response:
    form = await request.form()

    async def act() -> Reorganisation:
        return await actions.draw_up(session, who, _read(form, kind))

    plan, refusal = await attempt(request, session, act)
    if plan is None:
        status = refusal.status if refusal else 422
        return await _form(request, who, session, kind, _typed(form), by_field(refusal), status)
    return RedirectResponse(f"/danh-ba/sap-xep/{plan.id}", 303)


def _numbered(name: str, number: int) -> str:
    """As faults of the successors are called (`rules.at_heir`)."""
    return name if number == 1 else f"{name}_{number}"


def _typed(form: FormData) -> dict[str, Any]:
    """What was typed, to be shown again."""
    names = [_numbered(name, number) for number in range(1, MOST_HEIRS + 1) for name in _WORDS]
    places = [name for name in form if name.startswith(_PLACE)]
    words = {name: str(form.get(name) or "") for name in (*names, *places, "ending", "document_number")}
    return words | {name: parts_of_date(form, name) for name in _TITLES}


def _read(form: FormData, kind: Kind) -> NewReorganisation:
    typed, days = _typed(form), read_days(form, _TITLES, ("first_day", "document_date"))
    heirs = [_read_heir(typed, number) for number in range(1, MOST_HEIRS + 1)]
    while len(heirs) > 1 and heirs[-1] == NewHeir():
        heirs.pop()
    codes = {str(number): heir.successor_code or heir.new_code for number, heir in enumerate(heirs, 1)}
    places = {
        name.removeprefix(_PLACE)[:40]: codes.get(chosen) or chosen[:40]
        for name, chosen in typed.items()
        if name.startswith(_PLACE)
    }
    return NewReorganisation(
        **heirs[0].model_dump(),
        **days,
        kind=kind.value,
        ending_codes=[typed["ending"].strip()[:40]],
        further=heirs[1:],
        places=places,
        document_number=typed["document_number"],
    )


def _read_heir(typed: dict[str, Any], number: int) -> NewHeir:
    said = {name: typed[_numbered(name, number)] for name in _WORDS}
    return NewHeir(
        successor_code=said["successor"].strip()[:40],
        new_code="" if said["successor"].strip() else clean_line(said["new_code"]).upper()[:40],
        name=said["name"],
        short_name=said["short_name"],
        collective=said["collective"],
        code_2020=said["code_2020"].strip()[:40],
        matters=said["matters"].splitlines()[:1000],
    )


async def _form(
    request: Request,
    who: Identity,
    session: Session,
    kind: Kind,
    values: dict[str, Any],
    errors: dict[str, str] | None = None,
    status: int = 200,
) -> Response:
    reached, below = await agencies_reached(session, who, today())
    ending = next((one for one in reached if one.code == values["ending"] and one.code in below), None)
    places = await queries.places_in(session, ending.code, today()) if ending else []
    return page_of(request).render(
        request,
        "split_agency.html",
        status,
        part=kind == Kind.PART,
        values=values,
        errors=errors or {},
        ending=ending,
        choices=[(one.code, f"{one.name} ({one.code})") for one in reached if one.code in below],
        successors=[(one.code, f"{one.name} ({one.code})") for one in reached if ending and one.code != ending.code],
        places=[(f"{_PLACE}{place}", name) for place, name in places],
        numbers=range(1, MOST_HEIRS + 1),
        numbered=_numbered,
    )


def preview_address(plan: Reorganisation) -> str:
    """Where one-stop counts what each successor would have; without the shares where they are too many for an address."""
    asked = [("co_quan", plan.ending_codes[0]), ("con_lai", plan.rest_code)]
    told = [*plan.matters.items(), *((name, code) for name, code in plan.places.items() if code != plan.rest_code)]
    shares = [("chia", f"{code}~{name}") for name, code in told]
    heirs = [("chia", f"{heir}~") for heir in plan.heir_codes if heir != plan.rest_code]
    address = f"/mot-cua/sap-xep-co-quan?{urlencode([*asked, *heirs, *shares])}"
    return address if len(address) <= _LONGEST_ADDRESS else f"/mot-cua/sap-xep-co-quan?{urlencode(asked[:1])}"
