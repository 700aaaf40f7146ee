"""A room with its head, colleagues, and flows of review at the sending agency."""

from datetime import date
from typing import Any

from shared.access.identity import Identity
from shared.access.rights import Role
from shared.contracts.mail_directory import UnitRecorded
from testing.factories import a_person, a_post

from ..conftest import SENDER
from ..test_journey import run

__all__ = ["SENDER", "run"]

ROOM, OTHER = "u-phong", "u-khac"
UNITS = {ROOM: "Phòng Công nghệ", OTHER: "Phòng Kế hoạch"}
STAFF = {
    "soan": (ROOM, False),
    "truong": (ROOM, True),
    "pho": (ROOM, False),
    "ke": (OTHER, True),
    "hoach": (OTHER, False),
}
AGENCY = {"agency_code": SENDER, "agency_name": "Sở Thông tin và Truyền thông", "csrf": "form-token"}


def officer(person: str, **changed: Any) -> Identity:
    unit, leads = STAFF[person]
    named = {"subject": person, "name": f"Cán bộ {person}", "title": "Trưởng phòng" if leads else "Chuyên viên"}
    known = {"kind": "officer", "roles": frozenset({Role.SPECIALIST}), "unit": unit, "leads_unit": leads}
    return Identity(**(known | named | AGENCY | changed))


DRAFTER, HEAD, DEPUTY, OTHER_HEAD, OTHER_ONE = map(officer, STAFF)


async def unit(house: Any, unit_id: str, head: str = "", **changed: Any) -> None:
    known = {
        "unit_id": unit_id,
        "agency_code": SENDER,
        "code": unit_id,
        "name": UNITS[unit_id],
        "unit_kind": "division",
    }
    began = {"head_post_id": f"p-{head}" if head else "", "valid_from": date(2016, 1, 1)}
    await house.tell(UnitRecorded(**(known | began | changed)), "mail-directory")


async def works(house: Any, person: str, *, active: bool = True) -> None:
    where = STAFF[person][0]
    held = a_post(SENDER, Role.SPECIALIST, unit=UNITS[where], unit_id=where, post_id=f"p-{person}")
    await house.tell(a_person(person, held, full_name=f"Cán bộ {person}", active=active), "mail-directory")


async def staffed(house: Any) -> None:
    await unit(house, ROOM, "truong")
    await unit(house, OTHER, "ke")
    for person in STAFF:
        await works(house, person)


def step(whose: str, level: int, kind: str = "content", *, optional: bool = False) -> dict[str, Any]:
    return {"whose": whose, "level": level, "kind": kind, "optional": optional}


USUAL = [step("unit-head", 1), step("clerk", 2, "form")]


async def flow(house: Any, steps: list[dict[str, Any]] | None = None, status: int = 201, **more: Any) -> dict[str, Any]:
    body = {"name": "Quy trình chung", "steps": USUAL if steps is None else steps} | more
    answer = await house.call(house.person(Role.RECORDS_CLERK), "POST", "/review-flows", json=body)
    assert answer.status_code == status, answer.text
    return dict(answer.json())


async def draft(house: Any, who: Identity = DRAFTER, **changed: Any) -> str:
    """Complete, by somebody of the room."""
    body = {"type_code": "CV", "subject": "V/v kiểm tra thử", "leader_id": house.person(Role.LEADER).subject}
    made = await house.call(who, "POST", "/documents", json=body | {"all_agencies": True} | changed)
    assert made.status_code == 201, made.text
    document_id = str(made.json()["id"])
    await attach(house, who, document_id)
    return document_id


async def attach(house: Any, who: Identity, document_id: str, content: bytes = b"", status: int = 201) -> Any:
    path = f"/documents/{document_id}/files?name=cong-van.pdf&part=main"
    head = {"content-type": "application/octet-stream"}
    answer = await house.call(who, "POST", path, content=content or house.letter, headers=head)
    assert answer.status_code == status, answer.text
    return answer


async def act(house: Any, who: Identity, document_id: str, what: str, status: int = 200, **body: Any) -> dict[str, Any]:
    answer = await house.call(who, "POST", f"/documents/{document_id}/{what}", json=body)
    assert answer.status_code == status, answer.text
    return dict(answer.json())


async def submitted(house: Any, steps: list[dict[str, Any]] | None = None, **changed: Any) -> str:
    await staffed(house)
    await flow(house, steps)
    document_id = await draft(house, **changed)
    await act(house, DRAFTER, document_id, "submit")
    return document_id


async def turns(house: Any, document_id: str, who: Identity | None = None) -> list[dict[str, Any]]:
    answer = await house.call(who or house.person(Role.LEADER), "GET", f"/documents/{document_id}/reviews")
    assert answer.status_code == 200, answer.text
    return list(answer.json())


async def states(house: Any, document_id: str) -> list[tuple[int, str]]:
    return [(turn["level"], turn["state"]) for turn in await turns(house, document_id)]


async def state(house: Any, document_id: str) -> str:
    seen = await house.call(house.person(Role.LEADER), "GET", f"/documents/{document_id}")
    assert seen.status_code == 200, seen.text
    return str(seen.json()["status"])


async def waiting(house: Any, who: Identity) -> list[str]:
    answer = await house.call(who, "GET", "/documents", params={"scope": "review"})
    assert answer.status_code == 200, answer.text
    return [item["id"] for item in answer.json()["items"]]


BESIDE = [step("unit-head", 1), step(f"unit:{OTHER}", 1, "agree"), step("clerk", 2, "form")]
"""Two heads at once, then the clerk."""
BACK: dict[str, Any] = {"opinion": "Sửa căn cứ"}
