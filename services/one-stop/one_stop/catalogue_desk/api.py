"""The catalogue's list for programs: its kept views."""

from fastapi import APIRouter

from one_stop.catalogue_desk.listing import CATALOGUE
from one_stop.rights import RIGHTS, Right
from shared.web.callers import require
from shared.web.view_routes import add_view_calls

router = APIRouter(prefix="/api/one-stop/v1", tags=["Danh mục thủ tục"])
add_view_calls(router, CATALOGUE, require(RIGHTS, Right.SEE_PROCEDURE_DRAFTS))
