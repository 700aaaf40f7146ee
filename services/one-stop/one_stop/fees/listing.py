"""Sổ thu phí, lệ phí: receipts of an agency, the newest first."""

from datetime import datetime, time, timedelta

from sqlalchemy import select

from one_stop.dossiers.looking_up import note_look_up
from one_stop.dossiers.queries import search_words
from one_stop.fees.models import FeeReceipt
from one_stop.fees.queries import receipts_of
from one_stop.fees.rules import STATES, ReceiptState
from shared.access.identity import Identity
from shared.core import clock
from shared.standards.calendar_days import VIETNAM_TIME
from shared.storage.words import finding
from shared.work.listing import REVERSE, Chosen, Column, Filter, Listing, Stretch

DAYS = {"": "Hôm nay", "yesterday": "Hôm qua", "month": "Tháng này", "all": "Tất cả"}
KINDS = {"": "Tất cả", "valid": "Còn giá trị", "ended": "Đã hủy, hoàn trả"}


def days_of(chosen: str) -> tuple[datetime, datetime] | None:
    """From which moment until before which; None for all."""
    today = clock.local_now().date()
    yesterday = today - timedelta(days=1)
    first = {"": today, "yesterday": yesterday, "month": today.replace(day=1)}.get(chosen)
    if first is None:
        return None
    last = yesterday if chosen == "yesterday" else today
    begin, end = (datetime.combine(day, time(), VIETNAM_TIME) for day in (first, last + timedelta(days=1)))
    return begin, end


def _stretches(who: Identity, chosen: Chosen) -> list[Stretch]:
    base, span, kind = receipts_of(who.agency_code), days_of(chosen.filters["days"]), chosen.filters["kind"]
    if span is not None:
        base = base.where(FeeReceipt.collected_at >= span[0], FeeReceipt.collected_at < span[1])
    if kind:
        base = base.where(FeeReceipt.ended_as == "" if kind == "valid" else FeeReceipt.ended_as != "")
    words = search_words(chosen.words)
    looked_for, found = (
        FeeReceipt.search_text if words else None,
        finding(words, (FeeReceipt.agency_code, who.agency_code)),
    )
    return [Stretch(base, (FeeReceipt.collected_at, FeeReceipt.id), True, text=looked_for, found=found)]


def _taken(row: FeeReceipt, kind: str) -> int:
    return sum(line["due"] for line in row.lines if line["kind"] == kind)


FEE_BOOK = Listing(
    name="one-stop.fee-receipts",
    title="Sổ thu phí, lệ phí",
    path="/mot-cua/so-thu-phi",
    columns=(
        Column("number", "Số biên lai", lambda row: row.number_shown, width=14),
        Column("at", "Ngày giờ", lambda row: row.collected_at, css="lt-whole"),
        Column("dossier", "Mã hồ sơ", lambda row: row.dossier_code, width=28),
        Column("payer", "Người nộp", lambda row: row.payer, width=28),
        Column("procedure", "Thủ tục", lambda row: row.procedure_name, width=50, shown=False),
        Column("fee", "Trong đó phí", lambda row: _taken(row, "fee"), width=14, shown=False),
        Column("charge", "Trong đó lệ phí", lambda row: _taken(row, "charge"), width=14, shown=False),
        Column("total", "Số tiền (đồng)", lambda row: row.total, width=14),
        Column("exempt", "Miễn, giảm", lambda row: row.exempt_group, width=20),
        Column("state", "Tình trạng", lambda row: STATES[ReceiptState(row.state)], width=14),
        Column("by", "Người thu", lambda row: row.by_name, width=24),
        Column("why", "Lý do hủy, hoàn trả", lambda row: row.ended_why, width=40, shown=False),
    ),
    rows=select(FeeReceipt),
    id=FeeReceipt.id,
    stretches=_stretches,
    filters=(Filter("days", "ngay", "Ngày thu", DAYS), Filter("kind", "loai", "Biên lai", KINDS)),
    orders={"": "Mới trước", REVERSE: "Cũ trước"},
    noted=note_look_up,
)
