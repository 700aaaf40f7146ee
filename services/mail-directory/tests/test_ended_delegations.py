"""A delegation ends with the posts it stands on, on its day, or when one of the two says so."""

from datetime import datetime, time, timedelta
from typing import Any

import pytest

from mail_directory.people import queries
from mail_directory.people.feature import FOLLOW_THE_CALENDAR
from mail_directory.people.telling import signed_in, today
from shared.core import clock
from shared.work.jobs import Jobs

from .conftest import ADMINISTRATOR, ELSEWHERE, PROVINCE, Directory, an_officer
from .test_delegations import API, ROWS, Office, _acting


def test_it_begins_and_ends_on_its_day_by_itself(run: Any) -> None:
    async def act(directory: Directory) -> None:
        office = await Office(directory).settle()
        begins, ends = today() + timedelta(days=1), today() + timedelta(days=2)
        assert (await office.give(valid_from=str(begins), valid_to=str(ends))).status_code == 201
        assert (await office.told(), await office.acts()) == ([], [])
        assert await directory.rows("SELECT 1 FROM account_change") == []
        jobs = Jobs(directory.database, [FOLLOW_THE_CALENDAR])
        await jobs.do_next()
        await jobs.begin()
        midnight = datetime.combine(begins, time(), clock.VIETNAM)
        for moment, standing, changes in (
            (midnight - timedelta(seconds=1), 0, 0),
            (midnight, 1, 1),
            (midnight + timedelta(days=2, seconds=-1), 1, 1),
            (midnight + timedelta(days=2), 0, 2),
        ):
            with clock.stopped_at(moment):
                await jobs.do_next()
                assert len(await office.acts()) == standing, moment
                assert len(await office.told()) == standing, moment
                assert len(await directory.rows("SELECT 1 FROM account_change")) == changes

    run(act)


async def _locked(office: Office, person: Any) -> None:
    path = f"{API}/people/{person.id}/disable"
    answer = await office.directory.call("POST", path, ADMINISTRATOR, json={"reason": "Nghỉ hưu"})
    assert answer.status_code == 200, answer.text
    await office.directory.call("POST", f"{API}/people/{person.id}/enable", ADMINISTRATOR)


async def _transferred(office: Office, person: Any) -> None:
    to = {"agency_code": ELSEWHERE, "role": "leader", "title": "Giám đốc", "version": 1}
    above = an_officer("directory-administrator", PROVINCE)
    answer = await office.directory.call("POST", f"{API}/people/{person.id}/transfer", above, json=to)
    assert answer.status_code == 200, answer.text


async def _post_ended(office: Office, person: Any) -> None:
    path = f"{API}/people/{person.id}/posts/{person.posts[0].id}/end"
    sent = {"last_day": str(today() - timedelta(days=1)), "reason": "Hết nhiệm kỳ", "version": 1}
    answer = await office.directory.call("POST", path, ADMINISTRATOR, json=sent)
    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize("whose", ["director", "deputy"])
@pytest.mark.parametrize("leaves", [_locked, _transferred, _post_ended])
def test_it_ends_with_the_posts_it_stands_on_and_does_not_come_back(run: Any, whose: str, leaves: Any) -> None:
    async def act(directory: Directory) -> None:
        office = await Office(directory).settle()
        assert (await office.give()).status_code == 201
        await leaves(office, getattr(office, whose))
        (row,) = await directory.rows(ROWS)
        assert row.ended_at is not None
        said = "Người ủy quyền thôi giữ vị trí" if whose == "director" else "không còn công tác ở cơ quan"
        assert said in row.ended_because
        assert await office.told() == []
        async with directory.database.sessions() as session:
            person = await queries.get_person(session, office.deputy.id)
            assert [post for post in (await signed_in(session, person)).posts if post.on_behalf_of] == []
        changed = {row.subject for row in await directory.rows("SELECT subject FROM account_change")}
        assert str(office.deputy.id) in changed

    run(act)


def test_a_post_that_ends_on_a_day_takes_the_delegation_with_it_on_that_day(run: Any) -> None:
    async def act(directory: Directory) -> None:
        office = await Office(directory).settle()
        assert (await office.give()).status_code == 201
        last = today() + timedelta(days=4)
        path = f"{API}/people/{office.director.id}/posts/{office.post}/end"
        sent = {"last_day": str(last), "reason": "Nghỉ hưu", "version": 1}
        assert (await directory.call("POST", path, ADMINISTRATOR, json=sent)).status_code == 200
        (row,) = await directory.rows(ROWS)
        assert (row.ended_at, row.valid_to) == (None, last)
        assert len(await office.acts()) == 1
        later = await office.give(valid_from=str(today() + timedelta(days=5)))
        assert later.json()["errors"][0]["code"] == "after_post"

    run(act)


def test_either_of_the_two_and_the_administrator_may_end_it(run: Any) -> None:
    async def act(directory: Directory) -> None:
        office = await Office(directory).settle()
        deputy = an_officer("specialist", subject=str(office.deputy.id))
        for who in (deputy, ADMINISTRATOR):
            given = (await office.give()).json()["id"]
            for stranger in (an_officer("leader"), an_officer("directory-administrator", ELSEWHERE), _acting(office)):
                assert (await office.end(given, stranger)).status_code == 403
            silent = await office.end(given, who, "")
            assert silent.json()["errors"][0]["pointer"] == "/reason"
            assert len(await office.acts()) == 1
            assert (await office.end(given, who)).status_code == 200

    run(act)
