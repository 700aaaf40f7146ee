"""A leader's delegate signs with a certificate of her own, by the leader's authority, and the papers say so."""

import asyncio
from functools import partial
from typing import Any

from sqlalchemy import text

from shared.access.rights import Power, Role
from testing.delegates import BINH, acting_for
from testing.signing_kit import authority_in

from .conftest import AGENCIES, SENDER

RECEIVER = "000.00.02.H08"


def test_by_the_leaders_authority(open_house: Any) -> None:
    async def play() -> None:
        async with open_house() as house:
            leader = house.person(Role.LEADER)
            document = await house.draft()
            await house.step(document, "submit", Role.SPECIALIST)
            sign = partial(_sign, house, document)
            assert (await sign(Power.DOCUMENTS)).status_code == 403
            assert (await sign(Power.DOSSIERS, Power.SIGNING)).status_code == 403
            unable = await sign(Power.DOCUMENTS, Power.SIGNING)
            assert (unable.status_code, unable.json()["code"]) == (409, "signing_key_missing")
            authority = authority_in(house.settings.var)
            await asyncio.to_thread(
                authority.issue_officer, BINH["subject"], BINH["name"], BINH["title"], AGENCIES[SENDER][0]
            )
            signed = await sign(Power.DOCUMENTS, Power.SIGNING)
            assert signed.status_code == 200, signed.text

            # The clerk sends it back: the leader himself is the signer again, until it is signed for him once more.
            back = await house.step(document, "return", Role.RECORDS_CLERK, opinion="Sai thể thức")
            assert back["signed_name"] == leader.name
            await house.step(document, "submit", Role.SPECIALIST)
            assert (await sign(Power.DOCUMENTS, Power.SIGNING)).status_code == 200
            for step in ("number", "seal", "send"):
                await house.step(document, step, Role.RECORDS_CLERK)
            page = await house.call(house.person(Role.RECORDS_CLERK), "GET", f"/van-ban/di/{document}")
            assert f"TUQ. {leader.title}, {BINH['title']} – {BINH['name']}" in page.text
            assert f"{BINH['name']} (thay mặt {leader.name})" in page.text
            async with house.database.sessions() as session:
                rows = await session.execute(
                    text("SELECT actor, on_behalf_of FROM evidence WHERE kind = 'document-sign'")
                )
                assert {tuple(row) for row in rows} == {(f"officer:{BINH['subject']}", f"officer:{leader.subject}")}

            await _check_arrived(house)

    asyncio.run(play())


async def _sign(house: Any, document: str, *powers: Power) -> Any:
    """Whoever was given these powers by the leader signs it."""
    who = acting_for(house.person(Role.LEADER), *powers)
    return await house.call(who, "POST", f"/documents/{document}/sign", json={})


async def _check_arrived(house: Any) -> None:
    """Whoever receives it sees by whose authority it was signed, and by whom."""
    await house.exchange()
    await house.read()
    (incoming,) = await house.inbox(RECEIVER)
    clerk = house.person(Role.RECORDS_CLERK, RECEIVER)
    whole = (await house.call(clerk, "GET", f"/incoming/{incoming['id']}")).json()
    assert whole["warnings"] == []
    assert whole["signer_title"] == f"TUQ. {BINH['title']}"
    (file,) = whole["files"]
    assert file["signatures"][0]["signer_name"] == BINH["name"]


def test_a_draft_begun_for_another_is_the_givers(open_house: Any) -> None:
    async def play() -> None:
        async with open_house() as house:
            giver = house.person(Role.SPECIALIST)
            delegate = acting_for(giver, Power.DOCUMENTS)
            new = {"type_code": "CV", "subject": "V/v soạn thay", "leader_id": house.person(Role.LEADER).subject}
            made = await house.call(delegate, "POST", "/documents", json=new)
            assert made.status_code == 201, made.text
            seen = await house.call(giver, "GET", f"/documents/{made.json()['id']}")
            assert seen.json()["drafter_name"] == giver.name
            own = giver.model_copy(update=BINH)
            assert (await house.call(own, "GET", f"/documents/{made.json()['id']}")).status_code == 404

    asyncio.run(play())
