"""A procedure is suspended, abolished, taken up again: by two people, on a day, with a reason that everybody reads."""

import asyncio

from shared.core import clock

from .kit import CHANGES, EDITOR, LIST, decide, look, press, send

COUNTER = "counter-officer"


async def _halt(office, code: str, kind: str, **said: str) -> str:
    """Begin, send and approve; where the change is."""
    begun = await press(office, f"{LIST}/{code}/soan", EDITOR, kind=kind)
    assert begun.status_code == 303, begun.text
    change = str(begun.headers["location"])
    assert change.startswith(CHANGES)
    sent = await send(office, change, clock.local_now().date(), **({"reason": "Chờ sửa quy chuẩn"} | said))
    assert sent.status_code == 303, sent.text
    assert (await decide(office, change, "duyet")).status_code == 303
    return change


async def _receive(office, form: str = "chung"):
    procedure = office.procedures[form]
    new = {
        "procedure_code": procedure["code"],
        "full_name": "Lê Văn Giấy",
        "address": "12 Lê Lợi",
        "paper_codes": [paper["code"] for paper in procedure["papers"]],
    }
    return await office.client.post("/api/one-stop/v1/dossiers", headers=office.headers(COUNTER), json=new)


async def _told(office, kind: str) -> list:
    return await office.rows("SELECT data::text FROM outbox WHERE type = $1", f"one-stop.{kind}.v1")


def test_what_is_suspended_takes_nothing_new_until_it_is_resumed_and_open_dossiers_go_on(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            code = office.procedures["chung"]["code"]
            running = await office.file()
            await _halt(office, code, "suspend")
            assert "Chờ sửa quy chuẩn" in (await _told(office, "procedure-suspended"))[0]["data"]
            refused = await _receive(office)
            assert (refused.status_code, refused.json()["code"]) == (409, "procedure_suspended")
            assert "Chờ sửa quy chuẩn" in refused.text
            assert (
                "tạm dừng từ" in (await office.client.get("/mot-cua/tiep-nhan", headers=office.headers(COUNTER))).text
            )
            for act, role in (("accept", COUNTER), ("transfer", COUNTER)):
                assert (await office.act(running, act, role, {} if act == "transfer" else None)).status_code == 200
            again = await press(office, f"{LIST}/{code}/soan", EDITOR, kind="suspend")
            assert again.status_code == 409
            assert "khi thủ tục tạm dừng" in again.text
            await _halt(office, code, "resume")
            assert len(await _told(office, "procedure-resumed")) == 1
            assert (await _receive(office)).status_code == 201

    asyncio.run(run())


def test_what_is_abolished_names_its_successor_and_may_be_taken_up_again(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            code, other = office.procedures["chung"]["code"], office.procedures["hop-bao"]["code"]
            begun = await press(office, f"{LIST}/{code}/soan", EDITOR, kind="abolish")
            change, today = begun.headers["location"], clock.local_now().date()
            for wrong in (code, "1.000000"):
                refused = await send(office, change, today, reason="Luật mới đã bỏ", successor_code=wrong)
                assert refused.status_code == 422
                assert "hãy kiểm tra lại mã" in refused.text
            silent = await send(office, change, today, reason="")
            assert silent.status_code == 422
            assert (await send(office, change, today, reason="Luật mới đã bỏ", successor_code=other)).status_code == 303
            assert other in await look(office, change)
            assert (await decide(office, change, "duyet")).status_code == 303
            told = (await _told(office, "procedure-ended"))[0]["data"]
            assert other in told
            assert "123/QĐ-UBND" in told
            assert (await _receive(office)).json()["code"] == "procedure_ended"
            assert "Đã bãi bỏ" in await look(office, f"{LIST}?tinh_trang=ended")
            await _halt(office, code, "resume")
            assert (await _receive(office)).status_code == 201
            (row,) = await office.rows("SELECT version FROM procedure_version WHERE code = $1 AND current", code)
            assert row["version"] == 2

    asyncio.run(run())
