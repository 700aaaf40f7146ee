"""Two acts at the same moment: the second finds what the first left."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from mail_directory.people import actions, queries
from mail_directory.people.resets import reset_password
from mail_directory.posts.actions import give_post
from mail_directory.posts.schemas import NewPost
from mail_directory.structure.queries import get_unit
from shared.access import passwords
from shared.core.errors import Invalid, Unauthenticated

from .conftest import ADMINISTRATOR, HERE, Directory

UNIT = {"code": "cntt", "name": "Phòng Công nghệ thông tin", "kind": "division"}
API = "/api/mail-directory/v1"


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


def test_nobody_comes_into_a_unit_that_ends_at_the_same_moment(run: Any) -> None:
    """The end had looked for people and found none; the post came in before it was written."""

    async def act(directory: Directory) -> None:
        unit = (await directory.call("POST", f"{API}/agencies/{HERE}/units", ADMINISTRATOR, json=UNIT)).json()
        person, _ = await directory.add("anhnt.stttt")
        post = NewPost(agency_code=HERE, role="leader", title="Phó Giám đốc", unit_id=unit["id"], version=1)

        async def give() -> None:
            async with directory.database.sessions.begin() as session:
                await give_post(session, ADMINISTRATOR, person.id, post)

        async with directory.database.sessions.begin() as ending:
            ended = await get_unit(ending, UUID(unit["id"]), lock=True)
            given = asyncio.create_task(give())
            await _until_somebody_waits(directory)
            ended.valid_from = ended.valid_to = ended.valid_from - timedelta(days=1)
        with pytest.raises(Invalid) as refused:
            await given
        assert refused.value.fields[0].pointer == "/unit_id"

    run(act)


def test_the_old_password_is_not_confirmed_while_another_is_being_given(
    run: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The session it opened was of after the moment that the change had noted, and stayed."""

    async def act(directory: Directory) -> None:
        person, password = await directory.add("anhnt.stttt")
        verify, committing = passwords.verify, list[Any]()

        async def commit(resetting: AsyncSession) -> None:
            await _until_somebody_waits(directory)
            await resetting.commit()

        async def slowly(asked: str, known: str | None) -> tuple[bool, str | None]:
            found = await verify(asked, known)
            resetting = directory.database.sessions()
            await reset_password(resetting, ADMINISTRATOR, person.id)
            committing.append((resetting, asyncio.create_task(commit(resetting))))
            return found

        monkeypatch.setattr(passwords, "verify", slowly)
        try:
            async with directory.database.sessions.begin() as session:
                with pytest.raises(Unauthenticated):
                    await actions.check_credentials(session, "anhnt.stttt", password)
        finally:
            for resetting, task in committing:
                task.cancel()
                await resetting.close()

    run(act)


async def _until_somebody_waits(directory: Directory) -> None:
    waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted"
    for _ in range(1000):
        if (await directory.rows(waiting))[0].count:
            return
        await asyncio.sleep(0.01)
    raise AssertionError("nobody waits")


def test_a_password_given_while_the_old_one_is_checked_stays(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first sign-in makes the hash of a given password a full one; it wrote it over one given meanwhile."""

    async def act(directory: Directory) -> None:
        person, password = await directory.add("anhnt.stttt")
        given: list[Any] = []
        verify = passwords.verify

        async def slowly(asked: str, known: str | None) -> tuple[bool, str | None]:
            found = await verify(asked, known)
            if not given:
                given.append("")
                async with directory.database.sessions.begin() as resetting:
                    _, given[0] = await reset_password(resetting, ADMINISTRATOR, person.id)
            return found

        monkeypatch.setattr(passwords, "verify", slowly)
        async with directory.database.sessions.begin() as session:
            with pytest.raises(Unauthenticated):
                await actions.check_credentials(session, "anhnt.stttt", password)
        async with directory.database.sessions.begin() as session:
            assert await actions.check_credentials(session, "anhnt.stttt", given[0])

    run(act)
