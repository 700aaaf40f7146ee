"""/mot-cua/so-lieu: the last thirty days, as the services have told them, and of some days how often each stage kept its deadline."""

from fastapi import Request, Response

from one_stop.auth import MaySeeFigures
from one_stop.figures.counting import FIGURES
from one_stop.figures.listing import STAGED
from one_stop.figures.queries import sum_all
from one_stop.figures.stages import STAGE_WORDS, Days, Stage, list_stages
from one_stop.register.listing import DOSSIER_REGISTER
from one_stop.rights import RIGHTS, Right
from shared.core.formats import vn_date
from shared.web.application import page_of
from shared.web.callers import require
from shared.web.lists import add_list_routes, view_of
from shared.web.routers import PageRouter
from shared.web.transaction import Session
from shared.web.view_routes import add_view_routes

PATH = "/mot-cua/so-lieu"
PAGE = 50
router = PageRouter(prefix="/mot-cua")
_reads = require(RIGHTS, Right.SEE_FIGURES)
_WAYS = [
    ("Việc cần xử lý", "/mot-cua"),
    ("Hồ sơ quá hạn", "/mot-cua?trang_thai=overdue&pham_vi=agency"),
    (DOSSIER_REGISTER.title, DOSSIER_REGISTER.path),
]


@router.get("/so-lieu")
async def show_figures(request: Request, who: MaySeeFigures, session: Session) -> Response:
    right = RIGHTS[Right.SEE_FIGURES]
    table = await sum_all(session, who, right, [figure.name for figure in FIGURES])
    typed = STAGED.choose(request.query_params)
    days = Days.chosen(typed)
    usual = {"first_day": vn_date(days.first), "last_day": vn_date(days.last)}
    return page_of(request).render(
        request,
        "dossier_figures.html",
        title="Số liệu hồ sơ 30 ngày qua",
        table=table,
        ways=_WAYS,
        stages=await list_stages(session, who, right, days),
        stage_words=list(STAGE_WORDS.values()),
        stage_keys=[stage.value for stage in Stage],
        days=days,
        typed={name: typed.filters[name] or value for name, value in usual.items()},
        faults=typed.faults,
    )


@router.get("/so-lieu/giai-doan")
async def show_staged(request: Request, who: MaySeeFigures, session: Session) -> Response:
    """Lượt xử lý của một giai đoạn: of one share."""
    view = await view_of(request, session, who, STAGED, PAGE)
    return page_of(request).render(request, "staged.html", list=view, back=PATH)


add_list_routes(router, STAGED, _reads, "/so-lieu/giai-doan")
add_view_routes(router, STAGED, _reads, "/so-lieu/giai-doan")
