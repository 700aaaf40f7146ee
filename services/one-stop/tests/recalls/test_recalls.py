"""What was signed or handed over by mistake is taken back, with a reason; the number is not given again and the term goes on."""

import asyncio
from typing import Any

import orjson

from shared.directory.keeping import keep_person
from testing.factories import a_person, an_applicant, handed_to_applicant

COUNTER, SPECIALIST, LEADER = "counter-officer", "specialist", "leader"
DRAFT = {"number": "45/GP", "title": "Giấy phép", "body": "Chấp thuận theo hồ sơ đã nộp."}
WHY = {"reason": "Ghi sai số thửa đất"}


async def _drafted(office: Any, number: str = "45/GP") -> str:
    dossier: str = await office.file("hop-bao")
    for act, role in (("accept", COUNTER), ("transfer", COUNTER), ("claim", SPECIALIST)):
        await office.act(dossier, act, role, {} if act == "transfer" else None)
    assert (await office.act(dossier, "finish", SPECIALIST, DRAFT | {"number": number})).status_code == 200
    return dossier


async def _signed(office: Any, number: str = "45/GP") -> str:
    dossier = await _drafted(office, number)
    assert (await office.act(dossier, "sign", LEADER)).status_code == 200
    return dossier


async def _told(office: Any, kind: str) -> list[dict[str, Any]]:
    rows = await office.rows(
        "SELECT data::text AS data FROM outbox WHERE type = $1 ORDER BY position", f"one-stop.{kind}.v1"
    )
    return [orjson.loads(row["data"]) for row in rows]


async def _row(office: Any) -> Any:
    return (await office.rows("SELECT * FROM dossier"))[0]


def test_only_a_leader_recalls_with_a_reason_and_only_what_is_signed(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier = await _drafted(office)
            early = await office.act(dossier, "recall", LEADER, WHY)
            assert (early.status_code, early.json()["code"]) == (409, "dossier_action_not_allowed")
            await office.act(dossier, "sign", LEADER)
            before = await _row(office)
            for role, body, status in ((COUNTER, WHY, 403), (SPECIALIST, WHY, 403), (LEADER, {"reason": "Sai"}, 422)):
                assert (await office.act(dossier, "recall", role, body)).status_code == status
            assert await _row(office) == before

    asyncio.run(run())


def test_a_signed_result_that_is_wrong_goes_back_to_its_drafter_and_is_signed_anew(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier = await _drafted(office)
            due = (await _row(office))["due_at"]
            await office.act(dossier, "sign", LEADER)
            (wrong,) = await office.rows("SELECT sha256, verification_code FROM dossier_result")
            before = await _row(office)
            page = await office.press(dossier, "thu-hoi-ket-qua", LEADER, **WHY)
            assert page.status_code == 303, page.text
            row = await _row(office)
            assert (row["status"], row["finished_at"], row["result_outcome"], row["has_draft"]) == (4, None, "", False)
            assert (row["due_at"], row["due_original"]) == (due, before["due_original"]), (
                "the term goes on as it was promised"
            )
            assert row["holder_id"] == f"{SPECIALIST}.{office.agency}"
            (event,) = await _told(office, "result-recalled")
            assert (event["verification_code"], event["sha256"]) == (wrong["verification_code"], wrong["sha256"])
            assert (event["status"], event["reason"]) == (4, WHY["reason"])
            assert await office.rows("SELECT 1 FROM job WHERE name = 'dossier-deadline' AND key = $1", dossier)
            assert (await office.act(dossier, "sign", LEADER)).status_code == 409

            shown = (await office.client.get(f"/mot-cua/ho-so/{dossier}", headers=office.headers(SPECIALIST))).text
            assert "đã thu hồi ngày" in shown
            assert WHY["reason"] in shown
            old = f"/mot-cua/ho-so/{dossier}/tep/{wrong['sha256']}"
            assert (await office.client.get(old, headers=office.headers(SPECIALIST))).status_code == 200
            again = await office.act(dossier, "finish", SPECIALIST, DRAFT)
            assert (again.status_code, again.json()["code"]) == (422, "result_number_taken")
            assert (await office.act(dossier, "finish", SPECIALIST, DRAFT | {"number": "46/GP"})).status_code == 200
            assert (await office.act(dossier, "sign", LEADER)).status_code == 200
            codes = [event["verification_code"] for event in await _told(office, "dossier-finished")]
            assert len(set(codes)) == 2
            kept = await office.rows("SELECT number, recalled_by_name, reason FROM recalled_result")
            assert [tuple(row) for row in kept] == [("45/GP", "Lê Quang Minh", WHY["reason"])]
            assert await office.rows("SELECT 1 FROM evidence WHERE kind = 'result-recalled'")

    asyncio.run(run())


def test_a_recalled_result_whose_drafter_has_left_waits_for_whoever_is_there(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier = await _signed(office)
            async with office.database.sessions.begin() as session:
                await keep_person(
                    session, a_person(f"{SPECIALIST}.{office.agency}", full_name="Đã Nghỉ", user_name="nghi")
                )
            assert (await office.act(dossier, "recall", LEADER, WHY)).status_code == 200
            row = await _row(office)
            assert (row["status"], row["holder_id"], row["step_role"]) == (4, None, SPECIALIST)
            (result,) = await office.rows("SELECT sha256, number, signed_by, verification_code FROM dossier_result")
            assert tuple(result) == ("", "", "", None), "its words are a draft again"

    asyncio.run(run())


def test_of_two_who_act_at_once_one_is_told_and_a_repeat_does_nothing_more(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier = await _signed(office)
            both = await asyncio.gather(
                office.act(dossier, "recall", LEADER, WHY),
                office.act(dossier, "hand-over", COUNTER, handed_to_applicant()),
            )
            assert sorted(answer.status_code for answer in both) == [200, 409]
            if (await _row(office))["status"] == 10:
                assert (await office.act(dossier, "undo-hand-over", COUNTER, WHY)).status_code == 200
                assert (await office.act(dossier, "recall", LEADER, WHY)).status_code == 200
            first, second = await _signed(office, "47/GP"), {"Idempotency-Key": "thu-hoi-mot-lan"}
            for _ in range(2):
                assert (await office.act(first, "recall", LEADER, WHY, **second)).status_code == 200
            assert len(await office.rows("SELECT 1 FROM recalled_result")) == 2

    asyncio.run(run())


def test_a_result_that_was_handed_over_by_mistake_waits_to_be_fetched_again(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier = await _signed(office)
            finished = (await _row(office))["finished_at"]
            early = await office.act(dossier, "undo-hand-over", COUNTER, WHY)
            assert early.status_code == 409
            await office.act(dossier, "hand-over", COUNTER, handed_to_applicant())
            assert (await office.act(dossier, "undo-hand-over", SPECIALIST, WHY)).status_code == 403
            assert (await office.act(dossier, "undo-hand-over", COUNTER, {"reason": ""})).status_code == 422
            assert (await _row(office))["status"] == 10
            too_late = await office.act(dossier, "recall", LEADER, WHY)
            assert (too_late.status_code, too_late.json()["code"]) == (409, "dossier_closed")
            page = await office.press(dossier, "thu-hoi-viec-tra", COUNTER, **WHY)
            assert page.status_code == 303, page.text
            row = await _row(office)
            assert (row["status"], row["returned_at"], row["finished_at"]) == (9, None, finished)
            (result,) = await office.rows("SELECT returned_to, returned_by_name FROM dossier_result")
            assert tuple(result) == ("", "")
            (noted,) = await office.rows("SELECT facts::text AS facts FROM evidence WHERE kind = 'hand-over-undone'")
            assert an_applicant().full_name in noted["facts"], "to whom it was given is kept"
            assert len(await _told(office, "hand-over-undone")) == 1
            assert (await office.act(dossier, "hand-over", COUNTER, handed_to_applicant())).status_code == 200

    asyncio.run(run())
