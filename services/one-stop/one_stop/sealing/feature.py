"""Receipts and slips are sealed by the worker."""

from one_stop.sealing.actions import jobs
from shared.core.settings import Settings
from shared.messaging.worker import Work
from shared.web.feature import Feature


def work(settings: Settings) -> Work:
    return Work(jobs=jobs(settings))


FEATURE = Feature(work=work)
