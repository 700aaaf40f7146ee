"""The edge of every list: what was asked for, the page's frame, and the routes that all lists have alike."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Generic, Literal, TypeVar
from urllib.parse import parse_qsl

from anyio import to_thread
from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from shared.access.identity import Identity
from shared.core.formats import COUNTED
from shared.storage import evidence
from shared.web.application import page_of
from shared.web.pages import is_fragment
from shared.web.tables import taken_away
from shared.web.transaction import Session
from shared.work import saved_views, sheets
from shared.work.keyset import Page, count_rows, read_all, read_page
from shared.work.listing import COLUMNS, LONGEST, LONGEST_CURSOR, WORDS, Chosen, Column, Filter, Listing

PRINTED = 2_000
"""Rows of a print view."""
DONE = "xong"
"""In an address: what was done, which the page says."""

T = TypeVar("T")
Words = Annotated[str, Query(max_length=LONGEST)]
After = Annotated[str, Query(max_length=LONGEST_CURSOR)]
Limit = Annotated[int, Query(ge=1, le=100)]
"""What every list's call takes beside its filters: `q`, `after` and `limit`."""


def _of_year(
    year: Annotated[int | None, Query(ge=2000, le=9999)] = None,
    q: Words = "",
    sort: Literal["", "reverse"] = "",
    after: After = "",
) -> dict[str, str]:
    return {"year": str(year or ""), "q": q, "sort": sort, "after": after}


OfYear = Annotated[dict[str, str], Depends(_of_year)]
"""What every register's call takes: this year's where none is named, in either order."""


class ListPage(BaseModel, Generic[T]):
    """Một trang của danh sách."""

    items: list[T]
    next: str | None = None
    """Goes into `after` for the page behind; null at the end."""
    count: int | None = None
    """Asked for with `count=true`: how many there are, 1001 for more; null where counting would cost more than the page."""


async def page_out(
    session: AsyncSession, who: Identity, chosen: Chosen, limit: int, count: bool, make: Callable[[Any], T]
) -> ListPage[T]:
    """The answer of every list's call."""
    page = await read_page(session, who, chosen, limit)
    counted = await count_rows(session, who, chosen) if count else None
    return ListPage(items=[make(row) for row in page.rows], next=page.next, count=counted)


@dataclass
class ListView:
    """Trang danh sách: what `lists.listing` of the templates draws."""

    listing: Listing
    chosen: Chosen
    page: Page
    count: int | None
    views: list[Any] = field(default_factory=list)
    choices: Mapping[str, Any] = field(default_factory=dict)
    """Of filters whose choices are looked up."""
    may_keep_views: bool = False
    view_kept: bool = False
    """Just now."""

    @property
    def rows(self) -> list[Any]:
        return self.page.rows

    @property
    def columns(self) -> list[Column]:
        return self.listing.on_page(self.chosen)

    @property
    def column_choices(self) -> list[tuple[str, str]]:
        return [(column.key, column.title) for column in self.listing.columns]

    @property
    def next_href(self) -> str | None:
        return self.chosen.at(self.page.next).href if self.page.next else None

    @property
    def first_href(self) -> str | None:
        return self.chosen.at("").href if self.chosen.after else None

    @property
    def amount(self) -> str:
        """How many there are, where that is known."""
        if self.count is None:
            known = not self.page.next and not self.chosen.after
            return f"{len(self.rows)} mục." if known and self.rows else ""
        return f"Hơn {COUNTED:,} mục.".replace(",", ".") if self.count > COUNTED else f"{self.count} mục."

    @property
    def most_in_file(self) -> int:
        return sheets.MOST

    @property
    def most_printed(self) -> int:
        return PRINTED

    def choices_of(self, known: Filter) -> Any:
        return self.choices.get(known.name, known.choices)

    def beside(self, what: str, **more: str) -> str:
        """Address of a file, the print view or the views, of just this list."""
        query = self.chosen.at("").query
        parts = [query, *(f"{name}={value}" for name, value in more.items())]
        return f"{self.listing.path}/{what}" + (f"?{'&'.join(filter(None, parts))}" if any(parts) else "")

    @property
    def carried(self) -> dict[str, str]:
        """Fields of a form that asks for something of just this list."""
        return dict(parse_qsl(self.chosen.at("").query))

    def is_current(self, query: str) -> bool:
        return query == self.chosen.at("").query


def chosen_in(listing: Listing, request: Request) -> Chosen:
    """What the page's address asks for; of words pasted without end the beginning counts."""
    values = {name: value for name, value in request.query_params.items() if name != COLUMNS}
    values[WORDS] = values.get(WORDS, "").replace("\x00", " ")[:LONGEST]
    return listing.choose(values | {COLUMNS: ",".join(request.query_params.getlist(COLUMNS))})


async def usual_view(request: Request, session: AsyncSession, who: Identity, listing: Listing) -> Response | None:
    """Where the list is opened without a wish, the view that this person usually has."""
    if request.query_params or is_fragment(request) or not who.signed_in:
        return None
    views = await saved_views.list_views(session, listing, who)
    usual = next((view.query for view in views if view.is_usual and view.query), None)
    return RedirectResponse(f"{listing.path}?{usual}", 303) if usual else None


async def view_of(
    request: Request, session: AsyncSession, who: Identity, listing: Listing, limit: int, **choices: Any
) -> ListView:
    """The page's rows with everything around them."""
    chosen = chosen_in(listing, request)
    page = Page([], [], None) if chosen.faults else await read_page(session, who, chosen, limit)
    count = 0 if chosen.faults else await count_rows(session, who, chosen)
    views = await saved_views.list_views(session, listing, who) if who.signed_in else []
    kept = request.query_params.get(DONE) == "dang-xem"
    return ListView(listing, chosen, page, count, views, choices, who.signed_in, kept)


def add_list_routes(router: APIRouter, listing: Listing, allowed: Callable[..., Identity], path: str) -> None:
    """File and print view of a list, for whom it is shown to. `path` is behind the router's prefix."""
    who_may = Annotated[Identity, Depends(allowed)]
    add = router.add_api_route

    async def export(
        who: who_may,
        request: Request,
        session: Session,
        dang: Annotated[str, Query(pattern="^(xlsx|csv)$")] = "xlsx",
    ) -> Response:
        """Xuất danh sách ra tệp."""
        return await _export(request, session, who, listing, dang)

    async def show_printable(who: who_may, request: Request, session: Session) -> Response:
        """Bản in danh sách."""
        return await _print(request, session, who, listing)

    add(f"{path}/ket-xuat", export, methods=["GET"], name=f"{listing.name} export")
    add(f"{path}/ban-in", show_printable, methods=["GET"], name=f"{listing.name} print")


async def _export(request: Request, session: AsyncSession, who: Identity, listing: Listing, kind: str) -> Response:
    chosen, written = chosen_in(listing, request), 0
    make = sheets.KINDS[kind]
    path = sheets.temporary(make.ending)
    try:
        sheet: sheets.Sheet = await to_thread.run_sync(make, path, listing.title, listing.columns)
        cut = False
        async for rows in read_all(session, who, chosen, sheets.MOST):
            cut = written + len(rows) > sheets.MOST
            rows = rows[: sheets.MOST - written]
            await to_thread.run_sync(sheet.write, rows)
            written += len(rows)
        await to_thread.run_sync(sheet.close)
        await _note_taken(session, who, chosen, "list-exported", written, format=kind, cut=cut)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return taken_away(path, make, listing.title, f"-{sheets.MOST}-dong-dau" if cut else "")


async def _print(request: Request, session: AsyncSession, who: Identity, listing: Listing) -> Response:
    chosen, rows = await chosen_in(listing, request).looked_up(session), list[Any]()
    async for batch in read_all(session, who, chosen, PRINTED):
        rows += batch
    cut = len(rows) > PRINTED
    await _note_taken(session, who, chosen, "list-printed", min(len(rows), PRINTED), cut=cut)
    return page_of(request).render(
        request, "print_list.html", listing=listing, chosen=chosen, rows=rows[:PRINTED], most=PRINTED if cut else 0
    )


async def _note_taken(
    session: AsyncSession, who: Identity, chosen: Chosen, kind: str, rows: int, **facts: object
) -> None:
    """What a list gives away at once is worth a line: how much, by which filters; never the words themselves."""
    if not who.signed_in:
        return
    filters = {name: value for name, value in chosen.filters.items() if value}
    await evidence.record(
        session,
        kind,
        f"list/{chosen.listing.name}",
        who,
        rows=rows,
        filters=filters,
        searched=bool(chosen.words),
        **facts,
    )
