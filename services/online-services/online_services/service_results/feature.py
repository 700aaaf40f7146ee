"""What agencies achieve, for anybody to see."""

from online_services.service_results import pages, procedure_pages
from online_services.service_results.keeping import keep_month
from online_services.service_results.models import PublishedFigure
from online_services.service_results.queries import PUBLISHED
from shared.contracts.one_stop import DossierFigureRecorded
from shared.contracts.one_stop_figures import ProcedureMonthRecorded
from shared.messaging.inbox import Handlers
from shared.messaging.kept_figures import keeping
from shared.messaging.worker import Work
from shared.web.feature import Feature

FEATURE = Feature(
    pages=[pages.router, procedure_pages.router],
    work=Work(
        Handlers({DossierFigureRecorded: keeping(PublishedFigure, PUBLISHED), ProcedureMonthRecorded: keep_month})
    ),
)
