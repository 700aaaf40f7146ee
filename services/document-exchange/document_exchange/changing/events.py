"""A sender of the platform asks for an update or a replacement: the same wish as one in a packet of type 2 or 3."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.changing.queries import find_delivered
from document_exchange.changing.taking import Wish, take_wish
from document_exchange.packets.packet import BusinessType
from shared.contracts.document_exchange import ChangeAsked
from shared.directory.queries import names_of
from shared.storage import evidence

_KINDS = (BusinessType.UPDATE, BusinessType.REPLACE)


async def take_change_asked(session: AsyncSession, event: ChangeAsked) -> None:
    """Yêu cầu cập nhật, thay thế đã đến: about what came by that delivery alone."""
    kind = BusinessType(event.business) if event.business in set(_KINDS) else None
    delivery_id = UUID(event.delivery_id)
    incoming = await find_delivered(session, delivery_id, event.sender_code, event.document_id)
    if kind is None or incoming is None:
        facts = {"delivery": event.delivery_id, "business": event.business}
        await evidence.record(
            session, "change-not-taken", f"delivery/{event.delivery_id}", f"agency:{event.sender_code}", **facts
        )
        return
    names = await names_of(session, [event.sender_code])
    wish = Wish(
        kind,
        event.sender_code,
        f"{event.change_id}/{event.delivery_id}",  # two that went into one agency have a copy each
        event.document_id,
        event.reason,
        sender_name=names.get(event.sender_code, ""),
        new_code=event.new_document_id,
        proposed=event.proposed,
        packet=event.packet,
        delivery_id=delivery_id,
        change_id=event.change_id,
        asked_by=event.asked_by,
    )
    await take_wish(session, event.addressee_code, wish, f"agency:{event.sender_code}", incoming)
