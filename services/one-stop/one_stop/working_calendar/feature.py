"""The calendar of years and the hours of agencies, kept by the office."""

from one_stop.rights import RIGHTS, Right
from one_stop.working_calendar import hours_pages, pages
from one_stop.working_calendar.recounting import CALENDAR_MISSING, CALENDAR_RECOUNT
from shared.messaging.worker import Work
from shared.web.feature import Feature
from shared.web.navigation import Entry

FEATURE = Feature(
    pages=[pages.router, hours_pages.router],
    navigation=[Entry(text="Lịch làm việc", href=pages.PATH, seen_by=RIGHTS[Right.SEE_CALENDAR], order=85)],
    work=Work(jobs=[CALENDAR_RECOUNT, CALENDAR_MISSING]),
)
