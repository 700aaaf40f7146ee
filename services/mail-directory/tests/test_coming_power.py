"""Power over accounts looks ahead: what somebody may do from tomorrow, or for another, counts when his password is reset."""

from datetime import timedelta
from typing import Any

import pytest

from mail_directory.people import actions, queries
from mail_directory.people.resets import reset_password
from mail_directory.people.telling import today
from shared.core.errors import Forbidden

from .conftest import ADMINISTRATOR, ELSEWHERE, HERE, Directory
from .test_delegations import Office

TOMORROW = today() + timedelta(days=1)


async def _alone(directory: Directory, person: Any) -> str | None:
    """What one administrator gets who resets the password alone."""
    async with directory.database.sessions.begin() as session:
        _, password = await reset_password(session, ADMINISTRATOR, person.id)
    return password


async def _begins(directory: Directory, person: Any, role: str, agency: str) -> None:
    async with directory.database.sessions.begin() as session:
        actions.new_post(await queries.get_person(session, person.id), agency, role, "Phó Giám đốc", TOMORROW, by=None)


@pytest.mark.parametrize("since", [today(), TOMORROW], ids=["today", "tomorrow"])
@pytest.mark.parametrize("power", ["power:signing", "power:documents"])
def test_who_signs_or_seals_for_another_needs_two_people_too(run: Any, since: Any, power: str) -> None:
    async def act(directory: Directory) -> None:
        office = await Office(directory).settle()
        other, _ = await directory.add("chau.stttt", "Lê Thị Châu")
        given = await office.give(powers=[power], valid_from=str(since))
        assert given.status_code == 201, given.text
        assert await _alone(directory, office.deputy) is None
        assert await _alone(directory, other) is not None
        assert (await office.end(given.json()["id"])).status_code < 300
        assert await _alone(directory, office.deputy) is not None

    run(act)


def test_handling_dossiers_for_another_needs_one(run: Any) -> None:
    async def act(directory: Directory) -> None:
        office = await Office(directory).settle()
        assert (await office.give(powers=["power:dossiers"])).status_code == 201
        assert await _alone(directory, office.deputy) is not None

    run(act)


@pytest.mark.parametrize("role", ["leader", "records-clerk"])
def test_a_post_that_signs_or_seals_from_tomorrow_counts_today(run: Any, role: str) -> None:
    async def act(directory: Directory) -> None:
        person, _ = await directory.add("anhnt.stttt")
        await _begins(directory, person, role, HERE)
        assert await _alone(directory, person) is None

    run(act)


def test_a_post_out_of_reach_from_tomorrow_counts_today(run: Any) -> None:
    async def act(directory: Directory) -> None:
        person, _ = await directory.add("anhnt.stttt")
        await _begins(directory, person, "specialist", ELSEWHERE)
        with pytest.raises(Forbidden):
            await _alone(directory, person)
        async with directory.database.sessions.begin() as session:
            with pytest.raises(Forbidden):
                await actions.set_active(session, ADMINISTRATOR, person.id, False, "Nghỉ việc")
        page = (await directory.call("GET", f"/danh-ba/can-bo/{person.id}", ADMINISTRATOR)).text
        assert f'action="/danh-ba/can-bo/{person.id}/mat-khau"' not in page, "what would be refused is not offered"

    run(act)
