"""Sổ hướng dẫn, từ chối tại quầy: who was shown what is missing or was refused, the newest first."""

from sqlalchemy import select
from sqlalchemy.orm import defer

from one_stop.dossiers.looking_up import note_look_up
from one_stop.dossiers.queries import search_words
from one_stop.walk_ins.models import WalkIn
from one_stop.walk_ins.queries import of_agency, of_former_agencies
from shared.access.identity import Identity
from shared.storage.words import finding
from shared.work.listing import REVERSE, Chosen, Column, Filter, Listing, Stretch

KINDS = {"": "Hướng dẫn và từ chối", "02": "Hướng dẫn (mẫu 02)", "03": "Từ chối (mẫu 03)"}
STATES = {"": "Tất cả", "open": "Chưa quay lại", "received": "Đã tiếp nhận"}
OUTCOMES = {"02": "Hướng dẫn", "03": "Từ chối"}


def items_said(row: WalkIn) -> str:
    return "; ".join(f"{item['name']}: {item['note']}" for item in row.items)


def _stretches(who: Identity, chosen: Chosen) -> list[Stretch]:
    kind, state, words = chosen.filters["kind"], chosen.filters["state"], search_words(chosen.words)
    looked_for, own = WalkIn.search_text if words else None, (WalkIn.agency_code, who.agency_code)
    stretches = []
    for base, owner in ((of_agency(who.agency_code), own), (of_former_agencies(who.agency_code), None)):
        if kind:
            base = base.where(WalkIn.form_no == kind)
        if state:
            base = base.where(WalkIn.dossier_id.is_(None) if state == "open" else WalkIn.dossier_id.is_not(None))
        stretches.append(Stretch(base, (WalkIn.at, WalkIn.id), True, text=looked_for, found=finding(words, owner)))
    return stretches


WALK_INS = Listing(
    name="one-stop.walk-ins",
    title="Sổ hướng dẫn tại quầy",
    path="/mot-cua/so-huong-dan",
    columns=(
        Column("number", "Số phiếu", lambda row: row.snapshot["number"], width=12),
        Column("outcome", "Hình thức", lambda row: OUTCOMES[row.form_no], width=12),
        Column("at", "Ngày giờ", lambda row: row.at, css="lt-whole"),
        Column("applicant", "Người đến nộp", lambda row: row.applicant_name, width=28),
        Column("procedure", "Thủ tục", lambda row: row.matter, width=50),
        Column("items", "Nội dung phải bổ sung", items_said, width=50, shown=False),
        Column("reason", "Lý do", lambda row: row.reason, width=50),
        Column("by", "Người hướng dẫn", lambda row: row.by_name, width=24, shown=False),
        Column("state", "Quay lại", lambda row: "Đã tiếp nhận" if row.dossier_id else "", width=14),
    ),
    rows=select(WalkIn).options(defer(WalkIn.typed)),
    id=WalkIn.id,
    stretches=_stretches,
    filters=(Filter("kind", "loai", "Hình thức", KINDS), Filter("state", "quay_lai", "Quay lại", STATES)),
    orders={"": "Mới trước", REVERSE: "Cũ trước"},
    noted=note_look_up,
)
