"""Certificates of an agency and of those who sign there."""

from datetime import time

from sqlalchemy.ext.asyncio import AsyncSession

from mail_directory.certificates import pages
from mail_directory.certificates.warning import warn_of_ending_certificates
from shared.core.settings import Settings
from shared.messaging.worker import Work
from shared.web.feature import Feature
from shared.work.jobs import Job, daily


def work(settings: Settings) -> Work:
    async def warn(session: AsyncSession, _key: str) -> None:
        await warn_of_ending_certificates(session, settings.authority_folder)

    return Work(jobs=[Job("warn-of-ending-certificates", "Báo chứng thư số sắp hết hạn", warn, daily(time(8, 10)))])


FEATURE = Feature(pages=[pages.router], work=work)
