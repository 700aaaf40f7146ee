"""Acts on several dossiers at once for programs: what the work list does, with the same rights."""

from typing import Annotated, Literal

from fastapi import APIRouter, Request, Response
from pydantic import Field

from one_stop.auth import MaySee
from one_stop.dossiers.schemas import In
from one_stop.edge import AtCounter
from one_stop.returns.rules import ShownPaper
from one_stop.rights import RIGHTS, Right
from one_stop.worklist.listing import WORK
from one_stop.worklist.together import (
    PRINT,
    Dossiers,
    act_of,
    form_named,
    print_query,
    printed_together,
    require_act,
)
from shared.core.fields import Paragraphs
from shared.printing.printable import PrintedLine
from shared.web import bulk
from shared.web.callers import require
from shared.web.idempotency import once
from shared.web.transaction import Session
from shared.web.view_routes import add_view_calls

router = APIRouter(prefix="/api/one-stop/v1", tags=["Danh sách"])

Form = Literal["01", "02", "03", "04", "05", "06"]


class Together(In):
    """Làm cùng lúc: what, with which dossiers, and what the act needs besides."""

    act: Literal["accept", "claim", "transfer", "reassign", "hand-over", "print"]
    items: bulk.Items
    holder_id: Annotated[str, Field(max_length=64)] = ""
    """Of `transfer` and `reassign`."""
    reason: Paragraphs = ""
    """Of `reassign`."""
    identity_kind: ShownPaper | Literal[""] = ""
    """Of `hand-over`: what the applicant or owner of all of them showed; whose number it is not is refused."""
    identity_number: PrintedLine = ""
    """Of `hand-over`."""
    form: Form = "01"
    """Of `print`."""


class TogetherDone(bulk.AllDone):
    """Kết quả từng hồ sơ."""

    file: str | None = None
    """Of `print`: where the one PDF is."""


@router.post("/dossiers/bulk", response_model=TogetherDone, summary="Làm cùng lúc với nhiều hồ sơ")
async def act_together(body: Together, who: MaySee, counter: AtCounter, request: Request, session: Session) -> Response:
    """Tiếp nhận, nhận xử lý, chuyển bước, giao lại, trả kết quả, in: one result for each; who is refused stays as it was."""
    require_act(who, body.act)
    act_on = act_of(
        session,
        who,
        counter,
        body.act,
        body.model_dump(include={"holder_id", "reason", "identity_kind", "identity_number", "form"}),
    )

    async def act() -> Response:
        picked = bulk.picked_of(body.items)
        outcome = await bulk.act_on_each(request, session, picked, act_on)
        done = TogetherDone(**bulk.answer_each(request, outcome).model_dump())
        if body.act == PRINT:
            printed = [item.id for item in done.items if item.done]
            done.file = f"{router.prefix}/printed-forms?{print_query(body.form, printed)}"
        return Response(done.model_dump_json(), media_type="application/json")

    return await once(request, session, act)


@router.get("/printed-forms", response_class=Response, summary="Một tệp in cho nhiều hồ sơ")
async def print_together(
    who: MaySee, counter: AtCounter, request: Request, session: Session, hs: Dossiers, mau: Form = "01"
) -> Response:
    """Biểu mẫu `mau` của các hồ sơ `hs` trong một tệp PDF."""
    return await printed_together(request, session, who, counter, form_named(mau), hs)


add_view_calls(router, WORK, require(RIGHTS, Right.SEE_DOSSIERS))
