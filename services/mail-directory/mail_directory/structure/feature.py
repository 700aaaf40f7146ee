"""Units inside agencies."""

from mail_directory.structure import api, pages
from mail_directory.structure.planning import PLANNED_CHANGE
from mail_directory.structure.retelling import TELL_EVERYTHING
from shared.messaging.worker import Work
from shared.web.feature import Feature

FEATURE = Feature(routers=[api.router], pages=[pages.router], work=Work(jobs=[TELL_EVERYTHING, PLANNED_CHANGE]))
