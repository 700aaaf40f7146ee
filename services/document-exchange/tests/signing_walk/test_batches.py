"""A batch is confirmed by the password, and signed one by one: what is signed stays signed, whatever happens after."""

import asyncio
import re
from datetime import timedelta
from typing import Any

import pytest

from shared.access.rights import Role
from shared.core.errors import Unavailable
from shared.work import signing_looks

from ..test_journey import run
from ..test_pages import post
from .test_walk import WALK, choose, chosen, look, shown, sign, status, submitted

SIGNATURES = "SELECT subject FROM evidence WHERE kind = 'document-sign'"


async def three(house: Any) -> tuple[list[str], dict[str, Any]]:
    """Chosen, and the form that signs them."""
    ids = [await submitted(house) for _ in range(3)]
    for _ in ids:
        await choose(house)
    return ids, chosen(await look(house))


async def signed(house: Any, ids: list[str]) -> int:
    found = [await status(house, one) for one in ids]
    assert set(found) <= {"signed", "submitted"}
    return found.count("signed")


async def go_on(house: Any, batch: str, who: Any = None) -> Any:
    """“Ký tiếp”; the page that it leads to, or why not."""
    who = who or house.person(Role.LEADER)
    answer = await post(house, who, f"{WALK}/lo/{batch}/tiep", {})
    return await house.call(who, "GET", answer.headers["location"]) if answer.status_code == 303 else answer


@pytest.mark.parametrize(
    ("confirmation", "answer", "said"),
    [
        ("", 422, "Hãy nhập mật khẩu của bạn để xác nhận ký."),
        ("wrong", 422, "Mật khẩu chưa đúng nên chưa ký gì."),
        ("locked", 429, "Mật khẩu đã nhập sai nhiều lần"),
        ("unsaid", 503, "Danh bạ chưa trả lời"),
    ],
)
def test_without_the_right_password_nothing_is_signed_and_what_was_picked_stays_picked(
    open_house: Any, confirmation: str, answer: int, said: str
) -> None:
    async def play(house: Any) -> None:
        ids, form = await three(house)
        before = await house.rows("SELECT * FROM signing_look ORDER BY document_id")
        form["chon"] = form["chon"][:2]
        refused = await sign(house, form, confirmation=confirmation)
        assert (refused.status_code, said in refused.text) == (answer, True)
        assert re.findall(r'value="([^"]+)" checked', refused.text) == form["chon"]
        assert chosen(refused.text)["lo"] == form["lo"]
        assert 'name="password"' in refused.text
        assert await signed(house, ids) == 0
        assert await house.rows("SELECT * FROM signing_look ORDER BY document_id") == before

    run(open_house, play)


def test_each_is_signed_by_itself_and_what_is_signed_stays_signed_when_the_next_breaks(
    open_house: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def play(house: Any) -> None:
        ids, form = await three(house)
        with monkeypatch.context() as broken:
            broken.setattr(house.signatures, "sign_person", _breaks_after_one(house.signatures.sign_person))
            assert (await sign(house, form)).status_code == 500
        assert await signed(house, ids) == 1
        monkeypatch.setattr("shared.web.signing_pages.AT_ONCE", 1)
        batch = form["lo"][0]
        page = await house.call(house.person(Role.LEADER), "GET", f"{WALK}/lo/{batch}")
        assert "Đã ký 1 trong 3 văn bản. Còn 2." in page.text
        assert f'action="{WALK}/lo/{batch}/tiep"' in page.text, "it goes on without scripts too"
        assert "load, submit" not in page.text, "looking signs nothing"
        page = await house.call(house.person(Role.LEADER), "GET", f"{WALK}/lo/{batch}?tiep=1")
        assert "load, submit" in page.text, "what was pressed goes on by itself"
        assert "Đã ký 2 trong 3 văn bản. Còn 1." in (await go_on(house, batch)).text
        last = await go_on(house, batch)
        assert "Đã ký 3 trong 3 văn bản." in last.text
        assert "/tiep" not in last.text
        assert await signed(house, ids) == 3
        assert "Đã ký 3 trong 3 văn bản." in (await go_on(house, batch)).text, "sent late it does nothing"
        assert len(await house.rows(SIGNATURES)) == 3
        assert "Xem kết quả lô ký gần nhất hôm nay" in await look(house)

    run(open_house, play)


def _breaks_after_one(sign_person: Any) -> Any:
    left = [1]

    async def breaking(*facts: Any) -> bytes:
        if not left:
            raise RuntimeError("the process is killed here")
        left.pop()
        return bytes(await sign_person(*facts))

    return breaking


async def _is_silent(*_: Any) -> bytes:
    raise Unavailable("signing_unavailable", retry_after=5)


def test_a_signing_port_that_is_silent_stops_the_batch_and_refuses_none(
    open_house: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def play(house: Any) -> None:
        ids, form = await three(house)
        with monkeypatch.context() as silent:
            silent.setattr(house.signatures, "sign_person", _is_silent)
            stopped = await sign(house, form)
        assert "Cổng ký số tạm thời không trả lời nên chưa ký" in stopped.text
        assert "load, submit" not in stopped.text, "it does not knock at a closed door again and again"
        assert await signed(house, ids) == 0
        assert "Đã ký 3 trong 3 văn bản." in (await go_on(house, form["lo"][0])).text

    run(open_house, play)


def test_one_that_cannot_be_signed_is_named_with_its_reason_and_is_shown_again(open_house: Any) -> None:
    async def play(house: Any) -> None:
        ids, form = await three(house)
        for act in ("take-back", "submit"):
            await house.step(ids[1], act, Role.SPECIALIST)
        before = await house.rows("SELECT d::text FROM outgoing_document d WHERE id = $1", ids[1])
        page = await sign(house, form)
        assert await house.rows("SELECT d::text FROM outgoing_document d WHERE id = $1", ids[1]) == before
        assert "Đã ký 2 trong 3 văn bản. Chưa ký được 1." in page.text
        assert page.text.count("govuk-tag--red") == 1
        assert f'href="/van-ban/di/{ids[1]}' in page.text
        assert "Xem lại mục chưa ký" in page.text
        assert shown(await look(house)) == ids[1]

    run(open_house, play)


def test_what_changed_before_the_password_was_right_is_said_and_the_others_stay(open_house: Any) -> None:
    async def play(house: Any) -> None:
        ids, form = await three(house)
        for act in ("take-back", "submit"):
            await house.step(ids[1], act, Role.SPECIALIST)
        refused = await sign(house, form, confirmation="wrong")
        assert "1 mục bạn chọn đã thay đổi hoặc không còn chờ ký" in refused.text
        left = chosen(refused.text)
        assert (len(left["chon"]), ids[1] in str(left["chon"])) == (2, False)
        assert "Đã ký 2 trong 2 văn bản." in (await sign(house, left)).text

    run(open_house, play)


def test_sent_twice_at_the_same_moment_each_is_signed_once(open_house: Any) -> None:
    async def play(house: Any) -> None:
        ids, form = await three(house)
        pages = await asyncio.gather(*(sign(house, form) for _ in range(2)))
        assert {page.status_code for page in pages} == {200}
        assert await signed(house, ids) == 3
        assert len(await house.rows(SIGNATURES)) == 3
        assert await house.rows("SELECT 1 FROM signing_look WHERE refusal <> ''") == [], (
            "nothing signed is called refused"
        )
        again = await sign(house, form | {"lo": ""})
        assert "Đã ký 3 trong 3 văn bản." in again.text, "another page with the same: they are where they were signed"
        assert len(await house.rows(SIGNATURES)) == 3
        assert "Chưa ký" not in again.text

    run(open_house, play)


@pytest.mark.parametrize("late", ["long after", "in another session", "in another post"])
def test_a_batch_goes_on_only_soon_and_in_the_session_and_post_in_which_it_was_confirmed(
    open_house: Any, monkeypatch: pytest.MonkeyPatch, late: str
) -> None:
    monkeypatch.setattr("shared.web.signing_pages.AT_ONCE", 1)

    async def play(house: Any) -> None:
        ids, form = await three(house)
        leader = house.person(Role.LEADER)
        await sign(house, form)
        if late == "long after":
            monkeypatch.setattr(signing_looks, "CONFIRMED_FOR", timedelta(0))
        else:
            other = {"session" if late == "in another session" else "post": "0197aaaa-0000-7000-8000-00000000000a"}
            leader = leader.model_copy(update=other)
        asked = await go_on(house, form["lo"][0], leader)
        assert "hãy nhập lại mật khẩu để ký tiếp" in asked.text
        assert await signed(house, ids) == 1
        left = chosen(asked.text)
        assert (len(left["chon"]), left["lo"]) == (2, form["lo"])
        if late == "in another session":
            assert "Đã ký 2 trong 3 văn bản." in (await sign(house, left, leader)).text

    run(open_house, play)


def test_nobody_else_sees_a_batch_or_goes_on_with_it(open_house: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shared.web.signing_pages.AT_ONCE", 1)

    async def play(house: Any) -> None:
        ids, form = await three(house)
        await sign(house, form)
        batch = form["lo"][0]
        other = house.person(Role.LEADER).model_copy(update={"subject": "khac", "name": "Lãnh đạo khác"})
        for who, refused in ((other, 404), (house.person(Role.SPECIALIST), 403)):
            assert (await house.call(who, "GET", f"{WALK}/lo/{batch}")).status_code == refused
            assert (await go_on(house, batch, who)).status_code == refused
        elsewhere = house.person(Role.LEADER).model_copy(update={"agency_code": "000.00.02.H08"})
        assert (await go_on(house, batch, elsewhere)).status_code == 404
        assert await signed(house, ids) == 1

    run(open_house, play)
