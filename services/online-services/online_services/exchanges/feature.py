"""Questions and answers with the agency on an own dossier."""

from online_services.exchanges import api, pages
from online_services.exchanges.events import HANDLERS
from shared.messaging.worker import Work
from shared.web.feature import Feature

FEATURE = Feature(routers=[api.router], pages=[pages.router], work=Work(HANDLERS))
