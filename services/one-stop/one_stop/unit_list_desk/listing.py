"""Danh sách giấy bàn giao hồ sơ, the newest first."""

from sqlalchemy import Select, select

from one_stop.unit_lists.models import UnitList
from one_stop.unit_lists.queries import of_agency, of_former_agencies
from one_stop.unit_lists.rules import LIST_STATES, ListState
from shared.access.identity import Identity
from shared.work.listing import REVERSE, Chosen, Column, Filter, Listing, Stretch

STATES = {"": "Tất cả", **{state.value: LIST_STATES[state] for state in ListState}}
SCOPES = {"": "Cả cơ quan", "unit": "Giao cho đơn vị tôi", "mine": "Tôi giao"}


def _stretches(who: Identity, chosen: Chosen) -> list[Stretch]:
    bases = of_agency(who.agency_code), of_former_agencies(who.agency_code)
    return [Stretch(_chosen(who, chosen, base), (UnitList.at, UnitList.id), True) for base in bases]


def _chosen(who: Identity, chosen: Chosen, base: Select[UnitList]) -> Select[UnitList]:
    state, scope = chosen.filters["state"], chosen.filters["scope"]
    if state:
        base = base.where(UnitList.state == state)
    if scope == "unit":
        base = base.where(UnitList.unit_id.in_({who.unit, ""}))
    if scope == "mine":
        base = base.where(UnitList.by_id == who.subject)
    if chosen.words:
        base = base.where(UnitList.unit_name.icontains(chosen.words.replace("\x00", ""), autoescape=True))
    return base


UNIT_LISTS = Listing(
    name="one-stop.unit-lists",
    title="Bàn giao hồ sơ",
    path="/mot-cua/ban-giao",
    columns=(
        Column("number", "Số giấy", lambda row: row.named, width=18),
        Column("at", "Giao lúc", lambda row: row.at, css="lt-whole"),
        Column("unit", "Đơn vị nhận", lambda row: row.unit_name, width=36),
        Column("amount", "Số hồ sơ", lambda row: row.amount, width=12),
        Column("taken", "Đã nhận", lambda row: row.taken, width=12),
        Column("by", "Người giao", lambda row: row.by_name, width=24, shown=False),
        Column("ended_by", "Người nhận", lambda row: row.ended_by_name, width=24, shown=False),
        Column("state", "Tình trạng", lambda row: LIST_STATES[row.state], width=20),
    ),
    rows=select(UnitList),
    id=UnitList.id,
    stretches=_stretches,
    filters=(
        Filter("state", "tinh_trang", "Tình trạng", STATES),
        Filter("scope", "pham_vi", "Phạm vi", SCOPES),
    ),
    orders={"": "Mới trước", REVERSE: "Cũ trước"},
)
