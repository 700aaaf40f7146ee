"""Sent to another agency by mistake: what it sends back and the counter's own agency decides stays where it is."""

import asyncio
from typing import Any

from one_stop.procedures.actions import publish_procedure

from ..conftest import ELSEWHERE
from .kit import API, COUNTER, REASON, act, hand_in, read, staffed


def test_the_counter_that_turns_out_to_be_of_the_agency_that_decides_keeps_what_was_sent_back(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            counter = await staffed(office)
            async with office.database.sessions.begin() as session:
                row = dict(office.procedures["hop-bao"])
                await publish_procedure(session, row | {"agencies": [*row["agencies"], ELSEWHERE]}, [])
            dossier = await hand_in(office)
            assert (await act(office, COUNTER, dossier, "send-back", {"reason": REASON})).status_code == 200
            page = await office.client.get(f"/mot-cua/ho-so/{dossier}", headers=office.headers(counter))
            assert f'<option value="{ELSEWHERE}"' in page.text
            kept = {"reason": "Thuộc thẩm quyền của Sở", "agency_code": ELSEWHERE}
            done = await act(office, counter, dossier, "send-again", kept)
            assert done.status_code == 200, done.text
            after = await read(office, counter, dossier)
            assert after["transit"] == ""
            assert "transfer" in after["allowed_actions"], "it goes its way"
            (row,) = await office.rows("SELECT agency_code, term_from <= now() AS counts FROM dossier")
            assert tuple(row) == (ELSEWHERE, True)
            gone = await office.client.get(f"{API}/dossiers/{dossier}", headers=office.headers(COUNTER))
            assert gone.status_code == 404

    asyncio.run(run())
