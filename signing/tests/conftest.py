"""The signing port by itself: a store, a database, the gateway's key for tokens and the services' for proofs."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest

from shared.access.identity import Identity
from shared.access.rights import Role
from shared.core.settings import SERVICES, Settings
from shared.messaging import proof
from shared.signing.authority import SigningAuthority
from shared.signing.holders import get_certificate
from shared.signing.port import ASKED_BY
from signing.main import create_app
from testing.service import RunningService, stand_up
from testing.signing_kit import authority_in

AGENCY, NAME = "000.00.11.H08", "Sở Mẫu"


def officer(*roles: str, subject: str = "an", **more: Any) -> Identity:
    known = {"agency_code": AGENCY, "agency_name": NAME} | more
    return Identity(kind="officer", subject=subject, name="Lê Thị An", roles=frozenset(roles), **known)


LEADER, CLERK = officer(Role.LEADER), officer(Role.RECORDS_CLERK, subject="thu")


@dataclass
class Port(RunningService):
    """A running signing port and the authority behind it."""

    authority: SigningAuthority = field(kw_only=True)

    def token(self, who: Identity, audience: str = "document-exchange", lifetime: int = 300) -> str:
        return self.issuer.issue(who, audience, lifetime)

    async def ask(
        self, path: str, body: dict[str, Any], who: Identity | None = None, through: str = "document-exchange"
    ) -> httpx.Response:
        headers = {ASKED_BY: self.token(who, through)} if who else {}
        return await self.client.post(f"/internal/signing/v1/{path}", json=body, headers=headers)

    def wish(self, holder: str = "officer:an", **changed: str) -> dict[str, str]:
        serial = f"{get_certificate(self.authority.folder, holder).serial:x}"
        return {"holder": holder, "serial": serial, "digest": "ab" * 32, "matter": "document/0197-a"} | changed

    async def evidence(self, kind: str) -> list[dict[str, Any]]:
        return [dict(row) for row in await self.rows("SELECT * FROM evidence WHERE kind = $1", kind)]


@pytest.fixture
def open_port(settings_of: Callable[..., Settings], tmp_path: Path) -> Callable[[], AbstractAsyncContextManager[Port]]:
    """`async with open_port() as port`: Lê Thị An is a leader, Sở Mẫu has a seal."""
    proof.make_keys(tmp_path / "keys", SERVICES)
    authority = authority_in(tmp_path)
    authority.issue_officer("an", "Lê Thị An", "Giám đốc", NAME)
    authority.issue_seal(AGENCY, NAME)
    settings = settings_of("signing", var=tmp_path, public_url="http://localhost:8000")
    return lambda: stand_up(Port, "signing", create_app, settings, raises=False, authority=authority)
