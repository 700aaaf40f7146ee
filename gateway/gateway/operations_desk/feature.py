"""The operator's page."""

from gateway.operations_desk import pages, table_pages
from gateway.rights import RIGHTS, Right
from shared.web.feature import Feature
from shared.web.navigation import Card, Entry

_SEEN_BY = RIGHTS[Right.OPERATE]

FEATURE = Feature(
    pages=[pages.router, table_pages.router],
    navigation=[Entry(text="Vận hành", href="/van-hanh", seen_by=_SEEN_BY, order=50)],
    cards=[
        Card(
            text="Vận hành",
            about="Hàng đợi, độ trễ, thư chết, tình trạng các phần.",
            href="/van-hanh",
            seen_by=_SEEN_BY,
            order=90,
        )
    ],
)
