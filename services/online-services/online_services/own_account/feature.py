"""A citizen's own account."""

from online_services.own_account import pages, verification_pages
from online_services.rights import RIGHTS, Right
from shared.web.feature import Feature
from shared.web.known_forms import Form, Treatment
from shared.web.landmarks import Landmark
from shared.web.navigation import Entry

FEATURE = Feature(
    pages=[pages.router, verification_pages.router],
    forms=[
        Form(path="/dich-vu-cong/quen-mat-khau", treatment=Treatment.RARE),
        Form(path="/dich-vu-cong/tai-khoan/mat-khau", treatment=Treatment.RARE),
    ],
    navigation=[
        Entry(
            text="Hỗ trợ tài khoản",
            href="/dich-vu-cong/ho-tro/cap-lai-mat-khau",
            seen_by=RIGHTS[Right.GIVE_RECOVERY_CODES],
            order=66,
        )
    ],
    landmarks={Landmark.RECOVERY: "/dich-vu-cong/quen-mat-khau"},
)
