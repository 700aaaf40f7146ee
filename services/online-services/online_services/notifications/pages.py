"""/dich-vu-cong/thong-bao: what citizens are told."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from online_services.notifications.actions import PLACE, contact_of
from online_services.rights import RIGHTS, Right
from shared.access.identity import Identity
from shared.notifying.kinds import CITIZENS_KINDS, Kind
from shared.notifying.listing import notices
from shared.web.callers import require
from shared.web.notification_pages import Door, notification_pages


async def kinds_of(_session: AsyncSession, _who: Identity) -> Sequence[Kind]:
    return CITIZENS_KINDS


NOTICES = notices("online-services.notices", PLACE)
router = notification_pages(Door(PLACE, require(RIGHTS, Right.SEE_OWN_NOTIFICATIONS), contact_of, kinds_of, NOTICES))
