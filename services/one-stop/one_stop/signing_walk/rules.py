"""What was looked at, and whether it is still what would be signed. Pure values."""

from collections.abc import Sequence
from enum import StrEnum

from one_stop.dossiers.cases import Standing, Worker
from one_stop.dossiers.rules import Doing, allowed_actions
from one_stop.procedures.rules import Step

MOST_PAGES = 30
"""Of one dossier: what is longer is opened and signed on the dossier's own page."""


class Choice(StrEnum):
    """Lựa chọn của người ký."""

    NONE = ""
    CHOSEN = "chon"
    SKIPPED = "bo-qua"


def signing_act(standing: Standing, steps: Sequence[Step], worker: Worker) -> Doing | None:
    """With which act this officer signs it now: the result, or the slip that lays it before the next level; None where neither."""
    allowed = allowed_actions(standing, steps, worker)
    return next((act for act in (Doing.SIGN, Doing.APPROVE) if act in allowed and standing.has_draft), None)
