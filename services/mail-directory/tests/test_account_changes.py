"""What changes with an account counts at once, first passwords open one door, and names cannot be told by the work done."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from pwdlib.hashers.argon2 import Argon2Hasher

from mail_directory.people import actions, queries, telling
from mail_directory.people.feature import FOLLOW_THE_CALENDAR
from shared.access.account_changes import ACCOUNTS_CHANGED
from shared.access.identity import Identity
from shared.core import clock
from shared.work.jobs import LOOKS_EVERY, Jobs

from .conftest import ADMINISTRATOR, ELSEWHERE, HERE, Directory, an_officer

OPERATOR = an_officer("operator")

GATEWAY = Identity(kind="service", subject="gateway")
TOLD = "SELECT subject, ends_sessions, kept_session FROM account_change ORDER BY at"


async def works(directory: Directory, user_name: str, password: str) -> bool:
    sent = {"user_name": user_name, "password": password}
    return (await directory.call("POST", "/internal/credentials/verify", GATEWAY, json=sent)).status_code == 200


def test_a_first_password_opens_only_its_own_change(run: Any) -> None:
    async def act(directory: Directory) -> None:
        person, password = await directory.add("anhnt.stttt")
        first = an_officer("directory-administrator", subject=str(person.id)).model_copy(update={"must_change": True})
        for method, path in (("GET", "/people"), ("POST", f"/people/{person.id}/disable")):
            answer = await directory.call(method, f"/api/mail-directory/v1{path}", first)
            assert (answer.status_code, answer.json()["code"]) == (403, "password_must_change")
        page = await directory.call("GET", "/danh-ba", first)
        assert (page.status_code, page.headers["location"]) == (303, "/danh-ba/tai-khoan")
        assert (await directory.call("GET", "/danh-ba/tai-khoan", first)).status_code == 200
        sent = {"current_password": password, "new_password": "một câu dài dễ nhớ"}
        assert (await directory.call("POST", "/danh-ba/tai-khoan", first, data=sent)).status_code == 200
        (row,) = await directory.rows("SELECT must_change FROM credential")
        assert row.must_change is False

    run(act)


def test_the_answer_of_a_change_says_that_there_is_one(run: Any) -> None:
    async def act(directory: Directory) -> None:
        person, password = await directory.add("anhnt.stttt")
        himself = an_officer("specialist", subject=str(person.id))
        sent = {"current_password": "sai", "new_password": "một câu dài dễ nhớ"}
        refused = await directory.call("POST", "/danh-ba/tai-khoan", himself, data=sent)
        seen = await directory.call("GET", f"/danh-ba/can-bo/{person.id}", ADMINISTRATOR)
        done = await directory.call("POST", "/danh-ba/tai-khoan", himself, data=sent | {"current_password": password})
        locked = await directory.call(
            "POST", f"/danh-ba/can-bo/{person.id}/khoa", ADMINISTRATOR, data={"reason": "Nghỉ hưu"}
        )
        said = [(answer.status_code, ACCOUNTS_CHANGED in answer.headers) for answer in (refused, seen, done, locked)]
        assert said == [(422, False), (200, False), (200, True), (303, True)]

    run(act)


def test_changes_are_told_to_the_gateway(run: Any) -> None:
    async def act(directory: Directory) -> None:
        person, password = await directory.add("anhnt.stttt")
        before = len(await directory.rows(TOLD))
        himself = an_officer("specialist", subject=str(person.id)).model_copy(update={"session": "phien-nay"})
        sent = {"current_password": password, "new_password": "một câu dài dễ nhớ"}
        assert (await directory.call("POST", "/danh-ba/tai-khoan", himself, data=sent)).status_code == 200
        reset = await directory.call("POST", f"/danh-ba/can-bo/{person.id}/mat-khau", ADMINISTRATOR, data={})
        assert reset.status_code == 200
        (credential,) = await directory.rows("SELECT must_change FROM credential")
        assert credential.must_change is True  # somebody else has seen it
        api = f"/api/mail-directory/v1/people/{person.id}"
        to = {"agency_code": HERE, "role": "counter-officer", "title": "Chuyên viên", "version": 1}
        assert (await directory.call("POST", f"{api}/transfer", ADMINISTRATOR, json=to)).status_code == 200
        assert (
            await directory.call("POST", f"{api}/disable", ADMINISTRATOR, json={"reason": "Nghỉ hưu"})
        ).status_code == 200
        (news,) = await directory.rows(
            "SELECT data->>'active' AS active, data->'posts' AS posts FROM outbox WHERE subject LIKE 'person/%'"
            " ORDER BY position DESC LIMIT 1"
        )
        assert (news.active, news.posts) == ("false", [])  # what a closed account holds is nobody's, in every service
        told = [tuple(row) for row in await directory.rows(TOLD)][before:]
        who = str(person.id)
        assert told == [(who, True, "phien-nay"), (who, True, ""), (who, False, ""), (who, True, "")]

    run(act)


@pytest.mark.parametrize(
    ("ends", "begins", "told"),
    [(True, False, []), (False, True, ["specialist", "leader"]), (True, True, ["leader"])],
    ids=["ends", "begins", "both"],
)
def test_a_post_that_begins_or_ends_on_a_day_is_told_once(run: Any, ends: bool, begins: bool, told: list[str]) -> None:
    async def act(directory: Directory) -> None:
        person, _ = await directory.add("anhnt.stttt")
        today = clock.local_now().date()
        async with directory.database.sessions.begin() as session:
            held = await queries.get_person(session, person.id)
            held.told_on = today - timedelta(days=1)
            held.posts[0].valid_from = date(2020, 1, 1)
            held.posts[0].valid_to = today - timedelta(days=1) if ends else None
            if begins:
                actions.new_post(held, HERE, "leader", "Phó Giám đốc", today, by=None)
        assert await directory.rows(TOLD) == []
        for _ in range(2):
            async with directory.database.sessions.begin() as session:
                await telling.tell_changed_posts(session)
        news = await directory.rows(
            "SELECT data->'posts' AS posts FROM outbox WHERE subject LIKE 'person/%' ORDER BY position"
        )
        assert [[post["role"] for post in row.posts] for row in news] == [["specialist"], told]
        assert [tuple(row) for row in await directory.rows(TOLD)] == [(str(person.id), False, "")]

    run(act)


def test_a_post_counts_from_the_first_moment_of_its_day(run: Any) -> None:
    assert LOOKS_EVERY <= 1  # the gateway hears each second: together two

    async def act(directory: Directory) -> None:
        person, password = await directory.add("anhnt.stttt")
        midnight = datetime.combine(clock.local_now().date() + timedelta(days=1), time(), clock.VIETNAM)
        async with directory.database.sessions.begin() as session:
            held = await queries.get_person(session, person.id)
            held.posts[0].valid_from, held.posts[0].valid_to = date(2020, 1, 1), clock.local_now().date()
            actions.new_post(held, HERE, "leader", "Phó Giám đốc", midnight.date(), by=None)
        sent = {"user_name": "anhnt.stttt", "password": password}
        jobs = Jobs(directory.database, [FOLLOW_THE_CALENDAR])
        await jobs.do_next()  # the migration asked for one look
        await jobs.begin()
        for moment, role, told in (
            (midnight - timedelta(seconds=1), "specialist", 0),
            (midnight, "leader", 1),
            (midnight + timedelta(seconds=1), "leader", 1),
        ):
            with clock.stopped_at(moment):
                await jobs.do_next()
                assert len(await directory.rows(TOLD)) == told, moment
                seen = await directory.call("POST", "/internal/credentials/verify", GATEWAY, json=sent)
            assert seen.json()["roles"] == [role], moment

    run(act)


def test_names_cannot_be_told_by_the_work_done(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    full: list[str] = []
    make, check = Argon2Hasher.hash, Argon2Hasher.verify

    def counted_hash(self: Any, password: Any, **more: Any) -> str:
        made = make(self, password, **more)
        full.extend(["hash"] if "$m=19456,t=2" in made else [])
        return made

    def counted_verify(self: Any, password: Any, known: Any) -> bool:
        full.extend(["verify"] if "$m=19456,t=2" in str(known) else [])
        return check(self, password, known)

    async def act(directory: Directory) -> None:
        await directory.add("moi.stttt")
        _, password = await directory.add("cu.stttt")
        assert await works(directory, "cu.stttt", password)
        monkeypatch.setattr(Argon2Hasher, "hash", counted_hash)
        monkeypatch.setattr(Argon2Hasher, "verify", counted_verify)
        for name in ("moi.stttt", "cu.stttt", "khong.co.ai"):
            full.clear()
            assert not await works(directory, name, "sai rồi")
            assert len(full) == 1, name

    run(act)


def test_the_operator_sees_when_the_calendar_is_followed_and_has_it_followed_at_once(run: Any) -> None:
    async def act(directory: Directory) -> None:
        jobs = Jobs(directory.database, [FOLLOW_THE_CALENDAR])
        await jobs.begin()
        while await jobs.do_next():
            pass
        (job,) = (await directory.call("GET", "/internal/operations", OPERATOR)).json()["jobs"]
        assert (job["title"], job["attempts"]) == (FOLLOW_THE_CALENDAR.title, 0)
        address = "/internal/operations/jobs/{}/run"
        assert (await directory.call("POST", address.format("follow-the-calendar"), ADMINISTRATOR)).status_code == 403
        assert (await directory.call("POST", address.format("nothing-of-this-name"), OPERATOR)).status_code == 404
        assert not await jobs.do_next()
        assert (await directory.call("POST", address.format("follow-the-calendar"), OPERATOR)).status_code == 200
        assert await jobs.do_next()
        assert len(await directory.rows("SELECT 1 FROM evidence WHERE kind = 'job-run-by-hand'")) == 1

    run(act)


def test_each_post_held_today_is_told_with_its_own_rights(run: Any) -> None:
    async def act(directory: Directory) -> None:
        person, password = await directory.add("anhnt.stttt")
        today = clock.local_now().date()
        async with directory.database.sessions.begin() as session:
            held = await queries.get_person(session, person.id)
            actions.new_post(held, ELSEWHERE, "leader", "Phó Giám đốc", today, by=None)
            actions.new_post(held, HERE, "operator", "Quản trị", today + timedelta(days=1), by=None)
        sent = {"user_name": "anhnt.stttt", "password": password}
        told = (await directory.call("POST", "/internal/credentials/verify", GATEWAY, json=sent)).json()
        seen = [(post["agency_code"], post["agency_name"], post["title"], post["roles"]) for post in told["posts"]]
        assert sorted(seen) == [
            (ELSEWHERE, "Sở Xây dựng", "Phó Giám đốc", ["leader"]),
            (HERE, "Sở Thông tin và Truyền thông", "Chuyên viên", ["specialist"]),
        ]
        assert told["roles"] == told["posts"][0]["roles"]
        again = await directory.call("GET", f"/internal/identities/{person.id}", GATEWAY)
        assert again.json()["posts"] == told["posts"]

    run(act)


def test_evidence_names_the_post_in_which_somebody_acted(run: Any) -> None:
    async def act(directory: Directory) -> None:
        person, _ = await directory.add("anhnt.stttt")
        acting = ADMINISTRATOR.model_copy(update={"post": "vi-tri-nay"})
        assert (await directory.call("GET", f"/danh-ba/can-bo/{person.id}", acting)).status_code == 200
        (row,) = await directory.rows("SELECT post FROM evidence WHERE kind = 'person-seen'")
        assert row.post == "vi-tri-nay"
        nowhere = acting.model_copy(update={"post": "", "must_choose": True, "roles": frozenset()})
        page = await directory.call("GET", f"/danh-ba/can-bo/{person.id}", nowhere)
        assert page.headers["location"].startswith("/vi-tri?tiep=%2Fdanh-ba%2Fcan-bo")
        answer = await directory.call("GET", "/api/mail-directory/v1/people", nowhere)
        assert (answer.status_code, answer.json()["code"]) == (403, "post_must_be_chosen")

    run(act)
