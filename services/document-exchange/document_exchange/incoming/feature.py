"""What arrives: kept at once, read by the worker."""

from functools import cache

from document_exchange.answering.catching_up import BEGIN, LINK_STRETCH
from document_exchange.incoming.calendar import take_calendar, take_hours
from document_exchange.incoming.deadlines import DEADLINE
from document_exchange.incoming.events import take_deliveries, take_recall_request
from document_exchange.incoming.merging import follow_merger
from document_exchange.incoming.queries import UNREAD_ARRIVALS
from document_exchange.incoming.reading import read_arrivals
from document_exchange.incoming.releasing import release_incoming
from document_exchange.incoming.scanning import scan_jobs
from document_exchange.packets.store import PacketStore
from document_exchange.signatures import Signatures
from shared.contracts.document_exchange import DocumentSent, RecallRequested
from shared.contracts.mail_directory import PersonRecorded, UnitRecorded
from shared.contracts.one_stop_calendar import CalendarDecided, HoursDecided
from shared.core.settings import Settings
from shared.messaging.inbox import Handlers
from shared.messaging.worker import Work
from shared.storage.database import Database
from shared.storage.files import FileStore
from shared.web.feature import Feature


def work(settings: Settings) -> Work:
    files = FileStore.from_settings(settings)
    signatures = cache(lambda: Signatures.from_settings(settings))

    async def read_new_arrivals(database: Database) -> None:
        await read_arrivals(database, PacketStore(files, database), signatures())

    return Work(
        Handlers(
            {
                RecallRequested: take_recall_request,
                PersonRecorded: release_incoming,
                UnitRecorded: follow_merger,
                CalendarDecided: take_calendar,
                HoursDecided: take_hours,
            },
            {DocumentSent: take_deliveries},
        ),
        [(1.0, read_new_arrivals)],
        [DEADLINE, *scan_jobs(settings), BEGIN, LINK_STRETCH],
    )


FEATURE = Feature(work=work, unread=UNREAD_ARRIVALS)
