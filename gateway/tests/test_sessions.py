"""Sessions: their ends, their owner's word, and whose requests they carry."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from gateway.sessions.rules import hash_token, is_expired, looks_like_token, new_token
from shared.access.account_changes import ACCOUNTS_CHANGED
from shared.access.identity import IDLE

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("kind", "idle", "left", "expired"),
    [
        ("browser", timedelta(0), timedelta(hours=12), False),
        ("browser", IDLE, timedelta(hours=1), False),
        ("browser", IDLE + timedelta(seconds=1), timedelta(hours=1), True),
        ("browser", timedelta(0), timedelta(0), True),
        ("person", IDLE + timedelta(seconds=1), timedelta(hours=1), True),
        ("client", timedelta(minutes=50), timedelta(minutes=10), False),
        ("client", timedelta(0), timedelta(0), True),
    ],
)
def test_a_session_ends_when_idle_or_old(kind: str, idle: timedelta, left: timedelta, expired: bool) -> None:
    assert is_expired(kind, NOW - idle, NOW + left, NOW) is expired


def test_only_the_hash_of_a_token_is_stored(gateway: Any) -> None:
    token = gateway.sign_in()
    rows = gateway.execute("SELECT token_hash, identity::text, kind FROM sign_in_session")
    assert bytes(rows[0]["token_hash"]) == hash_token(token)
    assert token not in str(rows)
    assert looks_like_token(token)
    assert len({new_token() for _ in range(100)}) == 100


def me(gateway: Any, headers: dict[str, str]) -> Any:
    with gateway.client() as client:
        return client.get("/api/gateway/v1/me", headers=headers)


def forget_kept(gateway: Any) -> None:
    gateway.door.parts.callers.forget_all()


def let_kept_lapse(gateway: Any) -> None:
    """As two seconds later: looked up again, with what was known still at hand."""
    kept = gateway.door.parts.callers._kept
    kept.update({key: (0.0, caller) for key, (_, caller) in kept.items()})


@pytest.mark.parametrize(
    "change",
    [
        "last_seen_at = now() - interval '31 minutes'",
        "expires_at = now() - interval '1 second'",
        "revoked_at = now()",
    ],
)
def test_an_ended_session_lets_nobody_in(gateway: Any, change: str) -> None:
    headers = gateway.bearer()
    assert me(gateway, headers).status_code == 200
    gateway.execute(f"UPDATE sign_in_session SET {change}")
    forget_kept(gateway)
    assert me(gateway, headers).status_code == 401


def test_use_keeps_a_session_alive(gateway: Any) -> None:
    headers = gateway.bearer()
    gateway.execute("UPDATE sign_in_session SET last_seen_at = now() - interval '20 minutes'")
    forget_kept(gateway)
    assert me(gateway, headers).status_code == 200
    idle = gateway.execute("SELECT now() - last_seen_at AS idle FROM sign_in_session")[0]["idle"]
    assert idle < timedelta(seconds=10)


def test_a_sign_out_acts_on_other_copies_within_ten_seconds(make_gateway: Any) -> None:
    first, second = make_gateway(), make_gateway()
    headers = first.bearer()
    assert me(second, headers).status_code == 200
    with first.client() as client:
        assert client.delete("/api/gateway/v1/sessions/current", headers=headers).status_code == 204
    assert me(first, headers).status_code == 401
    assert _soon(lambda: me(second, headers).status_code == 401)


def test_the_owners_word_changes_the_identity(gateway: Any) -> None:
    headers = gateway.bearer()
    account = gateway.upstream.accounts["officer"]["an.nv"]
    gateway.upstream.accounts["officer"]["an.nv"] = account | {"roles": ["leader"], "title": "Phó Giám đốc"}
    assert me(gateway, headers).json()["roles"] == ["specialist"]
    with gateway.client() as client:
        client.get("/api/one-stop/v1/x", headers=headers)
        assert gateway.upstream.identity("one-stop").roles == {"specialist"}
        gateway.execute("UPDATE sign_in_session SET checked_at = now() - interval '5 minutes'")
        let_kept_lapse(gateway)
        assert me(gateway, headers).json()["roles"] == ["leader"]
        client.get("/api/one-stop/v1/x", headers=headers)
        assert gateway.upstream.identity("one-stop").roles == {"leader"}, "no service gets the token made before"


def test_a_closed_account_ends_its_sessions(gateway: Any) -> None:
    headers = gateway.bearer()
    del gateway.upstream.accounts["officer"]["an.nv"]
    gateway.execute("UPDATE sign_in_session SET checked_at = now() - interval '5 minutes'")
    forget_kept(gateway)
    assert me(gateway, headers).status_code == 401
    assert gateway.execute("SELECT revoked_at FROM sign_in_session")[0]["revoked_at"] is not None


def test_while_the_owner_is_away_its_last_word_holds_for_a_quarter_of_an_hour(gateway: Any) -> None:
    headers = gateway.bearer()
    gateway.upstream.verify_status = 500
    gateway.execute("UPDATE sign_in_session SET checked_at = now() - interval '14 minutes'")
    forget_kept(gateway)
    assert me(gateway, headers).status_code == 200
    gateway.execute("UPDATE sign_in_session SET checked_at = now() - interval '16 minutes'")
    forget_kept(gateway)
    assert me(gateway, headers).status_code == 503
    gateway.upstream.verify_status = 0
    assert me(gateway, headers).status_code == 200


def _a_change(subject: str, **more: Any) -> dict[str, Any]:
    at = datetime.now(UTC).isoformat()
    return {"id": str(uuid4()), "subject": subject, "ends_sessions": False, "kept_session": "", "at": at} | more


def _soon(holds: Callable[[], bool]) -> bool:
    """By what is heard each second, long before the account would be asked for again by itself."""
    until = time.monotonic() + 8
    while time.monotonic() < until:
        if holds():
            return True
        time.sleep(0.2)
    return False


def test_a_new_password_ends_every_other_session_at_once(gateway: Any) -> None:
    kept, stolen = gateway.bearer(), gateway.bearer()
    with gateway.client() as client:
        mine = client.get("/api/gateway/v1/me", headers=kept)
        assert mine.status_code == 200, mine.text
        assert client.get("/api/gateway/v1/me", headers=stolen).status_code == 200
        subject = gateway.upstream.accounts["officer"]["an.nv"]["subject"]
        (session,) = gateway.execute("SELECT id::text FROM sign_in_session ORDER BY created_at LIMIT 1")
        gateway.upstream.changes["officer"] = [_a_change(subject, ends_sessions=True, kept_session=session["id"])]
        ended = lambda: client.get("/api/gateway/v1/me", headers=stolen).status_code == 401  # noqa: E731
        assert _soon(ended)
        assert client.get("/api/gateway/v1/me", headers=kept).status_code == 200
        later = gateway.bearer()
        # Heard again by another copy, the same change does nothing to who signed in with the new password.
        gateway.door.parts.callers.forget_all()
        gateway.upstream.changes["officer"] = [gateway.upstream.changes["officer"][0] | {"id": str(uuid4())}]
        heard = gateway.upstream.asked_for_changes
        assert _soon(lambda: gateway.upstream.asked_for_changes > heard + 2)
        for headers in (kept, later):
            gateway.door.parts.callers.forget_all()
            assert client.get("/api/gateway/v1/me", headers=headers).status_code == 200


def test_a_closed_account_is_heard_of_at_once(gateway: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gateway.sessions.callers.KEPT_FOR", 600.0)  # what is kept is dropped by what is heard
    who = gateway.bearer()
    with gateway.client() as client:
        assert client.get("/api/gateway/v1/me", headers=who).status_code == 200
        account = gateway.upstream.accounts["officer"].pop("an.nv")
        gateway.upstream.changes["officer"] = [_a_change(account["subject"])]
        assert _soon(lambda: client.get("/api/gateway/v1/me", headers=who).status_code == 401)


def test_another_post_counts_at_once(gateway: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gateway.sessions.callers.KEPT_FOR", 600.0)  # what is kept is dropped by what is heard
    who = gateway.bearer()
    account = gateway.upstream.accounts["officer"]["an.nv"]
    with gateway.client() as client:
        client.get("/api/one-stop/v1/x", headers=who)
        assert gateway.upstream.identity("one-stop").agency_code == account["agency_code"]
        gateway.upstream.accounts["officer"]["an.nv"] = account | {"agency_code": "000.00.99.H08"}
        gateway.upstream.changes["officer"] = [_a_change(account["subject"])]
        moved = lambda: "000.00.99.H08" in client.get("/api/gateway/v1/me", headers=who).text  # noqa: E731
        assert _soon(moved)
        client.get("/api/one-stop/v1/x", headers=who)
        assert gateway.upstream.identity("one-stop").agency_code == "000.00.99.H08"


def test_the_answer_of_a_change_itself_makes_it_count_for_the_next_request(
    gateway: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gateway.sessions.callers.KEPT_FOR", 600.0)
    account, upstream = gateway.upstream.accounts["officer"]["an.nv"], gateway.upstream

    async def change(scope: Any, receive: Any, send: Any) -> None:
        if scope["method"] == "POST":
            account["must_change"] ^= True
            upstream.changes["officer"] = [_a_change(account["subject"])]
            await upstream.reply(send, 200, b"{}", b"application/json", (ACCOUNTS_CHANGED.encode(), b"1"))
        else:
            await upstream.reply(send, 200, b"{}")

    account["must_change"] = True
    upstream.answer = change
    who = gateway.bearer()
    with gateway.client() as client:
        for _ in range(5):  # what is heard each second might hide it once, not five times
            changed = client.post("/danh-ba/tai-khoan", data={"a": "b"}, headers=who)
            assert changed.status_code == 200
            assert ACCOUNTS_CHANGED not in changed.headers, "between the parts alone"
            client.get("/danh-ba", headers=who)
            assert upstream.identity("mail-directory").must_change is account["must_change"]


def test_registering_and_guessing_the_present_password_have_a_rate_of_their_own(gateway: Any) -> None:
    with gateway.client() as client:
        sent = [
            client.post("/dich-vu-cong/dang-ky", data={"a": "b"}, headers={"origin": gateway.url}) for _ in range(8)
        ]
        assert [answer.status_code for answer in sent].count(429) == 2
        who = gateway.bearer()  # by person, so another account at the same address is not kept waiting
        sent = [client.post("/danh-ba/tai-khoan", data={"a": "b"}, headers=who) for _ in range(8)]
        assert [answer.status_code for answer in sent].count(429) == 2
        assert client.get("/").status_code == 200


def test_refused_registrations_leave_the_allowance_to_those_that_are_made(gateway: Any) -> None:
    statuses = {"now": 422}

    async def answer(_scope: Any, _receive: Any, send: Any) -> None:
        await gateway.upstream.reply(send, statuses["now"], b"", b"text/html", (b"location", b"/dich-vu-cong"))

    gateway.upstream.answer = answer
    with gateway.client() as client:

        def register() -> int:
            headers = {"origin": gateway.url}
            return int(client.post("/dich-vu-cong/dang-ky", data={"a": "b"}, headers=headers).status_code)

        assert {register() for _ in range(20)} == {422}
        statuses["now"] = 303
        assert [register() for _ in range(7)] == [303] * 6 + [429]
        gateway.forget_rates()
        statuses["now"] = 422
        assert 429 in {register() for _ in range(40)}, "guessing is bounded all the same"
