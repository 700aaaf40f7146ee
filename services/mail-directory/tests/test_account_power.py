"""Power over accounts: nobody raises himself, two people for who signs, and never a reset that nobody can finish."""

from datetime import timedelta
from typing import Any

import pytest

from mail_directory.asking import ask_reset
from mail_directory.people import queries
from shared.access.identity import Identity
from shared.core import clock

from .conftest import ADMINISTRATOR, ELSEWHERE, HERE, PROVINCE, Directory, an_officer

ABOVE = an_officer("directory-administrator", PROVINCE, subject="0199d3a0-5b1e-7c44-8f21-3a6f0c9b7e99")
AWAY = an_officer("directory-administrator", ELSEWHERE, subject="0199d3a0-5b1e-7c44-8f21-3a6f0c9b7e97")
OPERATOR = an_officer("operator", ELSEWHERE, subject="0199d3a0-5b1e-7c44-8f21-3a6f0c9b7e98")
GATEWAY = Identity(kind="service", subject="gateway")


async def works(directory: Directory, user_name: str, password: str) -> bool:
    sent = {"user_name": user_name, "password": password}
    return (await directory.call("POST", "/internal/credentials/verify", GATEWAY, json=sent)).status_code == 200


def waiting_in(page: str) -> str:
    """The request that a page shows and its button confirms."""
    return page.split('name="waiting" value="')[1].split('"')[0]


@pytest.mark.parametrize("second", [ABOVE, OPERATOR], ids=["administrator", "operator"])
@pytest.mark.parametrize("role", ["leader", "records-clerk"])
def test_a_password_that_signs_or_seals_is_given_by_two_people(run: Any, role: str, second: Identity) -> None:
    async def act(directory: Directory) -> None:
        person, first = await directory.add("ky.stttt", role=role)
        page = f"/danh-ba/can-bo/{person.id}"
        path = f"{page}/mat-khau"
        assert (await directory.call("POST", path, OPERATOR, data={})).status_code == 409  # nobody asked
        for _ in range(2):
            asked = await directory.call("POST", path, ADMINISTRATOR, data={})
            assert "chỉ hiện một lần" not in asked.text
            assert "hết hiệu lực lúc" in asked.text
            assert "Xác nhận cấp lại mật khẩu</button>" not in " ".join(asked.text.split())
        assert (await directory.call("POST", path, AWAY, data={})).status_code == 403
        assert await works(directory, "ky.stttt", first)
        seen = await directory.call("GET", page, second)
        assert "đã đề nghị cấp lại mật khẩu" in seen.text
        assert f'action="{path}"' in seen.text
        given = await directory.call("POST", path, second, data={"waiting": waiting_in(seen.text)})
        assert await works(directory, "ky.stttt", given.text.split("chỉ hiện một lần: ")[1][:16])
        assert not await works(directory, "ky.stttt", first)
        assert (await directory.call("POST", path, OPERATOR, data={})).status_code == 409

    run(act)


def test_a_reset_that_nobody_gave_lapses_after_three_days(run: Any) -> None:
    async def act(directory: Directory) -> None:
        person, _ = await directory.add("ky.stttt", role="leader")
        path = f"/danh-ba/can-bo/{person.id}/mat-khau"
        await directory.call("POST", path, ADMINISTRATOR, data={})
        async with directory.database.sessions.begin() as session:
            held = await queries.get_person(session, person.id)
            assert held.credential is not None
            held.credential.reset_asked_at = clock.now() - timedelta(days=3, minutes=1)
        assert "đã đề nghị" not in (await directory.call("GET", f"/danh-ba/can-bo/{person.id}", OPERATOR)).text
        assert (await directory.call("POST", path, OPERATOR, data={})).status_code == 409
        asked = await directory.call("POST", path, ABOVE, data={})
        assert "chỉ hiện một lần" not in asked.text

    run(act)


@pytest.mark.parametrize("second", [ABOVE, OPERATOR], ids=["administrator", "operator"])
def test_a_page_of_a_decided_reset_changes_nothing(run: Any, second: Identity) -> None:
    async def act(directory: Directory) -> None:
        person, _ = await directory.add("ky.stttt", role="leader")
        page = f"/danh-ba/can-bo/{person.id}"
        path = f"{page}/mat-khau"
        await directory.call("POST", path, ADMINISTRATOR, data={})
        # A page from before the request asks; it never gives what it does not show.
        early = await directory.call("POST", path, ABOVE, data={})
        assert early.status_code == 409
        assert "vừa đề nghị" in early.text
        assert "chỉ hiện một lần" not in early.text
        waiting = {"waiting": waiting_in((await directory.call("GET", page, second)).text)}
        given = await directory.call("POST", path, OPERATOR, data=waiting)
        new = given.text.split("chỉ hiện một lần: ")[1][:16]
        before = await directory.rows("SELECT password_hash, reset_asked_by, reset_asked_at FROM credential")
        late = await directory.call("POST", path, second, data=waiting)
        assert late.status_code == 409
        assert "đã được giải quyết" in late.text
        assert await directory.rows("SELECT password_hash, reset_asked_by, reset_asked_at FROM credential") == before
        assert await works(directory, "ky.stttt", new)
        # Another request is another one: the page of the first does not give it.
        await directory.call("POST", path, ADMINISTRATOR, data={})
        assert (await directory.call("POST", path, second, data=waiting)).status_code == 409

    run(act)


@pytest.mark.parametrize(
    ("role", "second"),
    [("directory-administrator", OPERATOR), ("operator", ABOVE)],
    ids=["administrator", "operator"],
)
def test_who_has_nobody_to_ask_is_asked_for_at_the_machine(run: Any, role: str, second: Identity) -> None:
    async def act(directory: Directory) -> None:
        person, first = await directory.add("duynhat.ubnd", role=role, agency=PROVINCE)
        page = f"/danh-ba/can-bo/{person.id}"
        path = f"{page}/mat-khau"
        assert (await directory.call("POST", path, second, data={})).status_code in (403, 409)
        said = await ask_reset(directory.database, "duynhat.ubnd")
        assert "Người thứ hai" in said
        assert await works(directory, "duynhat.ubnd", first)
        himself = an_officer(role, PROVINCE, subject=str(person.id))
        shown = (await directory.call("GET", page, second)).text
        assert "Người quản lý máy chủ đã đề nghị" in shown
        waiting = {"waiting": waiting_in(shown)}
        assert (await directory.call("POST", path, himself, data=waiting)).status_code == 409
        assert (await directory.call("POST", path, AWAY, data=waiting)).status_code == 403
        given = await directory.call("POST", path, second, data=waiting)
        assert await works(directory, "duynhat.ubnd", given.text.split("chỉ hiện một lần: ")[1][:16])
        first = "kind LIKE 'password-reset%' AND actor <> 'officer:seed'"
        kinds = f"SELECT kind, actor FROM evidence WHERE {first} ORDER BY id"
        assert [tuple(row) for row in await directory.rows(kinds)] == [
            ("password-reset-asked", "machine"),
            ("password-reset", f"officer:{second.subject}"),
        ]

    run(act)


def test_at_the_machine_nobody_else_is_asked_for(run: Any) -> None:
    async def act(directory: Directory) -> None:
        await directory.add("ky.stttt", role="leader")
        for name, words in (("ky.stttt", "Quản trị danh bạ cấp lại được"), ("khong.co.ai", "Không có tài khoản")):
            with pytest.raises(ValueError, match=words):
                await ask_reset(directory.database, name)
        assert await directory.rows("SELECT 1 FROM credential WHERE reset_asked_by IS NOT NULL") == []

    run(act)


def test_locking_needs_a_reason_at_every_door(run: Any) -> None:
    async def act(directory: Directory) -> None:
        person, _ = await directory.add("anhnt.stttt")
        api = f"/api/mail-directory/v1/people/{person.id}/disable"
        bodies: tuple[dict[str, Any], ...] = ({}, {"json": {}}, {"json": {"reason": "  "}})
        for sent in bodies:
            refused = await directory.call("POST", api, ADMINISTRATOR, **sent)
            assert (refused.status_code, refused.json()["code"]) == (422, "invalid_input")
        assert [row.active for row in await directory.rows("SELECT active FROM person")] == [True]
        assert (await directory.call("POST", api, ADMINISTRATOR, json={"reason": "Nghỉ hưu"})).status_code == 200
        assert [row.locked_because for row in await directory.rows("SELECT locked_because FROM person")] == ["Nghỉ hưu"]

    run(act)


def test_somebody_without_a_post_today_gets_a_new_one(run: Any) -> None:
    async def act(directory: Directory) -> None:
        person, _ = await directory.add("anhnt.stttt")
        async with directory.database.sessions.begin() as session:
            held = await queries.get_person(session, person.id)
            held.posts[0].valid_from = clock.local_now().date() - timedelta(days=9)
            held.posts[0].valid_to = clock.local_now().date() - timedelta(days=1)
        page = f"/danh-ba/can-bo/{person.id}"
        assert f'action="{page}/dieu-chuyen"' in (await directory.call("GET", page, ADMINISTRATOR)).text
        to = {"agency_code": HERE, "role": "leader", "title": "Phó Giám đốc", "version": "1"}
        assert (await directory.call("POST", f"{page}/dieu-chuyen", ADMINISTRATOR, data=to)).status_code == 303

    run(act)


def test_nobody_acts_on_the_own_account(run: Any) -> None:
    async def act(directory: Directory) -> None:
        person, _ = await directory.add("danhba.stttt", role="directory-administrator")
        himself = an_officer("directory-administrator", subject=str(person.id))
        api = f"/api/mail-directory/v1/people/{person.id}"
        to = {"agency_code": HERE, "role": "leader", "title": "Giám đốc", "version": 1}
        for path, sent in ((f"{api}/transfer", {"json": to}), (f"{api}/enable", {}), (f"{api}/disable", {})):
            answer = await directory.call("POST", path, himself, **sent)
            assert (answer.status_code, answer.json()["code"]) == (409, "own_account")
        page = f"/danh-ba/can-bo/{person.id}"
        for path, form in ((f"{page}/mat-khau", {}), (f"{page}/khoa", {"reason": "Thử"}), (f"{page}/mo-khoa", {})):
            assert (await directory.call("POST", path, himself, data=form)).status_code == 409
        assert [tuple(row) for row in await directory.rows("SELECT role FROM post")] == [("directory-administrator",)]

    run(act)


def test_locked_accounts_are_seen_by_those_who_look_after_them_alone(run: Any) -> None:
    async def act(directory: Directory) -> None:
        person, _ = await directory.add("anhnt.stttt")
        moved, _ = await directory.add("binhnt.stttt", "Nguyễn Thị Bình")
        to = {"agency_code": ELSEWHERE, "role": "specialist", "title": "Chuyên viên", "version": "1"}
        assert (
            await directory.call("POST", f"/danh-ba/can-bo/{moved.id}/dieu-chuyen", ABOVE, data=to)
        ).status_code == 303
        for one in (person, moved):
            page = f"/danh-ba/can-bo/{one.id}/khoa"
            assert (await directory.call("POST", page, ABOVE, data={"reason": "Nghỉ hưu"})).status_code == 303
        seen = {(ADMINISTRATOR, "Ánh"), (ABOVE, "Ánh"), (ABOVE, "Bình"), (AWAY, "Bình")}
        for who in (ADMINISTRATOR, ABOVE, AWAY):
            for path in ("/danh-ba?khoa=1", "/danh-ba/ket-xuat?dang=csv&khoa=1"):
                text = (await directory.call("GET", path, who)).content.decode("utf-8-sig")
                assert {name for name in ("Ánh", "Bình") if f"Nguyễn Thị {name}" in text} == {
                    name for one, name in seen if one is who
                }, path
        theirs = await directory.call("GET", f"/danh-ba/co-quan/{HERE}", AWAY)
        assert "Nguyễn Thị Ánh" not in theirs.text
        assert "Nguyễn Thị Ánh" in (await directory.call("GET", f"/danh-ba/co-quan/{HERE}", ADMINISTRATOR)).text

    run(act)


def test_that_an_account_is_locked_is_told_to_who_looks_after_it_and_to_the_person_alone(run: Any) -> None:
    async def act(directory: Directory) -> None:
        person, _ = await directory.add("anhnt.stttt")
        api, page = f"/api/mail-directory/v1/people/{person.id}", f"/danh-ba/can-bo/{person.id}"
        himself, colleague = an_officer("specialist", subject=str(person.id)), an_officer("leader")
        system = Identity(kind="system", subject="may", roles=frozenset({"directory"}))

        async def seen(who: Identity) -> tuple[bool | None, bool, bool]:
            shown = (await directory.call("GET", page, who)).text
            assert "Nguyễn Thị Ánh" in shown
            state = (await directory.call("GET", api, who)).json()["active"]
            return state, "Tình trạng" in shown, "Bị kỷ luật" in shown

        for locked in (False, True):
            for who in (ADMINISTRATOR, ABOVE, himself):
                assert await seen(who) == (not locked, True, locked)
            for who in (AWAY, OPERATOR, colleague, system):
                assert await seen(who) == (None, False, False), "neither that it is, nor that it is not"
            await directory.call("POST", f"{api}/disable", ADMINISTRATOR, json={"reason": "Bị kỷ luật"})
        post = {"agency_code": ELSEWHERE, "role": "specialist", "title": "Chuyên viên", "version": 2}
        refused = await directory.call("POST", f"{api}/posts", AWAY, json=post | {"kind": "concurrent"})
        assert refused.json()["code"] == "account_locked", "who would give a post is told why not"

    run(act)


def test_closed_and_moved_accounts_by_the_pages(run: Any) -> None:
    async def act(directory: Directory) -> None:
        person, _ = await directory.add("anhnt.stttt")
        page = f"/danh-ba/can-bo/{person.id}"
        assert (await directory.call("POST", f"{page}/khoa", ADMINISTRATOR, data={})).status_code == 422
        long = await directory.call("POST", f"{page}/khoa", ADMINISTRATOR, data={"reason": "Nghỉ " * 70})
        assert (long.status_code, "Lý do dài nhất 300 ký tự; bạn đã nhập 349." in long.text) == (422, True)
        done = await directory.call("POST", f"{page}/khoa", ADMINISTRATOR, data={"reason": "\uf0b7 Nghỉ hưu"})
        assert done.status_code == 303
        assert "Nguyễn Thị Ánh" not in (await directory.call("GET", "/danh-ba?q=anh", ADMINISTRATOR)).text
        for path in ("/danh-ba?khoa=1", f"/danh-ba/co-quan/{HERE}"):
            assert "Nguyễn Thị Ánh" in (await directory.call("GET", path, ADMINISTRATOR)).text, path
        shown = (await directory.call("GET", page, ADMINISTRATOR)).text
        assert "• Nghỉ hưu" in shown, "a bullet pasted from Word is a bullet"
        assert "\uf0b7" not in shown
        assert (await directory.call("POST", f"{page}/mo-khoa", ADMINISTRATOR, data={})).status_code == 303
        to = {"agency_code": HERE, "role": "leader", "title": "Phó Giám đốc", "version": "3"}
        assert (await directory.call("POST", f"{page}/dieu-chuyen", ADMINISTRATOR, data=to)).status_code == 303
        assert "Phó Giám đốc" in (await directory.call("GET", page, ADMINISTRATOR)).text

    run(act)
