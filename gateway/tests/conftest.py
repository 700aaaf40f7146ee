"""A gateway on a real socket, in front of one small upstream that plays all four services."""

import asyncio
import contextlib
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from gateway.main import create_app, server_options
from gateway.settings import GatewaySettings
from operations.private_cluster import PrivateCluster
from shared.core.settings import Settings
from shared.messaging.axis.choice import topology
from shared.messaging.axis.tables import create_schema
from testing.serving import serving
from testing.unchanged import UnchangedWhenRefused

from .running import Gateway, Start, keep_descriptions
from .upstream import Upstream, serving_all

STILL_MINUTE = time.time() + 86_400
"""All rates of these gateways count in one minute, so that none begins anew between two lines of a test, or is pruned."""


@pytest.fixture(scope="session")
def all_services(identity_keys: Path) -> Iterator[tuple[Upstream, dict[str, str]]]:
    """One upstream for the whole session."""
    upstream = Upstream(identity_keys / "identity.jwks.json")
    with serving_all(upstream) as urls:
        yield upstream, urls


@pytest.fixture
def told(identity_keys: Path, make_gateway: Start) -> Iterator[tuple[Gateway, dict[str, dict[str, Any]]]]:
    """A gateway whose parts say of themselves what the test has them say. They are its own: whoever asks those of the
    session late would hear it after the test."""
    upstream = Upstream(identity_keys / "identity.jwks.json")
    with serving_all(upstream) as urls:
        yield make_gateway(upstream=upstream, service_urls=urls), upstream.descriptions


@pytest.fixture
def upstream(all_services: tuple[Upstream, dict[str, str]]) -> Upstream:
    upstream = all_services[0]
    upstream.reset()
    return upstream


@pytest.fixture(scope="session")
def start_gateway(
    all_services: tuple[Upstream, dict[str, str]],
    identity_keys: Path,
    compiled_pages: Path,
    tmp_path_factory: pytest.TempPathFactory,
    cluster: PrivateCluster,
) -> Start:
    shared_upstream, urls = all_services

    def start(stack: contextlib.ExitStack, database_url: str = "", **options: Any) -> Gateway:
        upstream = options.pop("upstream", shared_upstream)
        database_url = database_url or cluster.create_service_database("gateway")
        asyncio.run(create_schema(database_url, topology(), {}))
        if options.pop("described", True):
            asyncio.run(keep_descriptions(database_url))
        settings = Settings(
            var=tmp_path_factory.mktemp("var"),
            public_url=options.pop("public_url", ""),
            database_urls={"gateway": database_url, "axis": database_url},
            service_urls=urls | options.pop("service_urls", {}),
            identity_key_file=identity_keys / "identity.pem",
            identity_jwks_file=identity_keys / "identity.jwks.json",
            compiled_pages=compiled_pages,
        )
        door = create_app(settings, GatewaySettings(**{"watch_seconds": 0.5} | options))
        own = door.fastapi  # type: ignore[attr-defined]
        # Inside the door, so that what is passed on to the services, and what the door keeps for later, stay apart.
        own.middleware_stack = UnchangedWhenRefused(own.build_middleware_stack(), own, "gateway")
        door.parts.limiter.clock = lambda: STILL_MINUTE  # type: ignore[attr-defined]
        port = stack.enter_context(serving(door, **server_options(settings)))
        return Gateway(port, upstream, settings, door, database_url)

    return start


@pytest.fixture
def make_gateway(start_gateway: Start, upstream: Upstream) -> Iterator[Start]:
    """A gateway with its own limits; a second call makes a second copy on the same database."""
    with contextlib.ExitStack() as stack:
        databases: list[str] = []

        def make(**options: Any) -> Gateway:
            made = start_gateway(stack, databases[0] if databases else "", **options)
            databases.append(made.database_url)
            return made

        yield make


@pytest.fixture(scope="session")
def lasting_gateway(start_gateway: Start) -> Iterator[Gateway]:
    with contextlib.ExitStack() as stack:
        yield start_gateway(stack)


@pytest.fixture
def gateway(lasting_gateway: Gateway, upstream: Upstream) -> Gateway:
    """The gateway of the session, with nothing left in it from the test before."""
    lasting_gateway.forget()
    return lasting_gateway
