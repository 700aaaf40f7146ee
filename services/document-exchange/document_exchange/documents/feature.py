"""What officers attach comes in pieces where it is large, and is looked at for malware; drafts of whoever leaves go back to the unit."""

from document_exchange.documents.attaching import KEPT, tell_of_infected
from document_exchange.documents.releasing import follow_merger, release_drafts
from shared.contracts.mail_directory import PersonRecorded, UnitRecorded
from shared.core.settings import Settings
from shared.messaging.inbox import Handlers
from shared.messaging.worker import Work
from shared.web.feature import Feature
from shared.work import scanning, unfinished


def work(settings: Settings) -> Work:
    jobs = [*scanning.jobs(settings, tell_of_infected, scanning.kept_in(KEPT)), unfinished.FORGET]
    return Work(Handlers({PersonRecorded: release_drafts, UnitRecorded: follow_merger}), jobs=jobs)


FEATURE = Feature(work=work)
