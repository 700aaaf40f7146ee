"""Danh sách văn bản đến: what is urgent and still to be done first (QĐ 28/2018 Điều 6, 10), then the newest arrival."""

from itertools import product
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select, text

from document_exchange.incoming.models import IncomingDocument
from document_exchange.incoming.queries import (
    GIVEN_BY_ARRIVAL,
    IS_NOT_URGENT,
    IS_URGENT,
    WAITS,
    given_alone,
    lead_has_left,
    led_by,
    of_agency,
    seen_in_parts,
    unit_in_parts,
    wants_a_lead,
)
from document_exchange.incoming.rules import CLOSED, IN_HANDS, OPEN, Recall
from document_exchange.texts import PRIORITY_LABELS, RECALL_LABELS, STATUS_LABELS
from shared.access.identity import Identity
from shared.storage.words import finding
from shared.work.listing import Chosen, Column, Filter, Listing, Stretch

STATES: dict[str, str] = {
    "": "Tất cả",
    **{code: STATUS_LABELS[code] for code in (*sorted(OPEN), *sorted(CLOSED, reverse=True))},
    "13": RECALL_LABELS[Recall.REQUESTED],
    "doi-nguoi": "Chưa có người chủ trì, cần giao lại",
}
SCOPES: dict[str, str] = {"": "Tất cả", "unit": "Của đơn vị tôi đứng đầu"}
_BY_ARRIVAL = (IncomingDocument.arrived_at, IncomingDocument.id)
_BY_PRIORITY = (IncomingDocument.priority, *_BY_ARRIVAL)
NEWEST, OLDEST = "newest", "oldest"


def _stretches(who: Identity, chosen: Chosen) -> list[Stretch]:
    seen, by_arrival, parts = _seen(who, chosen.filters["scope"])
    base, states = _wanted(seen, chosen.filters["status"])
    ranges = tuple(and_(*pair) for pair in product(parts, states)) if parts and states else parts or states
    looked_for = IncomingDocument.folded if chosen.words else None
    found = finding(chosen.words, (IncomingDocument.addressee_code, who.agency_code))

    def stretch(part: Select[Any], keys: tuple[Any, ...], descending: bool = True) -> Stretch:
        return Stretch(part, keys, descending, ranges, looked_for, found)

    if chosen.order in (NEWEST, OLDEST):
        return [stretch(base, by_arrival, chosen.order == NEWEST)]
    return [stretch(base.where(IS_URGENT), _BY_PRIORITY), stretch(base.where(IS_NOT_URGENT), by_arrival)]


def _seen(who: Identity, scope: str) -> tuple[Select[Any], tuple[Any, ...], tuple[ColumnElement[bool], ...]]:
    """The rows, their order by arrival, and the parts to be merged."""
    if scope == "unit":
        return of_agency(who), _BY_ARRIVAL, unit_in_parts(led_by(who))
    base, parts = seen_in_parts(who)
    return base, GIVEN_BY_ARRIVAL if given_alone(who) else _BY_ARRIVAL, parts


def _wanted(base: Select[Any], state: str) -> tuple[Select[Any], tuple[ColumnElement[bool], ...]]:
    """Each status is ordered in its index; together they are merged."""
    if state == "13":
        return base.where(text(f"incoming_document.recall = '{Recall.REQUESTED}'")), ()
    if state == "doi-nguoi":
        # Only what was assigned has somebody who can leave.
        return base.where(WAITS, or_(lead_has_left(), wants_a_lead())), _statuses(",".join(sorted(IN_HANDS)))
    return base, _statuses(state) if state else ()


def _statuses(codes: str) -> tuple[ColumnElement[bool], ...]:
    return tuple(IncomingDocument.status == code for code in codes.split(","))


def _state(row: IncomingDocument) -> str:
    return "; ".join(filter(None, (STATUS_LABELS[row.status], RECALL_LABELS.get(row.recall, ""))))


INCOMING = Listing(
    name="document-exchange.incoming",
    title="Văn bản đến",
    path="/van-ban/den",
    columns=(
        Column("number", "Số đến", lambda row: row.arrival_number or "Chưa vào sổ", width=12, css="lt-list__code"),
        Column("sender", "Cơ quan gửi", lambda row: row.sender_name or row.sender_code, width=34),
        Column("reference", "Số, ký hiệu", lambda row: row.reference or row.document_code, width=24, shown=False),
        Column("issued", "Ngày văn bản", lambda row: row.issued_on, shown=False, css="lt-whole"),
        Column("type", "Loại văn bản", lambda row: row.type_name, shown=False, paper=False),
        Column("subject", "Trích yếu", lambda row: row.subject, width=60),
        Column("priority", "Độ khẩn", lambda row: PRIORITY_LABELS.get(row.priority, ""), shown=False, paper=False),
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
    ),
    orders={"": "Việc khẩn trước", NEWEST: "Mới đến trước", OLDEST: "Đến lâu nhất trước"},
)
