"""When the services have told each other what they were given: before that nobody has a certificate, so nobody can sign."""

from typing import Any

import pytest

from operations import health
from shared.core.settings import SERVICES, Settings

QUIET: dict[str, Any] = {"outbox": {"open": 0}, "inbox": {}}


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[dict[str, Any] | None]]:
    """What each service says of itself, one answer after the other; the last one is repeated."""
    answers: dict[str, list[dict[str, Any] | None]] = {service: [QUIET] for service in SERVICES}

    def answer(url: str) -> dict[str, Any] | None:
        left = answers[url.split("/")[2]]
        return left.pop(0) if len(left) > 1 else left[0]

    monkeypatch.setattr(health, "answer_of", answer)
    monkeypatch.setattr("operations.health.time.sleep", lambda seconds: None)
    return answers


SETTINGS = Settings(_env_file=None, service_urls={service: f"http://{service}" for service in SERVICES})


WAITS = QUIET | {"inbox": {"waiting": 1}}


@pytest.mark.parametrize(
    "busy", [{"outbox": {"open": 620}, "inbox": {}}, WAITS, QUIET | {"inbox": {"retry": 1, "dead": 2}}, None]
)
def test_what_is_on_its_way_is_waited_for(said: dict[str, list[dict[str, Any] | None]], busy: Any) -> None:
    said[SERVICES[-1]] = [busy, busy, QUIET]
    assert health.await_settled(SETTINGS, 0) is False
    assert health.await_settled(SETTINGS, 60) is True


def test_an_event_that_goes_to_one_that_was_asked_before_is_seen(said: dict[str, list[dict[str, Any] | None]]) -> None:
    said[SERVICES[0]] = [QUIET, WAITS, QUIET]
    assert health.await_settled(SETTINGS, 0) is False


def test_what_nobody_tries_again_is_not_waited_for(said: dict[str, list[dict[str, Any] | None]]) -> None:
    said[SERVICES[0]] = [QUIET | {"inbox": {"dead": 1}}]
    assert health.await_settled(SETTINGS, 0) is True


def test_a_province_at_work_is_not_waited_for_for_ever(said: dict[str, list[dict[str, Any] | None]]) -> None:
    said[SERVICES[0]] = [QUIET | {"outbox": {"open": 1}}]
    assert health.await_settled(SETTINGS, 0.05) is False
