"""Số việc: how many documents wait, for the two cards of the front page, which asks for them as parts of a page."""

from collections.abc import Mapping

from fastapi import Request, Response

from document_exchange.auth import MayViewIncoming, MayViewOutgoing
from document_exchange.desk.incoming_list import SCOPES
from document_exchange.desk.outgoing_list import SCOPES as OUTGOING_SCOPES
from document_exchange.desk.work_views import may_instruct
from document_exchange.documents.queries import count_by_status, count_for_review
from document_exchange.incoming.queries import count_open
from document_exchange.instructing.queries import count_for_opinion
from document_exchange.texts import DOCUMENT_STATUS_LABELS, STATUS_LABELS
from shared.web.application import page_of
from shared.web.pages import is_fragment
from shared.web.routers import PageRouter
from shared.web.transaction import Session

router = PageRouter(prefix="/van-ban")


@router.get("/den/so-viec")
async def show_incoming(request: Request, who: MayViewIncoming, session: Session) -> Response:
    """Văn bản đến đang chờ, as counted above the list."""
    if not is_fragment(request):
        return Response(status_code=303, headers={"location": "/van-ban/den"})
    first = {"opinion": await count_for_opinion(session, who)} if may_instruct(who) else {}
    return _amount(request, first | await count_open(session, who), {"opinion": SCOPES["opinion"]} | STATUS_LABELS)


@router.get("/di/so-viec")
async def show_outgoing(request: Request, who: MayViewOutgoing, session: Session) -> Response:
    """Văn bản đi đang chờ, as counted above the list."""
    if not is_fragment(request):
        return Response(status_code=303, headers={"location": "/van-ban/di"})
    first = {"review": await count_for_review(session, who)}
    labels = {"review": OUTGOING_SCOPES["review"]} | DOCUMENT_STATUS_LABELS
    return _amount(request, first | await count_by_status(session, who), labels)


def _amount(request: Request, counts: Mapping[str, int], labels: Mapping[str, str]) -> Response:
    waiting = [(number, labels[status]) for status, number in counts.items() if number]
    return page_of(request).render(request, "_amount.html", waiting=waiting)
