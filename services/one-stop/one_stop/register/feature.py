"""Sổ theo dõi hồ sơ."""

from one_stop.register import api, pages
from one_stop.register.listing import DOSSIER_REGISTER
from one_stop.rights import RIGHTS, Right
from shared.web.feature import Feature
from shared.web.navigation import Entry

FEATURE = Feature(
    routers=[api.router, pages.calls],
    pages=[pages.prints, pages.router],
    navigation=[
        Entry(text=DOSSIER_REGISTER.title, href=DOSSIER_REGISTER.path, seen_by=RIGHTS[Right.SEE_DOSSIERS], order=60),
    ],
)
