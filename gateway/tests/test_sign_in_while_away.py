"""Signing in while the keeper of officers' or of citizens' accounts is away: what counts as a guess, and what does not."""

from typing import Any

import pytest

from .upstream import PASSWORD

WRONG = {"user_name": "an.nv", "password": "sai"}


def test_while_the_owner_is_away_nobody_is_locked_out(gateway: Any) -> None:
    gateway.upstream.verify_status = 500
    with gateway.client() as client:
        for _ in range(8):
            answer = client.post("/api/gateway/v1/sessions", json=WRONG)
            assert (answer.status_code, answer.json()["code"]) == (503, "service_unavailable")
    gateway.upstream.verify_status = 0
    assert gateway.sign_in()


@pytest.mark.parametrize(
    ("away", "name", "kind", "other"),
    [("officer", "binh", "citizen", "an.nv"), ("citizen", "an.nv", "officer", "binh")],
)
def test_what_one_owner_calls_wrong_counts_while_the_other_is_away(
    gateway: Any, away: str, name: str, kind: str, other: str
) -> None:
    gateway.upstream.away.add(away)
    with gateway.client() as client:

        def answer(**body: str) -> tuple[int, str]:
            given = client.post("/api/gateway/v1/sessions", json={"user_name": name, "password": "sai"} | body)
            return given.status_code, given.json().get("code", "")

        assert [answer() for _ in range(5)] == [(503, "service_unavailable")] * 5
        assert answer(password=PASSWORD) == (503, "service_unavailable"), "nor does the right one say more now"
        assert answer(kind=kind, password=PASSWORD) == (429, "sign_in_locked")
        assert gateway.evidence()[:5] == ["sign-in-failed"] * 5
        gateway.upstream.away.clear()
        assert answer(kind=away) == (401, "wrong_credentials"), "of what could not be asked nothing has counted"
        gateway.upstream.accounts[away][name] = gateway.upstream.accounts[away][other]
        assert answer(kind=away, password=PASSWORD)[0] == 201


def test_who_signs_in_while_the_other_owner_is_away_has_not_guessed_there(gateway: Any) -> None:
    gateway.upstream.away.add("officer")
    assert all(gateway.sign_in("binh") for _ in range(7))
    assert {row["failures"] for row in gateway.execute("SELECT failures FROM sign_in_failure")} == {0}
