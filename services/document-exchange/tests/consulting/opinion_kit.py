"""A draft of one room, about which another room, a colleague and other agencies are asked."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import text

from shared.access.identity import Identity
from shared.access.rights import Role
from shared.core import clock

from ..conftest import SENDER
from ..reviewing.review_kit import (
    DEPUTY,
    DRAFTER,
    HEAD,
    OTHER,
    OTHER_HEAD,
    OTHER_ONE,
    ROOM,
    attach,
    draft,
    officer,
    run,
    staffed,
    unit,
    works,
)
from ..test_units import told

SNV, STC = "000.00.02.H08", "000.00.05.H08"
TOKEN = {"csrf_token": "form-token"}

__all__ = [
    "DEPUTY", "DRAFTER", "HEAD", "OTHER", "OTHER_HEAD", "OTHER_ONE", "ROOM", "SENDER", "attach", "draft", "officer", "run", "staffed",
    "told", "unit", "works",
]  # fmt: skip


def day(ahead: int) -> date:
    return clock.local_now().date() + timedelta(days=ahead)


async def faults(house: Any) -> list[Any]:
    async with house.database.sessions() as session:
        return list((await session.execute(text("SELECT * FROM inbox WHERE state <> 'done'"))).mappings())


async def settle(house: Any) -> None:
    await house.exchange()
    assert not (f := await faults(house)), f


async def ask(
    house: Any, document_id: str, *asked: str, status: int = 201, who: Identity = DRAFTER, **more: Any
) -> Any:
    body = {"asked": list(asked), "due_on": day(5).isoformat(), "words": "Đề nghị góp ý Điều 5"} | more
    answer = await house.call(who, "POST", f"/documents/{document_id}/opinions", json=body)
    assert answer.status_code == status, answer.text
    await settle(house)
    return answer.json()


async def table(house: Any, document_id: str, who: Identity = DRAFTER) -> dict[str, dict[str, Any]]:
    """By whom was asked; of several the last."""
    answer = await house.call(who, "GET", f"/documents/{document_id}/opinions")
    assert answer.status_code == 200, answer.text
    return {one["asked"]: one for one in answer.json()["items"]}


async def asked_at(house: Any, who: Identity, **filters: str) -> list[dict[str, Any]]:
    answer = await house.call(who, "GET", "/opinion-requests", params=filters)
    assert answer.status_code == 200, answer.text
    return list(answer.json()["items"])


async def one_at(house: Any, who: Identity, **filters: str) -> dict[str, Any]:
    (found,) = await asked_at(house, who, **filters)
    seen = await house.call(who, "GET", f"/opinion-requests/{found['id']}")
    assert seen.status_code == 200, seen.text
    return dict(seen.json())


async def answer(house: Any, who: Identity, row: Any, status: int = 200, **body: Any) -> Any:
    said = {"opinion": "remarks", "words": "Bổ sung thời hạn"} | body
    found = await house.call(who, "POST", f"/opinion-requests/{row['id']}/answer", json=said)
    assert found.status_code == status, found.text
    await settle(house)
    return found.json()


async def hand_on(house: Any, who: Identity, row: Any, whose: str, status: int = 200) -> Any:
    found = await house.call(who, "POST", f"/opinion-requests/{row['id']}/hand-on", json={"whose": whose})
    assert found.status_code == status, found.text
    await settle(house)
    return found.json()


async def do(
    house: Any, document_id: str, row: Any, act: str, status: int = 200, who: Identity = DRAFTER, **body: Any
) -> Any:
    found = await house.call(who, "POST", f"/documents/{document_id}/opinions/{row['id']}/{act}", json=body)
    assert found.status_code == status, found.text
    await settle(house)
    return found.json()


async def opened(house: Any, *asked: str, **more: Any) -> str:
    """A draft about which these are asked; two rooms stand."""
    await staffed(house)
    document_id = await draft(house)
    await ask(house, document_id, *asked, **more)
    return document_id


async def sign(house: Any, document_id: str) -> None:
    for who, act in ((DRAFTER, "submit"), (house.person(Role.LEADER), "sign")):
        done = await house.call(who, "POST", f"/documents/{document_id}/{act}", json={})
        assert done.status_code == 200, done.text
    await settle(house)


async def everything(house: Any) -> list[Any]:
    async with house.database.sessions() as session:
        rows = await session.execute(text("SELECT * FROM opinion_request ORDER BY id"))
        steps = await session.execute(text("SELECT count(*) FROM opinion_step"))
        return [rows.all(), steps.all()]
