"""The leader's picture of the open dossiers."""

from one_stop.overview import pages
from one_stop.rights import RIGHTS, Right
from shared.web.feature import Feature
from shared.web.navigation import Entry

FEATURE = Feature(
    pages=[pages.router],
    routers=[pages.api],
    navigation=[
        Entry(text="Tình hình giải quyết", href="/mot-cua/tinh-hinh", seen_by=RIGHTS[Right.SEE_FIGURES], order=61)
    ],
)
