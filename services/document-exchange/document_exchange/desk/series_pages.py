"""Hệ thống số của cơ quan: the list and the form of one, and the same by calls."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.datastructures import FormData

from document_exchange.auth import MaySetSeries, MayViewOutgoing
from document_exchange.desk.forms import checked
from document_exchange.problems import PROBLEMS
from document_exchange.registers.models import NumberSeries
from document_exchange.registers.opening import change_series, open_by_decision, series_with_numbers
from document_exchange.registers.rules import DEFAULT_SERIES
from document_exchange.registers.schemas import SeriesIn, SeriesOut
from document_exchange.registers.series import get_series, kind_of, list_decided
from document_exchange.showing import errors_of, number_of, text_of, texts_of
from shared.access.identity import Identity
from shared.core import clock
from shared.core.errors import Refusal
from shared.standards.document_types import DOCUMENT_TYPES, SPECIALISED
from shared.web.application import page_of
from shared.web.attempt import attempt
from shared.web.form_fields import errors_by_field
from shared.web.idempotency import once
from shared.web.routers import PageRouter
from shared.web.transaction import Session

PLACE = "/van-ban/he-thong-so"
TYPES = [(kind.key, kind.name) for kind in (*DOCUMENT_TYPES, *SPECIALISED)]

router = PageRouter(prefix=PLACE)
calls = APIRouter(prefix="/api/document-exchange/v1", tags=["Hệ thống số"], responses=PROBLEMS)


@calls.get("/number-series", summary="Hệ thống số của cơ quan")
async def list_all(who: MayViewOutgoing, session: Session) -> list[SeriesOut]:
    """Hệ thống số của cơ quan người gọi."""
    counted = await series_with_numbers(session, who.agency_code)
    return [_out(series, counted) for series in await list_decided(session, who.agency_code)]


@calls.post("/number-series", status_code=201, response_model=SeriesOut, summary="Mở hệ thống số")
async def create(request: Request, new: SeriesIn, who: MaySetSeries, session: Session) -> Response:
    """Mở hệ thống số theo quyết định của người đứng đầu."""

    async def act() -> Response:
        series = await open_by_decision(session, who, new)
        return Response(_out(series, set()).model_dump_json(), 201, media_type="application/json")

    return await once(request, session, act)


@calls.put("/number-series/{series_id}", summary="Đổi tên, kết thúc hệ thống số")
async def change(series_id: UUID, new: SeriesIn, who: MaySetSeries, session: Session) -> SeriesOut:
    """Đổi tên, cho kết thúc hoặc mở lại; sổ chưa cấp số nào thì đổi được mọi điều."""
    series = await change_series(session, who, series_id, new)
    return _out(series, await series_with_numbers(session, who.agency_code))


@router.get("")
async def show_all(request: Request, who: MaySetSeries, session: Session) -> Response:
    """Hệ thống số."""
    names = dict(TYPES)
    every = await list_decided(session, who.agency_code)
    return page_of(request).render(
        request,
        "documents/series.html",
        every=every,
        types={one.id: ", ".join(names.get(code, code) for code in one.document_types) for one in every},
        general=DEFAULT_SERIES,
        this_year=clock.local_now().year,
        saved=request.query_params.get("xong", ""),
    )


@router.get("/moi")
async def new_series(request: Request, who: MaySetSeries, session: Session) -> Response:
    """Mở hệ thống số."""
    values = {"since_year": clock.local_now().year, "first_number": 1, "document_types": []}
    return await _form(request, session, who, values, None, None)


@router.post("/moi")
async def save_new(request: Request, who: MaySetSeries, session: Session) -> Response:
    """Lưu hệ thống số mới."""
    return await _save(request, session, who, None)


@router.get("/{series_id}")
async def edit(request: Request, series_id: UUID, who: MaySetSeries, session: Session) -> Response:
    """Đổi hệ thống số."""
    series = await get_series(session, who.agency_code, series_id)
    return await _form(request, session, who, {name: getattr(series, name) for name in _FIELDS}, series, None)


@router.post("/{series_id}")
async def save(request: Request, series_id: UUID, who: MaySetSeries, session: Session) -> Response:
    """Lưu thay đổi."""
    return await _save(request, session, who, await get_series(session, who.agency_code, series_id))


_FIELDS = tuple(SeriesIn.model_fields)


def _out(series: NumberSeries, counted: set[str]) -> SeriesOut:
    kind = kind_of(series)
    values = {name: getattr(series, name) for name in _FIELDS}
    return SeriesOut(id=series.id, kind=kind, has_numbers=kind in counted, **values)


def _values_of(form: FormData) -> dict[str, Any]:
    """As typed."""
    names = ("name", "symbol", "since_year", "last_year", "first_number", "decision")
    values: dict[str, Any] = {name: text_of(form, name) for name in names}
    values |= {"document_types": texts_of(form, "document_types"), "dated": text_of(form, "dated") == "true"}
    return values | {"version": number_of(form, "version")}


async def _save(request: Request, session: AsyncSession, who: Identity, series: NumberSeries | None) -> Response:
    values = _values_of(await request.form())
    series_id = series.id if series else None

    async def act() -> None:
        empty = {name: None for name in ("since_year", "last_year") if not values[name]}
        new = checked(SeriesIn, values | empty | {"first_number": values["first_number"] or 1})
        if series_id is None:
            await open_by_decision(session, who, new)
        else:
            await change_series(session, who, series_id, new)

    _, refusal = await attempt(request, session, act)
    if refusal is not None:
        again = await get_series(session, who.agency_code, series_id) if series_id else None
        return await _form(request, session, who, values, again, refusal)
    return RedirectResponse(f"{PLACE}?xong=luu", 303)


async def _form(
    request: Request,
    session: AsyncSession,
    who: Identity,
    values: dict[str, Any],
    series: NumberSeries | None,
    refusal: Refusal | None,
) -> Response:
    errors, this_year = errors_of(refusal), clock.local_now().year
    fixed = series is not None and kind_of(series) in await series_with_numbers(session, who.agency_code)
    years = [(str(year), str(year)) for year in (this_year, this_year + 1)]
    if series is not None and series.since_year not in (this_year, this_year + 1):
        years.insert(0, (str(series.since_year or ""), str(series.since_year or "Từ trước")))
    return page_of(request).render(
        request,
        "documents/series_form.html",
        status=refusal.status if refusal else 200,
        values=values,
        series=series,
        fixed=fixed,
        general=series is not None and series.code == DEFAULT_SERIES,
        errors=errors,
        field_errors=errors_by_field(errors),
        types=TYPES,
        names=dict(TYPES),
        years=years,
        last_years=[(str(year), f"Hết năm {year}") for year in (this_year, this_year + 1)],
    )
