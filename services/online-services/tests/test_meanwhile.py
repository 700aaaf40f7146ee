"""Two acts on one account at the same moment: the second finds what the first left."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from online_services.accounts.actions import verify_credentials
from online_services.own_account import actions
from shared.access import passwords
from shared.access.identity import Identity
from shared.core.errors import Unauthenticated
from testing.meanwhile import until_it_waits

from .conftest import Check, Service

OLD, CHOSEN, RECOVERED = "Con-mèo-trèo-cây-cau", "Hoa phượng nở 5", "Bến đò chiều mưa 8"
OFFICER = Identity(kind="officer", subject="o1", agency_code="000.00.11.H08", roles=frozenset({"counter-officer"}))


async def _an_account(service: Service) -> tuple[Any, str]:
    """Lan's, with the old password, and a code to recover it by."""
    lan = await service.account("congdan.lan")
    hashed = await passwords.hash_chosen(OLD)
    await service.rows("UPDATE account SET password_hash = $2 WHERE id = $1 RETURNING 1", lan.id, hashed)
    async with service.database.sessions.begin() as session:
        _, code = await actions.give_code(session, OFFICER, lan.personal_id, True)
    return lan, code


def _while_the_old_one_is_checked(
    service: Service, monkeypatch: pytest.MonkeyPatch, act: Callable[[], Awaitable[object]]
) -> list[asyncio.Task[Any]]:
    """The act begins there, and is done or waits for a lock before the check goes on."""
    verify, begun = passwords.verify, list[asyncio.Task[Any]]()

    async def slowly(asked: str, known: str | None) -> tuple[bool, str | None]:
        found = await verify(asked, known)
        if not begun:
            begun.append(asyncio.ensure_future(act()))
            await until_it_waits(service, begun[0])
        return found

    monkeypatch.setattr(passwords, "verify", slowly)
    return begun


async def _opens(service: Service, number: str, password: str) -> bool:
    async with service.database.sessions.begin() as session:
        try:
            await verify_credentials(session, number, password)
        except Unauthenticated:
            return False
        return True


def test_a_recovered_password_is_not_written_over_by_one_chosen_at_the_same_moment(
    in_service: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever knew the old one kept the account against its holder at the counter."""

    async def check(service: Service) -> None:
        lan, code = await _an_account(service)
        thief = Identity(kind="citizen", subject=str(lan.id), name="?", user_name=lan.user_name, session="s")

        async def recover() -> bool:
            async with service.database.sessions.begin() as session:
                return await actions.recover(session, lan.personal_id, code, RECOVERED, RECOVERED)

        begun = _while_the_old_one_is_checked(service, monkeypatch, recover)
        async with service.database.sessions.begin() as session:
            await actions.change_password(session, thief, OLD, CHOSEN, CHOSEN)
        assert await begun[0]
        assert await _opens(service, lan.personal_id, RECOVERED)
        assert not await _opens(service, lan.personal_id, CHOSEN)

    in_service(check)


def test_a_password_replaced_while_it_is_checked_opens_nothing(
    in_service: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def check(service: Service) -> None:
        lan, code = await _an_account(service)

        async def recover() -> bool:
            async with service.database.sessions.begin() as session:
                return await actions.recover(session, lan.personal_id, code, RECOVERED, RECOVERED)

        begun = _while_the_old_one_is_checked(service, monkeypatch, recover)
        assert not await _opens(service, lan.personal_id, OLD)
        assert await begun[0]

    in_service(check)
