"""A citizen's own account."""

from online_services.own_account import pages, verification_pages
from shared.web.feature import Feature
from shared.web.known_forms import Form, Treatment
from shared.web.landmarks import Landmark

FEATURE = Feature(
    pages=[pages.router, verification_pages.router],
    forms=[
        Form(path="/dich-vu-cong/quen-mat-khau", treatment=Treatment.RARE),
        Form(path="/dich-vu-cong/tai-khoan/mat-khau", treatment=Treatment.RARE),
    ],
    landmarks={Landmark.RECOVERY: "/dich-vu-cong/quen-mat-khau"},
)
