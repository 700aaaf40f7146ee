"""States and callers that the table of steps is made of, and one row of it. Pure values."""

from collections.abc import Callable

from one_stop.dossiers.acts import Doing
from one_stop.dossiers.cases import COUNTER_OFFICER, LEADER, SPECIALIST, Case
from shared.access.rights import Power
from shared.core.errors import Refusal
from shared.standards.dossier_status import DossierStatus
from shared.work.steps import Condition, Way
from shared.work.steps import Step as StepRow

IN_WORK = frozenset({DossierStatus.ACCEPTED, DossierStatus.IN_PROGRESS})
WAITING = frozenset({DossierStatus.SUPPLEMENT_REQUESTED})
NEW = frozenset({DossierStatus.SUBMITTED})
DUE = NEW | IN_WORK | WAITING
"""The agency's answer is owed: it can be late, and the applicant may still take the dossier back."""
SIGNED = frozenset({DossierStatus.RESOLVED})
TAKEN_BACK = frozenset({DossierStatus.WITHDRAWN})
GIVEN = frozenset({DossierStatus.RETURNED})
BEGINS: frozenset[DossierStatus] = frozenset()


def _for(*roles: str) -> frozenset[str]:
    """Who holds one of the roles, or was given the work on dossiers by somebody who does."""
    return frozenset({*roles, Power.DOSSIERS.value})


DESK = _for(COUNTER_OFFICER, SPECIALIST, LEADER)
COUNTER = _for(COUNTER_OFFICER)
EXPERT = _for(SPECIALIST)
LEADERS = _for(LEADER)
SIGNERS = LEADERS | {Power.SIGNING.value}
APPLICANT = "người nộp"


def row(
    act: Doing,
    label: str,
    *ways: Way[DossierStatus, Case],
    elsewhere: Callable[[Case], Refusal] | None = None,
    always: tuple[Condition[Case], ...] | None = None,
) -> StepRow[DossierStatus, Doing, Case]:
    return StepRow(act, label, ways, elsewhere, always)
