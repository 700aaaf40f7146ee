"""The history of a dossier as pages and programs read it."""

from one_stop.dossiers.cases import BY_ITSELF, CALENDAR, CATALOGUE
from one_stop.dossiers.models import HandOver
from one_stop.dossiers.rules import STEPS, Doing
from shared.contracts.values import FileReference
from shared.directory.keeping import DIRECTORY
from shared.work.timeline import TimelineEntry

_HANDED_ON = frozenset(
    {
        Doing.TRANSFER,
        Doing.JOIN,
        Doing.RETURN,
        Doing.TAKE_BACK,
        Doing.FINISH,
        Doing.APPROVE,
        Doing.SIGN,
        Doing.RECALL,
        Doing.REASSIGN,
        Doing.RELEASE,
    }
)
"""After these somebody else has it."""


OFFICE_WORK = frozenset(
    {Doing.NOTE, Doing.CHECK, Doing.GIVE_TASK, Doing.TASK_DONE, Doing.TASK_RETURNED, Doing.TASK_RECALLED}
    | {Doing.PROPOSE_STOP, Doing.REJECT_STOP, Doing.PROPOSE_APOLOGY, Doing.DECLINE_APOLOGY}
    | {Doing.PROPOSE_PAUSE, Doing.DECLINE_PAUSE}
)
"""What the agency that decides writes for itself: a counter that only received the dossier does not read it."""


def kept_from(*, works_on_it: bool) -> frozenset[Doing]:
    """Acts whose lines an officer is not shown whose agency does not work on it."""
    return frozenset() if works_on_it else OFFICE_WORK


_BY_THE_HOUSE = frozenset({BY_ITSELF, CALENDAR, CATALOGUE, DIRECTORY})
_OF_ASKED_AGENCIES = frozenset({Doing.PART_RECEIVED, Doing.PART_ANSWERED, Doing.PART_REFUSED})


def by_applicant(row: HandOver) -> bool:
    """No officer did it, nor the house itself: it bears the applicant's name as it was on that day."""
    return not row.by_id and row.by_name not in _BY_THE_HOUSE and row.action not in _OF_ASKED_AGENCIES


COLLECTED = "Người nộp đã mở kết quả trên cổng dịch vụ công"


def collected_online(row: HandOver) -> bool:
    """Nobody at the counter handed it over: the applicant opened it."""
    return row.action == Doing.HAND_OVER and not row.by_id


def entry_of(row: HandOver) -> TimelineEntry:
    """One hand-over, with the step and the person that had it afterwards."""
    onward, online = row.action in _HANDED_ON, collected_online(row)
    asked = row.to_holder_name if row.action == Doing.ASK_PART else ""
    return TimelineEntry(
        position=row.number,
        at=row.at,
        act=row.action,
        label=STEPS.label(Doing(row.action)),
        actor=row.by_name,
        actor_title=row.actor_title,
        post=row.post,
        on_behalf_of=row.on_behalf_of,
        step=row.from_step_name if row.by_id else "",
        leads_to=" – ".join(filter(None, (row.to_step_name, row.to_holder_name))) if onward else asked,
        note=". ".join(
            filter(None, ("Quá hạn" if row.outcome == "late" else "", COLLECTED if online else "", row.note))
        ),
        files=[FileReference.model_validate(file) for file in row.files],
    )
