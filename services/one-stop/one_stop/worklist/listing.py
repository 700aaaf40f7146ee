"""Danh sách việc cần xử lý: what waits for the caller's roles in the order in which it is due, and what has ended."""

from dataclasses import replace
from itertools import product
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select, text
from sqlalchemy.orm import defer

from one_stop.dossiers.cases import SENT_BACK, held_by_agency
from one_stop.dossiers.indexes import ENDED_DOSSIER, OPEN_DOSSIER, WAITING_DOSSIER
from one_stop.dossiers.looking_up import note_look_up
from one_stop.dossiers.models import Dossier
from one_stop.dossiers.queries import search_words, visible_to
from one_stop.dossiers.rules import DUE
from one_stop.dossiers.step_elsewhere import STEP_ELSEWHERE
from one_stop.dossiers.workers import led_by
from one_stop.procedures.models import ProcedureStep
from one_stop.texts import TEXTS
from shared.access.identity import Identity
from shared.access.rights import Role
from shared.core import clock
from shared.core.formats import due_state
from shared.standards.dossier_status import DossierStatus
from shared.standards.result_outcomes import OUTCOME_NAMES, ResultOutcome
from shared.storage.words import finding, names_one
from shared.work.listing import REVERSE, Chosen, Column, Filter, Listing, Stretch
from shared.work.steps import sql_set

DESK_ROLES = (Role.COUNTER_OFFICER.value, Role.SPECIALIST.value, Role.LEADER.value)
STATES = {
    "": "Tất cả hồ sơ đang xử lý",
    "submitted": "Mới nộp, chờ tiếp nhận",
    "in-progress": "Đang giải quyết",
    "supplement": "Chờ bổ sung",
    "resolved": "Chờ trả kết quả",
    "overdue": "Quá hạn",
    "stop-proposed": "Chờ quyết định dừng giải quyết",
    "ended": "Đã kết thúc",
}
SCOPES = {"mine": "Việc của tôi", "unit": "Đơn vị tôi đứng đầu", "agency": "Cả cơ quan"}
_STATUS = {
    "submitted": DossierStatus.SUBMITTED,
    "in-progress": DossierStatus.IN_PROGRESS,
    "supplement": DossierStatus.SUPPLEMENT_REQUESTED,
    "resolved": DossierStatus.RESOLVED,
}
_WAITING = DossierStatus.SUPPLEMENT_REQUESTED


def _stretches(who: Identity, chosen: Chosen) -> list[Stretch]:
    """Open: what can be done now, behind it what waits for the applicant. Ended: the newest first."""
    words = search_words(chosen.words)
    if chosen.filters["state"] == "ended":
        ended = _concluded(visible_to(who.agency_code).where(text(ENDED_DOSSIER)), chosen)
        return [_searched(who, ended, (Dossier.opened_at, Dossier.id), words, descending=True)]
    now, by_due = clock.now(), (Dossier.work_due_at, Dossier.id)
    base, ranges = open_rows(who, chosen.filters["scope"])
    base = _filtered(base, chosen)
    can_be_done = base.where(or_(Dossier.status != _WAITING, Dossier.work_due_at < now))
    found = [replace(_searched(who, can_be_done, by_due, words, ranges), beside=_steps_here(who, chosen, words))]
    if chosen.filters["state"] in ("", "supplement"):
        waits = base.where(text(WAITING_DOSSIER), Dossier.work_due_at >= now)
        found.append(_searched(who, waits, by_due, words, ranges))
    return found


def _steps_here(who: Identity, chosen: Chosen, words: str) -> tuple[Stretch, ...]:
    """Dossiers of other agencies whose step is done here; few, so that words among them are looked for as they are read."""
    if chosen.filters["state"] == "supplement":
        return ()
    base, ranges = rows_of_steps_here(who, chosen.filters["scope"])
    for condition in finding(words)(Dossier.search_text, False) if words else ():
        base = base.where(condition)
    return (Stretch(_filtered(base, chosen), (Dossier.work_due_at, Dossier.id), ranges=ranges),)


def rows_of_steps_here(who: Identity, scope: str) -> tuple[Select[Any], tuple[ColumnElement[bool], ...]]:
    """The same as `open_rows` of what this agency only does a step of."""
    there = Dossier.step_agency_code == who.agency_code
    base = select(Dossier).where(text(OPEN_DOSSIER), text(STEP_ELSEWHERE), there)
    if scope == "unit":
        return base.where(Dossier.unit_id == led_by(who), text("unit_id <> ''")), ()
    if scope == "mine":
        base = base.where(Dossier.holder_id.in_((held_by_agency(who.agency_code), who.desk)))
    roles = [role for role in DESK_ROLES if scope != "mine" or role in who.roles] or ["-"]
    return base, tuple(Dossier.step_role == role for role in roles)


def open_rows(who: Identity, scope: str) -> tuple[Select[Any], tuple[ColumnElement[bool], ...]]:
    """`mine`: what waits for the caller's roles and is not another's; `unit`: what the unit he leads holds or got back; `agency`: all.

    The parts are each in the order of an index.
    """
    base, ranges = agency_rows(who.agency_code)
    if scope == "unit":
        return base.where(Dossier.unit_id == led_by(who), text("unit_id <> ''")), ()
    if scope != "mine":
        return base, ranges
    # Nobody's roles are none: a range that holds nothing.
    ranges = tuple(Dossier.step_role == role for role in [one for one in DESK_ROLES if one in who.roles] or ["-"])
    whose = (Dossier.holder_id.is_(None), Dossier.holder_id == who.desk)
    return base, tuple(and_(*pair) for pair in product(ranges, whose))


def agency_rows(agency_code: str) -> tuple[Select[Any], tuple[ColumnElement[bool], ...]]:
    """All that is open at one agency."""
    base = visible_to(agency_code).where(text(OPEN_DOSSIER))
    return base, tuple(Dossier.step_role == role for role in DESK_ROLES)


def _filtered(base: Select[Any], chosen: Chosen) -> Select[Any]:
    state, step = chosen.filters["state"], chosen.filters["step"]
    if state in _STATUS:
        base = base.where(text(f"status = {_STATUS[state].value}"))
    if state == "overdue":
        base = base.where(Dossier.work_due_at < clock.now(), text(f"status IN {sql_set(DUE)}"))
    if state == "stop-proposed":
        base = base.where(Dossier.stop_proposed_at.is_not(None))
    base = _concluded(base, chosen)
    return base.where(Dossier.step_code == step) if step else base


def _concluded(base: Select[Any], chosen: Chosen) -> Select[Any]:
    outcome = chosen.filters["outcome"]
    if outcome == ResultOutcome.GRANTED:
        # Signed before there was a choice, they are granted.
        return base.where(Dossier.finished_at.is_not(None), text("result_outcome IN ('', 'granted')"))
    return base.where(text(f"result_outcome = '{ResultOutcome(outcome)}'")) if outcome else base


def _searched(
    who: Identity,
    base: Select[Any],
    keys: tuple[Any, ...],
    words: str,
    ranges: tuple[ColumnElement[bool], ...] = (),
    *,
    descending: bool = False,
) -> Stretch:
    looked_for, found = Dossier.search_text if words else None, finding(words, (Dossier.agency_code, who.agency_code))
    return Stretch(base, keys, descending, ranges, looked_for, found, bool(ranges), names_one(words))


def step_words(row: Dossier) -> str:
    waits = {DossierStatus.SUPPLEMENT_REQUESTED: "Chờ bổ sung", DossierStatus.SUBMITTED: "Chờ tiếp nhận"}
    if row.transit:
        return "Đã trả lại quầy tiếp nhận" if row.transit == SENT_BACK else "Chờ nhận từ quầy tiếp nhận"
    if row.status == DossierStatus.RESOLVED and row.return_agency_code not in ("", row.agency_code):
        return "Trả ở nơi tiếp nhận"
    return "Tạm dừng" if row.paused else waits.get(DossierStatus(row.status), row.step_name)


def _state_words(row: Dossier) -> str:
    if row.status not in DUE:
        return TEXTS[f"status.{row.status}"]
    return due_state(row.work_due_at, clock.now(), row.waits).text


def owner_name(row: Dossier) -> str:
    return str((row.owner or {}).get("full_name", ""))


WORK = Listing(
    name="one-stop.work",
    title="Việc cần xử lý",
    path="/mot-cua",
    columns=(
        Column("code", "Mã hồ sơ", lambda row: row.code or "", width=26),
        Column("procedure", "Thủ tục", lambda row: row.procedure_name, width=50),
        Column("applicant", "Người nộp", lambda row: row.applicant_name, width=28, shown=False),
        Column("owner", "Chủ hồ sơ", owner_name, width=28, shown=False, paper=False),
        Column("step", "Bước", step_words, width=24),
        Column("holder", "Người thụ lý", lambda row: row.holder_name, width=24, shown=False),
        Column("opened", "Nộp lúc", lambda row: row.opened_at, shown=False, paper=False, css="lt-whole"),
        Column("due", "Hạn của bước", lambda row: row.work_due_at, css="lt-whole"),
        Column("promised", "Hẹn trả", lambda row: row.due_at, shown=False, css="lt-whole"),
        Column("sector", "Lĩnh vực", lambda row: row.sector_name, width=28, shown=False, paper=False),
        Column(
            "outcome", "Kết luận", lambda row: TEXTS.get(f"outcome.{row.result_outcome}", ""), width=24, shown=False
        ),
        Column("state", "Tình trạng", _state_words),
    ),
    rows=select(Dossier).options(
        *(
            defer(column)
            for column in (Dossier.applicant, Dossier.answers, Dossier.papers_received, Dossier.paper_marks)
        )
    ),
    id=Dossier.id,
    stretches=_stretches,
    filters=(
        Filter("state", "trang_thai", "Trạng thái", STATES),
        Filter("scope", "pham_vi", "Phạm vi", SCOPES, default="mine"),
        Filter(
            "step",
            "buoc",
            "Bước",
            named=lambda code: (
                select(ProcedureStep.name).where(ProcedureStep.code == code).order_by(ProcedureStep.name)
            ),
        ),
        Filter(
            "outcome",
            "ket_luan",
            "Kết luận",
            {"": "Mọi kết luận", **{outcome.value: name for outcome, name in OUTCOME_NAMES.items()}},
            pattern="[^,]*",
        ),
    ),
    orders={"": "Cần làm trước đứng trước", REVERSE: "Thứ tự ngược lại"},
    noted=note_look_up,
)
