"""Sổ đăng ký văn bản đi và đến: the columns of NĐ 30/2020 Phụ lục IV, a year each, in the order of the numbers."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from document_exchange.desk.narrowing_list import between, in_days
from document_exchange.documents.models import Addressee, DocumentStep, OutgoingDocument
from document_exchange.documents.rules import LINES, Step
from document_exchange.entered.rules import ORIGIN_LABELS
from document_exchange.incoming.models import Assignment, CooperatingUnit, IncomingDocument
from document_exchange.texts import DOCUMENT_STATUS_LABELS, PRIORITY_LABELS, RECALL_LABELS, STRUCK
from shared.access.identity import Identity
from shared.core import clock
from shared.directory.models import Agency
from shared.directory.queries import name_of
from shared.storage.words import finding
from shared.work.listing import REVERSE, Chosen, Column, Filter, Listing, Stretch

YEAR = Filter("year", "nam", "Năm", pattern="([2-9][0-9]{3})?")
BOOK = Filter("book", "so_cua", "Sổ của", pattern="[0-9A-Z.]{0,40}", named=name_of)
"""An agency that ended and whose work the caller's does now; empty for its own."""
SPAN = (
    Filter("from_number", "tu_so", "Từ số", typed="number"),
    Filter("to_number", "den_so", "Đến số", typed="number"),
    Filter("since", "tu_ngay", "Từ ngày", typed="day"),
    Filter("until", "den_ngay", "Đến ngày", typed="day"),
)
"""In từ số đến số, từ ngày đến ngày: a part of the year, as a volume is bound."""
ORDERS = {"": "Theo số, nhỏ trước", REVERSE: "Theo số, lớn trước"}
WHOLE = "lt-whole"


def day_of(moment: datetime) -> date:
    """The day in Vietnam."""
    return moment.astimezone(clock.VIETNAM).date()


def year_of(chosen: Chosen) -> int:
    return int(chosen.filters["year"] or clock.local_now().year)


def book_of(who: Identity, chosen: Chosen) -> tuple[str, bool]:
    """Whose book is read, and whether it is a former agency's: of that one the caller sees what it goes on with."""
    named = chosen.filters["book"]
    return named or who.agency_code, named not in ("", who.agency_code)


@dataclass(frozen=True)
class OutgoingRow:
    """Một dòng sổ đăng ký văn bản đi."""

    document: OutgoingDocument
    receivers: str
    note: str
    """Why it was cancelled."""

    def remark(self) -> str:
        """Ghi chú."""
        if not self.document.is_withdrawn and self.document.state not in LINES:
            return ""
        return ": ".join(filter(None, (DOCUMENT_STATUS_LABELS[self.document.status], self.note)))


@dataclass(frozen=True)
class IncomingRow:
    """Một dòng sổ đăng ký văn bản đến."""

    document: IncomingDocument
    holders: str

    def remark(self) -> str:
        """Ghi chú."""
        known = self.document
        urgent = PRIORITY_LABELS.get(known.priority, "") if known.priority else ""
        struck = f"{STRUCK}: {known.struck_reason}" if known.struck_reason else ""
        came = ORIGIN_LABELS[known.origin] if known.entered else ""
        return "; ".join(filter(None, (struck, urgent, RECALL_LABELS.get(known.recall, ""), came, known.remark)))


_RECEIVERS: Any = (
    select(func.string_agg(func.coalesce(Agency.short_name, Addressee.agency_code), "; "))
    .select_from(Addressee)
    .outerjoin(Agency, Agency.code == Addressee.agency_code)
    .where(Addressee.document_id == OutgoingDocument.id)
    .scalar_subquery()
)
_REASON: Any = (
    select(DocumentStep.opinion)
    .where(DocumentStep.document_id == OutgoingDocument.id, DocumentStep.kind.in_((Step.CANCEL, Step.STRIKE)))
    .limit(1)
    .scalar_subquery()
)
_PEOPLE: Any = (
    select(func.string_agg(Assignment.person_name, "; "))
    .where(Assignment.incoming_id == IncomingDocument.id)
    .scalar_subquery()
)
_HELPING: Any = (
    select(func.string_agg(CooperatingUnit.unit_name, "; "))
    .where(CooperatingUnit.incoming_id == IncomingDocument.id)
    .scalar_subquery()
)
HOLDERS: Any = func.concat_ws("; ", func.nullif(IncomingDocument.unit_name, ""), _HELPING, _PEOPLE)


def _outgoing(who: Identity, chosen: Chosen) -> list[Stretch]:
    whose, former = book_of(who, chosen)
    base = select(OutgoingDocument).where(
        OutgoingDocument.agency_code == whose,
        *([OutgoingDocument.continued_by == who.agency_code] if former else []),
        OutgoingDocument.year == year_of(chosen),
        OutgoingDocument.series_code.is_not(None),
        *between(OutgoingDocument.number, chosen.number("from_number"), chosen.number("to_number")),
        *between(OutgoingDocument.issued_on, chosen.day("since"), chosen.day("until")),
    )
    keys = (OutgoingDocument.series_code, OutgoingDocument.number)
    looked_for = OutgoingDocument.folded if chosen.words else None
    found = finding(chosen.words, (OutgoingDocument.agency_code, whose))
    return [Stretch(base, keys, text=looked_for, found=found)]


def incoming_stretches(who: Identity, chosen: Chosen) -> list[Stretch]:
    whose, former = book_of(who, chosen)
    base = select(IncomingDocument).where(
        IncomingDocument.addressee_code == whose,
        *([IncomingDocument.continued_by == who.agency_code] if former else []),
        IncomingDocument.arrival_year == year_of(chosen),
        IncomingDocument.arrival_number.is_not(None),
        *between(IncomingDocument.arrival_number, chosen.number("from_number"), chosen.number("to_number")),
        *in_days(IncomingDocument.arrived_at, chosen.day("since"), chosen.day("until")),
    )
    looked_for = IncomingDocument.folded if chosen.words else None
    keys = (IncomingDocument.arrival_number,)
    found = finding(chosen.words, (IncomingDocument.addressee_code, whose))
    return [Stretch(base, keys, text=looked_for, found=found)]


OUTGOING_REGISTER = Listing(
    name="document-exchange.outgoing-register",
    title="Sổ đăng ký văn bản đi",
    path="/van-ban/so-van-ban-di",
    columns=(
        Column("reference", "Số, ký hiệu văn bản", lambda row: row.document.reference, width=24, css="lt-list__code"),
        Column("issued", "Ngày tháng văn bản", lambda row: row.document.issued_on, css=WHOLE),
        Column(
            "subject",
            "Tên loại và trích yếu nội dung",
            lambda row: f"{row.document.type_name}: {row.document.subject}",
            width=60,
        ),
        Column("signer", "Người ký", lambda row: row.document.leader_name, width=26),
        Column("receivers", "Nơi nhận văn bản", lambda row: row.receivers, width=40),
        Column("archive", "Đơn vị, người nhận bản lưu", lambda row: row.document.archive_holder or "Văn thư", width=26),
        Column("copies", "Số lượng bản", lambda row: row.document.copy_amount, width=12),
        Column("sent", "Ngày chuyển", lambda row: row.document.sent_at and day_of(row.document.sent_at), css=WHOLE),
        Column("receipt", "Ký nhận", lambda row: "Điện tử" if row.document.sent_at else "", width=12),
        Column("note", "Ghi chú", OutgoingRow.remark, width=30),
    ),
    rows=select(
        OutgoingDocument, func.coalesce(_RECEIVERS, OutgoingDocument.paper_receivers), func.coalesce(_REASON, "")
    ),
    id=OutgoingDocument.id,
    stretches=_outgoing,
    filters=(YEAR, BOOK, *SPAN),
    orders=ORDERS,
    shape=OutgoingRow,
)
INCOMING_REGISTER = Listing(
    name="document-exchange.incoming-register",
    title="Sổ đăng ký văn bản đến",
    path="/van-ban/so-van-ban-den",
    columns=(
        Column("arrived", "Ngày đến", lambda row: day_of(row.document.arrived_at), css=WHOLE),
        Column("number", "Số đến", lambda row: row.document.arrival_number, width=10, css="lt-list__code"),
        Column("sender", "Tác giả", lambda row: row.document.sender_name or row.document.sender_code, width=34),
        Column("reference", "Số, ký hiệu văn bản", lambda row: row.document.reference, width=24),
        Column("issued", "Ngày tháng văn bản", lambda row: row.document.issued_on, css=WHOLE),
        Column(
            "subject",
            "Tên loại và trích yếu nội dung",
            lambda row: ": ".join(filter(None, (row.document.type_name, row.document.subject))),
            width=60,
        ),
        Column("holders", "Đơn vị hoặc người nhận", lambda row: row.holders, width=30),
        Column(
            "registered",
            "Ngày chuyển",
            lambda row: row.document.registered_at and day_of(row.document.registered_at),
            css=WHOLE,
        ),
        Column("receipt", "Ký nhận", lambda row: "Điện tử" if row.holders else "", width=12),
        Column("note", "Ghi chú", IncomingRow.remark, width=30),
    ),
    rows=select(IncomingDocument, func.coalesce(HOLDERS, "")),
    id=IncomingDocument.id,
    stretches=incoming_stretches,
    filters=(YEAR, BOOK, *SPAN),
    orders=ORDERS,
    shape=IncomingRow,
)
