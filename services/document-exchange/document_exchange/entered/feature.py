"""What came without a packet, with its stamp; files that officers brought are looked at for malware, to drafts and to arrivals alike."""

from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.documents.attaching import KEPT, tell_of_infected
from document_exchange.entered.scans import tell_of_infected_scan
from document_exchange.entered.stamp_jobs import stamp_jobs
from shared.core.settings import Settings
from shared.messaging.worker import Work
from shared.web.feature import Feature
from shared.work import scanning
from shared.work.scanning import Brought


async def tell_of_any(session: AsyncSession, sha256: str) -> Brought | None:
    """Whoever attached it, to a draft or to what came on paper."""
    scan = await tell_of_infected_scan(session, sha256)
    return await tell_of_infected(session, sha256) or scan


def work(settings: Settings) -> Work:
    return Work(jobs=[*scanning.jobs(settings, tell_of_any, scanning.kept_in(KEPT)), *stamp_jobs(settings)])


FEATURE = Feature(work=work)
