"""Two acts at the same moment: the second finds what the first left."""

from typing import Any

from mail_directory.people import actions, queries

from .conftest import ADMINISTRATOR, Directory


def test_whoever_is_locked_is_read_as_he_stands_now(run: Any) -> None:
    """A post was moved while its account was closed, and the services were told that the account was open."""

    async def act(directory: Directory) -> None:
        person, _ = await directory.add("anhnt.stttt")
        async with directory.database.sessions.begin() as moving:
            read = await queries.get_person(moving, person.id)
            assert read.active
            async with directory.database.sessions.begin() as closing:
                await actions.set_active(closing, ADMINISTRATOR, person.id, False, "Nghỉ việc")
            locked = await queries.get_person(moving, person.id, lock=True)
            assert (locked.active, locked.version) == (False, person.version + 1)

    run(act)
