"""What waits for whom."""

from one_stop.rights import RIGHTS, Right
from one_stop.worklist import pages, together, together_api
from one_stop.worklist.finding import find_dossiers
from shared.access.rights import Power, Role
from shared.web.feature import Feature
from shared.web.navigation import Card, Entry
from shared.web.search import Finder


def _card(role: Role, order: int, text: str, about: str) -> Card:
    return Card(
        text=text,
        about=about,
        href="/mot-cua",
        amount=f"/mot-cua/so-viec?vai={role.value}",
        seen_by=frozenset({role, Power.DOSSIERS}),
        order=order,
    )


FEATURE = Feature(
    routers=[together_api.router],
    pages=[pages.router, together.router],
    navigation=[Entry(text="Một cửa", href="/mot-cua", seen_by=RIGHTS[Right.SEE_DOSSIERS], order=20)],
    cards=[
        _card(Role.COUNTER_OFFICER, 20, "Tiếp nhận và trả kết quả", "Hồ sơ chờ tiếp nhận, hồ sơ chờ trả."),
        _card(Role.SPECIALIST, 21, "Hồ sơ đang xử lý", "Hồ sơ được giao, xếp theo hạn."),
        _card(Role.LEADER, 22, "Hồ sơ chờ duyệt, ký", "Hồ sơ trình ký và hồ sơ quá hạn của cơ quan."),
    ],
    finders=[Finder(RIGHTS[Right.SEE_DOSSIERS], find_dossiers)],
)
