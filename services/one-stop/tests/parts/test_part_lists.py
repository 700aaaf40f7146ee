"""Parts in the lists of the agency that is asked: given out by the head of a unit, filtered, kept as a view, exported."""

import asyncio
from pathlib import Path
from typing import Any

from one_stop.asked_parts.arriving import release_parts
from shared.directory.keeping import keep_person
from testing.factories import a_person, a_post

from .kit import (
    COUNTER,
    SPECIALIST,
    THERE,
    URL,
    answered,
    ask,
    asked_id,
    carry,
    do,
    headers_of,
    held,
    parts_of,
    press,
    staff,
    there,
)


def test_a_unit_is_asked_and_its_head_gives_it_out_inside_it(one_stop: Any, authority_folder: Path) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await staff(office, authority_folder)
            async with office.database.sessions.begin() as session:
                for person, unit in (("trong", "u-1"), ("ngoai", "u-2")):
                    post = a_post(THERE, SPECIALIST, unit_id=unit)
                    await keep_person(session, a_person(person, post, full_name=person, user_name=person))
            await ask(office, await held(office))
            await carry(office)
            part = await asked_id(office)
            await office.rows("UPDATE asked_part SET unit_id = 'u-1' RETURNING id")
            head = there(office, SPECIALIST, subject="truong", unit="u-1", leads_unit=True)
            other = there(office, SPECIALIST, subject="truong2", unit="u-2", leads_unit=True)
            wrong = await do(office, part, "take-in", other)
            assert (wrong.status_code, wrong.json()["code"]) == (409, "part_of_another_unit")
            assert (await do(office, part, "take-in", head)).status_code == 200
            outside = await do(office, part, "assign", head, {"holder_id": "ngoai"})
            assert (outside.status_code, outside.json()["errors"][0]["pointer"]) == (422, "/holder_id")
            assert (await do(office, part, "assign", head, {"holder_id": "trong"})).status_code == 200
            again = await do(office, part, "assign", head, {"holder_id": "trong"})
            assert again.json()["code"] == "part_holder_unchanged"
            listed = await office.client.get(f"{URL}/asked-parts?scope=unit", headers=headers_of(office, head))
            assert [one["id"] for one in listed.json()["items"]] == [part]
            # He leaves; it comes back to the list, and who asks sees that nobody has it.
            async with office.database.sessions.begin() as session:
                await release_parts(session, a_person("trong"))
            (row,) = await office.rows("SELECT holder_id, unit_id FROM asked_part")
            assert (row["holder_id"], row["unit_id"]) == (None, "u-1")

    asyncio.run(run())


def test_the_list_of_parts_is_a_list_like_every_other(one_stop: Any, authority_folder: Path) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await staff(office, authority_folder)
            dossier = await held(office)
            await ask(office, dossier)
            await carry(office)
            who = there(office, COUNTER)
            headers, place, views = headers_of(office, who), "/mot-cua/phan-viec", f"{URL}/lists/asked-parts/views"
            found = await office.client.get(f"{place}?q=so xay dung", headers=headers)
            assert "lt-list__code" in found.text
            assert "lt-list__code" not in (await office.client.get(f"{place}?q=khong-co", headers=headers)).text
            assert (await office.client.get(f"{place}/ket-xuat?dang=csv", headers=headers)).status_code == 200
            assert (await office.client.get(f"{place}/ban-in", headers=headers)).status_code == 200
            assert (await press(office, f"{place}/dang-xem?trang_thai=sent", who, name="Mới đến")).status_code == 303
            shown = (await office.client.get(f"{place}/dang-xem", headers=headers)).text
            view = shown.partition(f'action="{place}/dang-xem/')[2].partition('"')[0]
            assert (await press(office, f"{place}/dang-xem/{view}", who, what="drop")).status_code == 303
            kept = await office.client.post(
                views, headers=headers, json={"name": "Quá hạn", "filters": {"state": "overdue"}}
            )
            assert kept.status_code == 200, kept.text
            one = f"{views}/{kept.json()['items'][0]['id']}"
            assert (await office.client.patch(one, headers=headers, json={"name": "Trễ"})).status_code == 200
            assert (await office.client.delete(one, headers=headers)).json()["items"] == []
            await answered(office, await asked_id(office))
            for state, amount in (("open", 0), ("ended", 1), ("overdue", 0)):
                listed = await office.client.get(f"{URL}/asked-parts?state={state}&count=true", headers=headers)
                assert listed.json()["count"] == amount, state
            part = await asked_id(office)
            lines = await office.client.get(f"{URL}/asked-parts/{part}/timeline", headers=headers)
            acts = [line["act"] for line in lines.json()["items"]]
            assert acts == ["arrive", "take-in", "claim", "draft", "sign"]
            assert (await parts_of(office, dossier))[0]["number"] == 1

    asyncio.run(run())
