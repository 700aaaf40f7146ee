"""Sổ theo dõi giải quyết văn bản đến: the seven columns of NĐ 30/2020 Phụ lục IV, in the order of the numbers of arrival."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from document_exchange.desk.registers_list import (
    BOOK,
    HOLDERS,
    ORDERS,
    SPAN,
    WHOLE,
    YEAR,
    IncomingRow,
    day_of,
    incoming_stretches,
)
from document_exchange.documents.models import OutgoingDocument
from document_exchange.incoming.models import IncomingDocument
from document_exchange.incoming.rules import IncomingState
from document_exchange.texts import STATUS_LABELS
from shared.core import clock
from shared.core.formats import vn_date
from shared.work.listing import Column, Listing


@dataclass(frozen=True)
class TrackedRow(IncomingRow):
    """Một dòng sổ theo dõi giải quyết văn bản đến."""

    answer: str
    """Số, ký hiệu of the document that answered it."""

    def what(self) -> str:
        """Tên loại, số và ký hiệu, ngày tháng, tác giả."""
        known = self.document
        day = f"ngày {vn_date(known.issued_on)}" if known.issued_on else ""
        named = " ".join(filter(None, (known.type_name or "Văn bản", known.reference, day)))
        return ", ".join(filter(None, (named, known.sender_name or known.sender_code)))

    def progress(self) -> str:
        """Tiến độ giải quyết: where it is, since when it is done, and by how many days it is late."""
        known = self.document
        is_done = known.status == IncomingState.DONE
        said = STATUS_LABELS[known.status]
        until = day_of(known.status_at) if is_done else clock.local_now().date()
        if is_done:
            said = f"{said} {vn_date(until)}"
        late = (until - known.due_on).days if known.due_on and (is_done or known.is_open) else 0
        return f"{said}, quá hạn {late} ngày" if late > 0 else said


_ANSWER: Any = (
    select(OutgoingDocument.reference)
    .where(OutgoingDocument.id == IncomingDocument.answer_document_id)
    .scalar_subquery()
)

TRACKING_REGISTER = Listing(
    name="document-exchange.tracking-register",
    title="Sổ theo dõi giải quyết văn bản đến",
    path="/van-ban/so-theo-doi",
    columns=(
        Column("number", "Số đến", lambda row: row.document.arrival_number, width=10, css="lt-list__code"),
        Column("document", "Tên loại, số và ký hiệu, ngày tháng, tác giả văn bản", TrackedRow.what, width=60),
        Column("holders", "Đơn vị hoặc người nhận", lambda row: row.holders, width=30),
        Column("due", "Thời hạn giải quyết", lambda row: row.document.due_on, css=WHOLE),
        Column("progress", "Tiến độ giải quyết", TrackedRow.progress, width=34),
        Column("answer", "Số, ký hiệu văn bản trả lời", lambda row: row.answer, width=24),
        Column("note", "Ghi chú", TrackedRow.remark, width=30),
    ),
    rows=select(IncomingDocument, func.coalesce(HOLDERS, ""), func.coalesce(_ANSWER, "")),
    id=IncomingDocument.id,
    stretches=incoming_stretches,
    filters=(YEAR, BOOK, *SPAN),
    orders=ORDERS,
    shape=TrackedRow,
)
