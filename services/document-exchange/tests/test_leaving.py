"""A document is not given to somebody who leaves at the same moment."""

import asyncio
from typing import Any

from document_exchange.incoming.giving import WORKERS
from shared.directory.keeping import keep_person
from shared.directory.queries import find_colleague
from testing.factories import a_person
from testing.meanwhile import until_it_waits

from .test_incoming import RECEIVER, run
from .test_units import STAFF, staffed


def test_who_leaves_is_waited_for_by_whoever_is_about_to_give_him_work(open_house: Any) -> None:
    """He was looked up, his leaving found nothing to release, and the document came into his hands."""

    async def play(house: Any) -> None:
        await staffed(house)

        async def look_up() -> Any:
            async with house.database.sessions.begin() as session:
                return await find_colleague(session, RECEIVER, "binh", *WORKERS)

        assert await look_up() is not None
        async with house.database.sessions.begin() as leaving:
            await keep_person(leaving, a_person("binh", full_name=STAFF["binh"][0]))
            found = asyncio.create_task(look_up())
            await until_it_waits(house, found)
        assert await found is None

    run(open_house, play)
