"""Sổ và số của bộ phận một cửa."""

from one_stop.auth import RIGHTS, Right
from one_stop.number_desk import pages
from shared.web.feature import Feature
from shared.web.navigation import Entry

FEATURE = Feature(
    routers=[pages.calls],
    pages=[pages.pages],
    navigation=[
        Entry(text=pages.TITLE, href="/mot-cua/so-va-so", seen_by=RIGHTS[Right.SEE_NUMBERS], order=64),
    ],
)
