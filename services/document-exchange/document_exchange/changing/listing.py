"""Danh sách yêu cầu thay đổi của nơi gửi: the newest first, and what waits for the clerk by its state."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, select

from document_exchange.changing.models import SenderChange
from document_exchange.changing.queries import changes_of
from document_exchange.changing.rules import KIND_LABELS, OPEN, STATE_LABELS
from shared.access.identity import Identity
from shared.work.listing import Chosen, Column, Filter, Listing, Stretch

STATES: dict[str, str] = {"": "Tất cả", ",".join(sorted(OPEN)): "Cần trả lời", **STATE_LABELS}


def _stretches(who: Identity, chosen: Chosen) -> Sequence[Stretch]:
    states = chosen.filters["status"]
    ranges: tuple[ColumnElement[bool], ...] = ()
    if states:
        ranges = tuple(SenderChange.state == state for state in states.split(","))
    return [Stretch(changes_of(who), (SenderChange.arrived_at, SenderChange.id), True, ranges)]


CHANGES = Listing(
    name="document-exchange.sender-changes",
    title="Yêu cầu thay đổi của nơi gửi",
    path="/van-ban/den/thay-doi",
    columns=(
        Column("kind", "Yêu cầu", lambda row: KIND_LABELS[row.kind], width=14),
        Column("sender", "Cơ quan gửi", lambda row: row.sender_name or row.sender_code, width=34),
        Column("reference", "Văn bản", lambda row: row.target_reference or row.target_code, width=28),
        Column("reason", "Lý do", lambda row: row.reason, width=60),
        Column("arrived", "Đến lúc", lambda row: row.arrived_at, css="lt-whole"),
        Column("status", "Tình trạng", lambda row: STATE_LABELS[row.state], width=24),
    ),
    rows=select(SenderChange),
    id=SenderChange.id,
    stretches=_stretches,
    filters=(Filter("status", "trang_thai", "Tình trạng", STATES),),
)
