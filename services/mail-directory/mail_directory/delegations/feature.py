"""The holder of a post lets a colleague act in it; the file of the document is looked at for malware."""

from mail_directory.delegations import api, pages
from mail_directory.delegations.queries import KEPT, brought
from shared.core.settings import Settings
from shared.messaging.worker import Work
from shared.web.feature import Feature
from shared.web.landmarks import Landmark
from shared.work import scanning


def work(settings: Settings) -> Work:
    return Work(jobs=scanning.jobs(settings, brought, scanning.kept_in(KEPT)))


FEATURE = Feature(
    routers=[api.router], pages=[pages.router], landmarks={Landmark.DELEGATIONS: "/danh-ba/uy-quyen"}, work=work
)
