"""Báo cáo II.06a of the agencies that a leader answers for."""

from one_stop.reports import api, pages
from one_stop.reports.actions import COUNT_REPORT
from one_stop.reports.scheduled import DRAW_UP_REPORTS
from one_stop.reports.submitting import receive_report
from one_stop.rights import RIGHTS, Right
from shared.contracts.one_stop_reports import ReportSubmitted
from shared.messaging.inbox import Handlers
from shared.messaging.worker import Work
from shared.web.feature import Feature
from shared.web.navigation import Entry

FEATURE = Feature(
    routers=[api.router],
    pages=[pages.router],
    navigation=[Entry(text="Báo cáo", href=pages.PATH, seen_by=RIGHTS[Right.SEE_FIGURES], order=63)],
    work=Work(Handlers({ReportSubmitted: receive_report}), jobs=[COUNT_REPORT, DRAW_UP_REPORTS]),
)
