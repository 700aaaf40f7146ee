"""Fixtures for every member's tests: a private PostgreSQL, fresh service databases, a private RabbitMQ."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import gateway
import shared
from operations.private_cluster import PrivateCluster
from operations.private_rabbitmq import PrivateRabbitMQ, find_rabbitmq
from tests import unchanged

# Loaded before any test: by path alone pytest would take the folders gateway/ and shared/ for the packages inside them.
_MEMBERS = (gateway, shared)

ROOT = Path(__file__).parent
_PARTS = {
    "rabbitmq": ("RabbitMQ", "apt-get install rabbitmq-server"),
    "browser": ("Chromium", "apt-get install chromium"),
}


def find_chromium() -> str | None:
    """Chromium for the journeys in a real browser."""
    chosen = os.environ.get("LIENTHONG_CHROMIUM")
    return chosen or shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def _missing_parts() -> list[str]:
    present = {
        "rabbitmq": bool(os.environ.get("LIENTHONG_TEST_BROKER_URL") or find_rabbitmq()),
        "browser": find_chromium() is not None,
    }
    return [marker for marker in _PARTS if not present[marker]]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    _keep_files_together(items)
    missing = _missing_parts()
    absent = [item for item in items if any(item.get_closest_marker(marker) for marker in missing)]
    if not absent:
        return
    if os.environ.get("CI"):
        names = ", ".join(_PARTS[marker][0] for marker in missing)
        raise pytest.UsageError(f"Thiếu {names}: trên CI không phép thử nào được bỏ qua.")
    config.hook.pytest_deselected(items=absent)
    items[:] = [item for item in items if item not in absent]


def _keep_files_together(items: list[pytest.Item]) -> None:
    """Spread over processes by file, the journeys and the faults each as one: what is dear to start is started once."""
    for item in items:
        if item.get_closest_marker("xdist_group") is None:
            whole = [folder for folder in ("journeys", "faults") if item.path.is_relative_to(ROOT / "tests" / folder)]
            item.add_marker(pytest.mark.xdist_group(whole[0] if whole else str(item.path)))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if _routes["known"]:
        missing = unchanged.not_tried(_routes["known"], _routes["probed"])
        terminalreporter.write_line(
            f"Từ chối sau lần ghi đầu: {len(_routes['probed'])}/{len(_routes['known'])} đường dẫn; chưa thử: {missing}"
        )
        if missing and unchanged.is_whole(terminalreporter.config) and not _missing_parts():
            terminalreporter.write_line(
                "Không đạt: mỗi đường dẫn trên cần một phép thử đưa nó đến lần ghi đầu, hoặc một lý do trong tests/unchanged.py.",
                red=True,
            )
    for marker in _missing_parts():
        name, command = _PARTS[marker]
        terminalreporter.write_line(f"Không chạy: các phép thử cần {name} (máy chưa có; cài bằng: {command}).")


_routes: dict[str, set[str]] = {"known": set(), "probed": set()}
"""What the processes of this run have seen of `tests.unchanged`."""


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Each process reports which posting routes were refused behind their first write; a whole run fails by the others."""
    seen = {"known": sorted(unchanged.known), "probed": sorted(unchanged.probed)}
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["unchanged"] = seen
        return
    _gather(seen)
    untried = unchanged.not_tried(_routes["known"], _routes["probed"])
    counts = unchanged.is_whole(session.config) and not _missing_parts()
    if untried and counts and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_testnodedown(node: Any) -> None:
    _gather(getattr(node, "workeroutput", {}).get("unchanged", {}))


def _gather(seen: dict[str, list[str]]) -> None:
    for kind, routes in seen.items():
        _routes[kind].update(routes)


@pytest.fixture(scope="session")
def cluster() -> Iterator[PrivateCluster]:
    """One private PostgreSQL a session (and xdist worker), or the server of LIENTHONG_TEST_DATABASE_URL."""
    cluster = PrivateCluster(os.environ.get("LIENTHONG_TEST_DATABASE_URL"))
    cluster.start()
    yield cluster
    cluster.stop()


@pytest.fixture(scope="session")
def postgres_url(cluster: PrivateCluster) -> str:
    """The server's address without a database name."""
    return cluster.url


@pytest.fixture
def service_database(cluster: PrivateCluster) -> Iterator[Callable[[str], str]]:
    """`service_database("one_stop")` gives the address of a fresh, migrated database of that member."""
    made: list[str] = []

    def create(package: str) -> str:
        url = cluster.create_service_database(package)
        made.append(url.rsplit("/", 1)[1])
        return url

    yield create
    for name in made:
        cluster.drop_database(name)


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
