"""Nơi đang giữ văn bản: who has an issued document in force, and under which code it is asked today."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.agencies.queries import list_continued, list_mergers
from document_exchange.agencies.rules import way_of
from document_exchange.amending.models import ChangeReceiver, IssuedChange
from document_exchange.amending.rules import AnswerState
from document_exchange.deliveries.models import Delivery
from document_exchange.deliveries.rules import GIVEN_BACK, DeliveryState
from document_exchange.documents.models import OutgoingDocument
from document_exchange.packets.packet import BusinessType
from document_exchange.receivers.models import OutsideReceiver
from shared.core import clock
from shared.directory.queries import list_closed, names_of

_GONE = (DeliveryState.REFUSED, DeliveryState.WITHDRAWN)


@dataclass(frozen=True)
class Holder:
    """Nơi giữ văn bản."""

    organ_code: str
    """Mã định danh; of whoever goes on with the work of one that ended."""
    name: str
    delivery: Delivery | None
    """None for one outside the platform, which has an identifier."""


async def list_holders(session: AsyncSession, document: OutgoingDocument) -> Sequence[Holder]:
    """Of the platform those at work who did not give it back nor are asked to; outside those who did not say that they gave it back."""
    query = (
        select(Delivery)
        .where(
            Delivery.document_id == document.id,
            Delivery.status.not_in(_GONE),
            Delivery.recall.not_in(GIVEN_BACK | {"requested"}),
        )
        .order_by(Delivery.id)
    )
    deliveries = (await session.scalars(query)).all()
    codes = [one.addressee_code for one in deliveries]
    closed = await list_closed(session, clock.local_now().date(), codes) - await list_continued(session, codes)
    mergers = [one for one in await list_mergers(session) if not one.stands]
    ways = {code: way_of(mergers, code, "") for code in codes}
    heirs = {code: way[-1].heir("") if way else code for code, way in ways.items()}
    names = await names_of(session, sorted(set(heirs.values())))
    found = [
        Holder(heirs[one.addressee_code], names.get(heirs[one.addressee_code], one.addressee_code), one)
        for one in deliveries
        if one.addressee_code not in closed
    ]
    outside = await list_outside_holders(session, document.id)
    return [*found, *(Holder(one.organ_code, one.name, None) for one in outside)]


async def list_outside_holders(session: AsyncSession, document_id: UUID) -> Sequence[OutsideReceiver]:
    """Whom a packet can name, and who did not agree to give the document back."""
    gave_back = exists().where(
        IssuedChange.document_id == document_id,
        ChangeReceiver.change_id == IssuedChange.id,
        ChangeReceiver.organ_code == OutsideReceiver.organ_code,
        ChangeReceiver.delivery_id.is_(None),
        ChangeReceiver.state == AnswerState.AGREED,
        (IssuedChange.kind == BusinessType.RECALL) | ChangeReceiver.removed,
    )
    query = (
        select(OutsideReceiver)
        .where(OutsideReceiver.document_id == document_id, OutsideReceiver.organ_code != "", ~gave_back)
        .order_by(OutsideReceiver.position)
    )
    return (await session.scalars(query)).all()
