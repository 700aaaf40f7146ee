"""The province's file and what people published: the file never undoes a decision, and what it says anew is offered."""

import asyncio
import json
from pathlib import Path

from one_stop.seeding import seed
from shared.core import clock

from .kit import EDITOR, begin, decide, look, save, send


def _change(province: Path, change) -> None:
    file = province / "procedures.json"
    source = json.loads(file.read_text())
    change(source["procedures"])
    file.write_text(json.dumps(source))


async def _publish_by_people(office, code: str, name: str) -> None:
    change = await begin(office, code)
    await save(office, change, name=name)
    await send(office, change, clock.local_now().date())
    assert (await decide(office, change, "duyet")).status_code == 303


async def _name(office, code: str) -> str:
    (row,) = await office.rows("SELECT name FROM procedure_version WHERE code = $1 AND current", code)
    return str(row["name"])


async def _drafts(office, code: str) -> list:
    return await office.rows("SELECT id, content FROM procedure_change WHERE code = $1 AND state = 'draft'", code)


def test_the_file_leaves_alone_what_people_published_and_offers_what_it_says_anew(one_stop, tmp_path: Path):
    async def run() -> None:
        async with one_stop() as office:
            province, code = tmp_path / "province", office.procedures["chung"]["code"]
            await _publish_by_people(office, code, "Tên do người quyết định")
            await seed(office.database, office.settings, province)
            assert await _name(office, code) == "Tên do người quyết định"
            assert not await _drafts(office, code), "what the file says was published before"
            _change(province, lambda rows: rows[0].update(result="Kết quả mà tệp mới nêu"))
            for _ in range(2):
                await seed(office.database, office.settings, province)
            assert await _name(office, code) == "Tên do người quyết định"
            (draft,) = await _drafts(office, code)
            page = await look(office, f"/mot-cua/thay-doi-thu-tuc/{draft['id']}")
            assert "Kết quả mà tệp mới nêu" in page
            assert "Tệp dữ liệu của tỉnh" in page
            await decide(office, f"/mot-cua/thay-doi-thu-tuc/{draft['id']}", "bo", EDITOR)
            await seed(office.database, office.settings, province)
            assert not await _drafts(office, code), "dropped once, it does not come again"

    asyncio.run(run())


def test_a_procedure_of_people_stays_when_it_is_not_in_the_file(one_stop, tmp_path: Path):
    async def run() -> None:
        async with one_stop() as office:
            province, code = tmp_path / "province", office.procedures["chung"]["code"]
            await _publish_by_people(office, code, "Tên do người quyết định")
            _change(province, lambda rows: rows.pop(0))
            await seed(office.database, office.settings, province)
            assert await _name(office, code) == "Tên do người quyết định"

    asyncio.run(run())
