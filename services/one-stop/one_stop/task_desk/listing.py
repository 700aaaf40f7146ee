"""Việc được giao trên hồ sơ: what is due first stands first; what has ended, the newest first."""

from typing import Any

from sqlalchemy import Select, select, text

from one_stop.dossiers.queries import search_words
from one_stop.tasks.models import ENDED_TASK, GIVEN_TASK, DossierTask
from one_stop.tasks.queries import tasks_at
from one_stop.tasks.rules import TASK_STATE_LABELS
from shared.access.identity import Identity
from shared.core import clock
from shared.storage.words import finding
from shared.work.listing import REVERSE, Chosen, Column, Filter, Listing, Stretch

STATES = {"": "Đang làm", "overdue": "Quá hạn", "ended": "Đã xong, trả lại, thu hồi"}
SCOPES = {"mine": "Giao cho tôi", "given": "Tôi giao", "agency": "Cả cơ quan"}


def _stretches(who: Identity, chosen: Chosen) -> list[Stretch]:
    words, state = search_words(chosen.words), chosen.filters["state"]
    base = _scoped(who, tasks_at(who.agency_code), chosen.filters["scope"])
    looked_for = DossierTask.search_text if words else None
    found = finding(words, (DossierTask.agency_code, who.agency_code))
    if state == "ended":
        keys = (DossierTask.given_at, DossierTask.id)
        return [Stretch(base.where(text(ENDED_TASK)), keys, True, text=looked_for, found=found)]
    base = base.where(text(GIVEN_TASK))
    if state == "overdue":
        base = base.where(DossierTask.due_at < clock.now())
    return [Stretch(base, (DossierTask.due_at, DossierTask.id), text=looked_for, found=found)]


def _scoped(who: Identity, base: Select[Any], scope: str) -> Select[Any]:
    if scope == "mine":
        return base.where(DossierTask.to_id == who.desk)
    return base.where(DossierTask.by_id == who.desk) if scope == "given" else base


TASKS = Listing(
    name="one-stop.tasks",
    title="Việc được giao trên hồ sơ",
    path="/mot-cua/viec-duoc-giao",
    columns=(
        Column("dossier", "Hồ sơ", lambda row: row.dossier_words, width=26),
        Column("what", "Việc phải làm", lambda row: row.what, width=60),
        Column("to", "Người được giao", lambda row: row.to_name, width=24),
        Column("by", "Người giao", lambda row: row.by_name, width=24),
        Column("given", "Giao lúc", lambda row: row.given_at, shown=False, css="lt-whole"),
        Column("due", "Hạn", lambda row: row.due_at, css="lt-whole"),
        Column("state", "Tình trạng", lambda row: TASK_STATE_LABELS[row.place]),
        Column("answer", "Kết quả, lý do", lambda row: row.answer, width=40, shown=False),
    ),
    rows=select(DossierTask),
    id=DossierTask.id,
    stretches=_stretches,
    filters=(
        Filter("state", "trang_thai", "Trạng thái", STATES),
        Filter("scope", "pham_vi", "Phạm vi", SCOPES, default="mine"),
    ),
    orders={"": "Đến hạn trước đứng trước", REVERSE: "Thứ tự ngược lại"},
)
