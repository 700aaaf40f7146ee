"""Rows of form 06 in which a part of the dossier goes to another agency, or its answer comes back (liên thông)."""

from collections.abc import Mapping
from typing import Any

from one_stop.dossiers.acts import Doing
from one_stop.dossiers.models import HandOver

OF_PARTS = frozenset({Doing.ASK_PART, Doing.PART_ANSWERED, Doing.PART_REFUSED})


def part_row(agency: str, row: HandOver, by: str, outcomes: Mapping[str, str]) -> dict[str, Any]:
    """`by`: who asked or answered, with the title."""
    asked, other = row.action == Doing.ASK_PART, row.to_holder_name
    return {
        "giver_agency": agency if asked else other,
        "receiver_agency": other if asked else agency,
        "giver": by,
        "receiver": other if asked else row.to_step_name,
        "at": row.at,
        "result": outcomes.get(row.outcome, ""),
        "note": "Lấy ý kiến" if asked else row.note,
    }
