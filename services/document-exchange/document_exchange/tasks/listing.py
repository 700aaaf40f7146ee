"""Danh sách nhiệm vụ: what is open first, by its term; then what is closed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import Select, select, text

from document_exchange.tasks.models import Task
from document_exchange.tasks.queries import IS_COUNTED, stands, states_of
from document_exchange.tasks.rules import CLOSED, FIELDS, OPEN, STEPS, TaskState, standing_of
from document_exchange.tasks.ways import Way, ways_to
from document_exchange.tasks.words import STANDINGS, STATES
from shared.access.identity import Identity
from shared.core import clock
from shared.directory.models import Person, Unit
from shared.directory.queries import name_of
from shared.storage.words import finding
from shared.work.listing import Chosen, Column, Filter, Listing, Stretch

SCOPES: dict[str, str] = {
    "": "Tất cả",
    "todo": "Giao cho cơ quan, đơn vị, tôi",
    "mine": "Giao cho tôi, đơn vị tôi",
    "given": "Tôi giao",
    "watched": "Tôi theo dõi",
    "sent": "Cơ quan tôi giao, không kể việc con",
    "came": "Cơ quan khác giao",
}


def _stretches(who: Identity, chosen: Chosen) -> list[Stretch]:
    ways = [replace(way, rows=way.rows.where(*_only(chosen, way))) for way in ways_to(who, chosen.filters["scope"])]
    wanted = set(filter(None, chosen.filters["status"].split(","))) or set(STEPS.states)
    if chosen.filters["standing"]:
        wanted &= set(states_of(chosen.filters["standing"]))
    parts = [(sorted(wanted & OPEN), False), (sorted(wanted & CLOSED), True)]
    return [_stretch(who, chosen, ways, states, back) for states, back in parts if states] or [
        _stretch(who, chosen, ways, sorted(OPEN), False)
    ]


def _stretch(who: Identity, chosen: Chosen, ways: Sequence[Way], states: Sequence[str], back: bool) -> Stretch:
    looked_for = Task.folded if chosen.words else None
    found = finding(chosen.words, (Task.agency_code, who.agency_code))

    def along(way: Way) -> Stretch:
        # Each state is ordered in its index; together they are merged.
        ranges = tuple(way.state == state for state in states)
        return Stretch(way.rows, way.by_term, back, ranges, looked_for, found)

    first, *others = map(along, ways)
    return replace(first, beside=tuple(others))


def _only(chosen: Chosen, way: Way) -> list[Any]:
    scope, standing = chosen.filters["scope"], chosen.filters["standing"]
    found: list[Any] = [stands(standing, clock.local_now().date(), way.by_term[0])] if standing else []
    # Without a value, so that every plan knows the index that holds these alone.
    found += _OF_SCOPE.get(scope, [])
    for name, column in (("field", Task.field), ("lead", Task.lead), ("giver", Task.giver_id)):
        if chosen.filters[name]:
            found.append(column == ("" if chosen.filters[name] == NOBODY else chosen.filters[name]))
    since, until = chosen.day("since"), chosen.day("until")
    if since:
        found.append(Task.given_on >= since)
    if until:
        found.append(Task.given_on <= until)
    return found


_SENT = text("task.origin_id IS NULL AND task.parent_id IS NULL")
_OF_SCOPE: dict[str, list[Any]] = {"sent": [_SENT, IS_COUNTED], "came": [text("task.origin_id IS NOT NULL")]}
NOBODY = "-"
"""In the address: where nobody leads."""


def standing_word(task: Task, today: date | None = None) -> str:
    standing = standing_of(TaskState(task.state), task.due_on, task.reported_on, today or clock.local_now().date())
    return STANDINGS[standing] if standing else ""


def _name_of_lead(code: str) -> Select[str]:
    """By the directory: whoever was given tasks is in it, and tasks are many."""
    kind, _, its_id = code.partition(":")
    if kind == "unit":
        return select(Unit.name).where(Unit.id == its_id)
    return select(Person.full_name).where(Person.id == its_id) if kind == "person" else name_of(its_id)


TASKS = Listing(
    name="document-exchange.tasks",
    title="Nhiệm vụ",
    path="/nhiem-vu",
    columns=(
        Column("code", "Mã", lambda row: row.code, width=16, css="lt-list__code"),
        Column("subject", "Nhiệm vụ", lambda row: row.subject, width=60),
        Column("giver", "Giao bởi", lambda row: f"{row.giver_name}, {row.giver_agency}", width=40, shown=False),
        Column("lead", "Chủ trì", lambda row: row.lead_name, width=34),
        Column("field", "Lĩnh vực", lambda row: FIELDS.get(row.field, row.field), shown=False, paper=False),
        Column("source", "Căn cứ", lambda row: row.source_text, width=34, shown=False, paper=False),
        Column("given", "Giao ngày", lambda row: row.given_on, shown=False, css="lt-whole"),
        Column("due", "Hạn", lambda row: row.due_on, css="lt-whole"),
        Column("percent", "Tiến độ (%)", lambda row: row.percent, shown=False),
        Column("standing", "So với hạn", standing_word, shown=False),
        Column(
            "reported", "Báo hoàn thành ngày", lambda row: row.reported_on, shown=False, paper=False, css="lt-whole"
        ),
        Column("state", "Trạng thái", lambda row: STATES[row.state]),
    ),
    rows=select(Task),
    id=Task.id,
    stretches=_stretches,
    filters=(
        Filter("status", "trang_thai", "Trạng thái", {"": "Tất cả", **STATES}),
        Filter("standing", "tien_do", "So với hạn", {"": "Tất cả", **STANDINGS}),
        Filter("scope", "pham_vi", "Phạm vi", SCOPES),
        Filter("field", "linh_vuc", "Lĩnh vực", {"": "Tất cả", **FIELDS}),
        Filter("since", "tu_ngay", "Giao từ ngày", typed="day", hint="Ví dụ: 1/1/2026"),
        Filter("until", "den_ngay", "Giao đến ngày", typed="day"),
        Filter("lead", "chu_tri", "Chủ trì", named=_name_of_lead),
        Filter(
            "giver", "nguoi_giao", "Người giao", named=lambda code: select(Task.giver_name).where(Task.giver_id == code)
        ),
    ),
)
