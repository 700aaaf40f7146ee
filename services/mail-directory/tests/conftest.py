"""A mail-directory of its own for each test: fresh database, three agencies, callers of every kind."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from mail_directory.agencies.actions import record_agency
from mail_directory.agencies.models import Agency
from mail_directory.main import create_app
from mail_directory.people import actions, two_people
from mail_directory.people.schemas import NewPerson
from mail_directory.seeding import _SINCE
from shared.access import passwords
from shared.access.identity import Identity
from shared.core.identifiers import new_secret
from shared.core.settings import Settings
from shared.storage.database import Database
from testing.service import RunningService, stand_up

PROVINCE = "000.00.00.H08"
HERE = "000.00.11.H08"
ELSEWHERE = "000.00.09.H08"
CSRF = "token-of-this-session"

_AGENCIES = (
    (PROVINCE, "Ủy ban nhân dân tỉnh", "UBND tỉnh", "province", None),
    (HERE, "Sở Thông tin và Truyền thông", "STTTT", "department", PROVINCE),
    (ELSEWHERE, "Sở Xây dựng", "SXD", "department", PROVINCE),
)


def an_officer(role: str, agency: str = HERE, subject: str = "") -> Identity:
    return Identity(
        kind="officer",
        subject=subject or "0199d3a0-5b1e-7c44-8f21-3a6f0c9b7e10",
        name="Người gọi",
        agency_code=agency,
        roles=frozenset({role}),
        csrf=CSRF,
    )


ADMINISTRATOR = an_officer("directory-administrator")


@dataclass
class Directory(RunningService):
    """A running mail-directory."""

    made: list[str] = field(default_factory=list)

    def as_caller(self, identity: Identity) -> dict[str, str]:
        return self.headers(identity)

    async def call(self, method: str, path: str, who: Identity | None = None, **more: Any) -> httpx.Response:
        """What a form posts holds the token of its person's session."""
        if "data" in more and who is not None:
            more["data"] = more["data"] | {"csrf_token": who.csrf}
        return await self.request(who, method, path, **more)

    async def add(
        self, user_name: str, full_name: str = "Nguyễn Thị Ánh", role: str = "specialist", agency: str = HERE
    ) -> Any:
        """A person with an account; returns the person and the first password."""
        new = NewPerson(
            full_name=full_name,
            email=f"{user_name}@binhdinh.gov.vn",
            user_name=user_name,
            agency_code=agency,
            role=role,
            title="Chuyên viên",
        )
        async with self.database.sessions.begin() as session:
            administrator = Identity(
                kind="officer",
                subject="seed",
                agency_code=agency,
                roles=frozenset({"directory-administrator", "operator"}),
            )
            person, password = await actions.add_person(session, administrator, new)
            if (
                password is None and person.credential is not None
            ):  # who signs, seals or administers gets it from a second person
                password = new_secret()
                person.credential.password_hash = passwords.hash_generated(password)
                two_people.is_given(person.credential, "second")
            return person, password

    async def chose(self, person: Any) -> None:
        """The person signs in with a password of his own from now on."""
        async with self.database.sessions.begin() as session:
            await session.execute(
                text("UPDATE credential SET must_change = false WHERE person_id = :id"), {"id": person.id}
            )

    async def rows(self, statement: str, *arguments: object) -> list[Any]:
        """With values as the models read them."""
        async with self.database.sessions() as session:
            return list((await session.execute(text(statement))).all())


@pytest.fixture
def run(
    settings_of: Callable[..., Settings], signing_port: Callable[[Path], str], tmp_path: Path
) -> Callable[[Callable[[Directory], Coroutine[Any, Any, None]]], None]:
    """`run(act)` gives `act` a running directory, in one event loop."""
    settings = settings_of("mail_directory", var=tmp_path, signing_url=signing_port(tmp_path))

    async def with_directory(act: Callable[[Directory], Coroutine[Any, Any, None]]) -> None:
        async with stand_up(Directory, "mail-directory", create_app, settings) as directory:
            await _fill(directory.database)
            await act(directory)

    return lambda act: asyncio.run(with_directory(act))


async def _fill(database: Database) -> None:
    async with database.sessions.begin() as session:
        for code, name, short_name, tier, parent in _AGENCIES:
            agency = Agency(
                code=code,
                code_2020=None,
                tier=tier,
                parent_code=parent,
                mail_domain="binhdinh.gov.vn",
                valid_from=_SINCE,
            )
            agency.rename(name, short_name)
            await record_agency(session, agency)
