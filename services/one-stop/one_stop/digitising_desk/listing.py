"""Kết quả giấy được số hóa: the newest entry first."""

from sqlalchemy import select

from one_stop.digitising.models import PaperResult
from one_stop.digitising.queries import of_agency
from one_stop.digitising.rules import STATE_LABELS
from one_stop.dossiers.looking_up import note_look_up
from one_stop.dossiers.queries import search_words
from shared.access.identity import Identity
from shared.storage.words import finding
from shared.work.listing import REVERSE, Chosen, Column, Filter, Listing, Stretch

STATES = {"": "Tất cả", **{state.value: name for state, name in STATE_LABELS.items()}}


def _stretches(who: Identity, chosen: Chosen) -> list[Stretch]:
    words, base = search_words(chosen.words), of_agency(who.agency_code)
    if state := chosen.filters["state"]:
        base = base.where(PaperResult.state == state)
    looked_for, owner = PaperResult.search_text if words else None, (PaperResult.agency_code, who.agency_code)
    keys = PaperResult.entered_at, PaperResult.id
    return [Stretch(base, keys, True, text=looked_for, found=finding(words, owner))]


PAPER_RESULTS = Listing(
    name="one-stop.paper-results",
    title="Số hóa kết quả giấy",
    path="/mot-cua/so-hoa-ket-qua",
    columns=(
        Column("number", "Số, ký hiệu", lambda row: row.number, width=20),
        Column("kind", "Loại kết quả", lambda row: row.kind, width=40),
        Column("result_code", "Mã kết quả", lambda row: row.result_code, width=20, shown=False),
        Column("holder", "Người được cấp", lambda row: row.holder_name, width=28),
        Column("issued", "Ngày cấp", lambda row: row.issued_on, width=14, css="lt-whole"),
        Column("issuer", "Cơ quan cấp", lambda row: row.issuer, width=36, shown=False),
        Column("by", "Người nhập", lambda row: row.entered_by_name, width=24),
        Column("entered", "Nhập lúc", lambda row: row.entered_at, css="lt-whole", shown=False),
        Column("state", "Tình trạng", lambda row: row.state_name, width=18),
    ),
    rows=select(PaperResult),
    id=PaperResult.id,
    stretches=_stretches,
    filters=(Filter("state", "tinh_trang", "Tình trạng", STATES),),
    orders={"": "Mới trước", REVERSE: "Cũ trước"},
    noted=note_look_up,
)
