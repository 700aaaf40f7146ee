"""Sổ gửi văn bản đi bưu điện: the six columns of NĐ 30/2020 Phụ lục IV, in the order of the days."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select, text

from document_exchange.desk.narrowing_list import between
from document_exchange.desk.registers_list import BOOK, SPAN, WHOLE, YEAR, book_of, year_of
from document_exchange.documents.models import OutgoingDocument
from document_exchange.receivers.models import OutsideReceiver
from document_exchange.receivers.rules import OutsideWay
from shared.access.identity import Identity
from shared.storage.words import finding
from shared.work.listing import REVERSE, Chosen, Column, Listing, Stretch


@dataclass(frozen=True)
class PostRow:
    """Một dòng sổ gửi văn bản đi bưu điện."""

    receiver: OutsideReceiver
    document: OutgoingDocument


def _posted(who: Identity, chosen: Chosen) -> list[Stretch]:
    whose, former = book_of(who, chosen)
    year = year_of(chosen)
    base = select(OutsideReceiver).where(
        OutsideReceiver.agency_code == whose,
        text(f"outside_receiver.way = '{OutsideWay.POST}'"),  # by its value, as the index has it
        OutsideReceiver.sent_on.between(date(year, 1, 1), date(year, 12, 31)),
        *between(OutsideReceiver.sent_on, chosen.day("since"), chosen.day("until")),
    )
    if former:
        theirs = select(OutgoingDocument.id).where(OutgoingDocument.id == OutsideReceiver.document_id)
        base = base.where(theirs.where(OutgoingDocument.continued_by == who.agency_code).exists())
    looked_for = OutsideReceiver.folded if chosen.words else None
    found = finding(chosen.words, (OutsideReceiver.agency_code, whose))
    return [Stretch(base, (OutsideReceiver.sent_on, OutsideReceiver.id), text=looked_for, found=found)]


_ROWS: Any = select(OutsideReceiver, OutgoingDocument).join(
    OutgoingDocument, OutgoingDocument.id == OutsideReceiver.document_id
)

POST_REGISTER = Listing(
    name="document-exchange.post-register",
    title="Sổ gửi văn bản đi bưu điện",
    path="/van-ban/so-buu-dien",
    columns=(
        Column("sent", "Ngày chuyển", lambda row: row.receiver.sent_on, css=WHOLE),
        Column("reference", "Số, ký hiệu văn bản", lambda row: row.document.reference, width=24, css="lt-list__code"),
        Column("receiver", "Nơi nhận văn bản", lambda row: row.receiver.name, width=50),
        Column("envelopes", "Số lượng bì", lambda row: row.receiver.envelopes, width=12),
        Column("receipt", "Ký nhận và dấu bưu điện", lambda row: row.receiver.trace, width=30),
        Column("note", "Ghi chú", lambda row: "", width=30),
    ),
    rows=_ROWS,
    id=OutsideReceiver.id,
    stretches=_posted,
    filters=(YEAR, BOOK, *(known for known in SPAN if known.typed == "day")),
    orders={"": "Theo ngày chuyển", REVERSE: "Ngày chuyển, mới nhất trước"},
    shape=PostRow,
)
