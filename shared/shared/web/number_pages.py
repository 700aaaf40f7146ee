"""Sổ và số: the page and the calls of a service's number books, for its records clerk (`shared.work.number_desk`)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse
from pydantic import BaseModel, ConfigDict, ValidationError
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.datastructures import FormData

from shared.access.identity import Identity
from shared.access.rights import callers_of, holds
from shared.core import clock
from shared.core.errors import FieldError, Invalid, NotFound, Refusal
from shared.storage.database import driver_connection
from shared.web.application import page_of
from shared.web.attempt import attempt
from shared.web.form_fields import date_error, errors_by_field, read_date
from shared.web.idempotency import once
from shared.web.problems import sentence_for, validation_refusal
from shared.web.routers import PageRouter
from shared.web.transaction import Session
from shared.work import number_desk
from shared.work.number_book import ACT_LABELS, LATEST, MOST_GAPS, Book, Books, acts_on, acts_on_year, read_book
from shared.work.number_desk import NEEDS_WORDS, NumberAct, list_book_years
from shared.work.number_steps import NUMBER_STATE_LABELS, Act, NumberCase, NumberState
from shared.work.timeline import TimelineEntry

_ON_NUMBERS = {"giu": Act.RESERVE, "dung": Act.USE, "tra": Act.GIVE_BACK, "bo": Act.VOID}
SLUGS = _ON_NUMBERS | {"khoa": Act.CLOSE, "mo": Act.REOPEN}
AtDesk = Literal["reserve", "use", "give-back", "void", "close", "reopen"]
_NAMES = {act: slug for slug, act in SLUGS.items()}
_LONGEST_CURSOR = 200


@dataclass(frozen=True)
class NumberDoor:
    """Nơi xem sổ và số: whose books, at which address, and who may look and act."""

    books: Books
    title: str
    """As the menu names it: a person may have the books of several services."""
    place: str
    """Path of the page."""
    parent: tuple[str, str]
    """Where one comes from: words and address."""
    parent_seen_by: frozenset[str]
    """Who may open it; of others it is said as a text."""
    reads: Callable[..., Identity]
    acts: Callable[..., Identity]
    register: str = ""
    """Where a paper that bears a number is registered; the number follows as `so=<kind>~<year>~<number>`."""
    series: tuple[str, frozenset[str]] = "", frozenset()
    """Where series are opened, and by whom."""


class SeriesOut(BaseModel):
    """Một hệ thống số trong năm."""

    model_config = ConfigDict(from_attributes=True)

    kind: str
    title: str
    last: int
    reserved: int
    void: int
    gaps: int
    closed: bool
    closed_by: str


class HeldOut(BaseModel):
    """Số không gắn với hồ sơ, văn bản điện tử nào, và vì sao."""

    model_config = ConfigDict(from_attributes=True)

    kind: str
    part: str
    number: int
    state: NumberState
    """`reserved`, `on-paper` or `void`."""
    reason: str
    bearer: str
    until: date | None
    by_name: str
    at: datetime  # since when; a document that gets a reserved number is dated this day


class GapOut(BaseModel):
    """Số trống chưa giải trình."""

    model_config = ConfigDict(from_attributes=True)

    kind: str
    part: str
    number: int


class BookOut(BaseModel):
    """Sổ và số của một năm."""

    year: int
    series: list[SeriesOut]
    held: list[HeldOut]
    gaps: list[GapOut]
    """At most 100."""
    history: list[TimelineEntry]
    """The newest 50, the last act first."""
    next: str | None
    """Goes into `after` for more of `held`."""


class DoneOut(BaseModel):
    """Việc đã làm."""

    act: Act
    kind: str
    year: int
    number: int | None


def number_calls(door: NumberDoor, prefix: str, tag: str, problems: dict[int | str, dict[str, Any]]) -> APIRouter:
    """`GET …/numbers`, `POST …/numbers/{act}`."""
    router = APIRouter(prefix=prefix, tags=[tag], responses=problems)
    reads, acts = Annotated[Identity, Depends(door.reads)], Annotated[Identity, Depends(door.acts)]

    async def get_book(
        who: reads,  # type: ignore[valid-type]
        session: Session,
        year: Annotated[int | None, Query(ge=2000, le=2999)] = None,
        after: Annotated[str, Query(max_length=_LONGEST_CURSOR)] = "",
    ) -> BookOut:
        """Sổ và số của cơ quan trong một năm."""
        return await _book_out(session, door, who, year or clock.local_now().year, after)

    async def post_act(
        request: Request,
        who: acts,  # type: ignore[valid-type]
        session: Session,
        act: AtDesk,
        told: NumberAct,
    ) -> Response:
        """Một việc với sổ và số."""

        async def do() -> Response:
            number = await number_desk.do_act(session, door.books, who, Act(act), told)
            done = DoneOut(act=Act(act), kind=told.kind, year=told.year, number=number)
            return Response(done.model_dump_json(), media_type="application/json")

        return await once(request, session, do)

    router.add_api_route("/numbers", get_book, methods=["GET"], summary="Sổ và số của một năm")
    router.add_api_route(
        "/numbers/{act}",
        post_act,
        methods=["POST"],
        response_model=DoneOut,
        summary="Giữ, dùng, trả, bỏ số; khóa, mở sổ năm",
    )
    return router


async def _book_out(session: AsyncSession, door: NumberDoor, who: Identity, year: int, after: str) -> BookOut:
    book = await read_book(session, door.books, who.agency_code, year, after)
    series = [SeriesOut(**{**vars(line), "closed": line.closed_at is not None}) for line in book.series]
    held = [HeldOut.model_validate(row) for row in book.held]
    gaps = [GapOut.model_validate(gap) for gap in book.gaps]
    return BookOut(year=year, series=series, held=held, gaps=gaps, history=book.history, next=book.next)


def number_pages(door: NumberDoor) -> PageRouter:
    """The page, and one address for each act."""
    router = PageRouter(prefix=door.place)
    reads, acts = Annotated[Identity, Depends(door.reads)], Annotated[Identity, Depends(door.acts)]

    async def show(
        request: Request,
        who: reads,  # type: ignore[valid-type]
        session: Session,
        nam: Annotated[str, Query(max_length=4)] = "",
        sau: Annotated[str, Query(max_length=_LONGEST_CURSOR)] = "",
    ) -> Response:
        """Sổ và số."""
        return await _page(request, session, door, who, nam, sau)

    async def act_on(request: Request, who: acts, session: Session, viec: str) -> Response:  # type: ignore[valid-type]
        """Một việc với sổ và số."""
        if viec not in SLUGS:
            raise NotFound("not_found")
        act, form = SLUGS[viec], await request.form()
        number, refusal = await attempt(
            request, session, lambda: number_desk.do_act(session, door.books, who, act, _told(act, form))
        )
        typed = {name: str(value) for name, value in form.items()}
        if refusal is not None:
            return await _page(request, session, door, who, typed.get("year", ""), "", (act, typed, refusal))
        done = f"&so={number}" if number is not None else ""
        return RedirectResponse(f"{door.place}?nam={int(typed['year'])}&xong={viec}{done}", 303)

    router.add_api_route("", show, methods=["GET"])
    router.add_api_route("/{viec}", act_on, methods=["POST"])
    return router


def _told(act: Act, form: FormData) -> NumberAct:
    """Raises Invalid with the fields at fault."""
    values: dict[str, Any] = {name: str(form.get(name) or "") for name in ("kind", "year", "part", "reason")}
    values["number"] = str(form.get("number") or "") or None
    values["until"] = until = read_date(form, "until")
    errors = []
    if isinstance(until, dict):
        values["until"] = None
        errors.append(date_error("/until", until))
    try:
        told = NumberAct.model_validate(values)
    except ValidationError as error:
        found = validation_refusal(RequestValidationError(error.errors())).fields
        raise Invalid("invalid_input", fields=[_said(act, one) for one in found] + errors) from None
    if errors:
        raise Invalid("invalid_input", fields=errors)
    return told


def _said(act: Act, error: FieldError) -> FieldError:
    sentence = NEEDS_WORDS.get(act) if error.pointer == "/reason" else None
    return FieldError(error.pointer, error.code, sentence or error.sentence)


async def _page(
    request: Request,
    session: AsyncSession,
    door: NumberDoor,
    who: Identity,
    asked: str,
    after: str,
    refused: tuple[Act, Mapping[str, str], Refusal] | None = None,
) -> Response:
    act, typed, refusal = refused or (None, {}, None)
    errors: dict[str, str] = {}
    if refusal is not None:
        errors = errors_by_field(refusal.fields) or {"": sentence_for(refusal, page_of(request).texts)}
    this_year = clock.local_now().year
    years = await list_book_years(await driver_connection(session), who.agency_code)
    year = next((one for one in years if str(one) == asked), this_year)
    book = await read_book(session, door.books, who.agency_code, year, after)
    return page_of(request).render(
        request,
        "numbers.html",
        refusal.status if refusal else 200,
        door=door,
        parent=door.parent if holds(who, door.parent_seen_by) else door.parent[:1],
        series_at=door.series[0] if holds(who, door.series[1]) else "",
        book=book,
        titles={line.kind: line.title for line in book.series},
        years=[(str(one), str(one)) for one in years],
        today=clock.local_now().date(),
        **_offers(door.books, callers_of(who), book),
        states=NUMBER_STATE_LABELS,
        refused_act=_NAMES.get(act, "") if act else "",
        typed=typed,
        errors=errors,
        most_gaps=MOST_GAPS,
        latest=LATEST,
        done=_done(request),
        until=read_date(typed, "until"),
        after=after,
    )


def _offers(books: Books, callers: frozenset[str], book: Book) -> dict[str, Any]:
    """What the tables of steps let this person do with each number and each book of the page."""
    this_year = clock.local_now().year
    with_years = [acts_on_year(books, callers, book, line, this_year) for line in book.series]
    return {
        "may": [acts_on(books, callers, book, held) for held in book.held],
        "may_with_year": with_years,
        "may_explain": Act.VOID in books.numbers.allowed(NumberCase(NumberState.GAP, callers)),
        "open_kinds": [
            (line.kind, line.title)
            for line, acts in zip(book.series, with_years, strict=True)
            if line.by_hand and Act.RESERVE in acts
        ],
    }


def _done(request: Request) -> str:
    """What was just done, out of the address: our own words and a number, nothing of what somebody put there."""
    act, number = SLUGS.get(request.query_params.get("xong", "")), request.query_params.get("so", "")
    if act is None:
        return ""
    return f"{ACT_LABELS[act]} {number}".strip() if number.isascii() and number.isdigit() else ACT_LABELS[act]
