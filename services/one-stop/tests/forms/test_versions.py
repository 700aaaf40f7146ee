"""A template that is replaced is kept: each version with its day and who decided, to be looked at and returned to."""

import asyncio
import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from shared.core import clock
from shared.work.template_versions import Stands, standings

from .test_templates import OURS, PAGE, _press, _receipt, _see, text_of

FIRST = OURS
SECOND = OURS.replace("Mẫu riêng của tỉnh", "Mẫu thứ hai")


class Office:
    """The operator's page of one form, with the province's folder beside it."""

    def __init__(self, office: Any, folder: Path) -> None:
        self.office, self.folder = office, folder / "data" / "thu" / "templates" / "ND118_2025"
        self.folder.mkdir(parents=True)
        settings = office.settings.model_copy(update={"data": folder / "data", "province": "thu"})
        office.app.state.settings = settings

    async def html(self) -> str:
        return str((await _see(self.office)).text)

    async def accept(self, source: str, **typed: str) -> Any:
        (self.folder / "form01.typ").write_text(source)
        html = await self.html()
        seen, stamp = (re.search(rf'name="{name}" value="([^"]*)"', html)[1] for name in ("sha256", "stamp"))  # type: ignore[index]
        return await _press(self.office, "dung", sha256=seen, stamp=stamp, **typed)

    async def versions(self) -> list[Any]:
        return list(await self.office.rows("SELECT * FROM accepted_template ORDER BY accepted_at"))


def boxes(day: date) -> dict[str, str]:
    return {"begins_on-day": str(day.day), "begins_on-month": str(day.month), "begins_on-year": str(day.year)}


def test_what_is_replaced_is_kept_looked_at_and_returned_to(one_stop: Callable[[], Any], tmp_path: Path) -> None:
    async def run() -> None:
        async with one_stop() as office:
            desk = Office(office, tmp_path)
            assert (await desk.accept(FIRST)).status_code == 303
            assert (await desk.accept(SECOND)).status_code == 303
            assert "Mẫu thứ hai" in await _receipt(office)
            first, second = await desk.versions()
            html = await desk.html()
            assert html.count("Đỗ Vận Hành,") == 2, "who decided, at each"
            assert "Đã thay" in html
            looked = await _see(office, f"{PAGE}/xem-thu/{first['id']}")
            assert "Mẫu riêng của tỉnh" in text_of(looked.content)
            for other in (f"{PAGE.replace('/01', '/02')}/xem-thu/{first['id']}", f"{PAGE}/xem-thu/{uuid4()}"):
                assert (await _see(office, other)).status_code == 404
            again = f"phien-ban/{first['id']}/dung-lai"
            late = await _press(office, again, stamp="1-0")
            assert late.status_code == 409
            assert "Người khác vừa đổi mẫu" in late.text
            assert (await _press(office, again, stamp="2-0")).status_code == 303
            assert "Mẫu riêng của tỉnh" in await _receipt(office)
            assert (await _press(office, again, stamp="3-0")).status_code == 409, "it is in use"
            assert (await _press(office, "bo", stamp="3-0")).status_code == 303
            assert "Mẫu riêng của tỉnh" not in await _receipt(office)
            assert (await _press(office, f"phien-ban/{second['id']}/dung-lai", stamp="4-0")).status_code == 303
            assert "Mẫu thứ hai" in await _receipt(office)
            assert len(await desk.versions()) == 5, "none was changed or deleted"

    asyncio.run(run())


def test_a_version_is_used_from_its_day_on_and_may_be_called_off_before(
    one_stop: Callable[[], Any], tmp_path: Path
) -> None:
    async def run() -> None:
        async with one_stop() as office:
            desk, today = Office(office, tmp_path), clock.local_now().date()
            for typed in (
                boxes(today - timedelta(days=1)),
                boxes(today + timedelta(days=400)),
                {"begins_on-day": "99"},
            ):
                refused = await desk.accept(FIRST, **typed)
                assert refused.status_code == 422
                assert 'href="#begins_on"' in refused.text
            assert not await desk.versions()
            assert (await desk.accept(FIRST, **boxes(today + timedelta(days=2)))).status_code == 303
            assert "Mẫu riêng của tỉnh" not in await _receipt(office)
            assert "Sẽ dùng" in await desk.html()
            (coming,) = await desk.versions()
            await office.rows("UPDATE accepted_template SET begins_on = $1", today)
            assert "Mẫu riêng của tỉnh" in await _receipt(office), "its day has come"
            off = f"phien-ban/{coming['id']}/bo-lich"
            assert (await _press(office, off, stamp="1-0")).status_code == 409, "too late to call it off"
            await office.rows("UPDATE accepted_template SET begins_on = $1", today + timedelta(days=2))
            assert (await _press(office, off, stamp="1-0")).status_code == 303
            assert "Đã bỏ lịch" in await desk.html()
            await office.rows("UPDATE accepted_template SET begins_on = $1", today)
            assert "Mẫu riêng của tỉnh" not in await _receipt(office), "called off for good"

    asyncio.run(run())


def test_an_earlier_version_that_no_longer_prints_is_not_returned_to(
    one_stop: Callable[[], Any], tmp_path: Path
) -> None:
    async def run() -> None:
        async with one_stop() as office:
            desk = Office(office, tmp_path)
            await desk.accept(FIRST)
            await desk.accept(SECOND)
            first, _ = await desk.versions()
            broken = OURS.replace('get("code")', 'get("ma_cu")').encode()
            await office.rows("UPDATE accepted_template SET source = $1 WHERE id = $2", broken, first["id"])
            refused = await _press(office, f"phien-ban/{first['id']}/dung-lai", stamp="2-0")
            assert refused.status_code == 422
            assert "“ma_cu”" in refused.text
            assert "Mẫu thứ hai" in await _receipt(office)

    asyncio.run(run())


@pytest.mark.parametrize("what", ["dung-lai", "bo-lich"])
def test_nobody_else_decides_on_versions(one_stop: Callable[[], Any], what: str) -> None:
    async def run() -> None:
        async with one_stop() as office:
            form = {"csrf_token": "csrf-token", "stamp": "0-0"}
            path = f"{PAGE}/phien-ban/{uuid4()}/{what}"
            assert (await office.client.post(path, headers=office.headers("leader"), data=form)).status_code == 403

    asyncio.run(run())


def test_where_each_version_stands() -> None:
    today = date(2026, 3, 2)

    class Row:
        def __init__(self, days: int, called_off: bool = False) -> None:
            self.id, self.begins_on = uuid4(), today + timedelta(days=days)
            self.called_off_at = clock.now() if called_off else None

    rows = [Row(9), Row(9), Row(5, True), Row(3), Row(0), Row(0), Row(-4)]
    found = standings(rows, today)
    expected = [
        Stands.COMING, Stands.PAST, Stands.CALLED_OFF, Stands.COMING, Stands.IN_USE, Stands.PAST, Stands.PAST,
    ]  # fmt: skip
    assert [found[row.id] for row in rows] == expected
