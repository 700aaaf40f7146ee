"""The directory itself, and everybody's own account."""

from datetime import time

from sqlalchemy.ext.asyncio import AsyncSession

from mail_directory.people import api, pages, telling
from mail_directory.people.finding import find_people
from mail_directory.people.postless import look_at_postless
from mail_directory.rights import RIGHTS, Right
from shared.messaging.worker import Work
from shared.web.feature import Feature
from shared.web.known_forms import Form, Treatment
from shared.web.navigation import Card, Entry
from shared.web.search import Finder
from shared.work.jobs import Job, daily


async def follow_the_calendar(session: AsyncSession, _key: str) -> None:
    """A post that begins or ends today counts today, from the day's first seconds."""
    while await telling.tell_changed_posts(session):
        pass


FOLLOW_THE_CALENDAR = Job(
    "follow-the-calendar", "Vị trí công tác bắt đầu, kết thúc trong ngày", follow_the_calendar, daily(time(0, 0))
)

LOCK_POSTLESS = Job(
    "lock-postless-accounts", "Khóa tài khoản không còn vị trí công tác", look_at_postless, daily(time(6, 30))
)

_SEEN_BY = RIGHTS[Right.LOOK_UP]

FEATURE = Feature(
    routers=[api.router, api.internal],
    pages=[pages.router],
    navigation=[Entry(text="Danh bạ", href="/danh-ba", seen_by=_SEEN_BY, order=40)],
    cards=[
        Card(
            text="Danh bạ",
            about="Cơ quan, đơn vị, cán bộ và hộp thư công vụ.",
            href="/danh-ba",
            seen_by=_SEEN_BY,
            order=80,
        )
    ],
    forms=[Form(path="/danh-ba/tai-khoan", treatment=Treatment.RARE)],
    finders=[Finder(_SEEN_BY, find_people)],
    work=Work(jobs=[FOLLOW_THE_CALENDAR, LOCK_POSTLESS]),
)
