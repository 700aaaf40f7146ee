"""The counter hands dossiers to a unit by a numbered list; the unit takes them in; only then do they move, once."""

import asyncio
from typing import Any
from uuid import uuid4

from .kit import (
    API,
    COUNTER,
    LEADER,
    NAME,
    REASON,
    SPECIALIST,
    UNIT,
    acts,
    at_counter,
    hand,
    page,
    row_of,
    staffed,
    take,
    taker,
    words_of,
)


def test_a_list_is_made_once_on_the_page_and_names_both_who_gave_and_who_took(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await staffed(office)
            counter, first, second = (
                office.identity(COUNTER),
                await at_counter(office),
                await at_counter(office, "chung"),
            )
            new = await office.client.get("/mot-cua/lap-giay-ban-giao", headers=office.headers(counter))
            assert NAME in new.text
            for typed, said in ((UNIT, []), "ít nhất một hồ sơ"), (("", [first]), "Hãy chọn đơn vị nhận"):
                refused = await page(office, "lap-giay-ban-giao", counter, unit_id=typed[0], dossiers=typed[1])
                assert (refused.status_code, said in refused.text) == (422, True)
            list_id = str(uuid4())
            form = {"unit_id": UNIT, "dossiers": [first, second], "list_id": list_id}
            made = await page(office, "lap-giay-ban-giao", counter, **form)
            assert (made.status_code, made.headers["location"]) == (303, f"/mot-cua/giay-ban-giao/{list_id}?xong=lap")
            twice = await page(office, "lap-giay-ban-giao", counter, **form)
            assert (twice.status_code, twice.headers["location"]) == (303, f"/mot-cua/giay-ban-giao/{list_id}")
            assert (await row_of(office, first))["step_position"] == 0, "nothing moves before the unit has signed"
            sheet = f"/mot-cua/giay-ban-giao/{list_id}/giay"
            before = words_of((await office.client.get(sheet, headers=office.headers(counter))).content)
            for said in ("01/BG-HS/", NAME, (await row_of(office, first))["code"], "Nguyễn Thị Hoa"):
                assert said in before
            assert "Trần Văn Bình" not in before
            shown = await office.client.get("/mot-cua", headers=office.headers(taker(office)))
            assert "1 giấy bàn giao hồ sơ chờ đơn vị bạn nhận" in shown.text
            taken = await page(office, f"giay-ban-giao/{list_id}/nhan", taker(office))
            assert taken.headers["location"] == f"/mot-cua/giay-ban-giao/{list_id}?xong=nhan"
            after = words_of((await office.client.get(sheet, headers=office.headers(counter))).content)
            assert "Trần Văn Bình" in after
            assert "Bên nhận xác nhận lúc" in after
            shown = await office.client.get("/mot-cua", headers=office.headers(taker(office)))
            assert "chờ đơn vị bạn nhận" not in shown.text

    asyncio.run(run())


def test_what_was_taken_in_moves_once_and_lies_on_the_units_list(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await staffed(office)
            mine, assigned = await at_counter(office), await at_counter(office, "chung")
            made = (await hand(office, mine, assigned)).json()
            done = await take(office, made)
            assert (done.status_code, done.json()["state"]) == (200, "taken"), done.text
            for dossier, step, unit in ((mine, "examine", UNIT), (assigned, "assign", "")):
                row = await row_of(office, dossier)
                assert (row["step_code"], row["status"], row["unit_id"], row["holder_id"]) == (step, 4, unit, None)
                assert (await acts(office, dossier))[-3:] == ["listed", "transfer", "list-taken-in"]
            moved = await office.rows("SELECT 1 FROM outbox WHERE type = 'one-stop.dossier-moved.v1'")
            assert len(moved) == 2
            history = (await office.client.get(f"/mot-cua/ho-so/{mine}", headers=office.headers(COUNTER))).text
            for said in ("Giao đơn vị theo giấy bàn giao", "Đơn vị nhận bàn giao", made["number"], "Trần Văn Bình"):
                assert said in history
            kinds = await office.rows("SELECT kind, actor FROM evidence WHERE subject LIKE 'unit-list/%'")
            assert sorted((one["kind"], one["actor"].split(".")[0]) for one in kinds) == [
                ("dossiers-handed-to-unit", f"officer:{COUNTER}"),
                ("dossiers-taken-in", f"officer:{SPECIALIST}"),
            ]
            claimed = await office.act(mine, "claim", SPECIALIST)
            assert claimed.status_code == 200, "what the unit has is taken up as ever"

    asyncio.run(run())


def test_what_was_not_there_stays_at_the_counter_which_is_told_why(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await staffed(office)
            good, bad = await at_counter(office), await at_counter(office)
            made = (await hand(office, good, bad)).json()
            item = {one["dossier_id"]: one["id"] for one in made["items"]}
            mute = await page(office, f"giay-ban-giao/{made['id']}/nhan", taker(office), **{f"reason.{item[bad]}": "x"})
            assert (mute.status_code, "ít nhất 5 ký tự" in mute.text) == (422, True)
            assert (await row_of(office, good))["step_position"] == 0, "a refusal changes nothing"
            foreign = await take(office, made, {str(uuid4()): REASON})
            assert (foreign.status_code, foreign.json()["errors"][0]["pointer"]) == (422, "/missing")
            done = (await take(office, made, {item[bad]: "Thiếu bản vẽ kèm theo"})).json()
            assert {one["dossier_id"]: one["state"] for one in done["items"]} == {good: "taken", bad: "returned"}
            assert (await row_of(office, bad))["step_position"] == 0
            assert (await acts(office, bad))[-1] == "list-returned"
            again = (await office.client.get("/mot-cua/lap-giay-ban-giao", headers=office.headers(COUNTER))).text
            assert "Lần trước không nhận: Thiếu bản vẽ kèm theo" in again
            assert good not in again
            told = await office.rows(
                "SELECT data FROM outbox WHERE type = 'one-stop.officers-notified.v1' ORDER BY position"
            )
            kinds = [one["data"] for one in told if "unit-list" in str(one["data"])]
            assert ["unit-list-arrived" in str(one) for one in kinds] == [True, False]
            assert f"{COUNTER}.{office.agency}" in str(kinds[1])
            assert (await hand(office, bad)).status_code == 201, "mended, it goes once more"

    asyncio.run(run())


def test_a_dossier_that_left_the_counter_meanwhile_is_told_and_never_moved_again(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await staffed(office)
            singly, withdrawn, still = [await at_counter(office) for _ in range(3)]
            made = (await hand(office, singly, withdrawn, still)).json()
            assert (await office.act(singly, "transfer", COUNTER, {})).status_code == 200
            away = {"requester": "Lê Văn Rút", "id_kind": "Thẻ", "id_number": "1", "reason": "Đổi ý rồi"}
            assert (await office.act(withdrawn, "withdraw-at-counter", COUNTER, away)).status_code == 200
            done = (await take(office, made)).json()
            states = {one["dossier_id"]: (one["state"], one["note"]) for one in done["items"]}
            assert [states[one][0] for one in (singly, withdrawn, still)] == ["gone", "gone", "taken"]
            assert states[withdrawn][1]
            assert (await acts(office, singly)).count("transfer") == 1
            assert (await row_of(office, withdrawn))["status"] == 7

    asyncio.run(run())


def test_a_list_is_all_or_nothing_and_a_dossier_is_on_one_at_a_time(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await staffed(office)
            good, filed, gone = await at_counter(office), await office.file("hop-bao"), await at_counter(office)
            assert (await office.act(gone, "transfer", COUNTER, {})).status_code == 200
            for bad in (filed, gone):
                refused = await hand(office, good, bad)
                assert (refused.status_code, refused.json()["code"]) == (409, "unit_list_not_waiting")
            assert await office.rows("SELECT 1 FROM unit_list") == []
            both = await asyncio.gather(*(hand(office, good) for _ in range(2)))
            assert sorted(answer.status_code for answer in both) == [201, 409]
            (late,) = (answer.json() for answer in both if answer.status_code == 409)
            assert late["code"] == "unit_list_on_another"
            made = next(answer.json() for answer in both if answer.status_code == 201)
            assert made["number"].startswith("01/"), "what was refused took no number"
            ends = await asyncio.gather(take(office, made), take(office, made, who=taker(office, person="sau")))
            assert sorted(answer.status_code for answer in ends) == [200, 409]
            (second,) = (answer.json() for answer in ends if answer.status_code == 409)
            assert second["code"] == "unit_list_closed"
            assert (await acts(office, good)).count("transfer") == 1

    asyncio.run(run())


def test_a_list_that_nobody_took_in_is_cancelled_and_its_dossiers_never_left(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await staffed(office)
            dossier, counter = await at_counter(office), office.identity(COUNTER)
            made = (await hand(office, dossier)).json()
            mute = await page(office, f"giay-ban-giao/{made['id']}/huy", counter, reason=" ")
            assert mute.status_code == 422
            done = await page(office, f"giay-ban-giao/{made['id']}/huy", counter, reason="Giao nhầm đơn vị")
            assert done.headers["location"].endswith("?xong=huy")
            assert (await acts(office, dossier))[-1] == "list-cancelled"
            late = await take(office, made)
            assert (late.status_code, late.json()["code"]) == (409, "unit_list_closed")
            call = await office.client.post(
                f"{API}/{made['id']}/cancel", headers=office.headers(counter), json={"reason": "Giao nhầm đơn vị"}
            )
            assert call.status_code == 409
            again = (await hand(office, dossier)).json()
            assert again["number"].startswith("02/"), "the number stays used"
            call = await office.client.post(
                f"{API}/{again['id']}/cancel", headers=office.headers(counter), json={"reason": "Giao nhầm đơn vị"}
            )
            assert (call.status_code, call.json()["state"]) == (200, "cancelled")
            listed = await office.client.get(
                "/api/one-stop/v1/lists/unit-lists?state=cancelled", headers=office.headers(LEADER)
            )
            assert len(listed.json()["items"]) == 2

    asyncio.run(run())


def test_lists_are_found_by_words_of_the_unit_and_signs_stand_for_themselves(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await staffed(office)
            assert (await hand(office, await at_counter(office))).status_code == 201
            for words, amount in (("quản lý", 1), ("QUẢN LÝ", 1), ("%", 0), ("_", 0), ("/", 0), ("kế toán", 0)):
                url = "/api/one-stop/v1/lists/unit-lists"
                found = await office.client.get(url, params={"q": words}, headers=office.headers(LEADER))
                assert (found.status_code, len(found.json()["items"])) == (200, amount), words

    asyncio.run(run())
