"""How a run of the tests is spread, and what a whole run must have tried. The kit itself is `testing/`."""

import gc
import os
from pathlib import Path
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

import gateway
import shared
import signing
from operations.private_rabbitmq import find_rabbitmq
from operations.testing import find_browser
from shared.foreign.scanned_pages import is_installed
from testing import unchanged
from testing.clamd import find_clamd

pytest_plugins = ["testing.fixtures"]

# Loaded before any test: by path alone pytest would take the folders gateway/ and shared/ for the packages inside them.
_MEMBERS = (gateway, shared, signing)

ROOT = Path(__file__).parent
_PARTS = {
    "rabbitmq": ("RabbitMQ", "apt-get install rabbitmq-server"),
    "browser": ("Chromium", "apt-get install chromium-headless-shell"),
    "clamd": ("ClamAV", "apt-get install clamav-daemon"),
    "tesseract": ("tesseract tiếng Việt", "apt-get install tesseract-ocr tesseract-ocr-vie"),
}

_WALKS = (
    "tests/journeys/test_every_page.py",
    "tests/journeys/test_long_words.py",
    "tests/journeys/test_failing_answers.py",
)
_APART = ("tests/journeys/test_another_province.py", "tests/journeys/test_merge_day_in_browser.py")
"""A journey through a province of its own."""
_LONG = ("walks", "journeys", "tests/journeys/", "tests/faults/", "tests/axis/")


def _missing_parts() -> list[str]:
    present = {
        "rabbitmq": bool(os.environ.get("LIENTHONG_TEST_BROKER_URL") or find_rabbitmq()),
        "browser": find_browser() is not None,
        "clamd": find_clamd() is not None,
        "tesseract": is_installed(),
    }
    return [marker for marker in _PARTS if not present[marker]]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if hasattr(config, "workerinput"):
        _begin_with_the_longest(items)
    missing = _missing_parts()
    absent = [item for item in items if any(item.get_closest_marker(marker) for marker in missing)]
    if not absent:
        return
    if os.environ.get("CI"):
        names = ", ".join(_PARTS[marker][0] for marker in missing)
        raise pytest.UsageError(f"Thiếu {names}: trên CI không phép thử nào được bỏ qua.")
    config.hook.pytest_deselected(items=absent)
    items[:] = [item for item in items if item not in absent]


def pytest_collection_finish() -> None:
    """What is loaded by now stays for the whole run: looking through it for garbage again and again was a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 10, 10)


class _ByGroup(LoadScopeScheduling):  # type: ignore[misc]  # it has no types
    """By file; journeys in one province stay with it: what is dear to start is started once.

    Not by the plugin's own groups: it writes them where pytest 9 no longer reads them, and spreads test by test without a word.
    """

    def _split_scope(self, nodeid: str) -> str:
        return _group_of(nodeid.split("::", 1)[0])


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling:
    return _ByGroup(config, log)


def _group_of(path: str) -> str:
    if path in _APART or not path.startswith("tests/journeys/"):
        return path
    return "walks" if path in _WALKS else "journeys"


def _begin_with_the_longest(items: list[pytest.Item]) -> None:
    """Whatever takes minutes begins first, and the many short files fill up both processes to the end."""
    items.sort(key=lambda item: next((n for n, part in enumerate(_LONG) if _is_of(item, part)), len(_LONG)))


def _is_of(item: pytest.Item, part: str) -> bool:
    return _group_of(item.nodeid.split("::", 1)[0]).startswith(part)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if _routes["known"]:
        missing = unchanged.not_tried(_routes["known"], _routes["probed"])
        terminalreporter.write_line(
            f"Từ chối sau lần ghi đầu: {len(_routes['probed'])}/{len(_routes['known'])} đường dẫn; chưa thử: {missing}"
        )
        if missing and unchanged.is_whole(terminalreporter.config) and not _missing_parts():
            terminalreporter.write_line(
                "Không đạt: mỗi đường dẫn trên cần một phép thử đưa nó đến lần ghi đầu, hoặc một lý do trong testing/testing/unchanged.py.",
                red=True,
            )
    for marker in _missing_parts():
        name, command = _PARTS[marker]
        terminalreporter.write_line(f"Không chạy: các phép thử cần {name} (máy chưa có; cài bằng: {command}).")


_routes: dict[str, set[str]] = {"known": set(), "probed": set()}
"""What the processes of this run have seen of `testing.unchanged`."""


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
