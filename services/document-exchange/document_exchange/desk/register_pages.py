"""Sổ đăng ký văn bản đi và đến, sổ theo dõi giải quyết, sổ bưu điện, sổ sử dụng bản lưu: read on the screen, printed, taken as a file."""

from fastapi import Request, Response

from document_exchange.agencies.queries import list_before
from document_exchange.auth import MayReadRegisters
from document_exchange.desk.lending_list import LENT_COPIES
from document_exchange.desk.post_list import POST_REGISTER
from document_exchange.desk.register_printing import DOORS
from document_exchange.desk.registers_list import INCOMING_REGISTER, OUTGOING_REGISTER, year_of
from document_exchange.desk.tracking_list import TRACKING_REGISTER
from document_exchange.problems import PROBLEMS
from document_exchange.registers.rules import ARRIVALS, OUTGOING
from document_exchange.rights import RIGHTS, Right
from shared.access.identity import Identity
from shared.access.rights import holds
from shared.directory.queries import names_of
from shared.storage.database import driver_connection
from shared.web.application import page_of
from shared.web.callers import require
from shared.web.lists import add_list_routes, view_of
from shared.web.printed_registers import VOLUME
from shared.web.routers import PageRouter
from shared.web.stored_print_pages import print_calls, print_pages
from shared.web.transaction import Session
from shared.web.view_routes import add_view_routes
from shared.work.listing import WORDS, Listing
from shared.work.number_desk import list_book_years

router = PageRouter(prefix="/van-ban")

_ISSUED, _ARRIVALS = ("Văn bản đi", "/van-ban/di", "reference"), ("Văn bản đến", "/van-ban/den", "number")
"""The list of documents behind a register: name, address, and the column that leads there."""
BOOKS = (OUTGOING_REGISTER, INCOMING_REGISTER, TRACKING_REGISTER, POST_REGISTER, LENT_COPIES)
PAGE, FOUND = 100, 20
"""Rows: of a register that is read through, and of what is looked for in it, where each row may cost a look far away."""


@router.get("/so-van-ban-di")
async def outgoing_register(request: Request, who: MayReadRegisters, session: Session) -> Response:
    """Sổ đăng ký văn bản đi."""
    return await _register(request, session, who, OUTGOING_REGISTER, _ISSUED, Right.VIEW_OUTGOING)


@router.get("/so-van-ban-den")
async def incoming_register(request: Request, who: MayReadRegisters, session: Session) -> Response:
    """Sổ đăng ký văn bản đến."""
    return await _register(request, session, who, INCOMING_REGISTER, _ARRIVALS, Right.VIEW_INCOMING)


@router.get("/so-theo-doi")
async def tracking_register(request: Request, who: MayReadRegisters, session: Session) -> Response:
    """Sổ theo dõi giải quyết văn bản đến."""
    return await _register(request, session, who, TRACKING_REGISTER, _ARRIVALS, Right.VIEW_INCOMING)


@router.get("/so-buu-dien")
async def post_register(request: Request, who: MayReadRegisters, session: Session) -> Response:
    """Sổ gửi văn bản đi bưu điện."""
    return await _register(request, session, who, POST_REGISTER, _ISSUED, Right.VIEW_OUTGOING)


@router.get("/so-ban-luu")
async def lent_copies(request: Request, who: MayReadRegisters, session: Session) -> Response:
    """Sổ sử dụng bản lưu."""
    return await _register(request, session, who, LENT_COPIES, _ISSUED, Right.VIEW_OUTGOING)


async def _register(
    request: Request, session: Session, who: Identity, listing: Listing, rows: tuple[str, str, str], seen_by: Right
) -> Response:
    kinds = OUTGOING if rows is _ISSUED else ARRIVALS
    books = await _books(session, who)
    named = request.query_params.get("so_cua", "")
    whose = named if named in books and named else who.agency_code
    this_year, *earlier = await list_book_years(await driver_connection(session), whose, kinds)
    years = {"": str(this_year), **{str(year): str(year) for year in earlier}}
    limit = FOUND if request.query_params.get(WORDS) else PAGE
    view = await view_of(request, session, who, listing, limit, year=years, book=books)
    return page_of(request).render(
        request,
        "register.html",
        list=view,
        year=year_of(view.chosen),
        list_name=rows[0],
        # Who may read the register and not the documents sees their numbers as text.
        rows_at=rows[1] if holds(who, RIGHTS[seen_by]) else "",
        link_key=rows[2],
        row_page="/ban-luu" if listing is LENT_COPIES else "",
        books=BOOKS,
        volume=VOLUME,
    )


async def _books(session: Session, who: Identity) -> dict[str, str]:
    """Sổ của cơ quan: its own, and those of agencies whose work it does now."""
    names = await names_of(session, await list_before(session, who.agency_code))
    return {"": who.agency_name} | names


PRINT_PAGES = [print_pages(door) for door in DOORS]
PRINT_CALLS = [print_calls(door, "/api/document-exchange/v1", "Danh sách", PROBLEMS) for door in DOORS]
for _listing in BOOKS:
    _path = _listing.path.removeprefix("/van-ban")
    add_list_routes(router, _listing, require(RIGHTS, Right.READ_REGISTERS), _path)
    add_view_routes(router, _listing, require(RIGHTS, Right.READ_REGISTERS), _path)
