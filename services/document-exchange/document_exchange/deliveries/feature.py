"""Packets on their way, and how far each delivery has come."""

from document_exchange.deliveries.events import keep_progress
from document_exchange.deliveries.standing import STANDING
from document_exchange.packets.store import PacketStore
from shared.contracts.document_exchange import DeliveryProgressed
from shared.core.settings import Settings
from shared.messaging.inbox import Handlers
from shared.messaging.worker import Work
from shared.storage.database import Database
from shared.storage.files import FileStore
from shared.web.feature import Feature


def work(settings: Settings) -> Work:
    files = FileStore.from_settings(settings)

    async def store_packets(database: Database) -> None:
        await PacketStore(files, database).store_waiting()

    return Work(Handlers(batched={DeliveryProgressed: keep_progress}), [(5.0, store_packets)], [STANDING])


FEATURE = Feature(work=work)
