"""A batch that is broken off: what stops one does not keep the others, and who stops it or decides anew is asked again."""

from typing import Any

import pytest

from shared.access.rights import Role
from shared.core.errors import Unavailable
from shared.storage.files import FileMissing

from ..test_journey import run
from ..test_pages import post
from .test_batches import go_on, signed, three
from .test_walk import WALK, look, sign, status, version_of


def test_what_stops_one_alone_does_not_keep_the_others_and_is_named(
    open_house: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def play(house: Any) -> None:
        ids, form = await three(house)
        calls, sign_person = list[int](), house.signatures.sign_person

        async def silent_for_the_first(*facts: Any) -> bytes:
            calls.append(1)
            if len(calls) == 1:
                raise Unavailable("foreign_work_busy", retry_after=5)
            return bytes(await sign_person(*facts))

        with monkeypatch.context() as silent:
            silent.setattr(house.signatures, "sign_person", silent_for_the_first)
            stopped = (await sign(house, form)).text
        assert "Đã ký 2 trong 3 văn bản. Còn 1." in stopped
        assert "Lô dừng ở đây" in stopped
        [left] = [one for one in ids if await status(house, one) == "submitted"]
        assert f'href="/van-ban/di/{left}"' in stopped, "the one that waits is named"
        assert "Đã ký 3 trong 3 văn bản." in (await go_on(house, form["lo"][0])).text

    run(open_house, play)


def test_a_file_that_is_gone_is_the_refusal_of_its_own_document(
    open_house: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def play(house: Any) -> None:
        ids, form = await three(house)
        [lost] = await house.rows("SELECT sha256 FROM document_file WHERE document_id = $1", ids[0])
        files = house.app.state.files
        get = files.get

        async def lose(sha256: str) -> bytes:
            if sha256 == lost["sha256"]:
                raise FileMissing(sha256)
            return bytes(await get(sha256))

        same = await house.rows("SELECT 1 FROM document_file WHERE sha256 = $1", lost["sha256"])
        monkeypatch.setattr(files, "get", lose)
        answer = await sign(house, form)
        assert answer.status_code == 200
        assert await signed(house, ids) == 3 - len(same)
        assert answer.text.count(">Chưa ký<") == len(same)

    run(open_house, play)


def test_who_stops_a_batch_signs_the_rest_by_his_password_alone(
    open_house: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.web.signing_pages.AT_ONCE", 1)

    async def play(house: Any) -> None:
        ids, form = await three(house)
        await sign(house, form)
        batch = form["lo"][0]
        held = await post(house, house.person(Role.LEADER), f"{WALK}/lo/{batch}/dung", {})
        assert held.headers["location"] == WALK
        assert "hãy nhập lại mật khẩu để ký tiếp" in (await go_on(house, batch)).text
        assert await signed(house, ids) == 1

    run(open_house, play)


def test_what_is_decided_anew_leaves_the_batch_that_was_confirmed(
    open_house: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.web.signing_pages.AT_ONCE", 1)

    async def play(house: Any) -> None:
        ids, form = await three(house)
        await sign(house, form)
        waiting = [one for one in ids if await status(house, one) == "submitted"]
        for choice in ("bo-qua", "chon"):
            fields = {"version": version_of(await look(house, where=f"/{waiting[0]}")), "lua_chon": choice}
            decided = await post(house, house.person(Role.LEADER), f"{WALK}/{waiting[0]}/quyet-dinh", fields)
            assert decided.status_code == 303
        for _ in waiting:
            await go_on(house, form["lo"][0])
        assert await status(house, waiting[0]) == "submitted", "it was chosen after the password was typed"
        assert await signed(house, ids) == 2

    run(open_house, play)


def test_what_was_looked_at_yesterday_is_not_signed_today(open_house: Any) -> None:
    async def play(house: Any) -> None:
        ids, form = await three(house)
        await house.rows(
            "UPDATE signing_look SET looked_at = looked_at - interval '1 day' WHERE document_id = $1", ids[0]
        )
        answer = await sign(house, form)
        assert await status(house, ids[0]) == "submitted"
        assert await signed(house, ids) == 2
        assert answer.text.count(">Chưa ký<") == 1

    run(open_house, play)
