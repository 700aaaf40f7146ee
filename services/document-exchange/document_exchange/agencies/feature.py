"""The copy of the directory; certificates follow what it tells."""

from datetime import timedelta
from functools import cache

from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.agencies.certificates import CertificateOrders, renew_agency, renew_all, renew_person
from shared.contracts.mail_directory import AgencyRecorded, PersonRecorded
from shared.core import clock
from shared.core.settings import Settings
from shared.directory.keeping import PLACES, keep_agency, keep_person
from shared.messaging.inbox import Handlers
from shared.messaging.proof import Proofs, Purpose
from shared.messaging.worker import Work
from shared.signing.port import SigningPort
from shared.signing.wanted import Wanted
from shared.web.feature import Feature
from shared.work.jobs import Job, every


def handlers(orders: CertificateOrders) -> Handlers:
    async def take_agency(session: AsyncSession, event: AgencyRecorded) -> None:
        await keep_agency(session, event)
        await renew_agency(session, orders, event.agency_code)

    async def take_person(session: AsyncSession, event: PersonRecorded) -> None:
        await keep_person(session, event)
        await renew_person(session, orders, event.person_id)

    return Handlers({**PLACES, AgencyRecorded: take_agency, PersonRecorded: take_person})


def certifying(settings: Settings) -> CertificateOrders:
    """Orders of this service itself, proven with its key of the axis."""
    port, proofs = SigningPort.from_settings(settings), cache(lambda: Proofs.load("document-exchange", settings))

    async def certify(wanted: list[Wanted]) -> dict[str, str]:
        def prove(body: bytes) -> str:
            return proofs().prove(Purpose.CERTIFICATES, body)

        return await port.certify(wanted, prove, clock.now().isoformat())

    return CertificateOrders(certify, port.folder)


def work(settings: Settings) -> Work:
    orders = certifying(settings)

    async def renew_certificates(session: AsyncSession, _key: str) -> None:
        await renew_all(session, orders)

    renewing = Job("renew-certificates", "Gia hạn chứng thư số", renew_certificates, every(timedelta(hours=1)))
    return Work(handlers(orders), jobs=[renewing])


FEATURE = Feature(work=work)
