"""Thu phí, lệ phí tại quầy."""

from one_stop.fee_desk import api, pages
from one_stop.rights import RIGHTS, Right
from shared.web.feature import Feature
from shared.web.navigation import Entry

FEATURE = Feature(
    routers=[api.router],
    pages=[pages.router],
    navigation=[Entry(text="Sổ thu phí", href="/mot-cua/so-thu-phi", seen_by=RIGHTS[Right.SEE_FEES], order=62)],
)
"""Asked before the pages of the dossier: its address is one of theirs."""
