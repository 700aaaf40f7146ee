"""/van-ban/so-lieu: the last thirty days of documents, as this service has told them."""

from fastapi import Request, Response

from document_exchange.auth import MaySeeFigures
from document_exchange.figures.counting import FIGURES
from document_exchange.rights import RIGHTS, Right
from shared.messaging.figures import TOLD, sum_figures
from shared.web.application import page_of
from shared.web.routers import PageRouter
from shared.web.transaction import Session

router = PageRouter(prefix="/van-ban")
_WAYS = [("Văn bản đến", "/van-ban/den"), ("Văn bản đi", "/van-ban/di")]


@router.get("/so-lieu")
async def show_figures(request: Request, who: MaySeeFigures, session: Session) -> Response:
    titles = {figure.name: figure.title for figure in FIGURES}
    table = await sum_figures(session, TOLD, who, RIGHTS[Right.SEE_FIGURES], titles)
    return page_of(request).render(
        request, "figures.html", title="Số liệu văn bản 30 ngày qua", table=table, ways=_WAYS
    )
