"""Parts of a dossier over HTTP, for the agency that asks."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Request, Response
from pydantic import BaseModel

from one_stop.auth import MayAskParts, MayRecallParts, MaySee, MaySkipParts
from one_stop.dossiers.queries import get_worked_on
from one_stop.dossiers.schemas import Moved
from one_stop.edge import AtCounter, once_moved
from one_stop.parts.actions import Office, ask_parts, go_on_without, recall_part
from one_stop.parts.branching import ask_again
from one_stop.parts.queries import list_parts
from one_stop.parts.schemas import AskingAgain, Consulting, PartOut, Recalling, WrittenDown
from one_stop.parts.writing_down import write_down_answer
from shared.storage import evidence
from shared.web.transaction import Session
from shared.web.versions import ExpectedVersion

router = APIRouter(prefix="/api/one-stop/v1/dossiers", tags=["Phần việc liên thông"])
Number = Annotated[int, Path(ge=1, le=32_000)]


class Parts(BaseModel):
    """Các phần việc liên thông của một hồ sơ."""

    items: list[PartOut]


@router.get("/{dossier_id}/parts", summary="Các phần việc liên thông của một hồ sơ")
async def get_parts(dossier_id: UUID, who: MaySee, session: Session) -> Parts:
    """Ai được hỏi, đang ở đâu, đến bao giờ, trả lời gì."""
    dossier = await get_worked_on(session, dossier_id, who.agency_code)
    await evidence.record(session, "dossier-seen", f"dossier/{dossier.id}", who)
    return Parts(items=[PartOut.of(part) for part in await list_parts(session, dossier.id)])


@router.post("/{dossier_id}/parts", response_model=Moved, summary="Lấy ý kiến cơ quan, đơn vị khác")
async def ask(
    dossier_id: UUID, body: Consulting, who: MayAskParts, version: ExpectedVersion, counter: AtCounter,
    request: Request, session: Session,
) -> Response:  # fmt: skip
    """Lấy ý kiến: one part for each agency or unit in `to`, all of them or none."""

    office = Office(counter.prints, counter.times)
    return await once_moved(request, session, lambda: ask_parts(session, office, who, dossier_id, version, body))


@router.post("/{dossier_id}/parts/{number}/recall", response_model=Moved, summary="Thu hồi phần việc đã giao")
async def recall(
    dossier_id: UUID, number: Number, body: Recalling, who: MayRecallParts, version: ExpectedVersion,
    request: Request, session: Session,
) -> Response:  # fmt: skip
    """Thu hồi phần việc."""
    return await once_moved(
        request, session, lambda: recall_part(session, who, dossier_id, version, number, body.reason)
    )


@router.post("/{dossier_id}/parts/{number}/ask-again", response_model=Moved, summary="Giao lại nhánh song song")
async def again(
    dossier_id: UUID, number: Number, body: AskingAgain, who: MayAskParts, version: ExpectedVersion, counter: AtCounter,
    request: Request, session: Session,
) -> Response:  # fmt: skip
    """Giao lại một nhánh song song đã trả lại, đã thu hồi hoặc đã trả lời, cho nơi cũ hoặc nơi khác."""
    office = Office(counter.prints, counter.times)
    return await once_moved(
        request, session, lambda: ask_again(session, office, who, dossier_id, version, number, body)
    )


@router.post(
    "/{dossier_id}/parts/{number}/write-down", response_model=Moved, summary="Ghi câu trả lời nhận ngoài hệ thống"
)
async def write_down(
    dossier_id: UUID, number: Number, body: WrittenDown, who: MayAskParts, version: ExpectedVersion,
    request: Request, session: Session,
) -> Response:  # fmt: skip
    """Ghi câu trả lời của nơi không có tài khoản: nội dung, người báo, ngày, số văn bản nếu có."""
    return await once_moved(
        request, session, lambda: write_down_answer(session, who, dossier_id, version, number, body)
    )


@router.post("/{dossier_id}/parts/{number}/skip", response_model=Moved, summary="Đi tiếp, không chờ ý kiến quá hạn")
async def go_on(
    dossier_id: UUID, number: Number, body: Recalling, who: MaySkipParts, version: ExpectedVersion,
    request: Request, session: Session,
) -> Response:  # fmt: skip
    """Đi tiếp mà không chờ một ý kiến đã quá hạn; it may still be answered."""
    return await once_moved(
        request, session, lambda: go_on_without(session, who, dossier_id, version, number, body.reason)
    )
