"""The receiver's side: urgent first, no work in the hands of people who left, nothing registered without a look."""

import asyncio
import re
from collections.abc import Callable
from itertools import product
from typing import Any

import pytest
from sqlalchemy import text

from document_exchange.desk.incoming_list import INCOMING
from document_exchange.incoming.rules import STEPS, Act, Case, IncomingState
from shared.access.identity import Identity
from shared.access.rights import Role
from shared.contracts.mail_directory import PersonRecorded
from shared.contracts.values import Post
from shared.directory.keeping import keep_person
from shared.work.keyset import read_page

RECEIVER = "000.00.02.H08"


def run(open_house: Callable[[], Any], play: Callable[[Any], Any]) -> None:
    async def whole() -> None:
        async with open_house() as house:
            await play(house)

    asyncio.run(whole())


async def arrived(house: Any, **changes: object) -> dict[str, Any]:
    """A document that came to the receiver; as its clerk sees it."""
    sent = await house.sent(all_agencies=False, addressees=[RECEIVER], **changes)
    await house.exchange()
    await house.read()
    return next(one for one in await house.inbox(RECEIVER) if one["document_code"] == sent["document_code"])


async def post(house: Any, who: Identity, path: str, **fields: object) -> Any:
    return await house.call(who, "POST", path, data=fields | {"csrf_token": "form-token"})


CASES = list(product(IncomingState, ["", "requested", "agreed", "refused"], ["present", "left", "nobody"]))


@pytest.mark.parametrize(("state", "recall", "holder"), CASES)
def test_every_state_has_somebody_who_may_act_or_is_an_end(state: IncomingState, recall: str, holder: str) -> None:
    acts: set[Act] = set()
    for role in (Role.RECORDS_CLERK, Role.LEADER):
        acts.update(STEPS.allowed(Case(state, frozenset({role}), recall, is_assigned=False)))
    if holder == "present":
        acts.update(STEPS.allowed(Case(state, frozenset({Role.SPECIALIST}), recall, is_assigned=True, leads=True)))
    ended = recall == "agreed" or (recall != "requested" and state in (IncomingState.REFUSED, IncomingState.DONE))
    if state is IncomingState.DONE:
        acts -= {Act.CORRECT, Act.UPDATE, Act.REPLACE}  # the register is put right after the end too
    assert bool(acts) != ended


@pytest.mark.parametrize("how", ["disabled", "moved", "post ended"])
def test_work_of_somebody_who_left_is_seen_and_given_to_somebody_else(open_house: Any, how: str) -> None:
    async def play(house: Any) -> None:
        incoming = await arrived(house)
        here = f"/van-ban/den/{incoming['id']}"
        worker, leader = house.person(Role.SPECIALIST, RECEIVER), house.person(Role.LEADER, RECEIVER)
        await house.report(RECEIVER, incoming["id"], "03", Role.RECORDS_CLERK)
        await house.report(RECEIVER, incoming["id"], "04", Role.LEADER, lead_id=worker.subject)
        await house.report(RECEIVER, incoming["id"], "05", Role.SPECIALIST)
        nothing = await house.call(leader, "GET", "/van-ban/den?trang_thai=doi-nguoi")
        assert here not in nothing.text
        posts = {"disabled": [RECEIVER], "moved": ["000.00.05.H08"], "post ended": []}[how]
        async with house.database.sessions.begin() as session:
            await keep_person(
                session,
                PersonRecorded(
                    person_id=worker.subject,
                    full_name=worker.name,
                    user_name="x",
                    active=how != "disabled",
                    posts=tuple(Post(agency_code=code, role=Role.SPECIALIST, title="") for code in posts),
                ),
            )
        listed = await house.call(leader, "GET", "/van-ban/den?trang_thai=doi-nguoi")
        assert here in listed.text
        page = await house.call(leader, "GET", here)
        assert "đã rời cơ quan: lãnh đạo cần phân công người khác" in page.text
        again = await house.report(RECEIVER, incoming["id"], "04", Role.LEADER, lead_id=worker.subject)
        assert again.status_code == 422
        given = await house.report(RECEIVER, incoming["id"], "04", Role.LEADER, lead_id=leader.subject)
        assert given.status_code == 200, given.text
        assert (await house.report(RECEIVER, incoming["id"], "06", Role.LEADER)).status_code == 200

    run(open_house, play)


def test_urgent_documents_stand_first_and_say_so_on_list_page_and_register(open_house: Any) -> None:
    async def play(house: Any) -> None:
        clerk = house.person(Role.RECORDS_CLERK, RECEIVER)
        urgent = await arrived(house, priority=3, subject="Hỏa tốc: V/v phòng chống bão")
        plain = await arrived(house, subject="V/v bình thường")
        rush = await arrived(house, priority=1, subject="V/v khẩn")
        listed = (await house.call(clerk, "GET", "/van-ban/den")).text
        order = [listed.index(str(one["id"])) for one in (urgent, rush, plain)]
        assert order == sorted(order)
        row = listed[listed.index(str(urgent["id"])) : listed.index(str(rush["id"]))]
        assert re.search(r"govuk-tag--red[^<]*>Hỏa tốc<", row)
        assert [one["id"] for one in await house.inbox(RECEIVER)] == [rush["id"], plain["id"], urgent["id"]]
        assert "Hỏa tốc</strong>" in (await house.call(clerk, "GET", f"/van-ban/den/{urgent['id']}")).text
        await house.report(RECEIVER, urgent["id"], "03", Role.RECORDS_CLERK)
        register = (await house.call(clerk, "GET", "/van-ban/so-van-ban-den")).text
        assert re.search(r'data-label="Ghi chú">Hỏa tốc<', register)

        found: list[str] = []
        after = ""
        async with house.database.sessions() as session:
            for _ in range(4):
                page = await read_page(session, clerk, INCOMING.choose({"sau": after}), 1)
                found += [str(row.id) for row in page.rows]
                if not (after := page.next or ""):
                    break
        assert found == [urgent["id"], rush["id"], plain["id"]]
        # What is done is urgent no more.
        await house.report(RECEIVER, urgent["id"], "06", Role.LEADER)
        shown = (await house.call(clerk, "GET", "/van-ban/den")).text
        assert shown.index(str(rush["id"])) < shown.index(str(plain["id"])) < shown.index(str(urgent["id"]))

    run(open_house, play)


def test_nothing_is_registered_before_its_warnings_were_seen(open_house: Any) -> None:
    async def play(house: Any) -> None:
        clerk = house.person(Role.RECORDS_CLERK, RECEIVER)
        incoming = await arrived(house)
        async with house.database.sessions.begin() as session:
            await session.execute(text("UPDATE incoming_document SET warnings = '[\"duplicate_reference\"]'"))
        (listed,) = await house.inbox(RECEIVER)
        assert listed["warnings"] == ["duplicate_reference"]
        here = f"/van-ban/den/{incoming['id']}"
        assert "vẫn tiếp nhận" in (await house.call(clerk, "GET", here)).text
        unseen = await post(house, clerk, f"{here}/tiep-nhan")
        assert unseen.status_code == 422
        assert 'href="#aware"' in unseen.text
        (listed,) = await house.inbox(RECEIVER)
        assert (listed["status"], listed["arrival_number"]) == ("01", None)
        seen = await post(house, clerk, f"{here}/tiep-nhan", aware="true")
        assert seen.status_code == 303
        (listed,) = await house.inbox(RECEIVER)
        assert (listed["status"], listed["arrival_number"]) == ("03", 1)

    run(open_house, play)


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_a_term_at_the_ends_of_the_calendar_is_refused(open_house: Any, day: str) -> None:
    async def play(house: Any) -> None:
        incoming = await arrived(house)
        await house.report(RECEIVER, incoming["id"], "03", Role.RECORDS_CLERK)
        leader, worker = house.person(Role.LEADER, RECEIVER), house.person(Role.SPECIALIST, RECEIVER)
        answer = await house.report(RECEIVER, incoming["id"], "04", Role.LEADER, lead_id=worker.subject, due_on=day)
        assert answer.status_code == 422
        year, month, number = day.split("-")
        fields = {"lead_id": worker.subject, "due_on-day": number, "due_on-month": month, "due_on-year": year}
        page = await post(house, leader, f"/van-ban/den/{incoming['id']}/phan-cong", **fields)
        assert page.status_code == 422
        assert (await house.inbox(RECEIVER))[0]["status"] == "03"

    run(open_house, play)
