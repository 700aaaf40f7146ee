"""The agency of a step is chosen from a list of names; what is no agency at work is refused at its box."""

import asyncio
from typing import Any

import pytest

from testing.factories import an_agency

from .kit import begin, boxes, look, save

THERE, NAME = "000.00.10.H08", "Sở Tư pháp tỉnh Bình Định"


async def _steps(office: Any, change: str) -> tuple[str, str]:
    """The box of the examination's agency, and the page."""
    page = await look(office, f"{change}/sua")
    return next(name for name in boxes(page) if name.endswith(".at") and name.startswith("steps.1.")), page


@pytest.mark.parametrize("typed", [f"{NAME} ({THERE})", THERE, NAME, "sở tư pháp tỉnh bình định"])
def test_it_is_chosen_by_name_and_kept_by_code(one_stop: Any, typed: str) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await office.tell(an_agency(THERE, name=NAME), "mail-directory")
            change = await begin(office, office.procedures["chung"]["code"])
            box, page = await _steps(office, change)
            assert f'<option value="{NAME} ({THERE})">' in page
            assert 'list="cac-co-quan"' in page
            await save(office, change, **{box: typed})
            told = await look(office, change)
            assert "Không có cơ quan nào" not in told
            assert f"do {NAME} làm" in told

    asyncio.run(run())


@pytest.mark.parametrize("typed", ["000.00.77.H08", "Sở Không Có", f"{NAME} (000.00.77.H08)", "Phòng Trùng tên"])
def test_what_is_no_agency_at_work_or_is_two_is_refused_at_its_box(one_stop: Any, typed: str) -> None:
    async def run() -> None:
        async with one_stop() as office:
            for code in ("000.01.10.H08", "000.02.10.H08"):
                await office.tell(an_agency(code, name="Phòng Trùng tên"), "mail-directory")
            change = await begin(office, office.procedures["chung"]["code"])
            box, _ = await _steps(office, change)
            saved = await save(office, change, **{box: typed, "then": "check"})
            page = await look(office, saved.headers["location"])
            assert f'id="{box}-error"' in page
            assert f"Không có cơ quan nào đang hoạt động là “{typed}”" in page
            assert boxes(page)[box] == typed, "what was typed stands there to be mended"

    asyncio.run(run())


def test_what_was_kept_by_code_is_shown_by_name(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await office.tell(an_agency(THERE, name=NAME), "mail-directory")
            change = await begin(office, office.procedures["chung"]["code"])
            box, _ = await _steps(office, change)
            await save(office, change, **{box: THERE})
            _, page = await _steps(office, change)
            assert boxes(page)[box] == f"{NAME} ({THERE})"
            await save(office, change, **{box: "cơ quan cấp trên"})
            assert "do cơ quan cấp trên làm" in await look(office, change)

    asyncio.run(run())
