"""Results that nobody has fetched, for programs."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

from one_stop.auth import MayReceive, MaySee
from one_stop.dossiers.models import Dossier
from one_stop.rights import RIGHTS, Right
from one_stop.uncollected.actions import remind
from one_stop.uncollected.listing import UNCOLLECTED
from shared.web.callers import require
from shared.web.idempotency import once
from shared.web.lists import After, Limit, ListPage, Words, page_out
from shared.web.transaction import Session
from shared.web.view_routes import add_view_calls

router = APIRouter(prefix="/api/one-stop/v1", tags=["Trả kết quả"])


class UncollectedRow(BaseModel):
    """Một kết quả chưa nhận; named as the columns are, by which views choose them."""

    id: UUID
    """The dossier's."""
    code: str
    procedure: str
    applicant: str
    phone: str
    way: str
    finished: datetime | None
    days: int
    post: str
    """Bưu điện trả lại, where it came back."""
    reminded: datetime | None
    times: int
    by: str

    @classmethod
    def of(cls, row: Dossier) -> "UncollectedRow":
        return cls.model_validate({"id": row.id, **UNCOLLECTED.values(row)})


@router.get("/lists/uncollected", summary="Kết quả chưa nhận")
async def read_uncollected(
    who: MaySee,
    session: Session,
    q: Words = "",
    age: Literal["", "7", "30", "90"] = "",
    way: Literal["", "counter", "online", "post"] = "",
    sort: Literal["", "reverse"] = "",
    after: After = "",
    limit: Limit = 50,
    count: bool = False,
) -> ListPage[UncollectedRow]:
    """Kết quả chưa nhận của cơ quan người gọi; `age`: chờ quá số ngày ấy."""
    wanted = {"q": q, "age": age, "way": way, "sort": sort, "after": after}
    return await page_out(session, who, UNCOLLECTED.choose(wanted, by="name"), limit, count, UncollectedRow.of)


class Reminded(BaseModel):
    """Đã nhắc: when, how often, how."""

    id: UUID
    reminded_at: datetime
    reminders: int
    reminded_by: str


@router.post("/dossiers/{dossier_id}/remind", response_model=Reminded, summary="Nhắc người nộp nhận kết quả")
async def remind_one(dossier_id: UUID, who: MayReceive, request: Request, session: Session) -> Response:
    """Nhắc nhận kết quả, nhiều nhất một lần trong 7 ngày."""

    async def act() -> Response:
        dossier = await remind(session, who, dossier_id)
        names = Reminded.model_fields
        out = Reminded.model_validate({name: getattr(dossier, name) for name in names})
        return Response(out.model_dump_json(), media_type="application/json")

    return await once(request, session, act)


add_view_calls(router, UNCOLLECTED, require(RIGHTS, Right.SEE_DOSSIERS))
