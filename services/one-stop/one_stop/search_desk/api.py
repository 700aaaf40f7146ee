"""Tra cứu hồ sơ for programs: what the page finds, with the same rights and the same evidence."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel

from one_stop.auth import MaySee
from one_stop.rights import RIGHTS, Right
from one_stop.search_desk.listing import FOUND, Found
from shared.web.callers import require
from shared.web.lists import After, Limit, ListPage, Words, page_out
from shared.web.transaction import Session
from shared.web.view_routes import add_view_calls

router = APIRouter(prefix="/api/one-stop/v1", tags=["Hồ sơ"])

Typed = Annotated[str, Query(max_length=40)]


class FoundDossier(BaseModel):
    """Một hồ sơ tra cứu được."""

    id: UUID
    code: str
    procedure: str
    applicant: str
    agency_code: str
    agency: str
    came: datetime
    """Accepted, or filed where it was not accepted."""
    due: datetime | None
    returned: datetime | None
    state: str

    @classmethod
    def of(cls, row: Found) -> "FoundDossier":
        return cls.model_validate({name: getattr(row, name) for name in cls.model_fields})


def _days(
    received_from: Typed = "", received_to: Typed = "", due_from: Typed = "", due_to: Typed = ""
) -> dict[str, str]:
    return {"received_from": received_from, "received_to": received_to, "due_from": due_from, "due_to": due_to}


@router.get("/lists/dossiers", summary="Tra cứu hồ sơ theo ngày, số, tên, số định danh, điện thoại")
async def find_dossiers(
    who: MaySee,
    session: Session,
    days: Annotated[dict[str, str], Depends(_days)],
    q: Words = "",
    number: Typed = "",
    scope: Literal["", "below", "province"] = "",
    agency: Typed = "",
    sort: Literal["", "reverse"] = "",
    after: After = "",
    limit: Limit = 20,
    count: bool = False,
) -> ListPage[FoundDossier]:
    """Tra cứu hồ sơ; days as people type them (1/10/2025). `scope` beyond the own agency only for who may, each look noted."""
    wanted = {"q": q, "number": number, "scope": scope, "agency": agency, "sort": sort, "after": after} | days
    return await page_out(session, who, FOUND.choose(wanted, by="name"), limit, count, FoundDossier.of)


add_view_calls(router, FOUND, require(RIGHTS, Right.SEE_DOSSIERS))
