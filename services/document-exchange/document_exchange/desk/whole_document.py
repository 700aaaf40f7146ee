"""A document as programs get it: whole, and after a step done once, however often the call was sent."""

from collections.abc import Awaitable, Callable, Sequence

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.amending.models import IssuedChange, IssuedLink
from document_exchange.amending.queries import list_changes, list_receivers
from document_exchange.amending.schemas import ChangeReceiverOut, IssuedChangeOut, LinkOut
from document_exchange.deliveries.queries import is_doubtful, list_deliveries
from document_exchange.deliveries.rules import SETTLED
from document_exchange.deliveries.standing import failures_of, is_still
from document_exchange.documents.linking import known_to, list_changing, list_targets
from document_exchange.documents.models import OutgoingDocument
from document_exchange.documents.queries import find_document, list_addressees, list_files, sent_warnings
from document_exchange.documents.schemas import DeliveryOut, DocumentOut, FileOut, StatusOut
from document_exchange.receivers.queries import list_inside, list_outside, list_papers
from document_exchange.receivers.schemas import InsideOut, OutsideOut
from shared.access.identity import Identity
from shared.web.callers import caller
from shared.web.idempotency import once


async def answer_once(
    request: Request, session: AsyncSession, step: Callable[[], Awaitable[OutgoingDocument]], status: int = 200
) -> Response:
    """Take the step and answer with the document after it; the first answer again when the call is a repeat."""

    async def act() -> Response:
        out = await whole(session, caller(request), await step())
        body = out.model_dump_json()
        return Response(body, status, media_type="application/json", headers={"etag": f'"{out.version}"'})

    return await once(request, session, act)


def link_out(link: IssuedLink, other: OutgoingDocument) -> LinkOut:
    """`other`: the document at the other end."""
    return LinkOut(
        kind=link.kind,
        document_id=other.id,
        reference=other.reference,
        issued_on=other.issued_on,
        status=other.status,
    )


async def _links(
    session: AsyncSession, who: Identity, pairs: Sequence[tuple[IssuedLink, OutgoingDocument]]
) -> list[LinkOut]:
    heard, _ = await known_to(session, who, pairs)
    return [link_out(*pair) for pair in heard]


async def change_out(session: AsyncSession, change: IssuedChange) -> IssuedChangeOut:
    out = IssuedChangeOut.model_validate(change)
    out.answers = [ChangeReceiverOut.model_validate(one) for one in await list_receivers(session, change.id)]
    return out


async def whole(session: AsyncSession, who: Identity, document: OutgoingDocument) -> DocumentOut:
    """With its files, receivers and what each of them reported; its changes for who takes part in it."""
    out = DocumentOut.model_validate(document)
    await session.flush()
    out.files = [FileOut.model_validate(file) for file in await list_files(session, out.id)]
    out.addressees = await list_addressees(session, out.id)
    out.inside = [InsideOut.model_validate(one) for one in await list_inside(session, out.id)]
    out.outside = [OutsideOut.model_validate(one) for one in await list_outside(session, out.id)]
    out.papers = [OutsideOut.model_validate(one) for one in await list_papers(session, out.id)]
    out.warnings = await sent_warnings(session, document)
    out.links = await _links(session, who, await list_targets(session, out.id))
    out.linked = await _links(session, who, await list_changing(session, out.id))
    if await find_document(session, who, out.id) is not None:
        out.changes = [await change_out(session, change) for change in await list_changes(session, out.id)]
    views = await list_deliveries(session, out.id)
    failures = await failures_of(session, [view.delivery for view in views if view.delivery.status not in SETTLED])
    out.deliveries = [
        DeliveryOut(
            id=view.delivery.id,
            addressee_code=view.delivery.addressee_code,
            addressee_name=view.addressee_name,
            status=view.delivery.status,
            status_at=view.delivery.status_at,
            recall=view.delivery.recall,
            recall_at=view.delivery.recall_at,
            still_at=view.delivery.still_at if is_still(view.delivery) else None,
            failure=failures.get(view.delivery.id, ""),
            history=[
                StatusOut.model_validate(status).model_copy(update={"doubtful": is_doubtful(view.delivery, status)})
                for status in view.history
            ],
        )
        for view in views
    ]
    return out
