"""Danh mục thủ tục: the newest version of each, and whether a change of it is open."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, exists, func, select
from sqlalchemy.orm import aliased

from one_stop.catalogue.effects import standing
from one_stop.catalogue.models import ProcedureChange
from one_stop.catalogue.rules import OPEN, STANDING_LABELS, STATE_LABELS, ChangeState, Standing
from one_stop.procedures.models import CompetentAgency, ProcedureVersion
from shared.access.identity import Identity
from shared.core.clock import VIETNAM
from shared.standards.vietnamese import fold
from shared.work.listing import REVERSE, Chosen, Column, Filter, Listing, Stretch

STATES = {
    "": "Tất cả",
    **{one.value: words for one, words in STANDING_LABELS.items()},
    **{state.value: f"Thay đổi: {STATE_LABELS[state].lower()}" for state in ChangeState if state in OPEN},
}
_Newer = aliased(ProcedureVersion)
_NEWEST = ProcedureVersion.version == (
    select(func.max(_Newer.version)).where(_Newer.code == ProcedureVersion.code).scalar_subquery()
)
_OPEN_OF = and_(
    ProcedureChange.code == ProcedureVersion.code, ProcedureChange.state.in_([state.value for state in OPEN])
)

_STANDS = {
    Standing.IN_FORCE: and_(ProcedureVersion.current, ProcedureVersion.suspended_at.is_(None)),
    Standing.SUSPENDED: and_(ProcedureVersion.current, ProcedureVersion.suspended_at.is_not(None)),
    Standing.ENDED: ~ProcedureVersion.current,
}


@dataclass(frozen=True)
class Known:
    """Một thủ tục của danh mục."""

    version: ProcedureVersion
    agencies: int
    change: str
    """State of its open change; empty for none."""

    @property
    def state(self) -> str:
        return STANDING_LABELS[standing(self.version)]

    @property
    def begins_on(self) -> date:
        return self.version.effective_from.astimezone(VIETNAM).date()

    @property
    def change_words(self) -> str:
        return STATE_LABELS[ChangeState(self.change)] if self.change else ""


def _stretches(_: Identity, chosen: Chosen) -> list[Stretch]:
    """Some thousand rows at most, so the words are conditions like any other."""
    base, state = select(ProcedureVersion).where(_NEWEST), chosen.filters["state"]
    if state in list(Standing):
        base = base.where(_STANDS[Standing(state)])
    elif state:
        base = base.where(exists().where(_OPEN_OF, ProcedureChange.state == state))
    for word in fold(chosen.words.replace("\x00", " ")).split()[:8]:
        base = base.where(ProcedureVersion.folded_name.contains(word, autoescape=True))
    return [Stretch(base, (ProcedureVersion.sort_key, ProcedureVersion.id))]


def _shape(version: ProcedureVersion, agencies: int, change: str | None) -> Known:
    return Known(version, agencies, change or "")


_COUNTED: Any = (
    select(func.count()).where(CompetentAgency.procedure_version_id == ProcedureVersion.id).scalar_subquery()
)

CATALOGUE = Listing(
    name="one-stop.catalogue",
    title="Danh mục thủ tục",
    path="/mot-cua/danh-muc-thu-tuc",
    columns=(
        Column("name", "Thủ tục", lambda row: row.version.name, width=60),
        Column("code", "Mã", lambda row: row.version.code, css="lt-whole"),
        Column("sector", "Lĩnh vực", lambda row: row.version.sector_name, width=28),
        Column("level", "Mức độ", lambda row: row.version.level, width=10),
        Column("agencies", "Số cơ quan giải quyết", lambda row: row.agencies, width=12, shown=False),
        Column("version", "Phiên bản", lambda row: row.version.version, width=10, shown=False),
        Column("since", "Có hiệu lực từ", lambda row: row.begins_on, css="lt-whole"),
        Column("state", "Tình trạng", lambda row: row.state, width=20),
        Column("change", "Thay đổi đang làm", lambda row: row.change_words, width=28),
    ),
    rows=select(ProcedureVersion, _COUNTED, select(ProcedureChange.state).where(_OPEN_OF).scalar_subquery()),
    id=ProcedureVersion.id,
    stretches=_stretches,
    filters=(Filter("state", "tinh_trang", "Tình trạng", STATES),),
    orders={"": "Theo tên, từ A", REVERSE: "Theo tên, từ Y"},
    shape=_shape,
)
