"""Báo cáo II.06a of the agencies that a leader answers for."""

from one_stop.reports import api, pages
from one_stop.reports.actions import COUNT_REPORT
from one_stop.rights import RIGHTS, Right
from shared.messaging.worker import Work
from shared.web.feature import Feature
from shared.web.navigation import Entry

FEATURE = Feature(
    routers=[api.router],
    pages=[pages.router],
    navigation=[Entry(text="Báo cáo", href=pages.PATH, seen_by=RIGHTS[Right.SEE_FIGURES], order=63)],
    work=Work(jobs=[COUNT_REPORT]),
)
