"""Delegations: by whom, to whom, of what and for how long; told at once or as the day begins; gone with the post they stand on."""

import unicodedata
from datetime import datetime, time, timedelta
from typing import Any

import pytest

from mail_directory.people import queries
from mail_directory.people.feature import FOLLOW_THE_CALENDAR
from mail_directory.people.telling import signed_in, today
from shared.access.identity import Identity, OnBehalfOf
from shared.core import clock
from shared.work.jobs import Jobs

from .conftest import ADMINISTRATOR, ELSEWHERE, HERE, PROVINCE, Directory, an_officer

API = "/api/mail-directory/v1"
ROWS = "SELECT giver_id, delegate_id, powers, valid_from, valid_to, ended_at, ended_because FROM delegation ORDER BY id"
GATEWAY = Identity(kind="service", subject="gateway")
A_MONTH = timedelta(days=30)


class Office:
    """A director, his deputy-to-be, and who asks."""

    def __init__(self, directory: Directory) -> None:
        self.directory = directory

    async def settle(self) -> "Office":
        self.director, _ = await self.directory.add("an.stttt", "Nguyễn Văn An", role="leader")
        self.deputy, _ = await self.directory.add("binh.stttt", "Trần Thị Bình")
        self.post = str(self.director.posts[0].id)
        self.himself = an_officer("leader", subject=str(self.director.id)).model_copy(update={"post": self.post})
        return self

    async def give(self, who: Identity | None = None, **changed: Any) -> Any:
        new = {
            "delegate_id": str(self.deputy.id),
            "powers": ["power:documents", "power:signing"],
            "valid_to": str(today() + A_MONTH),
            "reason": "Đi công tác",
            "document": "15/GUQ-STTTT",
        }
        path = f"{API}/people/{self.director.id}/posts/{self.post}/delegations"
        return await self.directory.call("POST", path, who or self.himself, json=new | changed)

    async def end(self, delegation: str, who: Identity | None = None, reason: str = "\uf0b7 Đã về") -> Any:
        path = f"{API}/delegations/{delegation}/end"
        return await self.directory.call("POST", path, who or self.himself, json={"reason": reason})

    async def told(self) -> list[Any]:
        """What the services know last of the deputy's delegations."""
        rows = await self.directory.rows(
            f"SELECT data->'delegations' AS given FROM outbox WHERE subject = 'person/{self.deputy.id}' ORDER BY position"
        )
        return list(rows[-1].given)

    async def acts(self) -> list[tuple[str, list[str]]]:
        """For whom the deputy may act now, as the gateway is told."""
        answer = await self.directory.call("GET", f"/internal/identities/{self.deputy.id}", GATEWAY)
        posts = answer.json()["posts"]
        return [(post["on_behalf_of"]["name"], post["roles"]) for post in posts if post["on_behalf_of"]]


def test_the_holder_lets_a_colleague_act_and_ends_it(run: Any) -> None:
    async def act(directory: Directory) -> None:
        office = await Office(directory).settle()
        given = await office.give(reason="\uf0b7 Đi công tác", document="\uf0b7 15/GUQ")
        assert given.status_code == 201, given.text
        assert (given.json()["reason"], given.json()["document"]) == ("• Đi công tác", "• 15/GUQ"), "no private sign"
        assert await office.acts() == [("Nguyễn Văn An", ["leader"])]
        answer = await directory.call("GET", f"/internal/identities/{office.deputy.id}", GATEWAY)
        own, acting = answer.json()["posts"]
        assert own["on_behalf_of"] is None
        assert (acting["id"], acting["agency_code"], acting["title"]) == (office.post, HERE, "Chuyên viên")
        assert acting["on_behalf_of"] == {
            "delegation": given.json()["id"],
            "subject": str(office.director.id),
            "name": "Nguyễn Văn An",
            "title": "Chuyên viên",
            "powers": ["power:documents", "power:signing"],
        }
        (news,) = await office.told()
        assert (news["giver_name"], news["role"], news["powers"]) == (
            "Nguyễn Văn An",
            "leader",
            ["power:documents", "power:signing"],
        )
        ended = await office.end(given.json()["id"])
        assert ended.status_code == 200, ended.text
        assert (await office.acts(), await office.told()) == ([], [])
        changes = await directory.rows("SELECT subject FROM account_change")
        assert [row.subject for row in changes] == [str(office.deputy.id)] * 2, (
            "the gateway hears both within two seconds"
        )
        kinds = [row.kind for row in await directory.rows("SELECT kind FROM evidence ORDER BY id")]
        assert [kind for kind in kinds if kind.startswith("delegation")] == ["delegation-given", "delegation-ended"]
        again = await office.end(given.json()["id"])
        assert (again.status_code, again.json()["code"]) == (409, "delegation_ended")
        listed = await directory.call("GET", f"{API}/people/{office.deputy.id}/delegations", office.himself)
        assert [item["ended_because"] for item in listed.json()["items"]] == ["• Đã về"]

    run(act)


def _acting(office: Office) -> Identity:
    behalf = OnBehalfOf(
        delegation="0199d3a0-0000-7000-8000-00000000de1e",
        subject=str(office.director.id),
        name="Nguyễn Văn An",
        title="Giám đốc",
        powers=frozenset({"power:documents"}),
    )
    who = an_officer("leader", subject=str(office.deputy.id))
    return who.model_copy(update={"post": office.post, "on_behalf_of": behalf})


REFUSED: dict[str, tuple[dict[str, Any], int, str]] = {
    "unknown power": ({"powers": ["power:everything"]}, 422, "/powers"),
    "no power": ({"powers": []}, 422, "/powers"),
    "nobody": ({"delegate_id": None}, 422, "/delegate_id"),
    "somebody unknown": ({"delegate_id": "0199d3a0-5b1e-7c44-8f21-3a6f0c9b7eff"}, 422, "/delegate_id"),
    "in the past": ({"valid_from": "2020-01-01", "valid_to": "2020-02-01"}, 422, "/valid_from"),
    "ends before it begins": ({"valid_to": "2020-01-01"}, 422, "/valid_to"),
    "longer than a year": ({"valid_to": str(today() + timedelta(days=400))}, 422, "/valid_to"),
    "no reason": ({"reason": "  "}, 422, "/reason"),
    "long reason": ({"reason": "Vì " * 101}, 422, "/reason"),
    "long document": ({"document": "số " * 101}, 422, "/document"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_may_not_be_given_changes_nothing(run: Any, what: str) -> None:
    changed, status, pointer = REFUSED[what]

    async def act(directory: Directory) -> None:
        office = await Office(directory).settle()
        answer = await office.give(**changed)
        assert answer.status_code == status, answer.text
        assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]
        assert await directory.rows(ROWS) == []
        assert await directory.rows("SELECT 1 FROM account_change") == []

    run(act)


def test_it_is_given_by_the_holder_at_work_in_it_or_by_who_looks_after_the_agency(run: Any) -> None:
    async def act(directory: Directory) -> None:
        office = await Office(directory).settle()
        deputy = an_officer("specialist", subject=str(office.deputy.id))
        elsewhere = office.himself.model_copy(update={"post": "0199d3a0-0000-7000-8000-000000000001"})
        away = an_officer("directory-administrator", ELSEWHERE)
        for who, changed, status, code in (
            (deputy, {}, 403, "delegation_of_others"),
            (an_officer("leader"), {}, 403, "delegation_of_others"),
            (away, {}, 403, "agency_out_of_reach"),
            (elsewhere, {}, 409, "post_not_acting"),
            (office.himself, {"delegate_id": str(office.director.id)}, 422, "invalid_input"),
            (_acting(office), {}, 403, "not_allowed"),
            (ADMINISTRATOR, {"document": ""}, 422, "invalid_input"),
            (ADMINISTRATOR.model_copy(update={"subject": str(office.deputy.id)}), {}, 422, "invalid_input"),
        ):
            answer = await office.give(who, **changed)
            assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
        assert await directory.rows(ROWS) == []
        assert (await office.give(an_officer("directory-administrator", PROVINCE))).status_code == 201

    run(act)


def test_it_stays_inside_the_agency(run: Any) -> None:
    async def act(directory: Directory) -> None:
        office = await Office(directory).settle()
        stranger, _ = await directory.add("la.sxd", "Người Lạ", agency=ELSEWHERE)
        answer = await office.give(delegate_id=str(stranger.id))
        assert answer.json()["errors"][0]["pointer"] == "/delegate_id"
        other = await directory.call(
            "POST",
            f"{API}/people/{stranger.id}/posts/{office.post}/delegations",
            office.himself,
            json={"delegate_id": str(office.deputy.id), "powers": [], "valid_to": "2100-01-01", "reason": "x"},
        )
        assert other.status_code == 404, "that post is not this person's"
        leaver = await queries_get(directory, office.deputy.id)
        async with directory.database.sessions.begin() as session:
            held = await queries.get_person(session, leaver.id)
            held.posts[0].valid_to = today() + timedelta(days=3)
        assert (await office.give()).json()["errors"][0]["code"] == "not_a_colleague", "he leaves before it would end"
        assert (await office.give(valid_to=str(today() + timedelta(days=3)))).status_code == 201

    run(act)


async def queries_get(directory: Directory, person_id: Any) -> Any:
    async with directory.database.sessions() as session:
        return await queries.get_person(session, person_id)


def test_administering_is_never_delegated(run: Any) -> None:
    async def act(directory: Directory) -> None:
        office = await Office(directory).settle()
        keeper, _ = await directory.add("quantri.stttt", role="directory-administrator")
        office.director, office.post = keeper, str(keeper.posts[0].id)
        who = an_officer("directory-administrator", subject=str(keeper.id)).model_copy(update={"post": office.post})
        answer = await office.give(who)
        assert (answer.status_code, answer.json()["code"]) == (409, "role_not_delegable")

    run(act)


def test_the_same_post_goes_to_the_same_person_once_at_a_time(run: Any) -> None:
    async def act(directory: Directory) -> None:
        office = await Office(directory).settle()
        first = await office.give(valid_to=str(today() + timedelta(days=5)))
        assert first.status_code == 201
        for since, until, status in ((0, 3, 422), (5, 9, 422), (6, 9, 201), (2, 20, 422), (10, 12, 201)):
            days: dict[str, Any] = {
                "valid_from": today() + timedelta(days=since),
                "valid_to": today() + timedelta(days=until),
            }
            answer = await office.give(None, **{name: str(day) for name, day in days.items()})
            assert answer.status_code == status, (since, until)
        third, _ = await directory.add("chi.stttt", "Lê Thị Chi")
        assert (await office.give(delegate_id=str(third.id))).status_code == 201, "another person may have it meanwhile"
        await office.end(first.json()["id"])
        assert (await office.give(valid_to=str(today() + timedelta(days=5)))).status_code == 201

    run(act)


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


def test_the_pages_give_list_and_end(run: Any) -> None:
    async def act(directory: Directory) -> None:
        office = await Office(directory).settle()
        own = await directory.call("GET", "/danh-ba/uy-quyen", office.himself)
        assert own.headers["location"] == f"/danh-ba/can-bo/{office.director.id}/uy-quyen"
        listing = await directory.call("GET", own.headers["location"], office.himself)
        form = f"/danh-ba/can-bo/{office.director.id}/vi-tri/{office.post}/uy-quyen"
        assert form in listing.text
        page = await directory.call("GET", form, office.himself)
        assert "Trần Thị Bình – Chuyên viên" in page.text
        assert f'value="{office.director.id}"' not in page.text
        until = today() + timedelta(days=10)
        typed: dict[str, Any] = {
            "delegate_id": str(office.deputy.id),
            "powers": ["power:dossiers", "power:signing"],
            "reason": unicodedata.normalize("NFD", "Đi công tác nước ngoài"),
            "document": "",
        }
        days = {
            f"{name}-{part}": getattr(day, part)
            for name, day in (("valid_from", today()), ("valid_to", until))
            for part in ("day", "month", "year")
        }
        empty = await directory.call("POST", form, office.himself, data={"reason": ""})
        for sentence in (
            "Hãy chọn người được ủy quyền",
            "Hãy chọn ít nhất một quyền",
            "Đến hết ngày: hãy",
            "Hãy ghi lý do",
        ):
            assert sentence in empty.text, "all that is missing is said at once"
        wrong = await directory.call("POST", form, office.himself, data=typed | days | {"valid_to-day": "40"})
        assert wrong.status_code == 422
        assert unicodedata.normalize("NFD", "Đi công tác nước ngoài") in unicodedata.normalize("NFD", wrong.text)
        assert wrong.text.count("checked") == 2, "what was chosen stays"
        given = await directory.call("POST", form, office.himself, data=typed | days)
        assert (given.status_code, given.headers["location"]) == (303, own.headers["location"])
        (kept,) = await directory.rows("SELECT id, reason FROM delegation")
        assert kept.reason == "Đi công tác nước ngoài"
        seen = await directory.call("GET", own.headers["location"], an_officer("specialist"))
        assert "Đang hiệu lực" in seen.text
        assert "/ket-thuc" not in seen.text, "who is neither of the two only reads"
        assert (
            "Nguyễn Văn An" in (await directory.call("GET", f"/danh-ba/can-bo/{office.deputy.id}", ADMINISTRATOR)).text
        )
        ending = f"/danh-ba/uy-quyen/{kept.id}/ket-thuc"
        assert (await directory.call("GET", ending, an_officer("specialist"))).status_code == 403
        assert "Trần Thị Bình" in (await directory.call("GET", ending, office.himself)).text
        silent = await directory.call("POST", ending, office.himself, data={"reason": ""})
        assert "Hãy ghi lý do kết thúc ủy quyền." in silent.text
        ended = await directory.call("POST", ending, office.himself, data={"reason": "Đã về"})
        assert ended.status_code == 303
        after = await directory.call("GET", own.headers["location"], office.himself)
        assert "Đã về" in after.text
        assert "Đang hiệu lực" not in after.text
        closed = await directory.call("GET", ending, office.himself)
        assert "Ủy quyền này đã kết thúc." in closed.text

    run(act)
