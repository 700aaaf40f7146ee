"""What was looked at, and whether it is still what would be signed. Pure values."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from one_stop.dossiers.cases import Standing, Worker
from one_stop.dossiers.rules import Doing, allowed_actions
from one_stop.procedures.rules import Step
from one_stop.results.rules import PRINTED

MOST_PAGES = 30
"""Of one dossier: what is longer is opened and signed on the dossier's own page."""
SAID = ("position", *PRINTED, "file")
"""Of a draft: all that is printed or signed."""


class Choice(StrEnum):
    """Lựa chọn của người ký."""

    NONE = ""
    CHOSEN = "chon"
    SKIPPED = "bo-qua"


def digest_of(drafts: Sequence[Mapping[str, Any]]) -> str:
    """Mã băm of the drafts: another word, another file, another order is another digest."""
    whole = json.dumps([{name: draft[name] for name in SAID} for draft in drafts], default=str, sort_keys=True)
    return hashlib.sha256(whole.encode()).hexdigest()


def signing_act(standing: Standing, steps: Sequence[Step], worker: Worker) -> Doing | None:
    """With which act this officer signs it now: the result, or the slip that lays it before the next level; None where neither."""
    allowed = allowed_actions(standing, steps, worker)
    return next((act for act in (Doing.SIGN, Doing.APPROVE) if act in allowed and standing.has_draft), None)
