"""Settled on the spot: one act, no receipt, a line of the register, and nothing left to do or to take back."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import orjson
import pytest

from one_stop.catalogue.content import Content, typed_of

from .cased import CODE, brought, publish

PROVINCE = Path(__file__).parents[4] / "data" / "binh-dinh"
COUNTER, LEADER = "counter-officer", "leader"
URL, PAGE = "/api/one-stop/v1/dossiers", "/mot-cua/tiep-nhan"
DECIDED = {"at_once": True, "decided_by": "Trần Minh Thuận, Phó Chủ tịch", "result_number": "15/CT-SY"}


def play(one_stop: Any, act: Callable[[Any], Awaitable[None]], **changed: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await publish(office, cases=[], papers=[], fee=0, on_the_spot=True, **changed)
            await act(office)

    asyncio.run(run())


async def post(office: Any, **more: Any) -> Any:
    return await office.client.post(URL, headers=office.headers(COUNTER), json=brought(**more))


def test_one_act_begins_and_ends_it(one_stop: Any) -> None:
    async def act(office: Any) -> None:
        made = await post(office, **DECIDED)
        assert made.status_code in (200, 201), made.text
        (row,) = await office.rows(
            "SELECT id, code, status, received_at, finished_at, returned_at, due_at, holder_id, result_outcome FROM dossier"
        )
        assert (row["status"], row["holder_id"], row["result_outcome"]) == (10, None, "granted")
        assert row["received_at"] == row["finished_at"] == row["returned_at"] < row["due_at"]
        assert row["code"].startswith(office.agency)
        assert await office.rows("SELECT 1 FROM printed_form") == []
        lines = await office.rows("SELECT action, note FROM hand_over")
        assert [(line["action"], line["note"]) for line in lines] == [
            ("at-once", "Người quyết định: Trần Minh Thuận, Phó Chủ tịch. Kết quả số 15/CT-SY")
        ]
        told = await office.rows("SELECT type, data::text AS data FROM outbox WHERE kind = 'dossier' ORDER BY position")
        assert [event["type"] for event in told] == ["one-stop.dossier-received.v1", "one-stop.result-returned.v1"]
        assert json.loads(told[0]["data"])["receipt"] is None
        (kept,) = await office.rows("SELECT facts FROM evidence WHERE kind = 'dossier-settled-at-once'")
        assert "Trần Minh Thuận" in str(kept["facts"])
        headers = office.headers(LEADER)
        register = (await office.client.get("/mot-cua/so-theo-doi", headers=headers)).text
        assert row["code"] in register, "it has its line of the register"
        page = (await office.client.get(f"/mot-cua/ho-so/{row['id']}", headers=headers)).text
        assert "Giải quyết ngay tại quầy" in page
        assert "15/CT-SY" in page
        assert await office.rows("SELECT 1 FROM job WHERE name = 'keep-control-sheet'") == [], "it changed no hands"
        sheets = [await office.client.get(f"/mot-cua/ho-so/{row['id']}/phieu-kiem-soat", headers=headers) for _ in "12"]
        assert sheets[0].status_code == 200
        assert sheets[0].content == sheets[1].content, "made for who asks, once"
        assert len(await office.rows("SELECT 1 FROM printed_form WHERE form_no = '06'")) == 1
        for path, body in (("undo-hand-over", {"reason": "Trao nhầm"}), ("recall", {"reason": "Sai tên"})):
            refused = await office.act(str(row["id"]), path, LEADER, body)
            assert refused.status_code == 409, (path, refused.text)

    play(one_stop, act)


def test_who_asks_for_a_receipt_has_it_with_the_result(one_stop: Any) -> None:
    """NĐ 61/2018/NĐ-CP Điều 17 khoản 4: no receipt need be made, but whoever asks for one is given it."""

    async def act(office: Any) -> None:
        headers = office.headers(COUNTER)
        page = (await office.client.get(f"{PAGE}?thu_tuc={CODE}", headers=headers)).text
        assert "Người nộp yêu cầu giấy tiếp nhận" in page
        form = {"csrf_token": "csrf-token", "procedure_code": CODE, "dossier_id": str(uuid4()), "declared": "paper"}
        form |= {"full_name": "Lê Thị Bé", "address": "1 Lê Lợi", "decided_by": "Trần Minh Thuận, Phó Chủ tịch"}
        form |= {"at_once": "true", "receipt_wanted": "true"}
        made = await office.client.post(PAGE, headers=headers, data=form)
        assert made.status_code == 303, made.text
        (kept,) = await office.rows("SELECT form_no, sha256, snapshot::text AS said, seal_agency FROM printed_form")
        assert (kept["form_no"], kept["seal_agency"]) == ("01", office.agency)
        assert "Lê Thị Bé" in kept["said"]
        assert "Đã giải quyết và trả kết quả ngay" in kept["said"], "nobody is told to come back"
        (told,) = await office.rows("SELECT data FROM outbox WHERE type = 'one-stop.dossier-received.v1'")
        assert json.loads(told["data"])["receipt"]["sha256"] == kept["sha256"]
        assert json.loads(told["data"])["settled_at_once"]
        shown = (await office.client.get(made.headers["location"], headers=headers)).text
        assert "In giấy tiếp nhận" in shown
        file = await office.client.get(f"/mot-cua/ho-so/{form['dossier_id']}/tep/{kept['sha256']}", headers=headers)
        assert file.content.startswith(b"%PDF")

    play(one_stop, act)


@pytest.mark.parametrize(
    ("more", "pointer"),
    [
        ({"at_once": True}, "/decided_by"),
        (DECIDED | {"decided_by": " \u200b "}, "/decided_by"),
        (DECIDED | {"channel": "post"}, "/channel"),
        (DECIDED | {"agency_code": "000.00.21.H08"}, "/agency_code"),
    ],
)
def test_what_is_missing_is_said_and_nothing_begins(one_stop: Any, more: dict[str, Any], pointer: str) -> None:
    async def act(office: Any) -> None:
        refused = await post(office, **more)
        assert refused.status_code == 422, refused.text
        assert pointer in [error["pointer"] for error in refused.json()["errors"]], refused.text
        assert await office.rows("SELECT 1 FROM dossier UNION ALL SELECT 1 FROM hand_over") == []

    play(one_stop, act)


def test_a_procedure_that_does_not_say_so_is_received_as_usual(one_stop: Any) -> None:
    async def act(office: Any) -> None:
        await publish(office, cases=[], papers=[], fee=0)
        refused = await post(office, **DECIDED)
        assert refused.status_code == 422
        assert "không giải quyết ngay tại quầy" in refused.text
        assert await office.rows("SELECT 1 FROM dossier") == []
        page = await office.client.get(f"{PAGE}?thu_tuc={CODE}", headers=office.headers(COUNTER))
        assert "Giải quyết ngay" not in page.text

    play(one_stop, act)


def test_the_page_offers_it_keeps_what_was_typed_and_makes_one_however_often_it_is_pressed(one_stop: Any) -> None:
    async def act(office: Any) -> None:
        headers = office.headers(COUNTER)
        page = (await office.client.get(f"{PAGE}?thu_tuc={CODE}", headers=headers)).text
        assert 'value="true" name="at_once"' in page
        form = {"csrf_token": "csrf-token", "procedure_code": CODE, "dossier_id": str(uuid4()), "declared": "paper"}
        form |= {"full_name": "Lê Thị Bé", "address": "1 Lê Lợi", "at_once": "true", "result_number": "15/CT-SY"}
        refused = await office.client.post(PAGE, headers=headers, data=form)
        assert refused.status_code == 422, refused.text
        assert "Hãy nhập họ tên, chức vụ" in refused.text
        assert 'value="15/CT-SY"' in refused.text
        form["decided_by"] = "Trần Minh Thuận, Phó Chủ tịch"
        made = [await office.client.post(PAGE, headers=headers, data=form) for _ in range(2)]
        assert [answer.status_code for answer in made] == [303, 303]
        shown = await office.client.get(made[0].headers["location"], headers=headers)
        assert "Giải quyết ngay tại quầy: đã thực hiện." in shown.text
        assert len(await office.rows("SELECT 1 FROM dossier")) == 1

    play(one_stop, act)


def test_the_fee_is_taken_in_the_same_act(one_stop: Any) -> None:
    async def act(office: Any) -> None:
        await publish(office, cases=[], papers=[], fee=2_000, fee_collected="at_intake", on_the_spot=True)
        made = await post(office, pays=True, **DECIDED)
        assert made.status_code in (200, 201), made.text
        (paid,) = await office.rows("SELECT total FROM fee_receipt")
        assert paid["total"] == 2_000

    play(one_stop, act)


def test_the_screen_of_procedures_keeps_it_and_takes_it_away() -> None:
    row = orjson.loads((PROVINCE / "procedures.json").read_bytes())["procedures"][0]
    typed = typed_of(row | {"on_the_spot": True})
    assert Content.model_validate(typed).row(row["code"], row, {})["on_the_spot"] is True
    taken_away = {name: said for name, said in typed.items() if name != "on_the_spot"}
    assert "on_the_spot" not in Content.model_validate(taken_away).row(row["code"], row | {"on_the_spot": True}, {})
