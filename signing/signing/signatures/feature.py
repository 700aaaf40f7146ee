"""Signatures over digests. The key store is opened here, with the key that this process alone is given."""

import asyncio

from fastapi import FastAPI

from shared.core import logs
from shared.signing.keys import AuthorityKeyStore
from shared.signing.opening import open_authority
from shared.web.feature import Feature
from signing.auth import Askers
from signing.signatures import api
from signing.signatures.actions import SigningRoom

log = logs.get_logger(__name__)

LOOKS_AT_LISTS = 3600.0
"""Seconds. Revocation lists last a week and are made anew two days before."""


async def open_store(app: FastAPI) -> None:
    settings = app.state.settings
    authority = await asyncio.to_thread(open_authority, settings)
    app.state.room = SigningRoom(authority, AuthorityKeyStore(authority))
    app.state.askers = Askers(settings)
    app.state.keeping = asyncio.create_task(_keep_lists(app.state.room))


async def _keep_lists(room: SigningRoom) -> None:
    while True:
        try:
            await asyncio.to_thread(room.authority.refresh_lists)
        except OSError as error:
            log.error("revocation_lists_not_written", error=str(error))
        await asyncio.sleep(LOOKS_AT_LISTS)


FEATURE = Feature(routers=[api.router], on_start=open_store)
