"""Histories of documents as pages and programs read them."""

from typing import Annotated

from fastapi import Query

from document_exchange.deliveries.models import Delivery, DeliveryStatus
from document_exchange.deliveries.queries import is_doubtful
from document_exchange.documents.models import DocumentStep
from document_exchange.documents.rules import STEPS, Step
from document_exchange.incoming.models import IncomingStatus
from document_exchange.texts import INCOMING_LABELS, STATUS_LABELS
from shared.contracts.values import FileReference
from shared.core.formats import vn_datetime
from shared.work.timeline import MOST, TimelineEntry

Behind = Annotated[int, Query(ge=0, le=9_223_372_036_854_775_807)]
"""`after`: the position behind which to go on."""
Most = Annotated[int, Query(ge=1, le=MOST)]


def outgoing_entry(row: DocumentStep) -> TimelineEntry:
    """Một bước của văn bản đi."""
    return TimelineEntry(
        position=row.id,
        at=row.at,
        act=row.kind,
        label=STEPS.label(Step(row.kind)),
        actor=row.actor_name,
        actor_title=row.actor_title,
        post=row.post,
        on_behalf_of=row.on_behalf_of,
        note=row.opinion,
        files=[FileReference.model_validate(file) for file in row.files],
    )


def incoming_entry(row: IncomingStatus) -> TimelineEntry:
    """Một trạng thái của văn bản đến."""
    return TimelineEntry(
        position=row.id,
        at=row.at,
        act=row.code,
        label=INCOMING_LABELS.get(row.code, row.code),
        actor=row.actor_name,
        actor_title=row.actor_title,
        post=row.post,
        on_behalf_of=row.on_behalf_of,
        note=row.description,
        files=[FileReference.model_validate(file) for file in row.files],
    )


def delivery_entry(delivery: Delivery, row: DeliveryStatus) -> TimelineEntry:
    """Một trạng thái nơi nhận báo về: who did it is whom the receiver names, at the moment that it states."""
    remarks = [row.description]
    if is_doubtful(delivery, row):
        remarks.append(f"Thời điểm nơi nhận ghi không đúng; báo về lúc {vn_datetime(row.received_at)}")
    if not row.applied:
        remarks.append("Đến muộn, không thay đổi trạng thái")
    return TimelineEntry(
        position=row.id,
        at=row.reported_at,
        act=row.code,
        label=STATUS_LABELS.get(row.code, row.code),
        actor=row.staff_name,
        actor_title=row.staff_department,
        note=". ".join(filter(None, remarks)),
    )
