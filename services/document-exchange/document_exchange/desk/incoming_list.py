"""Danh sách văn bản đến: what is urgent and still to be done first (QĐ 28/2018 Điều 6, 10), then the newest arrival."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Select, TextClause, or_, select, text

from document_exchange.desk.narrowing_list import TYPE, URGENCY, days, in_days, of_named_type, of_urgency
from document_exchange.entered.rules import ORIGIN_LABELS, Origin
from document_exchange.incoming.models import IncomingDocument
from document_exchange.incoming.queries import (
    IS_NOT_URGENT,
    IS_URGENT,
    WAITS,
    Way,
    lead_has_left,
    led_by,
    wants_a_lead,
    ways_to,
    ways_to_unit,
)
from document_exchange.incoming.rules import CLOSED, IN_HANDS, OPEN, Recall
from document_exchange.instructing.queries import ways_for_opinion
from document_exchange.readers.queries import ways_to_read
from document_exchange.texts import PRIORITY_LABELS, RECALL_LABELS, STATUS_LABELS, STRUCK
from shared.access.identity import Identity
from shared.core import clock
from shared.directory.queries import name_of
from shared.storage.words import finding, finding_read
from shared.work.listing import Chosen, Column, Filter, Listing, Stretch

STATES: dict[str, str] = {
    "": "Tất cả",
    **{code: STATUS_LABELS[code] for code in (*sorted(OPEN), *sorted(CLOSED, reverse=True))},
    "13": RECALL_LABELS[Recall.REQUESTED],
    "doi-nguoi": "Chưa có người chủ trì, cần giao lại",
    "phan-tre": "Có phần việc quá hạn",
}
OF_WORK = frozenset({"doi-nguoi", "phan-tre"})
ORIGINS: dict[str, str] = {"": "Tất cả", **ORIGIN_LABELS}
READABLE = "readable"
SCOPES: dict[str, str] = {
    "": "Tất cả",
    "unit": "Của đơn vị tôi đứng đầu",
    "opinion": "Chờ tôi cho ý kiến",
    READABLE: "Mọi văn bản tôi được xem",
}
_BY_PRIORITY = (IncomingDocument.priority, IncomingDocument.arrived_at, IncomingDocument.id)
NEWEST, OLDEST = "newest", "oldest"


def _stretches(who: Identity, chosen: Chosen) -> list[Stretch]:
    ways = _ways(who, chosen)
    looked_for = IncomingDocument.folded if chosen.words else None
    found = finding(chosen.words, (IncomingDocument.addressee_code, who.agency_code))
    found_read = finding_read(found)

    def stretch(*only: ColumnElement[bool] | TextClause, by_priority: bool = False, descending: bool = True) -> Stretch:
        def along(way: Way) -> Stretch:
            base, ranges = _wanted(way, chosen.filters["status"])
            base = base.where(*_came(chosen.filters["origin"]), *_narrowed(way, chosen))
            keys = _BY_PRIORITY if by_priority else way.by_arrival
            return Stretch(base.where(*only), keys, descending, ranges, looked_for, found_read if way.former else found)

        first, *others = map(along, ways)
        return replace(first, beside=tuple(others))

    if chosen.order in (NEWEST, OLDEST):
        return [stretch(descending=chosen.order == NEWEST)]
    return [stretch(IS_URGENT, by_priority=True), stretch(IS_NOT_URGENT)]


def _ways(who: Identity, chosen: Chosen) -> list[Way]:
    scope = chosen.filters["scope"]
    if scope == "opinion":
        return ways_for_opinion(who)
    # How the work stands is for those who have to do with it.
    if scope == READABLE and chosen.filters["status"] not in OF_WORK:
        return ways_to_read(who)
    return ways_to_unit(who, led_by(who)) if scope == "unit" else ways_to(who)


def _wanted(way: Way, state: str) -> tuple[Select[Any], tuple[ColumnElement[bool], ...]]:
    """Each status is ordered in its index; together they are merged."""
    if state == "13":
        return way.rows.where(text(f"incoming_document.recall = '{Recall.REQUESTED}'")), ()
    if state == "doi-nguoi":
        # Only what was assigned has somebody who can leave.
        return way.rows.where(WAITS, or_(lead_has_left(), wants_a_lead())), _statuses(way, sorted(IN_HANDS))
    if state == "phan-tre":
        late = IncomingDocument.part_due_on < clock.local_now().date()
        known = text("incoming_document.part_due_on IS NOT NULL")
        return way.rows.where(known, late, WAITS), _statuses(way, sorted(IN_HANDS))
    return way.rows, _statuses(way, state.split(",")) if state else ()


def _came(origin: str) -> tuple[ColumnElement[bool] | TextClause, ...]:
    """Few came without a packet: the words without a value name their index to every plan."""
    if not origin:
        return ()
    only = IncomingDocument.origin == origin
    return (only,) if origin == Origin.PACKET else (only, text("incoming_document.origin <> 'packet'"))


def _narrowed(way: Way, chosen: Chosen) -> list[ColumnElement[bool] | TextClause]:
    """By days, kind, sender and urgency: each in an index of its own, in the order of arrival."""
    sender = chosen.filters["sender"]
    return [
        *in_days(way.by_arrival[0], chosen.day("since"), chosen.day("until")),
        *of_named_type(chosen),
        *([IncomingDocument.sender_code == sender] if sender else []),
        *of_urgency(IncomingDocument, chosen),
    ]


def _statuses(way: Way, codes: Sequence[str]) -> tuple[ColumnElement[bool], ...]:
    return tuple(way.status == code for code in codes)


def _state(row: IncomingDocument) -> str:
    if row.struck_reason:
        return STRUCK
    return "; ".join(filter(None, (STATUS_LABELS[row.status], RECALL_LABELS.get(row.recall, ""))))


INCOMING = Listing(
    name="document-exchange.incoming",
    title="Văn bản đến",
    path="/van-ban/den",
    columns=(
        Column("number", "Số đến", lambda row: row.arrival_number or "Chưa vào sổ", width=12, css="lt-list__code"),
        Column("sender", "Cơ quan gửi", lambda row: row.sender_name or row.sender_code, width=34),
        Column(
            "reference",
            "Số, ký hiệu",
            lambda row: row.reference or row.document_code or "Không số",
            width=24,
            shown=False,
        ),
        Column("issued", "Ngày văn bản", lambda row: row.issued_on, shown=False, css="lt-whole"),
        Column("type", "Loại văn bản", lambda row: row.type_name, shown=False, paper=False),
        Column("subject", "Trích yếu", lambda row: row.subject, width=60),
        Column("priority", "Độ khẩn", lambda row: PRIORITY_LABELS.get(row.priority, ""), shown=False, paper=False),
        Column("origin", "Cách đến", lambda row: ORIGIN_LABELS[row.origin], shown=False, paper=False),
        Column("arrived", "Đến lúc", lambda row: row.arrived_at, css="lt-whole"),
        Column("unit", "Đơn vị chủ trì", lambda row: row.unit_name, width=30, shown=False, paper=False),
        Column("due", "Hạn xử lý", lambda row: row.due_on, css="lt-whole"),
        Column("status", "Trạng thái", _state),
    ),
    rows=select(IncomingDocument),
    id=IncomingDocument.id,
    stretches=_stretches,
    filters=(
        Filter("status", "trang_thai", "Trạng thái", STATES),
        Filter("scope", "pham_vi", "Phạm vi", SCOPES),
        Filter("origin", "cach_den", "Cách đến", ORIGINS),
        TYPE,
        Filter("sender", "noi_gui", "Cơ quan gửi", pattern="[0-9A-Z.]{0,40}", named=name_of),
        URGENCY,
        *days("Ngày đến"),
    ),
    orders={"": "Việc khẩn trước", NEWEST: "Mới đến trước", OLDEST: "Đến lâu nhất trước"},
)
