"""Danh sách văn bản đi: what the caller may see, the newest change first."""

from dataclasses import replace
from typing import Any

from sqlalchemy import Select, and_, join, select, text, true

from document_exchange.deliveries.models import Delivery
from document_exchange.deliveries.standing import documents_still
from document_exchange.desk.narrowing_list import SIGNER, TYPE, URGENCY, between, days, of_urgency
from document_exchange.documents.issue_deadlines import IS_UNISSUED
from document_exchange.documents.models import OutgoingDocument
from document_exchange.documents.queries import Way, led_by, of_agency, ways_to, ways_to_issued, ways_to_read
from document_exchange.documents.reviewers import reviewed_by, waits_for_review_of
from document_exchange.documents.rules import LEFT_HERE
from document_exchange.texts import DOCUMENT_STATUS_LABELS, PRIORITY_LABELS
from shared.access.identity import Identity
from shared.directory.queries import name_of
from shared.storage.words import finding, finding_read
from shared.work.listing import REVERSE, Chosen, Column, Filter, Listing, Stretch

SCOPES = {
    "": "Tất cả",
    "review": "Chờ tôi kiểm tra",
    "reviewed": "Tôi đã được hỏi khi kiểm tra",
    "unit": "Của đơn vị tôi đứng đầu",
    "agency": "Cơ quan đã phát hành",
    "readable": "Mọi văn bản tôi được xem",
    "unissued": "Đã ký, chưa phát hành",
    "still": "Có lượt gửi đứng yên",
}
_TABLE = OutgoingDocument.__tablename__
_ISSUED = ",".join(sorted(LEFT_HERE))


def _stretches(who: Identity, chosen: Chosen) -> list[Stretch]:
    states = chosen.filters["status"]
    scope = chosen.filters["scope"]
    ways = _ways(who, scope)
    if scope == "unissued":
        return _unissued(who, chosen, ways)
    if scope == "agency" and not states:
        states = _ISSUED
    # Each state is ordered in its index; together they are merged.
    ranges = tuple(OutgoingDocument.status == state for state in states.split(",")) if states else ()
    looked_for = OutgoingDocument.folded if chosen.words else None
    found = finding(chosen.words, (OutgoingDocument.agency_code, who.agency_code))
    read = finding_read(found)

    def along(way: Way) -> Stretch:
        base, keys = _narrowed(way.rows, chosen)
        return Stretch(base, keys, True, ranges, looked_for, read if way.former else found)

    first, *others = map(along, ways)
    return [replace(first, beside=tuple(others))]


def _narrowed(rows: Select[Any], chosen: Chosen) -> tuple[Select[Any], tuple[Any, ...]]:
    """With the order that has an index: of what went to one agency, when it went; of days, by the day; else by the newest change."""
    kind, signer, receiver = (chosen.filters[name] for name in ("type", "signer", "receiver"))
    since, until = chosen.day("since"), chosen.day("until")
    keys: tuple[Any, ...] = (OutgoingDocument.updated_at, OutgoingDocument.id)
    if since or until:
        keys = (OutgoingDocument.issued_on, OutgoingDocument.id)
        rows = rows.where(*between(OutgoingDocument.issued_on, since, until), text(f"{_TABLE}.issued_on IS NOT NULL"))
    if kind:
        rows = rows.where(OutgoingDocument.type_code == kind)
    if signer:
        rows = rows.where(OutgoingDocument.leader_name == signer, text(f"{_TABLE}.leader_name <> ''"))
    rows = rows.where(*of_urgency(OutgoingDocument, chosen))
    if receiver:
        keys = (Delivery.sent_at, Delivery.document_id)
        sent = and_(Delivery.document_id == OutgoingDocument.id, Delivery.sender_code == OutgoingDocument.agency_code)
        rows = rows.select_from(join(OutgoingDocument, Delivery, sent)).where(Delivery.addressee_code == receiver)
    return rows, keys


def _unissued(who: Identity, chosen: Chosen, ways: list[Way]) -> list[Stretch]:
    """Urgent ones, then whatever has lain longest: what is late stands first (NĐ 30/2020 Điều 18.1)."""
    looked_for = OutgoingDocument.folded if chosen.words else None
    keys = (OutgoingDocument.signed_at, OutgoingDocument.id)
    found = finding(chosen.words, (OutgoingDocument.agency_code, who.agency_code))
    read = finding_read(found)
    states = chosen.filters["status"]
    only = OutgoingDocument.status.in_(states.split(",")) if states else true()
    parts = []
    for urgent in (True, False):
        rows = [
            (_narrowed(way.rows.where(IS_UNISSUED[urgent], only), chosen)[0], read if way.former else found)
            for way in ways
        ]
        first, *others = [Stretch(base, keys, text=looked_for, found=by) for base, by in rows]
        parts.append(replace(first, beside=tuple(others)))
    return parts


def _ways(who: Identity, scope: str) -> list[Way]:
    if scope == "agency":
        return ways_to_issued(who)
    if scope == "readable":
        return ways_to_read(who)
    if scope == "review":
        return [Way(of_agency(who).where(waits_for_review_of(who)), False)]
    if scope == "reviewed":
        return [Way(of_agency(who).where(reviewed_by(who)), False)]
    ways = ways_to(who, led_by(who) if scope == "unit" else None)
    if scope != "still":
        return ways
    # Few stand still: their index is asked, whoever sent what a former agency left.
    return [
        Way(
            way.rows.where(OutgoingDocument.id.in_(documents_still(None if way.former else [who.agency_code]))),
            way.former,
        )
        for way in ways
    ]


OUTGOING = Listing(
    name="document-exchange.outgoing",
    title="Văn bản đi",
    path="/van-ban/di",
    columns=(
        Column("reference", "Số, ký hiệu", lambda row: row.reference or "Chưa có số", width=24, css="lt-list__code"),
        Column("issued", "Ngày văn bản", lambda row: row.issued_on, shown=False, css="lt-whole"),
        Column("type", "Loại văn bản", lambda row: row.type_name, shown=False, paper=False),
        Column("subject", "Trích yếu", lambda row: row.subject, width=60),
        Column("priority", "Độ khẩn", lambda row: PRIORITY_LABELS.get(row.priority, ""), shown=False, paper=False),
        Column("drafter", "Người soạn thảo", lambda row: row.drafter_name, width=26, shown=False, paper=False),
        Column("signer", "Người ký", lambda row: row.leader_name, width=26),
        Column("updated", "Cập nhật", lambda row: row.updated_at, css="lt-whole"),
        Column("signed", "Ký lúc", lambda row: row.signed_at, shown=False, paper=False, css="lt-whole"),
        Column("sent", "Phát hành lúc", lambda row: row.sent_at, shown=False, paper=False, css="lt-whole"),
        Column("status", "Trạng thái", lambda row: DOCUMENT_STATUS_LABELS[row.status]),
    ),
    rows=select(OutgoingDocument),
    id=OutgoingDocument.id,
    stretches=_stretches,
    filters=(
        Filter("status", "trang_thai", "Trạng thái", {"": "Tất cả", **DOCUMENT_STATUS_LABELS}),
        Filter("scope", "pham_vi", "Phạm vi", SCOPES),
        TYPE,
        Filter("receiver", "noi_nhan", "Đã gửi tới", pattern="[0-9A-Z.]{0,40}", named=name_of),
        SIGNER,
        URGENCY,
        *days("Ngày văn bản"),
    ),
    orders={"": "Mới cập nhật trước", REVERSE: "Cập nhật lâu nhất trước"},
)
