"""Records clerks are told of a book whose year has ended and that could not be closed (`shared.work.number_year`)."""

from collections.abc import Awaitable, Callable

from sqlalchemy.ext.asyncio import AsyncSession

from shared.access.rights import Role
from shared.contracts.notification import OfficersNotified
from shared.contracts.values import Recipient
from shared.notifying.raising import notification, notify
from shared.work.number_year import LeftOpen


def telling_clerks(event: type[OfficersNotified], page: str) -> Callable[[AsyncSession, LeftOpen], Awaitable[None]]:
    """`event`: the publisher's class; `page`: where its books are."""

    async def tell(session: AsyncSession, left: LeftOpen) -> None:
        series = left.series
        about = f"numbers/{series.agency_code}/{series.kind}/{series.year}"
        clerks = Recipient(agency_code=series.agency_code, role=Role.RECORDS_CLERK)
        facts = {"reference": f"Sổ năm {series.year} ({left.title})", "why": left.why}
        await notify(
            session, notification(event, "book-left-open", about, [clerks], facts, f"{page}?nam={series.year}")
        )

    return tell
