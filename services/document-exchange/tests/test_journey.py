"""A document from the draft to the answer, and back again when it is recalled."""

import asyncio
import subprocess
import xml.dom.minidom
from collections.abc import Callable
from pathlib import Path
from typing import Any

from shared.access.rights import Role

RECEIVER = "000.00.02.H08"
OTHERS = {"000.00.00.H08", "000.00.02.H08", "000.00.05.H08"}


def run(open_house: Callable[[], Any], play: Callable[[Any], Any]) -> None:
    async def whole() -> None:
        async with open_house() as house:
            await play(house)

    asyncio.run(whole())


def pdfsig(path: Path) -> str:
    """An independent judge of signatures (poppler)."""
    command = ["pdfsig", "-nocert", str(path)]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


def test_a_document_goes_to_every_other_agency_and_is_worked_on(open_house: Any, tmp_path: Path) -> None:
    async def play(house: Any) -> None:
        document = await house.sent()
        assert document["reference"] == "01/STTTT-CNTT"
        assert {d["addressee_code"] for d in document["deliveries"]} == OTHERS
        assert {d["status"] for d in document["deliveries"]} == {"00"}

        await house.exchange()
        document = await house.document(document["id"])
        assert {d["status"] for d in document["deliveries"]} == {"01"}

        await house.read()
        (incoming,) = await house.inbox(RECEIVER)
        assert incoming["subject"] == document["subject"]
        assert incoming["reference"] == document["reference"]
        assert incoming["packet_sha256"] == document["packet_sha256"]
        await _check_proved(house, incoming["id"])

        accepted = await house.report(RECEIVER, incoming["id"], "03", Role.RECORDS_CLERK)
        assert accepted.status_code == 200, accepted.text
        assert accepted.json()["arrival_number"] == 1
        specialist = house.person(Role.SPECIALIST, RECEIVER).subject
        for code, role, body in (
            ("04", Role.LEADER, {"lead_id": specialist, "description": "Tham mưu trước ngày 30"}),
            ("05", Role.SPECIALIST, {}),
            ("06", Role.SPECIALIST, {"description": "Đã có ý kiến"}),
        ):
            answer = await house.report(RECEIVER, incoming["id"], code, role, **body)
            assert answer.status_code == 200, answer.text
        await house.exchange()
        document = await house.document(document["id"])
        (ours,) = [d for d in document["deliveries"] if d["addressee_code"] == RECEIVER]
        assert ours["status"] == "06"
        assert [s["code"] for s in ours["history"]] == ["01", "03", "04", "05", "06"]

        await _check_packet(house, incoming["id"])
        await _check_sealed(house, document, tmp_path)

    run(open_house, play)


async def _check_proved(house: Any, incoming_id: str) -> None:
    """Signed by a person and sealed by the agency, and nothing to warn of."""
    clerk = house.person(Role.RECORDS_CLERK, RECEIVER)
    whole = (await house.call(clerk, "GET", f"/incoming/{incoming_id}")).json()
    assert whole["warnings"] == []
    (file,) = whole["files"]
    assert [s["valid"] for s in file["signatures"]] == [True, True]
    assert [s["kind"] for s in file["signatures"]] == ["person", "seal"]


async def _check_packet(house: Any, incoming_id: str) -> None:
    clerk = house.person(Role.RECORDS_CLERK, RECEIVER)
    packet = await house.call(clerk, "GET", f"/incoming/{incoming_id}/packet")
    parsed = xml.dom.minidom.parseString(packet.content)
    assert len(parsed.getElementsByTagName("edXML:To")) == 3
    names = [getattr(node.firstChild, "data", "") for node in parsed.getElementsByTagName("edXML:OrganId")]
    assert names[0] == "000.00.11.H08"


async def _check_sealed(house: Any, document: Any, folder: Path) -> None:
    main = document["files"][0]
    pdf = await house.call(house.person(Role.RECORDS_CLERK), "GET", f"/documents/{document['id']}/files/{main['id']}")
    path = folder / "sealed.pdf"
    path.write_bytes(pdf.content)
    found = await asyncio.to_thread(pdfsig, path)
    assert found.count("Signature is Valid") == 2, found


def test_a_recall_is_answered_by_each_receiver(open_house: Any) -> None:
    async def play(house: Any) -> None:
        document = await house.sent()
        await house.exchange()
        await house.read()
        await house.step(document["id"], "recall", Role.RECORDS_CLERK, reason="Sai số liệu tại Phụ lục")
        await house.exchange()
        for agency in sorted(OTHERS - {RECEIVER}):
            (incoming,) = await house.inbox(agency)
            assert incoming["recall"] == "requested"
            answer = await house.report(agency, incoming["id"], "15", Role.RECORDS_CLERK)
            assert answer.status_code == 200, answer.text
            frozen = await house.report(agency, incoming["id"], "03", Role.RECORDS_CLERK)
            assert frozen.status_code == 409
            assert frozen.json()["code"] == "incoming_cancelled"
        (incoming,) = await house.inbox(RECEIVER)
        bare = await house.report(RECEIVER, incoming["id"], "16", Role.RECORDS_CLERK, description="Đã triển khai")
        assert bare.json()["code"] == "leader_decision_required"
        leader = house.person(Role.LEADER, RECEIVER)
        refused = await house.report(
            RECEIVER,
            incoming["id"],
            "16",
            Role.RECORDS_CLERK,
            description="Đã triển khai",
            decided_by=leader.subject,
        )
        assert refused.status_code == 200, refused.text
        await house.exchange()
        document = await house.document(document["id"])
        assert sorted(d["recall"] for d in document["deliveries"]) == ["agreed", "agreed", "refused"]
        assert document["status"] == "sent"

    run(open_house, play)


def test_what_has_not_left_is_withdrawn_and_nobody_hears_of_it(open_house: Any) -> None:
    async def play(house: Any) -> None:
        document = await house.sent()
        await house.step(document["id"], "recall", Role.RECORDS_CLERK, reason="Phát hành nhầm")
        await house.exchange()
        document = await house.document(document["id"])
        assert {d["status"] for d in document["deliveries"]} == {"withdrawn"}
        assert document["status"] == "recalled"
        for agency in OTHERS:
            assert await house.inbox(agency) == []

    run(open_house, play)
