"""Sổ theo dõi hồ sơ: read on the screen, printed by its form, stored, taken as a file."""

from fastapi import Request, Response

from one_stop.auth import MaySee
from one_stop.dossiers.books import DOSSIERS
from one_stop.forms.models import AcceptedTemplate, StoredPrint
from one_stop.forms.render import FORM_TEMPLATES
from one_stop.register.listing import DOSSIER_REGISTER, template_of, year_of
from one_stop.rights import RIGHTS, Right
from shared.storage.database import driver_connection
from shared.web.application import page_of
from shared.web.callers import require
from shared.web.lists import add_list_routes, view_of
from shared.web.printed_registers import RegisterPrinter
from shared.web.routers import PageRouter
from shared.web.stored_print_pages import PrintDoor, print_calls, print_pages
from shared.web.transaction import Session
from shared.web.view_routes import add_view_routes
from shared.work.form_templates import Forms
from shared.work.number_desk import list_book_years

PAGE = 100

router = PageRouter(prefix="/mot-cua")
_reads = require(RIGHTS, Right.SEE_DOSSIERS)
_FORMS = Forms(FORM_TEMPLATES, AcceptedTemplate)
_DOOR = PrintDoor(
    DOSSIER_REGISTER, StoredPrint, RegisterPrinter(DOSSIER_REGISTER, _FORMS, template_of, year_of), _reads
)
prints = print_pages(_DOOR)
calls = print_calls(_DOOR, "/api/one-stop/v1", "Sổ theo dõi hồ sơ", {})


@router.get("/so-theo-doi")
async def show_register(who: MaySee, request: Request, session: Session) -> Response:
    """Sổ theo dõi hồ sơ."""
    this_year, *earlier = await list_book_years(await driver_connection(session), who.agency_code, DOSSIERS)
    years = {"": str(this_year), **{str(year): str(year) for year in earlier}}
    view = await view_of(request, session, who, DOSSIER_REGISTER, PAGE, year=years)
    return page_of(request).render(request, "dossier_register.html", list=view, year=year_of(view.chosen))


add_list_routes(router, DOSSIER_REGISTER, _reads, "/so-theo-doi")
add_view_routes(router, DOSSIER_REGISTER, _reads, "/so-theo-doi")
