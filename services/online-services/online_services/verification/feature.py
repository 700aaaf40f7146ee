"""Whether a signed paper is genuine."""

from online_services.verification import api, pages
from shared.access.rights import PUBLIC
from shared.web.feature import Feature
from shared.web.landmarks import Landmark
from shared.web.navigation import Entry

FEATURE = Feature(
    routers=[api.router],
    pages=[pages.router],
    navigation=[Entry(text="Xác thực", href="/xac-thuc", seen_by=PUBLIC, order=13)],
    landmarks={Landmark.VERIFICATION: "/xac-thuc"},
)
