"""Văn bản gửi trong cơ quan: what was sent to the caller or to his unit, the newest first."""

from dataclasses import replace

from sqlalchemy import select

from document_exchange.desk.narrowing_list import SIGNER, TYPE, URGENCY, between, days, of_urgency
from document_exchange.documents.models import OutgoingDocument
from document_exchange.documents.queries import ways_inside
from document_exchange.texts import DOCUMENT_STATUS_LABELS, PRIORITY_LABELS
from shared.access.identity import Identity
from shared.storage.words import finding, finding_read
from shared.work.listing import REVERSE, Chosen, Column, Filter, Listing, Stretch


def _stretches(who: Identity, chosen: Chosen) -> list[Stretch]:
    unread = chosen.filters["seen"] == "no"
    looked_for = OutgoingDocument.folded if chosen.words else None
    found = finding_read(finding(chosen.words, (OutgoingDocument.agency_code, who.agency_code)))
    kind, signer = chosen.filters["type"], chosen.filters["signer"]
    only = [
        *([OutgoingDocument.type_code == kind] if kind else []),
        *([OutgoingDocument.leader_name == signer] if signer else []),
        *of_urgency(OutgoingDocument, chosen),
        *between(OutgoingDocument.issued_on, chosen.day("since"), chosen.day("until")),
    ]
    first, *others = [
        Stretch(
            rows.where(*only, *([given.seen_at.is_(None)] if unread else [])),
            (given.sent_at, given.document_id),
            chosen.order != REVERSE,
            text=looked_for,
            found=found,
        )
        for rows, given in ways_inside(who)
    ]
    return [replace(first, beside=tuple(others))]


INSIDE = Listing(
    name="document-exchange.inside",
    title="Văn bản gửi trong cơ quan",
    path="/van-ban/noi-bo",
    columns=(
        Column("reference", "Số, ký hiệu", lambda row: row.reference, width=24, css="lt-list__code"),
        Column("issued", "Ngày văn bản", lambda row: row.issued_on, css="lt-whole"),
        Column("subject", "Tên loại, trích yếu", lambda row: f"{row.type_name}: {row.subject}", width=60),
        Column("priority", "Độ khẩn", lambda row: PRIORITY_LABELS.get(row.priority, ""), shown=False),
        Column("signer", "Người ký", lambda row: row.leader_name, width=26),
        Column("status", "Trạng thái", lambda row: DOCUMENT_STATUS_LABELS[row.status]),
    ),
    rows=select(OutgoingDocument),
    id=OutgoingDocument.id,
    stretches=_stretches,
    filters=(
        Filter("seen", "da_xem", "Đã xem", {"": "Tất cả", "no": "Chưa ai mở"}),
        TYPE,
        SIGNER,
        URGENCY,
        *days("Ngày văn bản"),
    ),
    orders={"": "Mới gửi trước", REVERSE: "Gửi lâu nhất trước"},
)
