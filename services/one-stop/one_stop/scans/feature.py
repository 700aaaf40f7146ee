"""What the counter scanned comes in pieces where it is large, and is looked at for malware."""

from one_stop.rights import RIGHTS, Right
from one_stop.scans import recognition
from one_stop.scans.actions import KEPT, tell_of_infected
from shared.core.settings import Settings
from shared.messaging.worker import Work
from shared.standards.file_kinds import LARGEST_UPLOAD
from shared.web.callers import require
from shared.web.feature import Feature
from shared.web.resumable import Taking, resumable_routes
from shared.work import scanning, unfinished


def work(settings: Settings) -> Work:
    return Work(
        jobs=[
            *scanning.jobs(settings, tell_of_infected, scanning.kept_in(KEPT)),
            unfinished.FORGET,
            recognition.job(settings),
        ]
    )


UPLOADS = resumable_routes("/api/one-stop/v1/uploads", require(RIGHTS, Right.SEE_DOSSIERS), Taking(LARGEST_UPLOAD))

FEATURE = Feature(routers=[UPLOADS], work=work)
