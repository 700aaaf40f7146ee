"""Forks in the catalogue's screens, and branches of a unit of one's own."""

import asyncio
from datetime import date
from pathlib import Path
from typing import Any

from shared.contracts.mail_directory import UnitRecorded
from shared.directory.keeping import keep_unit

from ..catalogue.kit import begin, look, save
from ..parts.kit import THERE, THIRD, parts_of
from .kit import FORK, forked, into_the_fork, ready

UNIT = "Phòng Quản lý đô thị"


def _with_units(row: dict[str, Any]) -> None:
    forked(row)
    own = [{"name": "Đo vẽ", "unit": UNIT, "hours": 8}, {"name": "Thẩm tra", "unit": "Phòng không còn", "hours": 8}]
    row["steps"][2] = FORK | {"parallel": own}


def _the_unit(agency: str) -> UnitRecorded:
    since = date(2025, 1, 1)
    return UnitRecorded(
        unit_id="u-qldt", agency_code=agency, code="QLDT", name=UNIT, unit_kind="division", valid_from=since
    )


def test_a_branch_of_an_own_unit_goes_to_it_and_of_one_that_is_no_more_to_the_agency(
    one_stop: Any, tmp_path: Path, authority_folder: Path
) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier = await ready(office, tmp_path, authority_folder, _with_units)
            async with office.database.sessions.begin() as session:
                await keep_unit(session, _the_unit(office.agency))
            await into_the_fork(office, dossier)
            parts = await parts_of(office, dossier)
            assert parts[0]["agency_name"].split(",")[0] == UNIT
            assert {part["agency_code"] for part in parts} == {office.agency}

    asyncio.run(run())


def test_branches_are_drafted_on_the_screen_checked_and_drawn(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            change = await begin(office, office.procedures["chung"]["code"])
            lines = f"Ý kiến về đất | {THERE} | 8\nÝ kiến về đường | {THIRD} | 16"
            wrong = await save(office, change, then="check", **{"steps.2.parallel": lines})
            assert "chưa có nơi gặp nhau" in (await look(office, wrong.headers["location"]))
            garbled = await save(office, change, then="check", **{"steps.2.parallel": "Ý kiến về đất"})
            assert "kiem_tra" in garbled.headers["location"]
            more = {
                "steps.5.name": "Tổng hợp",
                "steps.5.role": "specialist",
                "steps.5.hours": "8",
                "steps.5.position": "4",
            }
            await save(
                office,
                change,
                then="later",
                **({"steps.2.parallel": lines, "steps.3.position": "5", "steps.4.position": "6"} | more),
            )
            page = await look(office, change)
            assert "Ý kiến về đường (" in page
            assert "Sơ đồ quy trình của bản thảo" in page

    asyncio.run(run())
