"""Phần việc được giao: what the agency was asked, as it is due; what has ended, the newest first."""

from typing import Any

from sqlalchemy import Select, select, text

from one_stop.asked_parts.models import ENDED_PART, OPEN_PART, AskedPart
from one_stop.asked_parts.queries import given_to
from one_stop.dossiers.queries import search_words
from one_stop.dossiers.workers import led_by
from one_stop.parts.rules import PART_KIND_LABELS, PART_STATE_LABELS, PartState
from shared.access.identity import Identity
from shared.core import clock
from shared.storage.words import finding
from shared.work.listing import REVERSE, Chosen, Column, Filter, Listing, Stretch

STATES = {
    "": "Tất cả phần việc đang mở",
    "sent": PART_STATE_LABELS[PartState.SENT],
    "received": PART_STATE_LABELS[PartState.RECEIVED],
    "drafted": PART_STATE_LABELS[PartState.DRAFTED],
    "overdue": "Quá hạn",
    "ended": "Đã kết thúc",
}
SCOPES = {"agency": "Cả cơ quan", "mine": "Tôi đang xử lý", "unit": "Đơn vị tôi đứng đầu"}


def _stretches(who: Identity, chosen: Chosen) -> list[Stretch]:
    words, state = search_words(chosen.words), chosen.filters["state"]
    base = _scoped(who, given_to(who.agency_code), chosen.filters["scope"])
    looked_for = AskedPart.search_text if words else None
    found = finding(words, (AskedPart.agency_code, who.agency_code))
    if state == "ended":
        keys = (AskedPart.asked_at, AskedPart.id)
        return [Stretch(base.where(text(ENDED_PART)), keys, True, text=looked_for, found=found)]
    base = base.where(text(OPEN_PART))
    if state == "overdue":
        base = base.where(AskedPart.due_at < clock.now())
    elif state:
        base = base.where(AskedPart.state == state)
    return [Stretch(base, (AskedPart.due_at, AskedPart.id), text=looked_for, found=found)]


def _scoped(who: Identity, base: Select[Any], scope: str) -> Select[Any]:
    if scope == "mine":
        return base.where(AskedPart.holder_id == who.desk)
    if scope == "unit":
        return base.where(AskedPart.unit_id == led_by(who), text("unit_id <> ''"))
    return base


PARTS = Listing(
    name="one-stop.asked-parts",
    title="Phần việc được giao",
    path="/mot-cua/phan-viec",
    columns=(
        Column("dossier", "Mã hồ sơ", lambda row: row.dossier_code, width=26),
        Column("procedure", "Thủ tục", lambda row: row.procedure_name, width=50),
        Column("asker", "Cơ quan hỏi", lambda row: row.from_agency_name, width=36),
        Column("kind", "Loại việc", lambda row: PART_KIND_LABELS.get(row.kind, row.kind), shown=False),
        Column("owner", "Chủ hồ sơ", lambda row: row.owner_name, width=28, shown=False, paper=False),
        Column("asked", "Được hỏi lúc", lambda row: row.asked_at, shown=False, css="lt-whole"),
        Column("due", "Hạn trả lời", lambda row: row.due_at, css="lt-whole"),
        Column("holder", "Người xử lý", lambda row: row.holder_name, width=24, shown=False),
        Column("state", "Tình trạng", lambda row: PART_STATE_LABELS[row.place]),
    ),
    rows=select(AskedPart),
    id=AskedPart.id,
    stretches=_stretches,
    filters=(
        Filter("state", "trang_thai", "Trạng thái", STATES),
        Filter("scope", "pham_vi", "Phạm vi", SCOPES, default="agency"),
    ),
    orders={"": "Cần trả lời trước đứng trước", REVERSE: "Thứ tự ngược lại"},
)
