"""A scan whose file is not there any more does not wait for its words for ever."""

import asyncio
from typing import Any

from one_stop.scans.models import PaperScan
from one_stop.scans.recognition import Recognising
from one_stop.scans.rules import Recognition


def test_a_scan_whose_file_is_missing_is_said_to_have_failed(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await office.file()  # its papers name files that this store does not have
            paper = (await office.rows("SELECT id FROM dossier_paper ORDER BY id LIMIT 1"))[0]["id"]
            async with office.database.sessions.begin() as session:
                session.add(PaperScan(paper_id=paper, words="", recognition=Recognition.WAITING.value))
            async with office.database.sessions.begin() as session:
                await Recognising(office.settings).recognise(session, str(paper))
            (scan,) = await office.rows("SELECT recognition FROM paper_scan")
            assert scan["recognition"] == Recognition.FAILED.value

    asyncio.run(run())
