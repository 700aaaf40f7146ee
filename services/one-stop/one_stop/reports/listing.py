"""Hồ sơ của một báo cáo: which dossiers a figure counts, as they stood then. No names of people: they are of agencies below too."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, false, func, select

from one_stop.dossiers.models import Dossier
from one_stop.reports.models import Report, ReportedDossier
from one_stop.reports.rules import CAME_WORDS, IN_PROGRESS, IN_TIME, RESOLVED, STATE_WORDS, Came, State
from one_stop.texts import TEXTS
from shared.access.identity import Identity
from shared.directory.models import Agency
from shared.directory.queries import name_of
from shared.work.listing import REVERSE, Chosen, Column, Filter, Listing, Stretch

_UUID = "([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})?"
GROUPS = {
    "": "Tất cả",
    "resolved": "Đã giải quyết",
    "in-progress": "Đang giải quyết",
    **{state.value: words for state, words in STATE_WORDS.items()},
}
_STATES = {"": tuple(State), "resolved": RESOLVED, "in-progress": IN_PROGRESS}
CAME = {"": "Tất cả", "received": "Tiếp nhận trong kỳ", **{came.value: words for came, words in CAME_WORDS.items()}}
DIFFERENCES = {"": "Tất cả", "differs": "Hai cách tính khác nhau"}


@dataclass(frozen=True)
class Reported:
    """Hồ sơ được đếm, with its code and procedure."""

    id: UUID
    code: str
    procedure: str
    agency_code: str
    agency_name: str
    sector: str
    channel: str
    came: str
    state: str
    received_at: datetime
    due_at: datetime
    ended_at: datetime | None
    waits: bool
    nationally_on_time: bool

    @classmethod
    def of(cls, row: ReportedDossier, code: str, procedure: str, agency: str | None) -> "Reported":
        same = ("channel", "came", "state", "received_at", "due_at", "ended_at", "waits", "nationally_on_time")
        kept = {name: getattr(row, name) for name in same}
        return cls(row.dossier_id, code, procedure, row.agency_code, agency or "", row.sector_name, **kept)


def _stretches(who: Identity, chosen: Chosen) -> list[Stretch]:
    wanted = chosen.filters
    if not wanted["report"]:
        return [Stretch(select(ReportedDossier).where(false()), (ReportedDossier.id,))]
    own = select(Report.id).where(Report.id == UUID(wanted["report"]), Report.agency_code == who.agency_code)
    base = select(ReportedDossier).where(ReportedDossier.report_id == own.scalar_subquery())
    if chosen.words:
        base = base.where(
            ReportedDossier.dossier_id.in_(select(Dossier.id).where(Dossier.code == chosen.words.upper()))
        )
    if wanted["agency"]:
        base = base.where(ReportedDossier.agency_code == wanted["agency"])
    if wanted["sector"]:
        base = base.where(ReportedDossier.sector_name == wanted["sector"])
    if wanted["came"] == "received":
        base = base.where(ReportedDossier.came != Came.CARRIED)
    elif wanted["came"]:
        base = base.where(ReportedDossier.came == wanted["came"])
    if wanted["differs"]:
        base = base.where(ReportedDossier.nationally_on_time != ReportedDossier.state.in_(IN_TIME))
    states = _STATES.get(wanted["state"], (wanted["state"],))
    ranges = tuple(and_(ReportedDossier.state == state) for state in states)
    return [Stretch(base, (ReportedDossier.id,), ranges=ranges)]


def _period(report: str) -> Select[str]:
    days = (func.to_char(day, "DD/MM/YYYY") for day in (Report.first_day, Report.last_day))
    return select(func.concat_ws(" – ", *days)).where(Report.id == UUID(report))


def _yes(value: bool) -> str:
    return "Có" if value else "Không"


_ROW: tuple[Any, ...] = (ReportedDossier, Dossier.code, Dossier.procedure_name, Agency.name)

REPORTED = Listing(
    name="one-stop.reported",
    title="Hồ sơ của báo cáo",
    path="/mot-cua/bao-cao/ho-so",
    columns=(
        Column("code", "Mã hồ sơ", lambda row: row.code, width=26),
        Column("agency", "Cơ quan", lambda row: row.agency_name, width=36),
        Column("sector", "Lĩnh vực", lambda row: row.sector, width=30, shown=False),
        Column("procedure", "Thủ tục", lambda row: row.procedure, width=50),
        Column("channel", "Kênh nộp", lambda row: TEXTS[f"channel.{row.channel}"], shown=False),
        Column("came", "Tiếp nhận", lambda row: CAME_WORDS[Came(row.came)], shown=False),
        Column("received", "Ngày tiếp nhận", lambda row: row.received_at, css="lt-whole"),
        Column("due", "Hạn giải quyết", lambda row: row.due_at, css="lt-whole"),
        Column("ended", "Kết thúc", lambda row: row.ended_at, css="lt-whole"),
        Column("state", "Tình trạng", lambda row: STATE_WORDS[State(row.state)], width=28),
        Column("waits", "Đang chờ bổ sung, tạm dừng", lambda row: _yes(row.waits), shown=False),
        Column("national", "Đúng hạn theo cách tính quốc gia", lambda row: _yes(row.nationally_on_time), shown=False),
    ),
    rows=select(*_ROW)
    .join(Dossier, Dossier.id == ReportedDossier.dossier_id)
    .outerjoin(Agency, Agency.code == ReportedDossier.agency_code),
    id=ReportedDossier.id,
    stretches=_stretches,
    shape=Reported.of,
    filters=(
        Filter("report", "bao_cao", "Báo cáo", pattern=_UUID, named=_period),
        Filter("agency", "co_quan", "Cơ quan", named=name_of),
        Filter("sector", "linh_vuc", "Lĩnh vực"),
        Filter("came", "tiep_nhan", "Tiếp nhận", CAME),
        Filter("state", "tinh_trang", "Tình trạng", GROUPS),
        Filter("differs", "cach_tinh", "Cách tính", DIFFERENCES),
    ),
    orders={"": "Theo cơ quan, hạn sớm trước", REVERSE: "Ngược lại"},
)
