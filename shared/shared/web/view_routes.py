"""Saved views at the edge: the page and the calls that every list has alike, for whoever sees the list and has signed in."""

from collections.abc import Callable
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.ext.asyncio import AsyncSession

from shared.access.identity import Identity
from shared.core.errors import FieldError, Invalid, Refusal
from shared.core.fields import Line
from shared.web.application import page_of
from shared.web.attempt import attempt
from shared.web.form_fields import errors_by_field
from shared.web.idempotency import once
from shared.web.lists import DONE, chosen_in
from shared.web.problems import sentence_for
from shared.web.transaction import Session
from shared.work import saved_views
from shared.work.listing import COLUMNS, WORDS, Chosen, Listing

MOST_NAMED = 50
"""Filters and columns of one view."""


class ViewIn(BaseModel):
    """Dạng xem cần lưu: the filters by the names that the list's own call has."""

    model_config = ConfigDict(extra="forbid")

    name: Line
    usual: bool = False
    """The list's page opens with it."""
    q: Line = ""
    sort: Line = ""
    filters: Annotated[dict[Line, Line], Field(max_length=MOST_NAMED)] = {}
    columns: Annotated[list[Line], Field(max_length=MOST_NAMED)] = []
    """None: the usual ones."""


class ViewChange(BaseModel):
    """Thay đổi của dạng xem: only what is named."""

    model_config = ConfigDict(extra="forbid")

    name: Line | None = None
    usual: bool | None = None


class ViewOut(BaseModel):
    """Dạng xem đã lưu."""

    id: UUID
    name: str
    usual: bool
    q: str
    sort: str
    filters: dict[str, str]
    columns: list[str]
    page: str
    """Where people see the list so."""


class Views(BaseModel):
    """Các dạng xem đã lưu của người gọi ở một danh sách."""

    items: list[ViewOut]


def add_view_routes(router: APIRouter, listing: Listing, allowed: Callable[..., Identity], path: str) -> None:
    """For people. `path` is behind the router's prefix."""
    _add_page(router, listing, allowed, f"{path}/dang-xem")
    _add_page_of_one(router, listing, allowed, f"{path}/dang-xem/{{view_id}}")


def _add_page(router: APIRouter, listing: Listing, allowed: Callable[..., Identity], path: str) -> None:
    who_may = Annotated[Identity, Depends(allowed)]

    async def show_views(who: who_may, request: Request, session: Session) -> Response:
        """Dạng xem đã lưu."""
        return await _views_page(request, session, who, listing)

    async def keep(
        who: who_may,
        request: Request,
        session: Session,
        name: Annotated[str, Form(max_length=300)] = "",
        usual: Annotated[str, Form(max_length=10)] = "",
    ) -> Response:
        """Lưu dạng xem."""
        chosen = chosen_in(listing, request)
        _, refusal = await attempt(
            request, session, lambda: saved_views.keep_view(session, who, chosen, name, usual=usual == "true")
        )
        if refusal is not None:
            return await _views_page(request, session, who, listing, refusal, name)
        return RedirectResponse(f"{chosen.href}{'&' if chosen.query else '?'}{DONE}=dang-xem", 303)

    router.add_api_route(path, show_views, methods=["GET"], name=f"{listing.name} views")
    router.add_api_route(path, keep, methods=["POST"], name=f"{listing.name} keep view")


def _add_page_of_one(router: APIRouter, listing: Listing, allowed: Callable[..., Identity], path: str) -> None:
    who_may = Annotated[Identity, Depends(allowed)]

    async def change(
        view_id: UUID,
        who: who_may,
        request: Request,
        session: Session,
        what: Annotated[str, Form(max_length=10)] = "",
        name: Annotated[str, Form(max_length=300)] = "",
    ) -> Response:
        """Đổi tên, xóa dạng xem, đặt hoặc thôi đặt mặc định."""
        _, refusal = await attempt(
            request, session, lambda: saved_views.change_view(session, who, listing, view_id, what, name)
        )
        if refusal is not None:
            return await _views_page(request, session, who, listing, _of_no_field(refusal))
        query = "&".join(filter(None, (chosen_in(listing, request).query, f"{DONE}={what}")))
        return RedirectResponse(f"{listing.path}/dang-xem?{query}", 303)

    router.add_api_route(path, change, methods=["POST"], name=f"{listing.name} change view")


def add_view_calls(router: APIRouter, listing: Listing, allowed: Callable[..., Identity]) -> None:
    """For programs, under `/lists/…/views`: the same views, with the same right."""
    path = f"/lists/{listing.name.rpartition('.')[2]}/views"
    _add_keeping(router, listing, allowed, path)
    _add_changing(router, listing, allowed, f"{path}/{{view_id}}")


def _add_keeping(router: APIRouter, listing: Listing, allowed: Callable[..., Identity], path: str) -> None:
    who_may = Annotated[Identity, Depends(allowed)]

    async def list_all(who: who_may, session: Session) -> Views:
        """Dạng xem đã lưu của người gọi, ở vị trí công tác đang dùng; by name."""
        return await _views_out(session, listing, who)

    async def keep(new: ViewIn, who: who_may, request: Request, session: Session) -> Response:
        """Lưu dạng xem; one of the same name takes what is sent now."""
        chosen = _chosen_by(listing, new)

        async def act() -> Response:
            await saved_views.keep_view(session, who, chosen, new.name, usual=new.usual)
            return _json(await _views_out(session, listing, who))

        return await once(request, session, act)

    add, words = router.add_api_route, f"dạng xem của danh sách “{listing.title}”"
    add(path, list_all, methods=["GET"], name=f"{listing.name} views by call", summary=f"Các {words}")
    add(path, keep, methods=["POST"], response_model=Views, name=f"{listing.name} view kept", summary=f"Lưu {words}")


def _add_changing(router: APIRouter, listing: Listing, allowed: Callable[..., Identity], path: str) -> None:
    who_may = Annotated[Identity, Depends(allowed)]

    async def change(view_id: UUID, body: ViewChange, who: who_may, request: Request, session: Session) -> Response:
        """Đổi tên, đặt hoặc thôi đặt mặc định."""

        async def act() -> Response:
            if body.name is not None:
                await saved_views.change_view(session, who, listing, view_id, "rename", body.name)
            if body.usual is not None:
                await saved_views.change_view(session, who, listing, view_id, "usual" if body.usual else "unusual")
            return _json(await _views_out(session, listing, who))

        return await once(request, session, act)

    async def drop(view_id: UUID, who: who_may, session: Session) -> Views:
        """Xóa dạng xem; the answer has those that are left."""
        await saved_views.change_view(session, who, listing, view_id, "drop")
        return await _views_out(session, listing, who)

    add, words = router.add_api_route, f"dạng xem của danh sách “{listing.title}”"
    said = f"Đổi tên, đặt mặc định {words}"
    add(path, change, methods=["PATCH"], response_model=Views, name=f"{listing.name} view changed", summary=said)
    add(path, drop, methods=["DELETE"], name=f"{listing.name} view dropped", summary=f"Xóa {words}")


def _json(views: Views) -> Response:
    return Response(views.model_dump_json(), media_type="application/json")


async def _views_out(session: AsyncSession, listing: Listing, who: Identity) -> Views:
    return Views(items=[_out(listing, row) for row in await saved_views.list_views(session, listing, who)])


def _out(listing: Listing, row: Any) -> ViewOut:
    chosen = listing.place(row.query)
    filters = {known.name: chosen.filters[known.name] for known in listing.filters}
    return ViewOut(
        id=row.id,
        name=row.name,
        usual=row.is_usual,
        q=chosen.words,
        sort=chosen.order,
        filters=filters,
        columns=list(chosen.columns),
        page=chosen.href,
    )


def _chosen_by(listing: Listing, new: ViewIn) -> Chosen:
    """Invalid for a filter or a column that the list has not."""
    known = {"filters": [filter.name for filter in listing.filters], "columns": [one.key for one in listing.columns]}
    wrong = [("filters", name) for name in new.filters if name not in known["filters"]]
    wrong += [("columns", key) for key in new.columns if key not in known["columns"]]
    if wrong:
        raise Invalid("invalid_input", fields=[_unknown(where, name, known[where]) for where, name in wrong])
    values = {**new.filters, WORDS: new.q, "sort": new.sort, COLUMNS: ",".join(new.columns)}
    return listing.choose(values, by="name")


def _unknown(where: str, name: str, known: list[str]) -> FieldError:
    what = {"filters": "điều kiện lọc", "columns": "cột"}[where]
    sentence = f"Danh sách không có {what} “{name}”. Hãy dùng: {', '.join(known)}."
    return FieldError(f"/{where}", "value_unknown", sentence)


def _of_no_field(refusal: Refusal) -> Refusal:
    """A name that was typed beside one of the views is not that of the form above."""
    refusal.fields = [FieldError("", error.code, error.sentence) for error in refusal.fields]
    return refusal


async def _views_page(
    request: Request,
    session: AsyncSession,
    who: Identity,
    listing: Listing,
    refusal: Refusal | None = None,
    name: str = "",
) -> Response:
    errors: dict[str, str] = {}
    if refusal is not None:
        errors = errors_by_field(refusal.fields) or {"": sentence_for(refusal, page_of(request).texts)}
    return page_of(request).render(
        request,
        "saved_views.html",
        refusal.status if refusal else 200,
        listing=listing,
        chosen=await chosen_in(listing, request).looked_up(session),
        views=await saved_views.list_views(session, listing, who),
        name=name,
        done=request.query_params.get(DONE, "") if refusal is None else "",
        errors=errors,
    )
