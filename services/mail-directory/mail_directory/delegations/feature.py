"""The holder of a post lets a colleague act in it; the file of the document is looked at for malware."""

from mail_directory.delegations import api, document_pages, pages
from mail_directory.delegations.queries import KEPT
from mail_directory.delegations.scanning import tell_of_infected
from mail_directory.rights import RIGHTS, Right
from shared.core.settings import Settings
from shared.messaging.worker import Work
from shared.standards.file_kinds import LARGEST_UPLOAD
from shared.web.callers import require
from shared.web.feature import Feature
from shared.web.landmarks import Landmark
from shared.web.resumable import Taking, resumable_routes
from shared.work import scanning, unfinished


def work(settings: Settings) -> Work:
    return Work(jobs=[*scanning.jobs(settings, tell_of_infected, scanning.kept_in(KEPT)), unfinished.FORGET])


uploads = resumable_routes("/api/mail-directory/v1/uploads", require(RIGHTS, Right.DELEGATE), Taking(LARGEST_UPLOAD))

FEATURE = Feature(
    routers=[api.router, uploads],
    pages=[pages.router, document_pages.router],
    landmarks={Landmark.DELEGATIONS: "/danh-ba/uy-quyen"},
    work=work,
)
