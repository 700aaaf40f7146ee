"""Packets by which a sender outside the platform recalls, updates and replaces what it sent."""

from typing import Any

from document_exchange.packets.packet import Business, BusinessType, ReceiverChange, Replacement
from shared.access.rights import Role

from .test_packets_api import OUTSIDE, SENDER, a_packet, bring

CODE = f"{OUTSIDE},2026/11/20,07/STTTT-CNTT"
REASON = "Sai số liệu tại mục 2"


def new_document(number: int = 7, **changes: Any) -> bytes:
    return a_packet(sender=OUTSIDE, receivers=(SENDER,), number=number, **changes)


def a_recall(code: str = CODE, sender: str = OUTSIDE, **changes: Any) -> bytes:
    business = Business(BusinessType.RECALL, REASON, document_id=code)
    return a_packet(sender=sender, receivers=(SENDER,), business=business, attachments=(), **changes)


def an_update(code: str = CODE, receivers: tuple[ReceiverChange, ...] = (), **changes: Any) -> bytes:
    business = Business(
        BusinessType.UPDATE,
        REASON,
        document_id=code,
        document_changed=not receivers,
        receivers_changed=bool(receivers),
        receivers=receivers,
    )
    return a_packet(sender=OUTSIDE, receivers=(SENDER,), business=business, **changes)


def a_replacement(number: int = 9, codes: tuple[str, ...] = (CODE,), organs: tuple[str, ...] = (SENDER,)) -> bytes:
    replaced = tuple(Replacement(code, organs) for code in codes)
    return new_document(number, business=Business(BusinessType.REPLACE, REASON, replacements=replaced))


async def arrived(house: Any, number: int = 7) -> str:
    """An accepted arrival from outside; its id."""
    taken = await bring(house, new_document(number))
    incoming_id = str(taken.json()["incoming_id"])
    await house.read()
    assert (await house.report(SENDER, incoming_id, "03", Role.RECORDS_CLERK)).status_code == 200
    return incoming_id


async def incoming(house: Any, incoming_id: str) -> dict[str, Any]:
    answer = await house.call(house.person(Role.RECORDS_CLERK), "GET", f"/incoming/{incoming_id}")
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def change(house: Any, change_id: str) -> dict[str, Any]:
    answer = await house.call(house.person(Role.RECORDS_CLERK), "GET", f"/sender-changes/{change_id}")
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def changes(house: Any) -> list[dict[str, Any]]:
    answer = await house.call(house.person(Role.RECORDS_CLERK), "GET", "/sender-changes")
    assert answer.status_code == 200, answer.text
    return list(answer.json()["items"])


async def wish(house: Any, content: bytes) -> dict[str, Any]:
    """Brought as a file: what became of it."""
    taken = await bring(house, content)
    assert taken.status_code == 201, taken.text
    assert taken.json()["kind"] == "change", taken.text
    return await change(house, taken.json()["change_id"])


async def answer(house: Any, change_id: str, act: str, status: int = 200, **body: object) -> dict[str, Any]:
    clerk = house.person(Role.RECORDS_CLERK)
    answered = await house.call(clerk, "POST", f"/sender-changes/{change_id}/{act}", json=body)
    assert answered.status_code == status, answered.text
    return dict(answered.json())
