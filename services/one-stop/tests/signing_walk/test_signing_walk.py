"""Results are looked at one by one and signed at once: never one that was not looked at, nor one that changed since."""

import asyncio
from typing import Any

import pytest

from .kit import (
    COUNTER,
    LEADER,
    SPECIALIST,
    WALK,
    choose,
    chosen,
    draft,
    drafted,
    hidden,
    look,
    post,
    shown,
    sign,
    states,
)

ELSEWHERE = "000.00.12.H08"
SIGNED, IN_WORK = 9, 4


def test_each_takes_one_press_and_one_that_changed_meanwhile_is_refused_alone(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            waiting = [await drafted(office) for _ in range(3)]
            first = (await look(office)).text
            assert "Kết quả 1 trong 3 chờ ký" in first
            picture = await office.client.get(
                f"/mot-cua/ho-so/{shown(first)}/du-thao?xem=1&anh=1", headers=office.headers(LEADER)
            )
            assert picture.headers["content-type"] == "image/jpeg"
            assert f'src="/mot-cua/ho-so/{shown(first)}/du-thao?xem=1&amp;anh=1"' in first
            assert {await choose(office) for _ in waiting} == set(waiting)
            form = chosen((await look(office)).text)
            assert len(form["chon"]) == 3
            changed = waiting[1]
            assert (await office.act(changed, "return", LEADER, {"reason": "Sửa lại nội dung"})).status_code == 200
            await draft(office, changed, body="Chấp thuận, có điều kiện về giờ họp.")
            before = await office.rows("SELECT d::text FROM dossier d WHERE id = $1", changed)
            signed = await sign(office, form)
            assert signed.status_code == 200
            assert "Đã ký 2 trong 3 kết quả." in signed.text
            assert "đã thay đổi sau khi bạn xem" in signed.text
            assert await office.rows("SELECT d::text FROM dossier d WHERE id = $1", changed) == before
            found = await states(office)
            assert sorted(found.values()) == [IN_WORK, SIGNED, SIGNED]
            assert found[changed] == IN_WORK
            assert len(await office.rows("SELECT 1 FROM evidence WHERE kind = 'result-signed'")) == 2
            assert shown((await look(office)).text) == changed, "it is shown again as it is now"
            again = await sign(office, form | {"lo": ""})
            assert "Đã ký 2 trong 3 kết quả." not in again.text
            assert await states(office) == found

    asyncio.run(run())


def test_what_was_not_looked_at_or_not_chosen_or_looked_at_in_another_version_is_not_signed(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            unseen, passed = await drafted(office), await drafted(office)
            page = (await look(office, f"/{passed}")).text
            seen = hidden(page)
            (version,) = {row["version"] for row in await office.rows("SELECT version FROM dossier")}
            await post(office, f"{passed}/quyet-dinh", **seen, lua_chon="bo-qua")
            before = await office.rows("SELECT d::text FROM dossier d ORDER BY id")
            both: dict[str, Any] = {"chon": [f"{unseen}.{version}", f"{passed}.{version}"]}
            for digests in ({}, {f"ban.{unseen}": seen["ban"], f"ban.{passed}": seen["ban"]}):
                refused = await sign(office, both | digests)
                assert refused.status_code == 409
                assert "Bạn chưa xem và chọn ký" in refused.text
            assert (await sign(office, {})).status_code == 422
            for changed in ({"version": str(version - 1)}, {"ban": "0" * 64}, {"version": "", "ban": ""}):
                chose = await post(office, f"{passed}/quyet-dinh", **(seen | changed), lua_chon="chon")
                assert chose.status_code == 412, changed
                assert "hãy xem lại bản mới" in chose.text
            assert (await post(office, f"{unseen}/quyet-dinh", **seen, lua_chon="chon")).status_code == 409
            assert (await post(office, f"{passed}/quyet-dinh", **seen, lua_chon="")).status_code == 400
            assert await office.rows("SELECT d::text FROM dossier d ORDER BY id") == before

    asyncio.run(run())


def test_a_draft_that_cannot_be_shown_whole_is_left_to_its_own_page(
    one_stop: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.web.signing_walk.MOST_PAGES", 0)

    async def run() -> None:
        async with one_stop() as office:
            dossier = await drafted(office)
            html = (await look(office)).text
            assert 'value="chon"' not in html
            chose = await post(office, f"{dossier}/quyet-dinh", **hidden(html), lua_chon="chon")
            assert (chose.status_code, "Không xem được đủ trang" in chose.text) == (409, True)
            assert await choose(office, "bo-qua") == dossier
            end = (await look(office)).text
            assert "Đã bỏ qua hôm nay" in end
            assert chosen(end)["chon"] == []

    asyncio.run(run())


def test_one_is_sent_back_with_its_reason_from_the_same_screen(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier = await drafted(office)
            seen = hidden((await look(office)).text)
            refused = await post(office, f"{dossier}/tra-lai", **seen, reason="")
            assert (refused.status_code, "Hãy ghi rõ lý do" in refused.text) == (422, True)
            back = await post(office, f"{dossier}/tra-lai", **seen, reason="Thiếu căn cứ")
            assert (back.status_code, back.headers["location"]) == (303, WALK)
            (row,) = await office.rows("SELECT note FROM hand_over WHERE action = 'return'")
            assert row["note"] == "Thiếu căn cứ"
            assert await office.rows("SELECT 1 FROM signing_look") == []
            assert "Không có kết quả nào chờ bạn ký" in (await look(office)).text
            assert (await look(office, f"/{dossier}")).status_code == 404

    asyncio.run(run())


def test_nobody_else_walks_chooses_or_signs(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier = await drafted(office)
            seen = hidden((await look(office)).text)
            before = await office.rows("SELECT d::text FROM dossier d"), await office.rows("SELECT * FROM signing_look")
            citizen = {"kind": "citizen", "agency_code": "", "roles": frozenset()}
            for caller, status in (
                (office.identity(SPECIALIST), 403),
                (office.identity(COUNTER), 403),
                (office.identity(LEADER, ELSEWHERE), 404),
                (office.identity(LEADER).model_copy(update=citizen), 403),
                (None, 401),
            ):
                confirmed = caller.model_copy(update={"confirmation": "right"}) if caller else None
                headers = office.headers(confirmed) if confirmed else {}
                for where in (f"{dossier}/quyet-dinh", f"{dossier}/tra-lai", "ky"):
                    form = {"csrf_token": "csrf-token", "lua_chon": "chon", "reason": "Thiếu căn cứ"}
                    form |= {"chon": f"{dossier}.{seen['version']}", f"ban.{dossier}": seen["ban"]}
                    answer = await office.client.post(f"{WALK}/{where}", headers=headers, data=form | seen)
                    expected = 409 if (status, where) == (404, "ky") else 403 if caller is None else status
                    assert answer.status_code == expected, (caller, where)
                answer = await office.client.get(f"{WALK}/{dossier}", headers=headers)
                assert answer.status_code == (303 if caller is None else status), "who is nobody is led to sign in"
            after = await office.rows("SELECT d::text FROM dossier d"), await office.rows("SELECT * FROM signing_look")
            assert after == before

    asyncio.run(run())


def test_a_batch_needs_the_password_and_is_signed_one_by_one(one_stop: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shared.web.signing_pages.AT_ONCE", 1)

    async def run() -> None:
        async with one_stop() as office:
            for _ in range(2):
                await drafted(office)
            for _ in range(2):
                await choose(office)
            form = chosen((await look(office)).text)
            before = await office.rows("SELECT * FROM signing_look ORDER BY dossier_id")
            for confirmation, status in (("", 422), ("wrong", 422), ("locked", 429), ("unsaid", 503)):
                refused = await sign(office, form, confirmation=confirmation)
                assert refused.status_code == status, confirmation
                assert refused.text.count(" checked>") == 2
            assert await office.rows("SELECT * FROM signing_look ORDER BY dossier_id") == before
            assert "Đã ký 1 trong 2 kết quả. Còn 1." in (await sign(office, form)).text
            assert sorted((await states(office)).values()) == [IN_WORK, SIGNED]
            held = await post(office, f"lo/{form['lo'][0]}/dung")
            assert held.status_code == 303
            await post(office, f"lo/{form['lo'][0]}/tiep")
            assert sorted((await states(office)).values()) == [IN_WORK, SIGNED], "stopped, it asks for the password"
            await sign(office, form)
            going = await post(office, f"lo/{form['lo'][0]}/tiep")
            page = await office.client.get(going.headers["location"], headers=office.headers(LEADER))
            assert "Đã ký 2 trong 2 kết quả." in page.text
            for other in (SPECIALIST, office.identity(LEADER, ELSEWHERE)):
                assert (await post(office, f"lo/{form['lo'][0]}/tiep", other)).status_code in (403, 404)
            twice = await asyncio.gather(*(sign(office, form) for _ in range(2)))
            assert {page.status_code for page in twice} == {200}
            assert len(await office.rows("SELECT 1 FROM evidence WHERE kind = 'result-signed'")) == 2

    asyncio.run(run())


def test_two_presses_at_the_same_moment_sign_each_result_once(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            for _ in range(2):
                await drafted(office)
            for _ in range(2):
                await choose(office)
            form = chosen((await look(office)).text)
            await asyncio.gather(*(sign(office, form) for _ in range(2)))
            assert set((await states(office)).values()) == {SIGNED}
            assert len(await office.rows("SELECT 1 FROM evidence WHERE kind = 'result-signed'")) == 2

    asyncio.run(run())
