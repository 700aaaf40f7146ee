"""The worker process of document-exchange: relay, consumer, and reading what arrived."""

from collections.abc import Callable
from datetime import timedelta
from functools import cache

from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.agencies.certificates import renew_agency, renew_all, renew_person
from document_exchange.agencies.events import keep_agency, keep_person
from document_exchange.deliveries.events import keep_progress
from document_exchange.incoming.events import take_deliveries, take_recall_request
from document_exchange.incoming.reading import read_arrivals
from document_exchange.packets.store import PacketStore
from document_exchange.signatures import Signatures
from shared.contracts.document_exchange import DeliveryProgressed, DocumentSent, RecallRequested
from shared.contracts.mail_directory import AgencyRecorded, PersonRecorded
from shared.core.settings import Settings
from shared.foreign import confined
from shared.messaging import worker
from shared.messaging.inbox import Handlers
from shared.signing.authority import SigningAuthority
from shared.storage.database import Database
from shared.storage.files import FileStore
from shared.work.jobs import Job, every

HANDLERS = Handlers(
    single={AgencyRecorded: keep_agency, PersonRecorded: keep_person, RecallRequested: take_recall_request},
    batched={DocumentSent: take_deliveries, DeliveryProgressed: keep_progress},
)


def handlers(authority: Callable[[], SigningAuthority]) -> Handlers:
    """The same, and certificates follow what the directory tells."""

    async def take_agency(session: AsyncSession, event: AgencyRecorded) -> None:
        await keep_agency(session, event)
        await renew_agency(session, authority(), event.agency_code)

    async def take_person(session: AsyncSession, event: PersonRecorded) -> None:
        await keep_person(session, event)
        await renew_person(session, authority(), event.person_id)

    return Handlers(
        single={**HANDLERS.single, AgencyRecorded: take_agency, PersonRecorded: take_person}, batched=HANDLERS.batched
    )


def run_worker(settings: Settings) -> None:
    """Run until SIGTERM."""
    confined.start()
    files = FileStore.from_settings(settings)
    signatures = cache(lambda: Signatures.from_settings(settings))
    authority = cache(lambda: SigningAuthority(settings.authority_folder, settings.address))

    async def read_new_arrivals(database: Database) -> None:
        await read_arrivals(database, PacketStore(files, database), signatures())

    async def store_packets(database: Database) -> None:
        await PacketStore(files, database).store_waiting()

    async def renew_certificates(session: AsyncSession, _key: str) -> None:
        await renew_all(session, authority())

    schedules = {1.0: read_new_arrivals, 5.0: store_packets}
    jobs = [Job("renew-certificates", "Gia hạn chứng thư số", renew_certificates, every(timedelta(hours=1)))]
    worker.run_worker("document-exchange", "document_exchange", settings, handlers(authority), schedules, jobs)
