"""The portal is told by which number the holder of a digitised paper is known: as it is signed, and once of those from before."""

import asyncio
import json
from typing import Any

import pytest

from one_stop.digitising import catching_up
from shared.core import clock
from shared.work.jobs import Jobs

from .test_paper_results import LEADER, SCAN, act, entered

LAN, FIRM = "052190004317", "4100258793"
TOLD = "SELECT data::text AS data FROM outbox WHERE type = 'one-stop.result-digitised.v1' ORDER BY position"


async def _signed(office: Any, number: str, holder: str) -> None:
    paper = await entered(office, SCAN, number=number, holder_number=holder)
    assert (await act(office, paper, "sign", LEADER)).status_code == 200


async def _told(office: Any) -> list[tuple[str, str]]:
    found = [json.loads(row["data"]) for row in await office.rows(TOLD)]
    return [(one["result_number"], one["holder_number"]) for one in found]


def test_the_number_of_a_person_or_a_firm_goes_with_the_copy_and_no_other_papers(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await _signed(office, "1/GPXD", LAN)
            await _signed(office, "2/GPXD", "210123456")
            await _signed(office, "3/GPXD", FIRM)
            await _signed(office, "4/GPXD", FIRM + "001")
            await _signed(office, "5/GPXD", f"{LAN[:3]}-{LAN[3:]}")
            told = [("1/GPXD", LAN), ("2/GPXD", ""), ("3/GPXD", FIRM), ("4/GPXD", f"{FIRM}-001"), ("5/GPXD", LAN)]
            assert await _told(office) == told, "spelled as accounts are"

    asyncio.run(run())


def test_those_from_before_are_told_once_in_stretches(one_stop: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    async def run() -> None:
        async with one_stop() as office:
            for number in ("1/GPXD", "2/GPXD", "3/GPXD"):
                await _signed(office, number, LAN)
            await _signed(office, "4/GPXD", "")
            await entered(office, SCAN, number="5/GPXD", holder_number=LAN)
            before = len(await _told(office))
            monkeypatch.setattr(catching_up, "STRETCH", 2)
            for _ in range(2):
                worker = Jobs(office.database, [catching_up.BEGIN, catching_up.TELL_STRETCH])
                await worker.begin()
                for _ in range(9):
                    moved = "UPDATE job SET due_at = $1 WHERE name = 'tell-paper-holders' AND done_at IS NULL"
                    await office.rows(moved, clock.now())
                    await worker.do_next()
            again = sorted((await _told(office))[before:])
            assert again == [(number, LAN) for number in ("1/GPXD", "2/GPXD", "3/GPXD")]

    asyncio.run(run())
