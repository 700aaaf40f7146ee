"""Signing is lent to nobody whose password somebody else knows, and rests while somebody else knows it."""

from typing import Any

from mail_directory.people import queries
from shared.access.identity import Identity

from .conftest import ADMINISTRATOR, HERE, Directory
from .test_account_power import ABOVE
from .test_delegation_pages import _form_of, _typed
from .test_delegations import API, GATEWAY, Office

NOT_CHOSEN = "chưa tự đặt mật khẩu"


async def _powers(office: Office) -> list[list[str]]:
    """Of the posts of others in which the deputy may act now, as the gateway is told."""
    answer = await office.directory.call("GET", f"/internal/identities/{office.deputy.id}", GATEWAY)
    return [post["on_behalf_of"]["powers"] for post in answer.json()["posts"] if post["on_behalf_of"]]


async def _newcomer(office: Office) -> Any:
    """A colleague with the password that an administrator gave him."""
    office.deputy, first = await office.directory.add("chi.stttt", "Lê Thị Chi")
    return first


async def _choose(office: Office, current: str, chosen: str = "Cá vàng bơi giữa trưa hè") -> None:
    himself = Identity(
        kind="officer",
        subject=str(office.deputy.id),
        user_name="chi.stttt",
        agency_code=HERE,
        roles=frozenset({"specialist"}),
        csrf="c",
        session="s",
        must_change=True,
    )
    sent = {"current_password": current, "new_password": chosen}
    changed = await office.directory.call("POST", "/danh-ba/tai-khoan", himself, data=sent)
    assert changed.status_code == 200, changed.text


def test_signing_is_not_given_to_who_still_has_the_password_that_somebody_gave_him(run: Any) -> None:
    async def act(directory: Directory) -> None:
        office = await Office(directory).settle()
        first = await _newcomer(office)
        for who in (office.himself, ABOVE):
            refused = await office.give(who)
            assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/delegate_id"), refused.text
            assert NOT_CHOSEN in refused.text
        refused = await directory.call("POST", _form_of(office), office.himself, data=_typed(office))
        assert (refused.status_code, NOT_CHOSEN in refused.text) == (422, True)
        assert not await directory.rows("SELECT id FROM delegation")
        assert (await office.give(powers=["power:dossiers"])).status_code == 201, "what signs nothing binds nobody"
        await _choose(office, first)
        (row,) = await directory.rows("SELECT id FROM delegation")
        assert (await office.end(str(row.id))).status_code == 200
        assert (await office.give()).status_code == 201

    run(act)


def test_signing_rests_from_a_reset_until_the_delegate_has_chosen_a_new_password(run: Any) -> None:
    async def act(directory: Directory) -> None:
        office = await Office(directory).settle()
        await _choose(office, await _newcomer(office))
        assert (await office.give()).status_code == 201
        assert await _powers(office) == [["power:documents", "power:signing"]]
        page = f"/danh-ba/can-bo/{office.deputy.id}"
        assert "chỉ hiện một lần" not in (await _reset(directory, page, ADMINISTRATOR)), "who signs needs two people"
        assert await _powers(office) == [["power:documents", "power:signing"]], "asking alone changes nothing"
        mark = (await directory.rows("SELECT reset_asked_at FROM credential WHERE reset_asked_at IS NOT NULL"))[0]
        given = await _reset(directory, page, ABOVE, waiting=mark.reset_asked_at.isoformat())
        assert await _powers(office) == [["power:documents"]]
        await _choose(office, given.split("chỉ hiện một lần: ")[1][:16], "Mưa rơi trên mái ngói đỏ")
        assert await _powers(office) == [["power:documents", "power:signing"]]

    run(act)


async def _reset(directory: Directory, page: str, who: Identity, **sent: str) -> str:
    return (await directory.call("POST", f"{page}/mat-khau", who, data=sent)).text


def test_the_list_of_delegations_still_names_what_was_given(run: Any) -> None:
    async def act(directory: Directory) -> None:
        office = await Office(directory).settle()
        assert (await office.give()).status_code == 201
        async with directory.database.sessions.begin() as session:
            deputy = await queries.get_person(session, office.deputy.id)
            assert deputy.credential is not None
            deputy.credential.must_change = True
        listed = await directory.call("GET", f"{API}/people/{office.deputy.id}/delegations", office.himself)
        assert listed.json()["items"][0]["powers"] == ["power:documents", "power:signing"]
        assert (await office.told())[0]["powers"] == ["power:documents", "power:signing"], "certificates stay"

    run(act)
