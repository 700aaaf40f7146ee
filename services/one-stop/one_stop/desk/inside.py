"""What the office wrote on a dossier for itself, as its page shows it."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.corrections.models import Correction
from one_stop.corrections.queries import find_correctables, list_corrections
from one_stop.corrections.rules import Correctable, may_correct
from one_stop.desk.queries import Sheet
from one_stop.dossiers.cases import Worker
from one_stop.dossiers.models import HandOver
from one_stop.dossiers.rules import Doing
from one_stop.exchanges.models import ApplicantMessage
from one_stop.exchanges.queries import list_messages
from one_stop.exchanges.rules import awaits_answer
from one_stop.notes.models import FieldCheck
from one_stop.notes.queries import list_checks
from one_stop.tasks.actions import DESK_ROLES
from one_stop.tasks.models import DossierTask
from one_stop.tasks.queries import list_tasks
from one_stop.tasks.rules import STEPS as TASKING
from shared.contracts.values import FileReference
from shared.directory.queries import Colleague, list_colleagues


@dataclass(frozen=True)
class Inside:
    """Việc nội bộ của hồ sơ."""

    notes: list[tuple[HandOver, list[FileReference]]]
    """The newest first, each with its files."""
    checks: list[FieldCheck]
    tasks: list[tuple[DossierTask, tuple[str, ...]]]
    """Each with what this officer may do with it."""
    colleagues: list[Colleague]
    """To whom a task can be given."""
    corrections: list[Correction]
    correctables: list[Correctable]
    """What this officer may put right."""
    messages: list[ApplicantMessage]

    @property
    def awaits(self) -> str:
        """Who owes an answer: `applicant`, `office` or nobody."""
        return awaits_answer([(message.from_applicant, message.wants_answer) for message in self.messages])

    @property
    def files(self) -> list[str]:
        """Their names in the store."""
        attached = [files for _, files in self.notes] + [check.attached for check in self.checks]
        attached += [message.attached for message in self.messages]
        return [file.sha256 for files in attached for file in files]


async def read_inside(session: AsyncSession, worker: Worker, sheet: Sheet) -> Inside:
    dossier = sheet.dossier
    notes = [row for row in reversed(sheet.hand_overs) if row.action == Doing.NOTE]
    gives = Doing.GIVE_TASK in sheet.allowed
    people = await list_colleagues(session, dossier.agency_code, *DESK_ROLES) if gives else []
    corrects = Doing.CORRECT in sheet.allowed
    known = await find_correctables(session, dossier, sheet.procedure) if corrects else []
    return Inside(
        notes=[(row, [FileReference.model_validate(file) for file in row.files]) for row in notes],
        checks=await list_checks(session, dossier.id),
        tasks=[(task, TASKING.allowed(task.case(dossier, worker))) for task in await list_tasks(session, dossier.id)],
        colleagues=[person for person in people if person.id != worker.desk.person_id],
        corrections=await list_corrections(session, dossier.id),
        correctables=[one for one in known if may_correct(one, worker.roles)],
        messages=await list_messages(session, dossier.id),
    )
