"""Delegations: by whom, to whom, of what and for how long; told at once or as the day begins; gone with the post they stand on."""

from datetime import timedelta
from typing import Any

import pytest

from mail_directory.people import queries
from mail_directory.people.telling import today
from shared.access.identity import Identity, OnBehalfOf

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
        await self.directory.chose(self.deputy)
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
        await directory.chose(third)
        assert (await office.give(delegate_id=str(third.id))).status_code == 201, "another person may have it meanwhile"
        await office.end(first.json()["id"])
        assert (await office.give(valid_to=str(today() + timedelta(days=5)))).status_code == 201

    run(act)
