"""Who is not known, speaks for another or was changed on the way is parked with the reason, and has no effect."""

import asyncio
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

import orjson
import pytest

from shared.contracts.routing import report_key
from shared.core.settings import Settings
from shared.messaging.axis.port import Message, Parcel
from shared.messaging.outbox import tell
from shared.messaging.proof import Forged, Proofs, Purpose, make_keys
from testing.senders import proofs_of, signed_by
from tests.axis.parts import Counted, Part, until

pytestmark = pytest.mark.anyio

KEY = "alpha.thing.alpha.thing-counted.v1"
GOOD = "thật"


def an_event(thing: str = "giả", **changed: Any) -> dict[str, Any]:
    return {
        "specversion": "1.0", "id": str(uuid4()), "type": "alpha.thing-counted.v1", "source": "/alpha", "subject": f"thing/{thing}",
        "time": "2026-11-20T07:00:00Z", "sequence": 1, "data": {"thing": thing, "number": 1},
    } | changed  # fmt: skip


def a_body(*events: dict[str, Any]) -> bytes:
    return orjson.dumps(list(events) or an_event())


def _unsigned() -> Parcel:
    return Parcel(a_body(), "")


def _not_a_proof() -> Parcel:
    return Parcel(a_body(), "alpha/" + "/" * 500)


def _changed_on_the_way() -> Parcel:
    (sent,) = signed_by("alpha", a_body())
    return Parcel(sent.body.replace(b'"number":1', b'"number":7'), sent.proof)


def _under_another_name() -> Parcel:
    (sent,) = signed_by("gamma", a_body())
    return Parcel(sent.body, sent.proof.replace("gamma/", "alpha/"))


def _with_an_unknown_key(tmp: Path) -> Parcel:
    body = a_body()
    return Parcel(body, a_stranger(tmp).prove(Purpose.EVENTS, body))


def _a_report_as_event() -> Parcel:
    body = a_body()
    return Parcel(body, proofs_of("alpha").prove(Purpose.REPORT, body))


def _of_another_service() -> Parcel:
    return signed_by("gamma", a_body())[0]


def _another_as_source() -> Parcel:
    return signed_by("alpha", a_body(an_event(source="/gamma")))[0]


def _a_type_of_another() -> Parcel:
    return signed_by("alpha", a_body(an_event(type="gamma.thing-counted.v1")))[0]


def _one_of_another_among_own() -> Parcel:
    return signed_by("alpha", a_body(an_event("một"), an_event("hai", source="/gamma"), an_event("ba")))[0]


FORGERIES: dict[Callable[..., Parcel], str] = {
    _unsigned: "không có chữ ký",
    _not_a_proof: "không đúng dạng",
    _changed_on_the_way: "Chữ ký không khớp",
    _under_another_name: "không phải khóa đã công bố của alpha",
    _with_an_unknown_key: "không phải khóa đã công bố của alpha",
    _a_report_as_event: "Chữ ký không khớp",
    _of_another_service: "Tin do gamma ký nhưng có sự kiện của dịch vụ khác: '/alpha'",
    _another_as_source: "Tin do alpha ký nhưng có sự kiện của dịch vụ khác: '/gamma'",
    _a_type_of_another: "'gamma.thing-counted.v1'",
    _one_of_another_among_own: "Tin do alpha ký nhưng có sự kiện của dịch vụ khác: '/gamma'",
}


def a_stranger(folder: Path, name: str = "alpha") -> Proofs:
    """Says to be that service, with a key that nobody has published."""
    make_keys(folder, [name])
    return Proofs.load(
        name,
        Settings(_env_file=None, axis_key_file=folder / f"axis-{name}.pem", axis_jwks_file=folder / "axis.jwks.json"),
    )


@pytest.mark.parametrize("forge", FORGERIES, ids=lambda forge: forge.__name__.strip("_"))
async def test_a_forged_message_is_parked_with_its_reason_and_has_no_effect(
    parts: Callable[..., Any], forge: Callable[..., Parcel], tmp_path: Path
) -> None:
    async with parts() as (alpha, beta, gamma):
        for part in (beta, gamma):
            part.start_listening()
        forged = forge(tmp_path) if forge is _with_an_unknown_key else forge()
        # By alpha's own door: whoever has come so far lacks only the key, or another's.
        assert await alpha.axis.publish([Message(KEY, "1", forged.body, forged.proof)]) == [True]
        async with alpha.database.sessions.begin() as session:
            await tell(session, Counted(thing=GOOD, number=1))
        alpha.start_publishing()
        for part in (beta, gamma):
            await until(partial(_has_effects, part))
            await until(partial(_has_parked, part, 1))
            assert await part.effects() == [(GOOD, 1)]
            (row,) = await _parked(part)
            assert row["queue"] == f"{part.name}.events"
            assert bytes(row["body"]) == forged.body
            assert FORGERIES[forge] in row["error"]
            assert await part.value("SELECT count(*) FROM inbox") == 1


async def _has_effects(part: Part) -> bool:
    return bool(await part.effects())


async def _has_parked(part: Part, count: int) -> bool:
    return len(await _parked(part)) == count


async def _parked(part: Part) -> list[Any]:
    return list(await (await part.database.hot()).fetch("SELECT queue, body, error FROM poison_message ORDER BY id"))


async def test_an_old_valid_message_told_again_has_no_second_effect(parts: Callable[..., Any]) -> None:
    async with parts() as (alpha, beta, gamma):
        (sent,) = signed_by("alpha", a_body(an_event(GOOD), an_event(GOOD, sequence=2)))
        for part in (beta, gamma):
            part.start_listening()
        again = [Message(KEY, str(number), sent.body, sent.proof) for number in range(3)]
        assert await alpha.axis.publish(again) == [True] * 3
        for part in (beta, gamma):
            await until(partial(_has_effects, part))
        assert await alpha.axis.publish(again) == [True] * 3
        await until(lambda: _is_empty(alpha))
        for part in (beta, gamma):
            assert await part.effects() == [(GOOD, 1), (GOOD, 1)]
            assert await _parked(part) == []


async def _is_empty(part: Part) -> bool:
    depths = await part.axis.depths()
    return not any(depths[queue] for queue in ("beta.events", "gamma.events"))


def _report(consumer: object, event: object, by: str) -> Parcel:
    body = orjson.dumps({"consumer": consumer, "events": [str(event)]})
    return Parcel(body, proofs_of(by).prove(Purpose.REPORT, body))


def _unsigned_report(event: object) -> Parcel:
    return Parcel(_report("beta", event, "beta").body, "")


def _report_for_another(event: object) -> Parcel:
    return _report("beta", event, "gamma")


def _report_for_several(event: object) -> Parcel:
    return _report(["beta", "gamma"], event, "gamma")


def _events_as_report(event: object) -> Parcel:
    return signed_by("beta", _report("beta", event, "beta").body)[0]


def _report_of_no_event(event: object) -> Parcel:
    return _report("beta", "no id", "beta")


FORGED_REPORTS: dict[Callable[[object], Parcel], str] = {
    _unsigned_report: "không có chữ ký",
    _report_for_another: "Báo nhận của 'beta' nhưng do gamma ký",
    _report_for_several: "nhưng do gamma ký",
    _events_as_report: "Chữ ký không khớp",
    _report_of_no_event: "ValueError",
}


@pytest.mark.parametrize("forge", FORGED_REPORTS, ids=lambda forge: forge.__name__.strip("_"))
async def test_a_forged_report_is_parked_and_the_row_stays_open(
    parts: Callable[..., Any], forge: Callable[[object], Parcel]
) -> None:
    """Taken as true it would end the sending of an event that its listener never had."""
    async with parts() as (alpha, beta, gamma):
        async with alpha.database.sessions.begin() as session:
            await tell(session, Counted(thing=GOOD, number=1))
        event = await alpha.value("SELECT event_id FROM outbox")
        forged, honest = forge(event), _report("gamma", event, "gamma")
        assert await beta.axis.publish([Message(report_key("alpha", "beta"), "1", forged.body, forged.proof)]) == [True]
        assert await gamma.axis.publish([Message(report_key("alpha", "gamma"), "2", honest.body, honest.proof)]) == [
            True
        ]
        listening = asyncio.create_task(alpha.axis.consume("alpha.reports", alpha.relay.take_reports))
        await until(lambda: _has_parked(alpha, 1))
        await until(lambda: _is_pending(alpha, ["beta"]))
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)
        (row,) = await _parked(alpha)
        assert row["queue"] == "alpha.reports"
        assert FORGED_REPORTS[forge] in row["error"]
        assert await alpha.value("SELECT done_at FROM outbox") is None


async def _is_pending(part: Part, services: list[str]) -> bool:
    return bool(await part.value("SELECT pending FROM outbox") == services)


# --- keys -------------------------------------------------------------------------------------------------------------


def _worker(folder: Path, service: str) -> Proofs:
    """As the worker of that service starts now."""
    named: dict[str, Any] = {
        "axis_key_file": folder / f"axis-{service}.pem",
        "axis_jwks_file": folder / "axis.jwks.json",
    }
    return Proofs.load(service, Settings(_env_file=None, **named))


def _sent(by: Proofs) -> Parcel:
    return Parcel(b"{}", by.prove(Purpose.EVENTS, b"{}"))


async def test_a_key_is_changed_without_a_message_refused(tmp_path: Path) -> None:
    """The steps of the runbook: next key known to all, next key in use, old one forgotten."""
    services = ["one-stop", "online-services"]
    make_keys(tmp_path, services)
    before = _worker(tmp_path, "one-stop")
    listener = _worker(tmp_path, "online-services")
    assert listener.sender_of(_sent(before), Purpose.EVENTS) == "one-stop"

    make_keys(tmp_path, services, renew="one-stop")
    listener = _worker(tmp_path, "online-services")
    assert listener.sender_of(_sent(before), Purpose.EVENTS) == "one-stop"
    (tmp_path / "axis-one-stop.pem").rename(tmp_path / "axis-one-stop.old.pem")
    (tmp_path / "axis-one-stop.new.pem").rename(tmp_path / "axis-one-stop.pem")
    after = _worker(tmp_path, "one-stop")
    assert _sent(after).proof != _sent(before).proof
    assert listener.sender_of(_sent(after), Purpose.EVENTS) == "one-stop"
    make_keys(tmp_path, services)
    listener = _worker(tmp_path, "online-services")
    assert {listener.sender_of(_sent(by), Purpose.EVENTS) for by in (before, after)} == {"one-stop"}

    (tmp_path / "axis-one-stop.old.pem").unlink()
    make_keys(tmp_path, services)
    listener = _worker(tmp_path, "online-services")
    assert listener.sender_of(_sent(after), Purpose.EVENTS) == "one-stop"
    with pytest.raises(Forged, match="nạp bộ khóa công khai mới"):
        listener.sender_of(_sent(before), Purpose.EVENTS)


async def test_keys_are_made_once_for_their_owner_alone(tmp_path: Path) -> None:
    make_keys(tmp_path / "keys", ["one-stop", "online-services"])
    private = sorted((tmp_path / "keys").glob("*.pem"))
    known = [file.read_bytes() for file in private]
    make_keys(tmp_path / "keys", ["one-stop", "online-services"])
    assert [file.read_bytes() for file in sorted((tmp_path / "keys").glob("*.pem"))] == known
    assert len(private) == 2
    assert all(file.stat().st_mode & 0o777 == 0o600 for file in private)
    keys = orjson.loads((tmp_path / "keys" / "axis.jwks.json").read_bytes())["keys"]
    assert [key["service"] for key in keys] == ["one-stop", "online-services"]
    assert not [key for key in keys if "d" in key]


async def test_a_worker_without_a_key_does_not_start(tmp_path: Path) -> None:
    make_keys(tmp_path, ["one-stop"])
    with pytest.raises(FileNotFoundError):
        _worker(tmp_path, "online-services")
    (tmp_path / "axis-online-services.pem").write_bytes(b"")
    with pytest.raises(ValueError, match="PEM"):
        _worker(tmp_path, "online-services")
