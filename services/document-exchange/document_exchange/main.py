"""The web process of document-exchange."""

from pathlib import Path

from fastapi import FastAPI
from starlette.types import ASGIApp

from document_exchange.deliveries.accepting import PacketIntake
from document_exchange.desk import (
    document_pages,
    documents_api,
    draft_pages,
    incoming_api,
    incoming_pages,
    packet_pages,
    packets_api,
    register_pages,
    steps_api,
)
from document_exchange.incoming.queries import UNREAD_ARRIVALS
from document_exchange.packets.store import PacketStore
from document_exchange.receipts import ReceiptSigner
from document_exchange.signatures import Signatures
from document_exchange.texts import TEXTS
from shared.core.settings import Settings
from shared.foreign import confined
from shared.web import application

SERVICE = "document-exchange"


def create_app(settings: Settings) -> ASGIApp:
    """Trao đổi văn bản."""

    async def prepare(app: FastAPI) -> None:
        app.state.files = PacketStore(app.state.files, app.state.database)
        app.state.signatures = Signatures.from_settings(settings)
        app.state.receipts = ReceiptSigner.from_settings(settings)
        app.state.intake = PacketIntake(app.state.database, app.state.files, app.state.receipts)

    return application.create_service(
        SERVICE,
        "document_exchange",
        settings,
        routers=[packets_api.router, documents_api.router, steps_api.router, incoming_api.router],
        page_routers=[
            draft_pages.router,
            document_pages.router,
            packet_pages.router,
            incoming_pages.router,
            register_pages.router,
        ],
        templates=Path(__file__).parent / "templates",
        texts=TEXTS,
        title="Trao đổi văn bản",
        on_start=prepare,
        express=(packets_api.post_packet,),
        unread=UNREAD_ARRIVALS,
    )


def run_web(settings: Settings) -> None:
    """Serve until SIGTERM."""
    confined.start()
    application.run_web(SERVICE, create_app, settings)
