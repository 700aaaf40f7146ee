"""Daily figures of documents, told for reports and read by leaders."""

from document_exchange.figures import pages
from document_exchange.figures.counting import FIGURES
from document_exchange.rights import RIGHTS, Right
from shared.web.feature import Feature
from shared.web.navigation import Entry

FEATURE = Feature(
    routers=[pages.calls],
    pages=[pages.router],
    navigation=[Entry(text="Số liệu văn bản", href="/van-ban/so-lieu", seen_by=RIGHTS[Right.SEE_FIGURES], order=63)],
    figures=FIGURES,
)
