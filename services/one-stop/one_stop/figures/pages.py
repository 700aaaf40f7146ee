"""/mot-cua/so-lieu: the last thirty days, as the services have told them."""

from fastapi import Request, Response

from one_stop.auth import MaySeeFigures
from one_stop.figures.counting import FIGURES
from one_stop.figures.queries import sum_all
from one_stop.register.listing import DOSSIER_REGISTER
from one_stop.rights import RIGHTS, Right
from shared.web.application import page_of
from shared.web.routers import PageRouter
from shared.web.transaction import Session

router = PageRouter(prefix="/mot-cua")
_WAYS = [
    ("Việc cần xử lý", "/mot-cua"),
    ("Hồ sơ quá hạn", "/mot-cua?trang_thai=overdue&pham_vi=agency"),
    (DOSSIER_REGISTER.title, DOSSIER_REGISTER.path),
]


@router.get("/so-lieu")
async def show_figures(request: Request, who: MaySeeFigures, session: Session) -> Response:
    table = await sum_all(session, who, RIGHTS[Right.SEE_FIGURES], [figure.name for figure in FIGURES])
    return page_of(request).render(request, "figures.html", title="Số liệu hồ sơ 30 ngày qua", table=table, ways=_WAYS)
