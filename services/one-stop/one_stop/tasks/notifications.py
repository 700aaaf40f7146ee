"""What officers are told of a task: the dossier's code, its step and until when; never what is to be done, nor on whose dossier."""

from one_stop.dossiers.models import Dossier
from one_stop.dossiers.notifications import about_dossier
from one_stop.tasks.models import DossierTask
from shared.contracts.notification import OfficersNotified
from shared.contracts.values import Recipient


def about_task(kind: str, dossier: Dossier, task: DossierTask, to: str) -> OfficersNotified:
    """`to`: a person of the agency."""
    people = [Recipient(person_id=to, agency_code=dossier.agency_code)]
    at, step = dossier.opened_at, dossier.step_name
    return about_dossier(kind, dossier.id, people, code=dossier.code, opened_at=at, step=step, due=task.due_at)
