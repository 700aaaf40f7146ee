"""JSON nested hundreds of levels is unreadable input at every door, whole or inside any declared field: 4xx, never a traceback."""

import asyncio
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from shared.access.identity import HEADER, Identity, IdentityIssuer
from shared.access.rights import Role
from shared.core.settings import Settings
from shared.storage.database import Database
from testing.members import SERVICES, Member, application_of, methods_of, routes_of
from tests.architecture.test_routes import ANY_ID, PARAMETER

LEVELS = (100, 999)
EVERYBODY = (
    Identity(kind="citizen", subject=ANY_ID, name="Trần Thị Bình", csrf="x"),
    Identity(
        kind="officer", subject=ANY_ID, name="Lê Văn An", agency_code="000.00.11.H08", roles=frozenset(Role), csrf="x"
    ),
    Identity(
        kind="system",
        subject=ANY_ID,
        name="Phần mềm",
        agency_code="000.00.11.H08",
        roles=frozenset({"dossiers", "documents", "directory"}),
        csrf="x",
    ),
    Identity(kind="service", subject="gateway"),
)


def _deep(levels: int) -> Iterator[str]:
    yield "[" * levels + "1" + "]" * levels
    yield '{"a":' * levels + "1" + "}" * levels


def _bodies(schema: dict[str, Any]) -> Iterator[str]:
    for levels in LEVELS:
        for deep in _deep(levels):
            yield deep
            for name in schema.get("properties", {}):
                yield f'{{"{name}":{{"x":{deep}}}}}'


@pytest.mark.parametrize("member", SERVICES, ids=lambda member: member.name)
def test_deep_json_is_refused_everywhere(member: Member, settings: Settings) -> None:
    """Without database: what got past the reading would fail there with 503."""
    asked, wrong = asyncio.run(_send(member, settings))
    assert asked > 2
    assert not wrong


async def _send(member: Member, settings: Settings) -> tuple[int, dict[tuple[str, str], set[int]]]:
    application, app = application_of(member, settings)
    app.state.database = Database(settings.database_url, "test")
    issuer = IdentityIssuer(settings.identity_key)
    tokens = [{HEADER: issuer.issue(who, member.name), "content-type": "application/json"} for who in EVERYBODY]
    transport = httpx.ASGITransport(application, raise_app_exceptions=False)
    wrong: dict[tuple[str, str], set[int]] = {}
    asked = 0
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        for path, route in routes_of(app):
            if not path.startswith(("/api/", "/internal/")) or route.body_field is None:
                continue
            schema: dict[str, Any] = getattr(route.body_field.field_info.annotation, "model_json_schema", dict)()
            for method in sorted(methods_of(route) & {"POST", "PUT", "PATCH", "DELETE"}):
                asked += 1
                for body in _bodies(schema):
                    for token in tokens:
                        answer = await client.request(method, PARAMETER.sub(ANY_ID, path), content=body, headers=token)
                        if not 400 <= answer.status_code < 500:
                            wrong.setdefault((method, path), set()).add(answer.status_code)
    return asked, wrong
