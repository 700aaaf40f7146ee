"""Receipts and slips are sealed by the worker; the control sheet of what has ended is kept by it, and sealed likewise."""

from one_stop.dossiers import sheets
from one_stop.sealing.actions import jobs
from shared.core.settings import Settings
from shared.messaging.worker import Work
from shared.web.feature import Feature


def work(settings: Settings) -> Work:
    return Work(jobs=[*jobs(settings), sheets.job(settings)])


FEATURE = Feature(work=work)
