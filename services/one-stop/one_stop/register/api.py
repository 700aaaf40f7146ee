"""Sổ theo dõi hồ sơ for programs: the rows, columns and views of the page, with the right of the page."""

from datetime import datetime
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel

from one_stop.auth import MaySee
from one_stop.dossiers.models import Dossier
from one_stop.register.listing import DOSSIER_REGISTER
from one_stop.rights import RIGHTS, Right
from shared.web.callers import require
from shared.web.lists import Limit, ListPage, OfYear, page_out
from shared.web.transaction import Session
from shared.web.view_routes import add_view_calls

router = APIRouter(prefix="/api/one-stop/v1", tags=["Sổ theo dõi hồ sơ"])


class RegisterEntry(BaseModel):
    """Một dòng sổ theo dõi hồ sơ; named as the columns are, by which views choose them."""

    id: UUID
    """The dossier's."""
    code: str
    procedure: str
    sets: int
    applicant: str
    address: str
    holder: str
    received: datetime | None
    promised: datetime | None
    returned: datetime | None
    way: str
    receipt: str
    note: str

    @classmethod
    def of(cls, row: Dossier) -> "RegisterEntry":
        return cls.model_validate({"id": row.id, **DOSSIER_REGISTER.values(row)})


@router.get("/lists/register", summary="Sổ theo dõi hồ sơ của một năm")
async def read_register(
    who: MaySee, session: Session, asked: OfYear, limit: Limit = 50, count: bool = False
) -> ListPage[RegisterEntry]:
    """Sổ theo dõi hồ sơ của cơ quan người gọi, in the order of the codes; this year's where none is named."""
    return await page_out(session, who, DOSSIER_REGISTER.choose(asked, by="name"), limit, count, RegisterEntry.of)


add_view_calls(router, DOSSIER_REGISTER, require(RIGHTS, Right.SEE_DOSSIERS))
