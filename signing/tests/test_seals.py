"""Seals on papers of dossiers: for who has just signed one, and for the one-stop's worker in its own name."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import orjson
import pytest

from shared.access.identity import Identity
from shared.access.rights import Role
from shared.core import clock
from shared.messaging.proof import Proofs, Purpose, read_key
from shared.signing.port import PROOF

from .conftest import AGENCY, LEADER, Port, officer


def run(open_port: Callable[[], Any], check: Callable[[Port], Any]) -> None:
    async def whole() -> None:
        async with open_port() as port:
            await check(port)

    asyncio.run(whole())


async def _sealed_by(port: Port, service: str, wish: dict[str, str], purpose: Purpose = Purpose.SEALS) -> int:
    """The answer to a service that asks in its own name."""
    body = orjson.dumps(wish)
    proof = Proofs(service, read_key(port.settings.axis_key(service)), {}).prove(purpose, body)
    headers = {PROOF: proof, "content-type": "application/json"}
    return (await port.client.post("/internal/signing/v1/dossier-seals", content=body, headers=headers)).status_code


def test_the_one_stop_has_receipts_sealed_in_its_own_name_and_no_other_service_nor_key(open_port: Any) -> None:
    async def check(port: Port) -> None:
        now, seal = clock.now(), f"seal:{AGENCY}"
        wish = port.wish(seal, matter="dossier/0197-b", at=now.isoformat())
        for service in ("document-exchange", "mail-directory", "online-services"):
            assert await _sealed_by(port, service, wish) == 403
        for purpose in (Purpose.EVENTS, Purpose.REPORT, Purpose.CERTIFICATES):
            assert await _sealed_by(port, "one-stop", wish, purpose) == 403
        for at in ("", (now - timedelta(hours=1)).isoformat(), (now + timedelta(hours=1)).isoformat()):
            assert await _sealed_by(port, "one-stop", wish | {"at": at}) == 403
        assert await _sealed_by(port, "one-stop", port.wish(matter="dossier/0197-b", at=now.isoformat())) == 403
        assert await _sealed_by(port, "one-stop", wish | {"matter": "document/0197-b"}) == 422
        assert not await port.evidence("signature-made")
        assert await _sealed_by(port, "one-stop", wish) == 200
        (row,) = await port.evidence("signature-made")
        assert (row["subject"], row["actor"]) == ("dossier/0197-b", "service:one-stop")

    run(open_port, check)


@pytest.mark.parametrize(
    ("who", "through", "holder", "status"),
    [
        (LEADER, "one-stop", f"seal:{AGENCY}", 200),
        (LEADER, "document-exchange", f"seal:{AGENCY}", 401),
        (LEADER, "one-stop", "officer:an", 403),
        (LEADER, "one-stop", "seal:000.00.12.H08", 403),
        (officer(Role.SPECIALIST), "one-stop", f"seal:{AGENCY}", 403),
        (officer(Role.COUNTER_OFFICER), "one-stop", f"seal:{AGENCY}", 403),
        (None, "one-stop", f"seal:{AGENCY}", 401),
    ],
)
def test_who_signs_a_paper_of_a_dossier_has_it_sealed_for_the_own_agency_alone(
    open_port: Any, who: Identity | None, through: str, holder: str, status: int
) -> None:
    async def check(port: Port) -> None:
        wish = port.wish(f"seal:{AGENCY}", matter="dossier/0197-b") | {"holder": holder}
        answer = await port.ask("dossier-seals", wish, who, through)
        assert answer.status_code == status, answer.text
        assert len(await port.evidence("signature-made")) == (status == 200)

    run(open_port, check)
