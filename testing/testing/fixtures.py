"""Fixtures for every member's tests; the repository's conftest hands them out."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from operations.private_cluster import Fill, PrivateCluster
from operations.private_rabbitmq import PrivateRabbitMQ
from shared.access.identity import make_keys
from shared.core.settings import Settings
from testing.clamd import PrivateClamd
from testing.signing_kit import WaitingPort


@pytest.fixture(scope="session")
def cluster() -> Iterator[PrivateCluster]:
    """One private PostgreSQL a session (and xdist worker), or the server of LIENTHONG_TEST_DATABASE_URL."""
    given = os.environ.get("LIENTHONG_TEST_DATABASE_URL")
    if not given:
        # Our own server knows no TLS. Asking for it costs each connection a round trip, and one given up just then
        # leaves an error in the event loop, which fails whatever test is running.
        os.environ["PGSSLMODE"] = "disable"
    cluster = PrivateCluster(given)
    cluster.start()
    yield cluster
    cluster.stop()


@pytest.fixture(scope="session")
def postgres_url(cluster: PrivateCluster) -> str:
    """The server's address without a database name."""
    return cluster.url


@pytest.fixture
def service_database(cluster: PrivateCluster) -> Iterator[Callable[..., str]]:
    """`service_database("one_stop")` gives the address of a fresh, migrated database of that member; with a function, filled by it."""
    made: list[str] = []

    def create(package: str, fill: Fill | None = None) -> str:
        url = cluster.create_service_database(package, fill)
        made.append(url.rsplit("/", 1)[1])
        return url

    yield create
    for name in made:
        cluster.drop_database(name)


@pytest.fixture(scope="session")
def identity_keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the gateway's key and what the services know of it."""
    folder = tmp_path_factory.mktemp("keys")
    make_keys(folder / "identity.pem", folder / "identity.jwks.json", bits=2048)
    return folder


@pytest.fixture(scope="session")
def compiled_pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Templates, compiled once for all services that the tests stand up: that was a third of their time."""
    return tmp_path_factory.mktemp("pages")


@pytest.fixture
def clamd(tmp_path: Path) -> Iterator[PrivateClamd]:
    """A scanner that is not yet started. For tests marked `clamd`."""
    scanner = PrivateClamd(tmp_path)
    yield scanner
    scanner.stop()


@pytest.fixture
def settings_of(
    service_database: Callable[..., str], identity_keys: Path, compiled_pages: Path, tmp_path: Path
) -> Callable[..., Settings]:
    """`settings_of("one_stop")`: that member with a fresh database and a folder of the test's own; more by name.

    `fill`: what the database begins with, written once for all who begin so.
    """

    def make(package: str, fill: Fill | None = None, **more: Any) -> Settings:
        usual: dict[str, Any] = {
            "var": tmp_path / "var",
            "database_urls": {package: service_database(package, fill)},
            "identity_key_file": identity_keys / "identity.pem",
            "identity_jwks_file": identity_keys / "identity.jwks.json",
            "compiled_pages": compiled_pages,
        }
        return Settings(_env_file=None, **(usual | more))

    return make


@pytest.fixture
def signing_port(service_database: Callable[[str], str], identity_keys: Path) -> Iterator[Callable[[Path], str]]:
    """`signing_port(var)` gives the address of a signing port whose store lies in `var`."""
    running: list[WaitingPort] = []

    def start(var: Path) -> str:
        running.append(WaitingPort(var, identity_keys / "identity.jwks.json", service_database))
        return running[-1].url

    yield start
    for port in running:
        port.stop()


@pytest.fixture(scope="session")
def rabbitmq_url() -> Iterator[str]:
    """A private broker for tests marked `rabbitmq`, or the one of LIENTHONG_TEST_BROKER_URL."""
    given = os.environ.get("LIENTHONG_TEST_BROKER_URL")
    if given:
        yield given
        return
    broker = PrivateRabbitMQ()
    broker.start()
    yield broker.url
    broker.remove()
