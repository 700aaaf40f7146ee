"""What an agency had goes on at its successor."""

from one_stop.continuing import api, events, pages
from one_stop.continuing.actions import CONTINUE, LOOK_AGAIN
from shared.access.rights import Role, Row
from shared.messaging.inbox import Handlers
from shared.messaging.worker import Work
from shared.web.feature import Feature
from shared.web.navigation import Entry

FEATURE = Feature(
    routers=[api.router],
    pages=[pages.router],
    navigation=[
        Entry(
            text="Cơ quan sáp nhập",
            href="/mot-cua/sap-xep-co-quan",
            seen_by=Row({Role.LEADER, Role.DIRECTORY_ADMINISTRATOR}),
            order=66,
        )
    ],
    work=Work(Handlers(events.HANDLERS), jobs=[CONTINUE, LOOK_AGAIN]),
)
