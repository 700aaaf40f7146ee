"""Accounts of citizens and organisations: opening one, its password, and the gateway's questions."""

from online_services.accounts import api, pages
from shared.web.feature import Feature
from shared.web.known_forms import Form, Treatment
from shared.web.landmarks import Landmark

FEATURE = Feature(
    routers=[api.router],
    pages=[pages.router],
    forms=[Form(path="/dich-vu-cong/dang-ky", treatment=Treatment.REGISTERS)],
    landmarks={Landmark.REGISTRATION: "/dich-vu-cong/dang-ky"},
)
