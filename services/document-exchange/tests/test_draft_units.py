"""A unit's head sees what the unit drafts, and gives to somebody else what a leaver held."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from document_exchange.documents.rules import DocumentStatus, Step
from shared.access.identity import Identity
from shared.access.rights import Role
from shared.contracts.mail_directory import UnitRecorded
from shared.core import clock
from testing.factories import a_person, a_post

from .test_exits import SENDER, bring_to, run

ROOM, OTHER = "u-cntt", "u-khac"


def post_of(person: str, unit_id: str = ROOM) -> Any:
    return a_post(SENDER, Role.SPECIALIST, unit="Phòng CNTT", unit_id=unit_id, post_id=f"p-{person}")


async def works(house: Any, person: str, *posts: Any, **changed: Any) -> None:
    await house.tell(a_person(person, *posts, full_name=f"Người {person}", **changed), "mail-directory")


def officer(house: Any, person: str, unit_id: str = ROOM, *, leads: bool = False) -> Identity:
    named = {"subject": person, "name": f"Người {person}", "unit": unit_id, "leads_unit": leads}
    who: Identity = house.person(Role.SPECIALIST).model_copy(update=named)
    return who


async def staffed(house: Any, head: str = "p-truong") -> str:
    """A room with its head; the usual specialist drafts in it. His id."""
    room = {"code": "CNTT", "name": "Phòng CNTT", "unit_kind": "division", "head_post_id": head}
    news = UnitRecorded(unit_id=ROOM, agency_code=SENDER, valid_from=date(2016, 1, 1), **room)
    await house.tell(news, "mail-directory")
    drafter = house.person(Role.SPECIALIST)
    house.people[SENDER, Role.SPECIALIST] = drafter.model_copy(update={"unit": ROOM})
    for person in ("truong", "sau", drafter.subject):
        await works(house, person, post_of(person))
    await works(house, "khac", post_of("khac", OTHER))
    return str(drafter.subject)


async def give(house: Any, who: Identity, document_id: str, **body: object) -> Any:
    return await house.call(who, "POST", f"/documents/{document_id}/reassign", json=body)


async def told(house: Any) -> list[Any]:
    query = "SELECT data->'to' FROM outbox WHERE data->>'notification' = 'draft-back' ORDER BY position"
    async with house.database.sessions() as session:
        return [row[0] for row in await session.execute(text(query))]


@pytest.mark.parametrize("state", [DocumentStatus.DRAFT, DocumentStatus.SUBMITTED, DocumentStatus.RETURNED])
def test_a_leavers_drafts_come_back_to_the_unit_and_its_head_gives_them_out(open_house: Any, state: Any) -> None:
    async def play(house: Any) -> None:
        drafter = await staffed(house)
        document_id = await bring_to(house, state)
        head, other = officer(house, "truong", leads=True), officer(house, "khac", OTHER, leads=True)
        for _ in range(2):  # told twice it happens once
            await works(house, drafter, post_of(drafter, OTHER))
        assert [one["person_id"] for (one,) in await told(house)] == ["truong"]
        listed = await house.call(head, "GET", "/van-ban/di?pham_vi=unit")
        assert document_id in listed.text
        assert "Chờ giao người soạn thảo" in listed.text
        assert document_id not in (await house.call(other, "GET", "/van-ban/di?pham_vi=unit")).text
        assert [one["id"] for one in (await house.call(head, "GET", "/documents?scope=unit")).json()["items"]] == [
            document_id
        ]
        assert (await house.call(officer(house, drafter, OTHER), "GET", f"/documents/{document_id}")).status_code == 404
        history = (await house.call(head, "GET", f"/documents/{document_id}/timeline")).json()["items"]
        (line,) = [one for one in history if one["act"] == Step.RELEASE]
        assert (line["actor"], line["label"]) == ("Danh bạ", "Đưa về đơn vị")
        page = await house.call(head, "GET", f"/van-ban/di/{document_id}")
        assert "chưa có người soạn thảo" in page.text
        assert ("Người sau" in page.text, "Người khac" in page.text) == (True, False)
        assert (await give(house, other, document_id, drafter_id="khac")).status_code == 404
        outside = await give(house, head, document_id, drafter_id="khac")
        assert (outside.status_code, outside.json()["code"]) == (422, "drafter_unknown")
        signer = await give(house, head, document_id, leader_id=house.person(Role.LEADER).subject, drafter_id="sau")
        assert signer.status_code == 200, "the present signer is no change"
        assert (signer.json()["drafter_name"], signer.json()["unit_id"]) == ("Người sau", ROOM)
        assert (await house.call(head, "GET", f"/documents/{document_id}")).status_code == 200
        assert "Chờ giao người soạn thảo" not in (await house.call(head, "GET", "/van-ban/di?pham_vi=unit")).text
        act = "submit" if state is not DocumentStatus.SUBMITTED else "take-back"
        went_on = await house.call(officer(house, "sau"), "POST", f"/documents/{document_id}/{act}", json={})
        assert went_on.status_code == 200, went_on.text

    run(open_house, play)


def test_what_was_signed_stays_and_without_a_head_leaders_and_clerk_are_told(open_house: Any) -> None:
    async def play(house: Any) -> None:
        drafter = await staffed(house, head="")
        signed, draft = await bring_to(house, DocumentStatus.SIGNED), await bring_to(house, DocumentStatus.DRAFT)
        await works(house, drafter, post_of(drafter), active=False)
        assert (await house.document(signed))["drafter_name"] != ""
        clerk = house.person(Role.RECORDS_CLERK)
        assert (await house.document(draft))["drafter_name"] == ""
        ((first, second),) = await told(house)
        assert {first["role"], second["role"]} == {Role.LEADER, Role.RECORDS_CLERK}
        assert (await give(house, clerk, draft, drafter_id="sau")).status_code == 200

    run(open_house, play)


def test_a_head_names_no_signer_and_who_leads_nothing_sees_nothing(open_house: Any) -> None:
    async def play(house: Any) -> None:
        await staffed(house)
        document_id = await bring_to(house, DocumentStatus.DRAFT)
        head = officer(house, "truong", leads=True)
        refused = await give(house, head, document_id, leader_id="khac")
        assert (refused.status_code, refused.json()["code"]) == (403, "not_allowed")
        assert (await house.call(officer(house, "sau"), "GET", f"/documents/{document_id}")).status_code == 404
        plain = (await house.call(officer(house, "sau"), "GET", "/van-ban/di")).text
        assert "Của đơn vị tôi đứng đầu" not in plain

    run(open_house, play)


def test_what_a_unit_drafted_goes_with_it_into_another(open_house: Any) -> None:
    async def play(house: Any) -> None:
        await staffed(house)
        document_id = await bring_to(house, DocumentStatus.DRAFT)
        yesterday = clock.local_now().date() - timedelta(days=1)
        went = {"valid_to": yesterday, "successor_id": OTHER, "successor_name": "Phòng Khác"}
        room = {"code": "CNTT", "name": "Phòng CNTT", "unit_kind": "division"}
        news = UnitRecorded(unit_id=ROOM, agency_code=SENDER, valid_from=date(2016, 1, 1), **room, **went)
        await house.tell(news, "mail-directory")
        head = officer(house, "khac", OTHER, leads=True)
        assert (await house.call(head, "GET", f"/documents/{document_id}")).status_code == 200

    run(open_house, play)
