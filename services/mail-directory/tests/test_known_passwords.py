"""Nobody gives what signs, seals or administers to an account whose password he gave: knowing it, he would act in that post himself."""

from datetime import timedelta
from typing import Any

import pytest

from mail_directory.people import queries, two_people
from mail_directory.people.telling import today
from shared.access.identity import Identity
from shared.core import clock

from .conftest import ADMINISTRATOR, HERE, Directory
from .test_account_power import ABOVE, OPERATOR, waiting_in, works
from .test_delegations import API, Office

TOMORROW = today() + timedelta(days=1)
NEVER = "Bạn là người cấp mật khẩu của người này"
ROLES = ["leader", "records-clerk", "directory-administrator"]


async def _reset(directory: Directory, person: Any, who: Identity = ADMINISTRATOR, **sent: str) -> str:
    """The page after it."""
    return (await directory.call("POST", f"/danh-ba/can-bo/{person.id}/mat-khau", who, data=sent)).text


async def _version(directory: Directory, person: Any) -> int:
    async with directory.database.sessions() as session:
        return (await queries.get_person(session, person.id)).version


async def _give(directory: Directory, person: Any, who: Identity, **other: Any) -> Any:
    """A further post, by program."""
    post = {"agency_code": HERE, "role": "leader", "title": "Phó Giám đốc", "kind": "concurrent"}
    sent = post | {"version": await _version(directory, person)} | other
    return await directory.call("POST", f"{API}/people/{person.id}/posts", who, json=sent)


async def _state(directory: Directory) -> list[Any]:
    return [await directory.rows(f"SELECT * FROM {table} ORDER BY id") for table in ("post", "person", "delegation")]


@pytest.mark.parametrize("role", ROLES)
def test_whoever_gave_the_password_gives_no_post_that_signs_seals_or_administers(run: Any, role: str) -> None:
    async def act(directory: Directory) -> None:
        person, _ = await directory.add("anhnt.stttt")
        assert "chỉ hiện một lần" in await _reset(directory, person)
        before = await _state(directory)
        page, values = f"/danh-ba/can-bo/{person.id}", {"agency_code": HERE, "role": role, "title": "Phó Giám đốc"}
        values |= {"version": str(await _version(directory, person))}
        begins = {f"valid_from-{part}": str(getattr(TOMORROW, part)) for part in ("day", "month", "year")}
        for path, form, status in (
            (f"{page}/dieu-chuyen", values, 422),
            (f"{page}/vi-tri", values | {"kind": "concurrent"} | begins, 422),
        ):
            refused = await directory.call("POST", path, ADMINISTRATOR, data=form)
            assert (refused.status_code, NEVER in refused.text) == (status, True), path
        api = await directory.call("POST", f"{API}/people/{person.id}/transfer", ADMINISTRATOR, json=values)
        assert (api.status_code, api.json()["code"]) == (409, "password_known")
        refused = await _give(directory, person, ADMINISTRATOR, role=role, valid_from=str(TOMORROW))
        assert (refused.status_code, refused.json()["code"]) == (409, "password_known")
        assert await _state(directory) == before
        # What binds nobody goes on as before, and somebody else gives what binds.
        assert (await _give(directory, person, ADMINISTRATOR, role="counter-officer")).status_code == 201
        assert (await _give(directory, person, ABOVE, role=role)).status_code == 201

    run(act)


@pytest.mark.parametrize("power", ["power:signing", "power:documents"])
def test_nor_a_part_of_one_by_delegation(run: Any, power: str) -> None:
    async def act(directory: Directory) -> None:
        office = await Office(directory).settle()
        path = f"{API}/people/{office.director.id}/posts/{office.post}/delegations"
        given = {"delegate_id": str(office.deputy.id), "valid_to": str(TOMORROW), "reason": "Đi công tác"}
        given |= {"document": "15/GUQ ngày 02/03/2026"}
        await _reset(directory, office.deputy)
        before = await _state(directory)
        refused = await directory.call("POST", path, ADMINISTRATOR, json=given | {"powers": [power]})
        assert (refused.status_code, refused.json()["code"]) == (409, "password_known")
        assert await _state(directory) == before
        dossiers = await directory.call("POST", path, ADMINISTRATOR, json=given | {"powers": ["power:dossiers"]})
        assert dossiers.status_code == 201, dossiers.text
        assert (await directory.call("POST", path, ABOVE, json=given | {"powers": [power]})).status_code == 422, "one"
        assert (await office.end(dossiers.json()["id"])).status_code == 200
        await directory.chose(office.deputy)
        assert (await directory.call("POST", path, ABOVE, json=given | {"powers": [power]})).status_code == 201

    run(act)


def test_it_lasts_thirty_days_and_until_the_person_has_changed_the_password(run: Any) -> None:
    async def act(directory: Directory) -> None:
        person, _ = await directory.add("anhnt.stttt")
        first = (await _reset(directory, person)).split("chỉ hiện một lần: ")[1][:16]
        himself = Identity(kind="officer", subject=str(person.id), user_name="anhnt.stttt", csrf="c", session="s")

        async def gave(ago: timedelta) -> int:
            async with directory.database.sessions.begin() as session:
                held = await queries.get_person(session, person.id)
                assert held.credential is not None
                held.credential.given_at = clock.now() - ago
            return int((await _give(directory, person, ADMINISTRATOR)).status_code)

        long_ago = two_people.KNOWN_FOR + timedelta(minutes=1)
        assert await gave(long_ago) == 409, "the first password still opens the account"
        officer = Identity(
            kind="officer", subject=himself.subject, user_name="anhnt.stttt", agency_code=HERE, csrf="c",
            roles=frozenset({"specialist"}), must_change=True,
        )  # fmt: skip
        chosen = {"current_password": first, "new_password": "Cá vàng bơi giữa trưa hè"}
        assert (await directory.call("POST", "/danh-ba/tai-khoan", officer, data=chosen)).status_code == 200
        assert await works(directory, "anhnt.stttt", chosen["new_password"])
        assert await gave(two_people.KNOWN_FOR - timedelta(minutes=1)) == 409, "whoever knew it may have changed it"
        assert await gave(long_ago) == 201

    run(act)


@pytest.mark.parametrize("second", [ABOVE, OPERATOR], ids=["administrator", "operator"])
def test_the_way_on_is_a_password_that_a_second_person_gives(run: Any, second: Identity) -> None:
    async def act(directory: Directory) -> None:
        person, _ = await directory.add("anhnt.stttt")
        button, page = "Đề nghị người thứ hai cấp mật khẩu", f"/danh-ba/can-bo/{person.id}"
        assert button not in (await directory.call("GET", page, ADMINISTRATOR)).text, "whose password he does not know"
        old = (await _reset(directory, person)).split("chỉ hiện một lần: ")[1][:16]
        assert button in (await directory.call("GET", page, ADMINISTRATOR)).text
        asked = await _reset(directory, person, together="1")
        assert ("hết hiệu lực lúc" in asked, "chỉ hiện một lần" in asked) == (True, False)
        assert await works(directory, "anhnt.stttt", old)
        assert (await _give(directory, person, ADMINISTRATOR)).status_code == 409, "asking is not enough"
        waiting = waiting_in((await directory.call("GET", page, second)).text)
        assert "chỉ hiện một lần" in await _reset(directory, person, second, waiting=waiting)
        assert not await works(directory, "anhnt.stttt", old)
        if second is ABOVE:
            assert (await _give(directory, person, ABOVE)).status_code == 409, "now it is he who knows it"
        assert (await _give(directory, person, ADMINISTRATOR)).status_code == 201

    run(act)


@pytest.mark.parametrize("role", ROLES)
def test_a_new_account_that_signs_seals_or_administers_gets_its_first_password_from_a_second(
    run: Any, role: str
) -> None:
    async def act(directory: Directory) -> None:
        new = {"full_name": "Nguyễn Thị Mới", "email": "moint@binhdinh.gov.vn", "user_name": "moint.stttt"}
        new |= {"agency_code": HERE, "role": role, "title": "Phó Giám đốc"}
        shown = await directory.call("POST", "/danh-ba/can-bo/moi", ADMINISTRATOR, data=new)
        assert ("Mật khẩu đầu tiên do người thứ hai cấp" in shown.text, "chỉ hiện một lần" in shown.text) == (
            True,
            False,
        )
        other = new | {"user_name": "mointt.stttt", "email": "mointt@binhdinh.gov.vn"}
        by_program = await directory.call("POST", f"{API}/people", ADMINISTRATOR, json=other)
        assert (by_program.status_code, by_program.json()["initial_password"]) == (201, "")
        (person,) = await directory.rows("SELECT person_id AS id FROM credential WHERE user_name = 'moint.stttt'")
        assert "chỉ hiện một lần" not in await _reset(directory, person), "asking again gives nothing either"
        waiting = waiting_in((await directory.call("GET", f"/danh-ba/can-bo/{person.id}", OPERATOR)).text)
        given = await _reset(directory, person, OPERATOR, waiting=waiting)
        assert await works(directory, "moint.stttt", given.split("chỉ hiện một lần: ")[1][:16])

    run(act)


def test_who_is_the_second_person_for_others_is_not_reset_by_one_either(run: Any) -> None:
    """Else one administrator would confirm by himself, signed in as the other."""

    async def act(directory: Directory) -> None:
        person, _ = await directory.add("quantri.stttt", role="directory-administrator")
        assert "chỉ hiện một lần" not in await _reset(directory, person)
        waiting = waiting_in((await directory.call("GET", f"/danh-ba/can-bo/{person.id}", ABOVE)).text)
        assert "chỉ hiện một lần" in await _reset(directory, person, ABOVE, waiting=waiting)

    run(act)
