"""The page of reception asks which case it is where there are several, and then for the papers of that one."""

import asyncio
from typing import Any

from .cased import CASES, CODE, LOST, NEW, brought, paper, publish

COUNTER = "counter-officer"
PAGE = "/mot-cua/tiep-nhan"


async def _look(office: Any, **asked: str) -> str:
    found = await office.client.get(PAGE, headers=office.headers(COUNTER), params=asked)
    assert found.status_code == 200, found.text
    return " ".join(found.text.split())


async def _send(office: Any, at: str = PAGE, **form: Any) -> Any:
    return await office.client.post(
        at, headers=office.headers(COUNTER), data={"csrf_token": "csrf-token", "declared": "paper"} | form
    )


def test_the_case_is_chosen_first_and_its_papers_are_asked_for(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await publish(office)
            choice = await _look(office, thu_tuc=CODE)
            assert "Chọn trường hợp của hồ sơ" in choice
            assert f"truong_hop={NEW}" in choice
            form = await _look(office, thu_tuc=CODE, truong_hop=LOST)
            assert "<strong>Giấy đã cấp bị mất</strong>" in form
            assert ('value="CK"' in form, 'value="VE"' in form) == (True, False)
            sent = brought("DON", "CK", case_code=LOST) | {f"originals.{code}": "1" for code in ("DON", "CK")}
            made = await _send(office, **sent)
            assert made.status_code == 303, made.text
            place = made.headers["location"].partition("?")[0]
            shown = (await office.client.get(place, headers=office.headers(COUNTER))).text
            assert "Giấy đã cấp bị mất" in shown

    asyncio.run(run())


def test_what_is_sent_without_a_case_comes_back_to_the_choice_and_nothing_is_received(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await publish(office)
            refused = await _send(office, **brought("DON", "CK"))
            assert refused.status_code == 422
            assert "Chọn trường hợp của hồ sơ" in refused.text
            assert not await office.rows("SELECT 1 FROM dossier")

    asyncio.run(run())


def test_where_there_is_one_case_the_form_comes_at_once(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await publish(office, cases=CASES[:1], papers=[paper("DON", "Đơn đề nghị")])
            form = await _look(office, thu_tuc=CODE)
            assert "<strong>Cấp lần đầu</strong>" in form
            assert "Chọn trường hợp khác" not in form

    asyncio.run(run())


def test_who_was_guided_in_one_case_may_come_back_with_another(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await publish(office)
            slip = brought("DON", case_code=LOST, reason="Thiếu giấy cam kết")
            sent = await _send(office, f"{PAGE}/huong-dan", **slip)
            assert sent.status_code == 303, sent.text
            walk_in = sent.headers["location"].rpartition("/")[2].partition("?")[0]
            slips = await office.client.get("/mot-cua/so-huong-dan", headers=office.headers(COUNTER))
            assert "(trường hợp: Giấy đã cấp bị mất)" in slips.text
            back = await _look(office, huong_dan=walk_in)
            assert "<strong>Giấy đã cấp bị mất</strong>" in back
            choice = await _look(office, huong_dan=walk_in, truong_hop="-")
            assert f"huong_dan={walk_in}&truong_hop={NEW}" in choice.replace("&amp;", "&")
            other = await _look(office, huong_dan=walk_in, truong_hop=NEW)
            assert ("<strong>Cấp lần đầu</strong>" in other, "Lê Văn Giấy" in other) == (True, True)

    asyncio.run(run())
