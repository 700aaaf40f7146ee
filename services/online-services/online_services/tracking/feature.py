"""One's own dossiers, looking one up by its code, and withdrawing."""

from online_services.tracking import api, at_counter_edge, digitised_edge, look_up_pages, pages, withdrawal_edge
from online_services.tracking.events import HANDLERS
from online_services.tracking.finding import find_own
from shared.access.rights import CITIZEN, PUBLIC
from shared.messaging.worker import Work
from shared.web.feature import Feature
from shared.web.landmarks import Landmark
from shared.web.navigation import Entry
from shared.web.search import Finder

FEATURE = Feature(
    routers=[api.router, at_counter_edge.router, digitised_edge.router, withdrawal_edge.router],
    pages=[pages.router, at_counter_edge.page_router, withdrawal_edge.page_router, look_up_pages.router],
    navigation=[
        Entry(text="Hồ sơ của tôi", href="/dich-vu-cong/ho-so", seen_by=PUBLIC, order=11),
        Entry(text="Tra cứu", href="/tra-cuu", seen_by=PUBLIC, order=12),
    ],
    landmarks={
        Landmark.OWN_DOSSIERS: "/dich-vu-cong/ho-so",
        Landmark.TO_DO: "/dich-vu-cong/can-lam",
        Landmark.TRACKING: "/tra-cuu",
    },
    finders=[Finder(frozenset({CITIZEN}), find_own)],
    work=Work(HANDLERS),
)
