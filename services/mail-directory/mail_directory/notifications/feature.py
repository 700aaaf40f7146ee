"""What officers are told: kept, shown, counted, sent."""

from datetime import time

from sqlalchemy.ext.asyncio import AsyncSession

from mail_directory.notifications import pages
from mail_directory.notifications.actions import contact_of, warn_of_ending_posts
from mail_directory.notifications.events import HANDLERS
from shared.core import clock
from shared.core.settings import Settings
from shared.messaging.worker import Work
from shared.notifying.sending import letter_jobs
from shared.web.feature import Feature
from shared.web.letters import letter_routes
from shared.work.jobs import Job, daily

PLACE = "/thong-bao"


async def warn(session: AsyncSession, _key: str) -> None:
    await warn_of_ending_posts(session, clock.local_now().date())


WARN_OF_ENDING_POSTS = Job("warn-of-ending-posts", "Báo vị trí công tác sắp kết thúc", warn, daily(time(8, 0)))


def work(settings: Settings) -> Work:
    return Work(HANDLERS, jobs=[WARN_OF_ENDING_POSTS, *letter_jobs(settings, contact_of, PLACE)])


FEATURE = Feature(routers=[letter_routes(PLACE)], pages=[pages.router], work=work)
