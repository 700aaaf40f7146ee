"""An agency of the platform changes what it issued, for receivers here and outside."""

import xml.etree.ElementTree as ET
from datetime import timedelta
from typing import Any

from document_exchange.packets.packet import DocumentPacket, Organ, Response, StatusPacket
from document_exchange.packets.reader import read_packet
from document_exchange.packets.writer import write_status
from shared.access.rights import Role
from shared.core import clock
from shared.core.clock import VIETNAM

from .test_packets_api import OUTSIDE, RECEIVER, SENDER, bring

PROVINCE = {"name": "UBND tỉnh Đồng Nai", "organ_code": OUTSIDE}
REASON = "Sai số liệu tại mục 2"
XML = "{http://www.mic.gov.vn/TBT/QCVN_102_2016}"


async def issued(house: Any, *, here: bool = True, outside: bool = True, **more: Any) -> dict[str, Any]:
    """Sent and arrived."""
    values: dict[str, Any] = {
        "all_agencies": False,
        "addressees": [RECEIVER] if here else [],
        "outside": [PROVINCE] if outside else [],
    }
    sent = await house.sent(**(values | more))
    await settle(house)
    return dict(sent)


async def settle(house: Any) -> None:
    await house.exchange()
    await house.read()


async def recall(house: Any, document_id: str, status: int = 200, **body: Any) -> dict[str, Any]:
    answer = await house.call(
        house.person(Role.RECORDS_CLERK), "POST", f"/documents/{document_id}/recall", json={"reason": REASON, **body}
    )
    assert answer.status_code == status, answer.text
    await settle(house)
    return dict(answer.json())


async def update(house: Any, document_id: str, status: int = 200, **body: Any) -> dict[str, Any]:
    body = {"reason": REASON, **body}
    answer = await house.call(house.person(Role.RECORDS_CLERK), "POST", f"/documents/{document_id}/changes", json=body)
    assert answer.status_code == status, answer.text
    await settle(house)
    return dict(answer.json())


async def packet_of(house: Any, document_id: str, change_id: str) -> tuple[DocumentPacket, ET.Element]:
    """As our reader and as an XML reader see it."""
    clerk = house.person(Role.RECORDS_CLERK)
    got = await house.call(clerk, "GET", f"/documents/{document_id}/changes/{change_id}/packet")
    assert got.status_code == 200, got.text
    packet = read_packet(got.content)
    assert isinstance(packet, DocumentPacket)
    assert packet.warnings == ()
    return packet, ET.fromstring(got.content)


def words_in(root: ET.Element, name: str) -> list[str]:
    return [element.text or "" for element in root.iter(f"{XML}{name}")]


def status(document: dict[str, Any], code: str, organ: str = OUTSIDE, ago: int = -1, **changes: Any) -> bytes:
    meant = {"organ_id": SENDER, "code": document["reference"], "document_id": document["document_code"]} | changes
    at = clock.now().astimezone(VIETNAM) - timedelta(minutes=ago)
    return write_status(StatusPacket(Organ(organ, "Cơ quan ngoài"), Response(**meant), code, "Đã xem xét", at))


async def answered(house: Any, document: dict[str, Any], code: str, expected: int = 201, **changes: Any) -> Any:
    taken = await bring(house, status(document, code, **changes))
    assert taken.status_code == expected, taken.text
    return taken.json()


async def wish_at(house: Any, agency: str = RECEIVER) -> dict[str, Any]:
    clerk = house.person(Role.RECORDS_CLERK, agency)
    (newest, *_) = (await house.call(clerk, "GET", "/sender-changes")).json()["items"]
    return dict((await house.call(clerk, "GET", f"/sender-changes/{newest['id']}")).json())


async def answer_wish(house: Any, wish: dict[str, Any], act: str, clerk: Any = None, **body: Any) -> dict[str, Any]:
    clerk = clerk or house.person(Role.RECORDS_CLERK, RECEIVER)
    done = await house.call(clerk, "POST", f"/sender-changes/{wish['id']}/{act}", json=body)
    assert done.status_code == 200, done.text
    await settle(house)
    return dict(done.json())


async def states(house: Any, document_id: str) -> list[tuple[int, list[tuple[str, str]]]]:
    """Of its changes, the newest first: kind, and how each receiver stands."""
    document = await house.document(document_id)
    return [(one["kind"], [(a["organ_code"], a["state"]) for a in one["answers"]]) for one in document["changes"]]


def names(document: dict[str, Any]) -> dict[str, Any]:
    """As a draft names it."""
    return {"reference": document["reference"], "issued_on": document["issued_on"]}


async def replacing(house: Any, *earlier: dict[str, Any], kind: str = "replace", **more: Any) -> dict[str, Any]:
    return await issued(house, change_kind=kind, changed=[names(one) for one in earlier], **more)
