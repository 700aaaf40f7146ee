"""The work on an arrival inside the agency, for programs: presented, instructed on, parts, progress, extensions, reopening."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from document_exchange.auth import MayViewIncoming
from document_exchange.desk.work_acts import ACTS, perform_work
from document_exchange.incoming.models import IncomingDocument
from document_exchange.incoming.queries import get_incoming
from document_exchange.instructing.queries import list_extensions, list_instructions, list_parts, list_presentations
from document_exchange.instructing.rules import STEPS, Work
from document_exchange.instructing.schemas import (
    ExtensionOut,
    InstructionOut,
    PartOut,
    PresentationOut,
    WorkIn,
    WorkOut,
)
from document_exchange.instructing.steps import case_of
from document_exchange.problems import PROBLEMS
from shared.access.identity import Identity
from shared.core.errors import NotFound
from shared.storage import evidence
from shared.web.idempotency import once
from shared.web.transaction import Session

router = APIRouter(prefix="/api/document-exchange/v1", tags=["Văn bản đến"], responses=PROBLEMS)


@router.get("/incoming/{incoming_id}/work", summary="Trình, ý kiến chỉ đạo, phần việc, gia hạn của văn bản đến")
async def show(response: Response, incoming_id: UUID, who: MayViewIncoming, session: Session) -> WorkOut:
    """Ai trình ai, ai chỉ đạo gì, ai có phần việc nào: as it stands, and what the caller may do now."""
    incoming = await get_incoming(session, who, incoming_id)
    response.headers["etag"] = f'"{incoming.version}"'
    await evidence.record(session, "incoming-read", f"incoming/{incoming.id}", who)
    return await whole_work(session, who, incoming)


@router.post("/incoming/{incoming_id}/work/{work}", response_model=WorkOut, summary="Một việc trong nội bộ cơ quan")
async def act(
    request: Request, incoming_id: UUID, work: Work, new: WorkIn, who: MayViewIncoming, session: Session
) -> Response:
    """Trình, cho ý kiến, chuyển thêm, báo phần việc, tiến độ, gia hạn, mở lại; the sender is told nothing of it."""
    await get_incoming(session, who, incoming_id)
    if work not in ACTS:
        raise NotFound("not_found")

    async def do() -> Response:
        incoming = await perform_work(session, who, incoming_id, work, new)
        await session.flush()
        try:
            out = await whole_work(session, who, await get_incoming(session, who, incoming.id))
        except NotFound:  # he gave back what he had, and does not see it any more
            return Response("{}", media_type="application/json")
        return Response(out.model_dump_json(), media_type="application/json", headers={"etag": f'"{out.version}"'})

    return await once(request, session, do)


async def whole_work(session: Session, who: Identity, incoming: IncomingDocument) -> WorkOut:
    allowed = STEPS.allowed(await case_of(session, who, incoming))
    return WorkOut(
        incoming_id=incoming.id,
        version=incoming.version,
        status=incoming.status,
        due_on=incoming.due_on,
        presentations=[PresentationOut.model_validate(o) for o in await list_presentations(session, incoming.id)],
        instructions=[InstructionOut.model_validate(one) for one in await list_instructions(session, incoming.id)],
        parts=[PartOut.model_validate(one) for one in await list_parts(session, incoming)],
        extensions=[ExtensionOut.model_validate(one) for one in await list_extensions(session, incoming.id)],
        allowed=[act.value for act in allowed],
    )
