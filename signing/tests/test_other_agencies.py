"""No right of signing reaches another agency: not from above, nor from a successor before its day (decision 34)."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from shared.access.identity import Identity
from shared.access.rights import SERVICE, Power, Reach, Role
from shared.core import clock
from signing.rights import RIGHTS, Right
from testing.delegates import acting_for

from .conftest import AGENCY, NAME, Port, officer

ABOVE, HEIR = "000.00.00.H08", "000.00.12.H08"
DOORS = {
    "signatures": (Role.LEADER, "document-exchange", "document/0197-a"),
    "seals": (Role.RECORDS_CLERK, "document-exchange", "document/0197-a"),
    "dossier-seals": (Role.LEADER, "one-stop", "dossier/0197-a"),
}
"""Who may ask there, through which service, for what."""


def _run(open_port: Callable[[], Any], check: Callable[[Port], Any]) -> None:
    async def whole() -> None:
        async with open_port() as port:
            await check(port)

    asyncio.run(whole())


def _holder(door: str, agency: str, person: str = "an") -> str:
    return f"officer:{person}_{agency}" if door == "signatures" else f"seal:{agency}"


async def _ask(port: Port, door: str, who: Identity, holder: str) -> int:
    _, through, matter = DOORS[door]
    return (await port.ask(door, port.wish(holder, matter=matter), who, through)).status_code


def _certify(port: Port, agency: str, name: str, person: str = "an") -> None:
    port.authority.issue_officer(f"{person}_{agency}", "Lê Thị An", "Giám đốc", name)
    port.authority.issue_seal(agency, name)


@pytest.mark.parametrize("door", DOORS)
def test_whoever_works_at_the_agency_above_orders_nothing_of_one_below(open_port: Any, door: str) -> None:
    async def check(port: Port) -> None:
        _certify(port, AGENCY, NAME)
        _certify(port, ABOVE, "Ủy ban nhân dân tỉnh")
        above = officer(DOORS[door][0], agency_code=ABOVE, agency_name="Ủy ban nhân dân tỉnh")
        for who in (above, *([acting_for(above, *_powers(door))] if door != "signatures" else [])):
            assert await _ask(port, door, who, _holder(door, AGENCY)) == 403
        assert await _ask(port, door, above, "officer:an") in (403, 422), "nor with the certificate of a post below"
        assert not await port.evidence("signature-made")
        assert await _ask(port, door, above, _holder(door, ABOVE)) == 200

    _run(open_port, check)


def _powers(door: str) -> tuple[Power, ...]:
    return (Power.DOCUMENTS,) if door == "seals" else (Power.SIGNING,)


@pytest.mark.parametrize("door", DOORS)
def test_a_successor_signs_and_seals_in_its_own_name_from_its_day_and_never_in_that_of_who_ended(
    open_port: Any, door: str
) -> None:
    async def check(port: Port) -> None:
        _certify(port, AGENCY, NAME)
        before = officer(DOORS[door][0])
        after = officer(DOORS[door][0], agency_code=HEIR, agency_name="Sở Kế thừa")
        port.authority.issue_officer(
            f"an_{HEIR}", "Lê Thị An", "Giám đốc", "Sở Kế thừa", **_from(clock.now() + timedelta(days=1))
        )
        port.authority.issue_seal(HEIR, "Sở Kế thừa", **_from(clock.now() + timedelta(days=1)))
        # The day before: still the old agency, whatever is prepared for the new one.
        assert await _ask(port, door, before, _holder(door, AGENCY)) == 200
        assert await _ask(port, door, before, _holder(door, HEIR)) == 403, "no post there yet"
        assert await _ask(port, door, after, _holder(door, HEIR)) == 422, "its certificate begins on its day"
        # From its day on: the token says the new agency, and the old one's keys have ended with it.
        port.authority.issue_officer(f"an_{HEIR}", "Lê Thị An", "Giám đốc", "Sở Kế thừa", anew="superseded")
        port.authority.issue_seal(HEIR, "Sở Kế thừa", anew="superseded")
        assert await _ask(port, door, after, _holder(door, AGENCY)) == 403
        assert await _ask(port, door, after, _holder(door, HEIR)) == 200
        wish = port.wish(_holder(door, AGENCY), matter=DOORS[door][2])
        port.authority.end(_holder(door, AGENCY))
        assert (await port.ask(door, wish, before, DOORS[door][1])).status_code == 409, "a token from before its end"
        assert len(await port.evidence("signature-made")) == 2

    _run(open_port, check)


def _from(moment: Any) -> dict[str, Any]:
    return {"valid_from": moment, "valid_to": moment + timedelta(days=365)}


@pytest.mark.parametrize("right", [right for right in Right if right is not Right.CERTIFY])
def test_no_persons_right_of_signing_says_that_it_reaches_other_agencies(right: Right) -> None:
    assert all(far <= Reach.AGENCY for caller, far in RIGHTS[right].far.items() if caller != SERVICE)
