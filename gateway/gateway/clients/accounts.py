"""The owners of accounts: mail-directory for officers, online-services for citizens."""

from typing import Any

from pydantic import BaseModel, ValidationError

from gateway.clients.services import ServiceClient
from shared.access.identity import Identity, Kind
from shared.core.errors import Unavailable

OWNERS: dict[str, str] = {"officer": "mail-directory", "citizen": "online-services"}

GATEWAY = Identity(kind="service", subject="gateway", name="gateway")


class AccountRecord(BaseModel):
    """Tài khoản, as its owner describes it."""

    subject: str
    name: str
    user_name: str = ""
    agency_code: str = ""
    agency_name: str = ""
    title: str = ""
    roles: frozenset[str] = frozenset()
    must_change: bool = False

    def identity(self, kind: Kind) -> Identity:
        return Identity(kind=kind, **self.model_dump())


class AccountOwners:
    """Nơi quản lý tài khoản."""

    def __init__(self, services: ServiceClient) -> None:
        self._services = services

    async def verify(self, kind: Kind, user_name: str, password: str) -> Identity | None:
        """The identity behind right credentials, None for wrong ones; raises Unavailable when nobody can say."""
        body = {"user_name": user_name, "password": password}
        service = OWNERS[kind]
        # It changes nothing but a hash that becomes better.
        status, answer = await self._services.call(
            service, "POST", "/internal/credentials/verify", GATEWAY, body, 10.0, repeatable=True
        )
        if status in (401, 404, 422):
            return None
        return _read(service, kind, status, answer)

    async def find(self, kind: str, subject: str) -> Identity | None:
        """The present identity, None when the account is closed; raises Unavailable when nobody can say."""
        service = OWNERS[kind]
        status, answer = await self._services.call(
            service, "GET", f"/internal/identities/{subject}", GATEWAY, patience=2.0, repeatable=True
        )
        return None if status == 404 else _read(service, kind, status, answer)


def _read(service: str, kind: Any, status: int, answer: bytes) -> Identity:
    if status != 200:
        raise Unavailable("service_unavailable", service=service)
    try:
        return AccountRecord.model_validate_json(answer).identity(kind)
    except ValidationError as error:
        raise Unavailable("service_unavailable", service=service) from error
