"""A document as programs get it: whole, and after a step done once, however often the call was sent."""

from collections.abc import Awaitable, Callable

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.deliveries.queries import is_doubtful, list_deliveries
from document_exchange.documents.models import OutgoingDocument
from document_exchange.documents.queries import list_addressees, list_files, sent_warnings
from document_exchange.documents.schemas import DeliveryOut, DocumentOut, FileOut, StatusOut
from shared.web.idempotency import once


async def answer_once(
    request: Request, session: AsyncSession, step: Callable[[], Awaitable[OutgoingDocument]], status: int = 200
) -> Response:
    """Take the step and answer with the document after it; the first answer again when the call is a repeat."""

    async def act() -> Response:
        out = await whole(session, await step())
        body = out.model_dump_json()
        return Response(body, status, media_type="application/json", headers={"etag": f'"{out.version}"'})

    return await once(request, session, act)


async def whole(session: AsyncSession, document: OutgoingDocument) -> DocumentOut:
    """With its files, receivers and what each of them reported."""
    out = DocumentOut.model_validate(document)
    await session.flush()
    out.files = [FileOut.model_validate(file) for file in await list_files(session, out.id)]
    out.addressees = await list_addressees(session, out.id)
    out.warnings = await sent_warnings(session, document)
    out.deliveries = [
        DeliveryOut(
            id=view.delivery.id,
            addressee_code=view.delivery.addressee_code,
            addressee_name=view.addressee_name,
            status=view.delivery.status,
            status_at=view.delivery.status_at,
            recall=view.delivery.recall,
            recall_at=view.delivery.recall_at,
            history=[
                StatusOut.model_validate(status).model_copy(update={"doubtful": is_doubtful(view.delivery, status)})
                for status in view.history
            ],
        )
        for view in await list_deliveries(session, out.id)
    ]
    return out
