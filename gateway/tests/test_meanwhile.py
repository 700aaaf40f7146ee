"""What changes while the owner of an account is being asked: his answer is of before, and does not stand."""

import asyncio
from typing import Any

import pytest

from gateway.sessions import statements

from .test_posts import FIRST, SECOND, choose, holds, signed_in
from .test_sessions import _a_change, _soon, forget_kept, me

OWNER = "mail-directory"


def _account(gateway: Any) -> dict[str, Any]:
    account: dict[str, Any] = gateway.upstream.accounts["officer"]["an.nv"]
    return account


class Meanwhile:
    """An act that takes place once, right after the slow step in which it is put has found what it looked for."""

    def __init__(self, gateway: Any, **changed: Any) -> None:
        self._gateway, self._changed = gateway, changed
        self.done = False

    async def happens(self, *, heard: bool = True, **more: Any) -> None:
        if self.done:
            return
        self.done = True
        account = _account(self._gateway)
        account |= self._changed
        upstream = self._gateway.upstream
        upstream.changes["officer"] = [*upstream.changes.get("officer", []), _a_change(account["subject"], **more)]
        if heard:
            await self._gateway.door.parts.watch.hear_from(OWNER)


@pytest.mark.parametrize("heard", [True, False], ids=["heard before the session is there", "heard afterwards"])
def test_a_session_opened_with_a_password_that_is_replaced_meanwhile_ends(
    gateway: Any, monkeypatch: pytest.MonkeyPatch, heard: bool
) -> None:
    owners, act = gateway.door.parts.owners, Meanwhile(gateway)
    verify = owners.verify

    async def slowly(*asked: Any) -> Any:
        found = await verify(*asked)
        await act.happens(heard=heard, ends_sessions=True)
        return found

    monkeypatch.setattr(owners, "verify", slowly)
    stolen = gateway.bearer()
    assert _soon(lambda: me(gateway, stolen).status_code == 401)
    with_the_new_one = gateway.bearer()
    forget_kept(gateway)
    assert me(gateway, with_the_new_one).status_code == 200


def test_a_post_lost_while_one_signs_in_counts_from_the_first_request(
    gateway: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    holds(gateway, FIRST)
    owners, act = gateway.door.parts.owners, Meanwhile(gateway, posts=[FIRST | {"roles": ["records-clerk"]}])
    verify = owners.verify

    async def slowly(*asked: Any) -> Any:
        found = await verify(*asked)
        await act.happens()
        return found

    monkeypatch.setattr(owners, "verify", slowly)
    assert me(gateway, gateway.bearer()).json()["roles"] == ["records-clerk"]


@pytest.mark.parametrize("before", ["now() - interval '5 minutes'", "'epoch'"])
def test_an_end_heard_while_the_owner_is_asked_is_not_written_over(
    gateway: Any, monkeypatch: pytest.MonkeyPatch, before: str
) -> None:
    """The owner answered with what still stood; the end came, and the answer was kept for four minutes."""
    holds(gateway, FIRST)
    who = gateway.bearer()
    owners, act = gateway.door.parts.owners, Meanwhile(gateway, posts=[FIRST | {"roles": ["records-clerk"]}])
    find = owners.find

    async def slowly(*asked: Any) -> Any:
        found = await find(*asked)
        await act.happens()
        return found

    monkeypatch.setattr(owners, "find", slowly)
    gateway.execute(f"UPDATE sign_in_session SET checked_at = {before}")
    forget_kept(gateway)
    assert me(gateway, who).json()["roles"] == ["records-clerk"]
    forget_kept(gateway)
    assert me(gateway, who).json()["roles"] == ["records-clerk"]


def test_a_post_chosen_while_it_ends_gives_nothing(gateway: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    holds(gateway, FIRST, SECOND)
    owners, act = gateway.door.parts.owners, Meanwhile(gateway, posts=[FIRST])
    with signed_in(gateway) as (browser, _):
        choose(gateway, browser, FIRST)
        page = browser.get("/vi-tri")
        find = owners.find

        async def slowly(*asked: Any) -> Any:
            found = await find(*asked)
            await act.happens()
            return found

        monkeypatch.setattr(owners, "find", slowly)
        sent = {"csrf_token": gateway.csrf_in(page.text), "post": SECOND["id"], "tiep": "/mot-cua"}
        browser.post("/vi-tri", data=sent)
        assert act.done
        browser.get("/mot-cua")
    assert not gateway.upstream.identity("one-stop").roles
    (row,) = gateway.execute("SELECT identity->>'post' AS post FROM sign_in_session WHERE revoked_at IS NULL")
    assert row["post"] != SECOND["id"]


def test_a_look_up_under_way_neither_keeps_nor_gives_on_what_was_forgotten(
    gateway: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gateway.sessions.callers.KEPT_FOR", 600.0)  # what is kept is dropped by what is heard
    holds(gateway, FIRST)
    token = gateway.sign_in()
    callers, act = gateway.door.parts.callers, Meanwhile(gateway, posts=[FIRST | {"roles": ["records-clerk"]}])
    read, later = statements.find_session, []

    async def slowly(*asked: Any) -> Any:
        row = await read(*asked)
        if not act.done:
            await act.happens()
            later.append(await asyncio.wait_for(callers.by_token(token), 5))
        return row

    monkeypatch.setattr(statements, "find_session", slowly)
    forget_kept(gateway)
    me(gateway, {"Authorization": f"Bearer {token}"})
    assert later[0].identity.roles == {"records-clerk"}, "who asks after the change waits for no answer of before"
    assert me(gateway, {"Authorization": f"Bearer {token}"}).json()["roles"] == ["records-clerk"]
