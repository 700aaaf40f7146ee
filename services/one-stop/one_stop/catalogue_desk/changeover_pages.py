"""Which open dossiers were moved to the new version of their procedure, and which were left, with the reason."""

from uuid import UUID

from fastapi import Request, Response

from one_stop.auth import MaySeeProcedureDrafts
from one_stop.catalogue.queries import get_change
from one_stop.changeovers.queries import count_changeovers, list_changeovers
from shared.web.application import page_of
from shared.web.routers import PageRouter
from shared.web.transaction import Session

router = PageRouter(prefix="/mot-cua/thay-doi-thu-tuc")


@router.get("/{change_id}/ho-so")
async def show_moved(change_id: UUID, who: MaySeeProcedureDrafts, request: Request, session: Session) -> Response:
    """Hồ sơ đã chuyển, hồ sơ giữ quy trình cũ."""
    change = await get_change(session, change_id, who.agency_code)
    moved, left = await count_changeovers(session, change.id)
    return page_of(request).render(
        request,
        "changeovers.html",
        title="Hồ sơ chuyển sang quy trình mới",
        change=change,
        rows=await list_changeovers(session, change.id),
        moved=moved,
        left=left,
    )
