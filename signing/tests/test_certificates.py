"""Certificates come and go by the order of who follows the directory or administers it, and of nobody else."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import orjson
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from shared.access.identity import Identity
from shared.access.rights import Role
from shared.core import clock
from shared.messaging.proof import Proofs, Purpose, read_key
from shared.signing.holders import find_certificate
from shared.signing.port import ASKED_BY, PROOF

from .conftest import AGENCY, LEADER, Port, officer

ADMINISTRATOR = officer(Role.DIRECTORY_ADMINISTRATOR, subject="quan-tri")
NEWCOMER = {"holder": "officer:moi", "name": "Trần Văn Mới", "title": "Phó Giám đốc", "agency_name": "Sở Mẫu"}


def run(open_port: Callable[[], Any], check: Callable[[Port], Any]) -> None:
    async def whole() -> None:
        async with open_port() as port:
            await check(port)

    asyncio.run(whole())


def proofs(port: Port, service: str = "document-exchange") -> Proofs:
    return Proofs(service, read_key(port.settings.axis_key(service)), {})


async def order(port: Port, *wanted: dict[str, str], by: Proofs | None = None, **changed: Any) -> Any:
    body = orjson.dumps({"at": clock.now().isoformat(), "wanted": wanted} | changed)
    proof = (by or proofs(port)).prove(Purpose.CERTIFICATES, body)
    return await port.client.post(
        "/internal/signing/v1/certificates",
        content=body,
        headers={PROOF: proof, "content-type": "application/json"},
    )


def test_the_service_that_follows_the_directory_has_certificates_made_and_ended(open_port: Any) -> None:
    async def check(port: Port) -> None:
        unfit = NEWCOMER | {"holder": "officer:la", "name": "   "}
        answer = await order(port, unfit, NEWCOMER)
        assert answer.json() == {"refused": {"officer:la": "authority_subject_invalid"}}
        made = find_certificate(port.authority.folder, "officer:moi")
        assert made is not None
        assert (made.common_name, made.title, made.organisation) == ("Trần Văn Mới", "Phó Giám đốc", "Sở Mẫu")
        assert (await order(port, NEWCOMER)).status_code == 200
        assert len(await port.evidence("certificate-changed")) == 1, "the same again changes nothing"
        assert (await order(port, {"holder": "officer:moi"})).status_code == 200
        assert find_certificate(port.authority.folder, "officer:moi") is None
        assert port.authority.is_revoked(made.serial)
        rows = await port.evidence("certificate-changed")
        assert [row["actor"] for row in rows] == ["service:document-exchange"] * 2
        assert rows[0]["subject"] == "officer/moi"

    run(open_port, check)


def test_an_administrator_has_another_one_made_and_the_earlier_is_revoked_for_a_reason(open_port: Any) -> None:
    async def check(port: Port) -> None:
        before = find_certificate(port.authority.folder, "officer:an")
        assert before is not None
        wanted = {"holder": "officer:an", "name": "Lê Thị An", "title": "Giám đốc", "agency_name": "Sở Mẫu"}
        body = {"wanted": [wanted | {"anew": "keyCompromise"}]}
        answer = await port.ask("certificates", body, ADMINISTRATOR, "mail-directory")
        assert answer.json() == {"refused": {}}
        after = find_certificate(port.authority.folder, "officer:an")
        assert after is not None
        assert after.serial != before.serial
        assert port.authority.is_revoked(before.serial)
        (row,) = await port.evidence("certificate-changed")
        assert row["actor"] == "officer:quan-tri"
        assert "keyCompromise" in str(row["facts"])

    run(open_port, check)


@pytest.mark.parametrize(
    ("who", "through", "status"),
    [
        (None, "mail-directory", 401),
        (LEADER, "mail-directory", 403),
        (officer(Role.OPERATOR), "mail-directory", 403),
        (ADMINISTRATOR, "document-exchange", 401),
        (Identity(kind="service", subject="document-exchange"), "document-exchange", 401),
    ],
)
def test_nobody_else_orders_a_certificate(open_port: Any, who: Identity | None, through: str, status: int) -> None:
    async def check(port: Port) -> None:
        answer = await port.ask("certificates", {"wanted": [NEWCOMER]}, who, through)
        assert answer.status_code == status
        assert find_certificate(port.authority.folder, "officer:moi") is None

    run(open_port, check)


def test_an_order_that_the_service_did_not_write_now_is_refused(open_port: Any) -> None:
    async def check(port: Port) -> None:
        end = {"holder": f"seal:{AGENCY}"}
        forger = Proofs("document-exchange", Ed25519PrivateKey.generate(), {})
        others = [proofs(port, "mail-directory"), proofs(port, "one-stop"), proofs(port, "online-services"), forger]
        for by in others:
            assert (await order(port, end, by=by)).status_code == 403
        hour_ago = (clock.now() - timedelta(hours=1)).isoformat()
        for at in (hour_ago, "", (clock.now() + timedelta(hours=1)).isoformat()):
            assert (await order(port, end, at=at)).status_code == 403
        body = orjson.dumps({"at": clock.now().isoformat(), "wanted": [end]})
        for purpose in (Purpose.EVENTS, Purpose.REPORT):
            headers = {PROOF: proofs(port).prove(purpose, body), "content-type": "application/json"}
            answer = await port.client.post("/internal/signing/v1/certificates", content=body, headers=headers)
            assert answer.status_code == 403, "an event is no order"
        # A proof is no person's asking, and opens no other door.
        headers = {PROOF: proofs(port).prove(Purpose.CERTIFICATES, body), ASKED_BY: ""}
        assert (await port.client.post("/internal/signing/v1/seals", content=body, headers=headers)).status_code == 401
        answer = await port.client.post("/internal/signing/v1/dossier-seals", content=body, headers=headers)
        assert answer.status_code == 403, "an order of certificates is none of a seal"
        assert find_certificate(port.authority.folder, f"seal:{AGENCY}") is not None

    run(open_port, check)


async def fill_the_disk(port: Port, kind: str) -> None:
    """From now on the database has no room for evidence of this kind."""
    await port.rows(
        "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'no room' USING ERRCODE = '53100'; END $$"
    )
    await port.rows(
        "CREATE TRIGGER full_disk BEFORE INSERT ON evidence FOR EACH ROW "
        f"WHEN (NEW.kind = '{kind}') EXECUTE FUNCTION full_disk()"
    )


@pytest.mark.parametrize("wanted", [NEWCOMER, {"holder": "officer:an"}, {"holder": f"seal:{AGENCY}"}])
def test_without_evidence_of_the_order_no_certificate_is_made_or_ended(open_port: Any, wanted: dict[str, str]) -> None:
    async def check(port: Port) -> None:
        folder, holder = port.authority.folder, wanted["holder"]
        before = find_certificate(folder, holder)
        keys = {label: port.authority.cabinet.get(label) for label in port.authority.cabinet.labels()}
        await fill_the_disk(port, "certificate-ordered")
        assert (await order(port, wanted)).status_code == 503
        after = find_certificate(folder, holder)
        assert (after and after.serial) == (before and before.serial)
        assert before is None or not port.authority.is_revoked(before.serial)
        assert keys == {label: port.authority.cabinet.get(label) for label in port.authority.cabinet.labels()}
        await port.rows("DROP TRIGGER full_disk ON evidence")
        assert (await order(port, wanted)).status_code == 200, "the same order again, when there is room"
        assert len(await port.evidence("certificate-changed")) == 1

    run(open_port, check)


def test_a_change_whose_outcome_could_not_be_written_has_left_evidence_of_its_order(
    open_port: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    async def check(port: Port) -> None:
        before = find_certificate(port.authority.folder, "officer:an")
        assert before is not None
        await fill_the_disk(port, "certificate-changed")
        assert (await order(port, {"holder": "officer:an"})).status_code == 503
        assert not await port.evidence("certificate-changed")
        (row,) = await port.evidence("certificate-ordered")
        assert (row["subject"], row["actor"]) == ("officer/an", "service:document-exchange")
        assert orjson.loads(row["facts"]) == {"earlier": f"{before.serial:x}", "reason": "", "ends": True}
        await port.rows("DROP TRIGGER full_disk ON evidence")
        assert (await order(port, {"holder": "officer:an"})).status_code == 200
        assert len(await port.evidence("certificate-ordered")) == 1, "what is so already is not ordered again"

    run(open_port, check)


def test_a_refusal_that_cannot_be_written_is_logged_whole_and_answered_503(
    open_port: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    async def check(port: Port) -> None:
        await fill_the_disk(port, "refused")
        capsys.readouterr()
        answer = await port.ask("certificates", {"wanted": [NEWCOMER]}, LEADER, "mail-directory")
        assert answer.status_code == 503
        assert answer.json()["code"] == "database_unavailable"
        assert find_certificate(port.authority.folder, "officer:moi") is None
        written = "".join(capsys.readouterr())
        for said in ("refusal_not_recorded", "officer:an", AGENCY, "not_allowed", "/internal/signing/v1/certificates"):
            assert said in written
        assert LEADER.name not in written

    run(open_port, check)
