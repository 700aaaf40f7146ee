"""Acts that have a page and a call, by the door that their own tests do not take."""

import asyncio
from typing import Any

from shared.contracts.online_services import SubmissionWithdrawn
from shared.core import clock

from .closing.test_endings import ASKED, STOPPING
from .intake.test_walk_ins import _typed as typed_at_the_counter
from .returns.kit import signed

COUNTER, SPECIALIST, LEADER = "counter-officer", "specialist", "leader"


async def _in_hand(office: Any) -> str:
    dossier: str = await office.file("hop-bao")
    for act, role in (("accept", COUNTER), ("transfer", COUNTER), ("claim", SPECIALIST)):
        assert (await office.act(dossier, act, role, {} if act == "transfer" else None)).status_code == 200
    return dossier


def test_a_program_withdraws_for_who_came_and_settles_what_was_withdrawn_online(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            came, online = await _in_hand(office), await _in_hand(office)
            done = await office.act(came, "withdraw-at-counter", COUNTER, ASKED)
            assert (done.status_code, done.json()["status"]) == (200, 7), done.text
            event = SubmissionWithdrawn(submission_id=online, reason="Nộp nhầm", withdrawn_at=clock.now())
            await office.tell(event, "online-services")
            decided = {"fee": "refund", "papers": "return", "papers_note": "Đơn"}
            settled = await office.act(online, "settle", COUNTER, decided)
            assert settled.status_code == 200, settled.text
            kept = await office.rows("SELECT settled_at FROM dossier")
            assert all(row["settled_at"] is not None for row in kept)

    asyncio.run(run())


def test_from_its_page_a_proposal_to_stop_is_turned_down_and_a_label_printed_once(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier = await _in_hand(office)
            assert (await office.act(dossier, "propose-stop", SPECIALIST, STOPPING)).status_code == 200
            turned = await office.press(dossier, "khong-dung", LEADER, reason="Hòa giải đã thành")
            assert turned.status_code == 303, turned.text
            assert not await office.rows("SELECT 1 FROM ending")
            form, headers = {"csrf_token": "csrf-token"}, office.headers(COUNTER)
            labels = [
                await office.client.post(f"/mot-cua/nhan-ho-so/{dossier}", headers=headers, data=form) for _ in "12"
            ]
            assert [label.status_code for label in labels] == [303, 303]
            assert len({label.headers["location"] for label in labels}) == 1

    asyncio.run(run())


def test_from_the_counters_page_somebody_is_refused_with_a_reason(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            form, headers = typed_at_the_counter(office.procedures["chung"]), office.headers(COUNTER)
            silent = await office.client.post("/mot-cua/tiep-nhan/tu-choi", headers=headers, data=form)
            assert silent.status_code == 422
            form["reason"] = "Không thuộc thẩm quyền của cơ quan."
            refused = await office.client.post("/mot-cua/tiep-nhan/tu-choi", headers=headers, data=form)
            assert refused.status_code == 303, refused.text
            (row,) = await office.rows("SELECT form_no FROM walk_in")
            assert row["form_no"] == "03"

    asyncio.run(run())


def test_a_program_says_that_the_post_brought_a_result_back(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier, headers = await signed(office, "1/KQ", return_channel="post"), office.headers(COUNTER)
            url = "/api/one-stop/v1/post-lists"
            body = {"carrier": "Bưu cục Quy Nhơn", "dossiers": [dossier]}
            read = (await office.client.post(url, headers=headers, json=body)).json()
            back = f"{url}/{read['id']}/items/{read['items'][0]['id']}/undelivered"
            told = await office.client.post(back, headers=headers, json={"reason": "Người nhận đi vắng ba lần"})
            assert told.status_code == 200, told.text
            waiting = await office.client.get("/api/one-stop/v1/lists/uncollected", headers=headers)
            assert [row["id"] for row in waiting.json()["items"]] == [dossier]

    asyncio.run(run())
