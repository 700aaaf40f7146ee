"""What citizens are told: kept, shown, counted, sent; also that something was found in a file of theirs."""

from online_services.notifications import pages
from online_services.notifications.actions import KEPT, PLACE, contact_of, tell_of_infected
from shared.core.settings import Settings
from shared.messaging.worker import Work
from shared.notifying.sending import letter_jobs
from shared.web.feature import Feature
from shared.web.letters import letter_routes
from shared.work import scanning


def work(settings: Settings) -> Work:
    scans = scanning.jobs(settings, tell_of_infected, scanning.kept_in(KEPT))
    return Work(jobs=[*letter_jobs(settings, contact_of, PLACE), *scans])


FEATURE = Feature(routers=[letter_routes(PLACE)], pages=[pages.router], work=work)
