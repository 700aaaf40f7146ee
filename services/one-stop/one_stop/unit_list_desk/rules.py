"""Whether a dossier waits to be handed to a unit. Pure values."""

from collections.abc import Sequence

from one_stop.dossiers.cases import Standing, Worker
from one_stop.moves import rules as moves
from one_stop.procedures.rules import Step, step_after
from shared.core.errors import Refusal


def waits_at_counter(standing: Standing, steps: Sequence[Step], counter: Worker) -> bool:
    """It may be handed over now: at the counter's first step, and `transfer` lets it go on to nobody in particular, at this agency."""
    following = step_after(steps, 0, standing.skipped)
    if standing.position != 0 or following is None or following.at:
        return False
    try:
        moves.transfer(standing, steps, counter, None)
    except Refusal:
        return False
    return True
