"""What the list says on paper, which both sides sign."""

from collections.abc import Sequence
from typing import Any

from one_stop.dossiers.models import Dossier
from one_stop.dossiers.printing import Letterhead, made_by
from one_stop.unit_lists.models import UnitItem, UnitList
from one_stop.unit_lists.rules import ITEM_STATES, ItemState
from shared.core.formats import vn_datetime


def list_fields(head: Letterhead, made: UnitList, items: Sequence[UnitItem]) -> dict[str, Any]:
    """Giấy bàn giao hồ sơ, as far as it has come."""
    decided = made.ended_at is not None
    return head.fields() | {
        "number": made.named,
        "unit": made.unit_name,
        "rows": [
            {
                "code": item.code,
                "procedure": item.procedure_name,
                "applicant": item.applicant_name,
                "papers": item.papers,
                "note": _said(item) if decided else "",
            }
            for item in items
        ],
        "handed_at": vn_datetime(made.at),
        "receiver": made.ended_by_name,
        "receiver_title": made.ended_by_title,
        "received_at": vn_datetime(made.ended_at) if made.ended_at else "",
        **made_by((made.by_name, made.actor_title)),
    }


def _said(item: UnitItem) -> str:
    state = ITEM_STATES[item.state]
    return state if item.state == ItemState.TAKEN or not item.note else f"{state}: {item.note}"


def papers_of(dossier: Dossier, filed: int) -> str:
    """Giấy tờ kèm theo: as they were handed in; of what was filed online, how many files."""
    received = dossier.papers_received
    if received is None:
        return f"{filed} tệp điện tử" if filed else ""
    counts = {
        words: sum(int(paper.get(name) or 0) for paper in received)
        for name, words in (
            ("originals", "bản chính"),
            ("certified_copies", "bản sao chứng thực"),
            ("copies", "bản sao"),
        )
    }
    said = ", ".join(f"{amount} {words}" for words, amount in counts.items() if amount)
    return f"{said}; {dossier.sets} bộ" if said and dossier.sets > 1 else said
