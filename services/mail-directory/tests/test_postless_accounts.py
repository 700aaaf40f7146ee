"""An account that is nobody's: its administrators are told, it is locked, it says whom to ask, and the next post opens it."""

from datetime import datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import false

from mail_directory.people import postless, queries
from mail_directory.people.feature import LOCK_POSTLESS
from mail_directory.people.telling import today
from shared.access.identity import Identity
from shared.core import clock
from shared.work.jobs import Jobs

from .conftest import ADMINISTRATOR, ELSEWHERE, HERE, PROVINCE, Directory, an_officer

API = "/api/mail-directory/v1"
GATEWAY = Identity(kind="service", subject="gateway")
ABOVE = an_officer("directory-administrator", PROVINCE)
DAY = timedelta(days=1)


async def _looks(directory: Directory, day: Any) -> None:
    """What the job does on the morning of that day, twice: the second changes nothing."""
    with clock.stopped_at(datetime.combine(day, time(6, 30), clock.VIETNAM)):
        for _ in range(2):
            async with directory.database.sessions.begin() as session:
                await postless.look_at_postless(session, "")


async def _leaves(directory: Directory, person: Any, last_day: Any) -> None:
    async with directory.database.sessions.begin() as session:
        for post in (await queries.get_person(session, person.id)).posts:
            post.valid_from, post.valid_to = last_day - 300 * DAY, last_day


async def _state(directory: Directory, person: Any) -> tuple[bool, bool]:
    (row,) = await directory.rows(f"SELECT active, locked_postless FROM person WHERE id = '{person.id}'")
    return row.active, row.locked_postless


async def _signs_in(directory: Directory, user_name: str, password: str) -> Any:
    sent = {"user_name": user_name, "password": password}
    return await directory.call("POST", "/internal/credentials/verify", GATEWAY, json=sent)


async def _told(directory: Directory) -> list[tuple[str, str]]:
    rows = await directory.rows(
        "SELECT person, facts FROM notification WHERE kind = 'account-without-post' ORDER BY person"
    )
    return [(row.person, row.facts["until"]) for row in rows]


def test_it_is_told_a_week_before_locked_after_thirty_days_and_says_whom_to_ask(run: Any) -> None:
    async def act(directory: Directory) -> None:
        person, password = await directory.add("anhnt.stttt")
        administrator, _ = await directory.add("quantri.stttt", "Lê Quản Trị", role="directory-administrator")
        await directory.add("quantri.sxd", "Lê Khác", role="directory-administrator", agency=ELSEWHERE)
        stays, _ = await directory.add("binh.stttt", "Trần Thị Bình")
        last = today() - DAY
        await _leaves(directory, person, last)
        await _looks(directory, last + 22 * DAY)
        assert await _told(directory) == []
        await _looks(directory, last + 23 * DAY)
        on = last + 30 * DAY
        assert await _told(directory) == [(str(administrator.id), f"{on:%d/%m/%Y}")], "once, and nobody else"
        await _looks(directory, on - DAY)
        assert (await _state(directory, person), (await _signs_in(directory, "anhnt.stttt", password)).status_code) == (
            (True, False),
            200,
        )
        await _looks(directory, on)
        assert (await _state(directory, person), await _state(directory, stays)) == ((False, True), (True, False))
        refused = await _signs_in(directory, "anhnt.stttt", password)
        assert (refused.status_code, refused.json()["code"]) == (403, "account_without_post")
        assert "Hãy liên hệ quản trị danh bạ" in refused.text
        wrong = await _signs_in(directory, "anhnt.stttt", "không phải mật khẩu này")
        assert (wrong.status_code, wrong.json()["code"]) == (401, "wrong_credentials"), "says nothing to who guesses"
        (change,) = await directory.rows("SELECT subject, ends_sessions FROM account_change")
        assert (change.subject, change.ends_sessions) == (str(person.id), True)
        kept = await directory.rows(
            f"SELECT kind, actor FROM evidence WHERE subject = 'person/{person.id}' AND actor LIKE 'job:%' ORDER BY id"
        )
        assert [row.kind for row in kept] == ["postless-account-told", "person-disabled"]

    run(act)


@pytest.mark.parametrize("way", ["further post", "transfer", "coming post"])
def test_a_new_post_opens_it_again_and_what_an_administrator_locked_stays_locked(run: Any, way: str) -> None:
    async def act(directory: Directory) -> None:
        person, password = await directory.add("anhnt.stttt")
        other, _ = await directory.add("binh.stttt", "Trần Thị Bình")
        for one in (person, other):
            await _leaves(directory, one, today() - 40 * DAY)
        locking = {"reason": "Nghỉ hưu"}
        locked = await directory.call("POST", f"{API}/people/{other.id}/disable", ADMINISTRATOR, json=locking)
        assert locked.status_code == 200
        await _looks(directory, today())
        assert await _state(directory, person) == (True, False), "never without a week's notice"
        await _looks(directory, today() + 7 * DAY)
        assert (await _state(directory, person), await _state(directory, other)) == ((False, True), (False, False))
        page = (await directory.call("GET", f"/danh-ba/can-bo/{person.id}", ADMINISTRATOR)).text
        assert ("Tự khóa: không còn vị trí công tác" in page, "Giao thêm vị trí" in page) == (True, True)
        for one, status in ((person, 201), (other, 409 if way != "transfer" else 200)):
            post = {"agency_code": HERE, "role": "specialist", "title": "Chuyên viên"}
            post |= {"version": (await directory.rows(f"SELECT version FROM person WHERE id = '{one.id}'"))[0].version}
            if way != "transfer":
                post |= {"kind": "main", "valid_from": str(today() + (5 * DAY if way == "coming post" else 0 * DAY))}
            path = f"{API}/people/{one.id}/{'transfer' if way == 'transfer' else 'posts'}"
            given = await directory.call("POST", path, ADMINISTRATOR, json=post)
            assert given.status_code == (200 if way == "transfer" else status), given.text
        assert (await _state(directory, person), await _state(directory, other)) == ((True, False), (False, False))
        assert (await _signs_in(directory, "anhnt.stttt", password)).status_code == 200
        (told,) = await directory.rows(
            f"SELECT data->'active' AS active FROM outbox WHERE subject = 'person/{person.id}' ORDER BY position DESC LIMIT 1"
        )
        assert told.active is True
        await _looks(directory, today() + 60 * DAY)
        assert await _state(directory, person) == (True, False)

    run(act)


def test_the_last_provincial_administrator_is_never_locked_out(run: Any) -> None:
    async def act(directory: Directory) -> None:
        last, _ = await directory.add("tinh1", "Nguyễn Nhất", role="directory-administrator", agency=PROVINCE)
        await _leaves(directory, last, today() - 40 * DAY)
        for days in (0, 7, 90):
            await _looks(directory, today() + days * DAY)
        assert await _state(directory, last) == (True, False)
        await directory.add("tinh2", "Nguyễn Nhị", role="directory-administrator", agency=PROVINCE)
        for days in (91, 98):
            await _looks(directory, today() + days * DAY)
        assert await _state(directory, last) == (False, True), "there is another by now"

    run(act)


def test_opened_by_hand_it_has_another_week_and_the_job_comes_each_day(run: Any) -> None:
    async def act(directory: Directory) -> None:
        person, _ = await directory.add("anhnt.stttt")
        await _leaves(directory, person, today() - 40 * DAY)
        await _looks(directory, today())
        await _looks(directory, today() + 7 * DAY)
        opened = await directory.call("POST", f"{API}/people/{person.id}/enable", ADMINISTRATOR)
        assert (opened.status_code, await _state(directory, person)) == (200, (True, False))
        await _looks(directory, today() + 8 * DAY)
        assert await _state(directory, person) == (True, False)
        jobs = Jobs(directory.database, [LOCK_POSTLESS])
        await jobs.do_next()
        await jobs.begin()
        with clock.stopped_at(datetime.combine(today() + 15 * DAY, time(6, 30), clock.VIETNAM)):
            await jobs.do_next()
        assert await _state(directory, person) == (False, True)

    run(act)


def test_locked_by_hand_after_it_locked_itself_no_post_opens_it(run: Any) -> None:
    async def act(directory: Directory) -> None:
        person, password = await directory.add("anhnt.stttt")
        await _leaves(directory, person, today() - 40 * DAY)
        for days in (0, 7):
            await _looks(directory, today() + days * DAY)
        assert await _state(directory, person) == (False, True)
        place = f"/danh-ba/can-bo/{person.id}"
        assert f"{place}/khoa" in (await directory.call("GET", place, ADMINISTRATOR)).text
        assert "không tự mở lại" in (await directory.call("GET", f"{place}/khoa", ADMINISTRATOR)).text
        path = f"{API}/people/{person.id}"
        unsaid = await directory.call("POST", f"{path}/disable", ADMINISTRATOR, json={"reason": " "})
        assert (unsaid.status_code, await _state(directory, person)) == (422, (False, True)), "it needs a reason"
        locked = await directory.call("POST", f"{path}/disable", ADMINISTRATOR, json={"reason": "Nghỉ hưu"})
        assert (locked.status_code, await _state(directory, person)) == (200, (False, False)), locked.text
        kept = await directory.rows(
            f"SELECT actor FROM evidence WHERE subject = 'person/{person.id}' AND kind = 'person-disabled' ORDER BY id"
        )
        assert [row.actor for row in kept] == [postless.BY, f"officer:{ADMINISTRATOR.subject}"]
        version = (await directory.rows(f"SELECT version FROM person WHERE id = '{person.id}'"))[0].version
        post = {"agency_code": HERE, "role": "specialist", "title": "Chuyên viên", "version": version}
        moved = await directory.call("POST", f"{path}/transfer", ADMINISTRATOR, json=post)
        assert (moved.status_code, await _state(directory, person)) == (200, (False, False)), moved.text
        assert (await _signs_in(directory, "anhnt.stttt", password)).status_code == 401
        again = await directory.call("POST", f"{path}/disable", ADMINISTRATOR, json={"reason": "Nghỉ hưu"})
        (person_now,) = await directory.rows(f"SELECT version FROM person WHERE id = '{person.id}'")
        assert (again.status_code, person_now.version) == (200, version + 1), "twice changes nothing"

    run(act)


def test_a_post_given_between_the_search_and_the_lock_keeps_it_open(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The search sees nobody's posts, as one that began before the post was given."""

    async def act(directory: Directory) -> None:
        person, _ = await directory.add("anhnt.stttt")
        monkeypatch.setattr(postless, "_goes_on", lambda _day: false())
        for days in (60, 90):
            await _looks(directory, today() + days * DAY)
        assert (await _state(directory, person), await _told(directory)) == ((True, False), [])

    run(act)


def test_people_without_a_post_are_found_by_who_looks_after_them(run: Any) -> None:
    async def act(directory: Directory) -> None:
        gone, _ = await directory.add("anhnt.stttt", "Nguyễn Thị Ánh")
        await directory.add("binh.stttt", "Trần Thị Bình")
        far, _ = await directory.add("chi.sxd", "Lê Thị Chi", agency=ELSEWHERE)
        for one in (gone, far):
            await _leaves(directory, one, today() - 3 * DAY)

        async def found(who: Identity) -> set[str]:
            page = (await directory.call("GET", "/danh-ba?vi_tri=khong", who)).text
            return {name for name in ("Nguyễn Thị Ánh", "Trần Thị Bình", "Lê Thị Chi") if name in page}

        assert await found(ADMINISTRATOR) == {"Nguyễn Thị Ánh"}
        assert await found(ABOVE) == {"Nguyễn Thị Ánh", "Lê Thị Chi"}
        everybody = {"Nguyễn Thị Ánh", "Trần Thị Bình", "Lê Thị Chi"}
        assert await found(an_officer("specialist")) == everybody, "as if nobody had asked"
        pages = [
            (await directory.call("GET", "/danh-ba", who)).text for who in (ADMINISTRATOR, an_officer("specialist"))
        ]
        assert ['name="vi_tri"' in page for page in pages] == [True, False]

    run(act)
