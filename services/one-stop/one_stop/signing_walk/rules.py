"""With which act a result is signed. Pure values."""

from collections.abc import Sequence

from one_stop.dossiers.cases import Standing, Worker
from one_stop.dossiers.rules import Doing, allowed_actions
from one_stop.procedures.rules import Step


def signing_act(standing: Standing, steps: Sequence[Step], worker: Worker) -> Doing | None:
    """With which act this officer signs it now: the result, or the slip that lays it before the next level; None where neither."""
    allowed = allowed_actions(standing, steps, worker)
    return next((act for act in (Doing.SIGN, Doing.APPROVE) if act in allowed and standing.has_draft), None)
