"""Daily figures: those of dossiers are told from here, those of all services are kept and shown here."""

from one_stop.figures import api, pages
from one_stop.figures.actions import keep_figure
from one_stop.figures.counting import FIGURES
from one_stop.figures.months import BEGIN, TELL_BEFORE, TELL_MONTHS
from one_stop.rights import RIGHTS, Right
from shared.contracts.document_exchange import DocumentFigureRecorded
from shared.contracts.one_stop import DossierFigureRecorded
from shared.messaging.inbox import Handlers
from shared.messaging.worker import Work
from shared.web.feature import Feature
from shared.web.navigation import Entry

FEATURE = Feature(
    routers=[api.router],
    pages=[pages.router],
    navigation=[Entry(text="Số liệu hồ sơ", href="/mot-cua/so-lieu", seen_by=RIGHTS[Right.SEE_FIGURES], order=62)],
    figures=FIGURES,
    work=Work(
        Handlers({DossierFigureRecorded: keep_figure, DocumentFigureRecorded: keep_figure}),
        jobs=[BEGIN, TELL_BEFORE, TELL_MONTHS],
    ),
)
