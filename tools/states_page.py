"""Write docs/states.md from the tables of steps in the code: `.venv/bin/python tools/states_page.py` after a table has changed.

`--check` writes nothing and ends with 1 when the page is not current.
"""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from document_exchange.amending.rules import STATE_LABELS as ISSUED_CHANGE_LABELS
from document_exchange.amending.rules import STEPS as ISSUED_CHANGE
from document_exchange.changing.rules import STATE_LABELS as SENDER_CHANGE_LABELS
from document_exchange.changing.rules import STEPS as SENDER_CHANGE
from document_exchange.consulting.rules import STATES as OPINION_STATES
from document_exchange.consulting.rules import STEPS as OPINION
from document_exchange.deliveries.rules import RECEIVER, SENDER
from document_exchange.deliveries.rules import STEPS as DELIVERY
from document_exchange.documents.rules import STEPS as OUTGOING
from document_exchange.incoming.rules import STEPS as INCOMING
from document_exchange.instructing.rules import STEPS as INSIDE
from document_exchange.registers.books import BOOKS
from document_exchange.schedule.rules import STEPS as SCHEDULE
from document_exchange.schedule.words import STATES as SCHEDULE_STATES
from document_exchange.tasks.rules import STEPS as GIVEN_TASK
from document_exchange.tasks.words import STATES as GIVEN_TASK_STATES
from document_exchange.texts import DOCUMENT_STATUS_LABELS, STATUS_LABELS
from mail_directory.reorganising.rules import STATE_LABELS as REORGANISATION_STATE_LABELS
from mail_directory.reorganising.rules import STEPS as REORGANISATION
from mail_directory.structure.rules import PLAN_STATE_LABELS, PLANS
from one_stop.asked_parts.rules import STEPS as ASKED_PART
from one_stop.catalogue.rules import STATE_LABELS as CHANGE_STATE_LABELS
from one_stop.catalogue.rules import STEPS as CHANGE
from one_stop.digitising.rules import STATE_LABELS as PAPER_STATE_LABELS
from one_stop.digitising.rules import STEPS as PAPER
from one_stop.dossiers.rules import STEPS as DOSSIER
from one_stop.parts.rules import PART_STATE_LABELS
from one_stop.parts.rules import STEPS as PART
from one_stop.result_book.rules import STEPS as BOOKED
from one_stop.tasks.rules import STEPS as TASK
from one_stop.tasks.rules import TASK_STATE_LABELS
from operations.written_page import main
from shared.access.rights import ROLE_NAMES, SCOPE_NAMES, UNIT_HEAD
from shared.notifying.letter_steps import LETTER_STATE_LABELS, LETTERS
from shared.standards.dossier_status import OFFICIAL_NAMES
from shared.standards.result_states import STATE_NAMES
from shared.work.number_steps import BOOK_STATE_LABELS, NUMBER_STATE_LABELS
from shared.work.steps import Condition, Steps, Way

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "states.md"

CALLERS: dict[str, str] = {
    **ROLE_NAMES,
    UNIT_HEAD: "Đứng đầu đơn vị",
    **SCOPE_NAMES,
    SENDER: "Nơi gửi",
    RECEIVER: "Nơi nhận",
}

TABLES: tuple[tuple[str, str, Steps[Any, Any, Any], Mapping[Any, str]], ...] = (
    ("Hồ sơ", "`one_stop/dossiers/rules.py`", DOSSIER, OFFICIAL_NAMES),
    ("Kết quả đã cấp", "`one_stop/result_book/rules.py`", BOOKED, STATE_NAMES),
    ("Kết quả giấy được số hóa", "`one_stop/digitising/rules.py`", PAPER, PAPER_STATE_LABELS),
    ("Phần việc liên thông, nơi hỏi", "`one_stop/parts/rules.py`", PART, PART_STATE_LABELS),
    ("Phần việc liên thông, nơi được hỏi", "`one_stop/asked_parts/rules.py`", ASKED_PART, PART_STATE_LABELS),
    ("Việc được giao trên hồ sơ", "`one_stop/tasks/rules.py`", TASK, TASK_STATE_LABELS),
    ("Thay đổi thủ tục", "`one_stop/catalogue/rules.py`", CHANGE, CHANGE_STATE_LABELS),
    ("Văn bản đi", "`document_exchange/documents/rules.py`", OUTGOING, DOCUMENT_STATUS_LABELS),
    ("Văn bản đến", "`document_exchange/incoming/rules.py`", INCOMING, STATUS_LABELS),
    ("Nhiệm vụ", "`document_exchange/tasks/rules.py`", GIVEN_TASK, GIVEN_TASK_STATES),
    ("Lịch công tác", "`document_exchange/schedule/rules.py`", SCHEDULE, SCHEDULE_STATES),
    ("Văn bản đến, trong nội bộ cơ quan", "`document_exchange/instructing/rules.py`", INSIDE, STATUS_LABELS),
    ("Lượt lấy ý kiến dự thảo", "`document_exchange/consulting/rules.py`", OPINION, OPINION_STATES),
    ("Yêu cầu thay đổi của nơi gửi", "`document_exchange/changing/rules.py`", SENDER_CHANGE, SENDER_CHANGE_LABELS),
    ("Thay đổi đã gửi, tại một nơi nhận", "`document_exchange/amending/rules.py`", ISSUED_CHANGE, ISSUED_CHANGE_LABELS),
    ("Lượt gửi", "`document_exchange/deliveries/rules.py`", DELIVERY, STATUS_LABELS),
    ("Số", "`shared.work.number_steps`, as document-exchange keeps it", BOOKS.numbers, NUMBER_STATE_LABELS),
    ("Sổ của một năm", "`shared.work.number_steps`, as document-exchange keeps it", BOOKS.years, BOOK_STATE_LABELS),
    ("Thay đổi đơn vị ghi trước", "`mail_directory/structure/rules.py`", PLANS, PLAN_STATE_LABELS),
    (
        "Phương án sắp xếp cơ quan",
        "`mail_directory/reorganising/rules.py`",
        REORGANISATION,
        REORGANISATION_STATE_LABELS,
    ),
    ("Thư, tin nhắn gửi đi", "`shared.notifying.letter_steps`", LETTERS, LETTER_STATE_LABELS),
)

HEAD = """# States

What may be done with a dossier, a part of one that another agency does, a change of a procedure, a document, a wish of its
sender to change it, what its issuer changed of it, a delivery, a number,
a year's book of numbers, a change of units entered before its day, a plan
to merge, dissolve or rename agencies and a letter: from which state, by whom, on what
condition, and where it leads. Written by `tools/states_page.py` from each object's table of steps, the same table that
permissions, buttons, refusals and the sets of states in SQL follow from (`shared.work.steps`); do not edit. In the pictures only
what changes the state is drawn; the tables have the rest.
"""


def write_page() -> str:
    return HEAD + "".join(_section(*table) for table in TABLES)


def _section(title: str, place: str, table: Steps[Any, Any, Any], names: Mapping[Any, str]) -> str:
    return f"\n## {title}\n\n{place}\n\n{_picture(table, names)}\n{_table(table, names)}"


def _picture(table: Steps[Any, Any, Any], names: Mapping[Any, str]) -> str:
    lines = ["stateDiagram-v2"]
    lines += [f'    state "{names[state]}" as {_id(state)}' for state in _ordered(table.states)]
    arrows: dict[tuple[str, str], list[str]] = {}
    for row in table.rows:
        for way in (way for way in row.ways if way.target is not None):
            sources = [_id(state) for state in _ordered(way.sources)] or ["[*]"]
            for source in sources:
                labels = arrows.setdefault((source, _id(way.target)), [])
                if row.label not in labels:
                    labels.append(row.label)
    lines += [f"    {source} --> {target}: {', '.join(labels)}" for (source, target), labels in arrows.items()]
    leading = [way for row in table.rows for way in row.ways if way.target is not None]
    reached = {way.target for way in leading}
    lines += [f"    [*] --> {_id(state)}" for state in _ordered(table.states - reached)]
    left = {source for way in leading for source in way.sources}
    lines += [f"    {_id(state)} --> [*]" for state in _ordered(table.states - left)]
    return "```mermaid\n" + "\n".join(lines) + "\n```\n"


def _table(table: Steps[Any, Any, Any], names: Mapping[Any, str]) -> str:
    rows = [["Việc", "Từ", "Đến", "Ai", "Điều kiện"], ["---"] * 5]
    rows += [[f"{row.label} (`{row.act}`)", *_cells(way, names, row.always)] for row in table.rows for way in row.ways]
    always = "; ".join(need.words for need in table.always)
    others = ", trừ việc ghi điều kiện khác" if any(row.always is not None for row in table.rows) else ""
    note = f"Với mọi việc của người dùng{others}: {always}.\n\n" if always else ""
    return note + "\n".join("| " + " | ".join(row) + " |" for row in rows) + "\n"


def _cells(way: Way[Any, Any], names: Mapping[Any, str], instead: tuple[Condition[Any], ...] | None) -> list[str]:
    own = way.needs if instead is None or not way.by else (*instead, *way.needs)
    return [
        ", ".join(names[state] for state in _ordered(way.sources)) or "(bắt đầu)",
        names[way.target] if way.target is not None else "(giữ nguyên)",
        ", ".join(CALLERS[caller] for caller in CALLERS if caller in way.by) or f"tự động: {way.cause}",
        "; ".join(need.words for need in own) or "",
    ]


def _ordered(states: frozenset[Any]) -> list[Any]:
    kind: Any = type(next(iter(states), None))
    order = list(kind) if states else []
    return sorted(states, key=order.index)


def _id(state: Any) -> str:
    return str(state.name).lower()


if __name__ == "__main__":
    sys.exit(main(PAGE, write_page, __doc__))
