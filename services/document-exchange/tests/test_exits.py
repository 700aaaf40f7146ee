"""Every state of an outgoing document has a way out, whoever has left and whichever receiver was closed."""

import asyncio
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from document_exchange.documents.rules import ENDS, DocumentStatus
from shared.access.identity import Identity
from shared.access.rights import Role
from shared.contracts.mail_directory import AgencyRecorded, PersonRecorded
from shared.contracts.values import Post
from shared.directory.keeping import keep_agency, keep_person
from testing.signing_kit import authority_in

SENDER = "000.00.11.H08"
RECEIVER = "000.00.02.H08"
SECOND_LEADER, SECOND_SPECIALIST = "leader-2", "specialist-2"


def run(open_house: Callable[[], Any], play: Callable[[Any], Any]) -> None:
    async def whole() -> None:
        async with open_house() as house:
            await play(house)

    asyncio.run(whole())


async def record(house: Any, person_id: str, name: str, *posts: tuple[str, str], active: bool = True) -> Identity:
    held = tuple(Post(agency_code=agency, role=role, title="Phó Giám đốc") for agency, role in posts)
    async with house.database.sessions.begin() as session:
        await keep_person(
            session,
            PersonRecorded(person_id=person_id, full_name=name, user_name=person_id, active=active, posts=held),
        )
    return Identity(
        kind="officer",
        subject=person_id,
        name=name,
        agency_code=SENDER,
        agency_name="Sở Thông tin và Truyền thông",
        title="Phó Giám đốc",
        roles=frozenset(role for _, role in posts),
        csrf="form-token",
    )


async def with_colleagues(house: Any) -> tuple[Identity, Identity]:
    """A second leader and a second specialist of the sender, so that work can be given to somebody."""
    leader = await record(house, SECOND_LEADER, "Phạm Văn Hai", (SENDER, Role.LEADER))
    specialist = await record(house, SECOND_SPECIALIST, "Đỗ Thị Ba", (SENDER, Role.SPECIALIST))
    authority = authority_in(house.settings.var)
    authority.issue_officer(SECOND_LEADER, "Phạm Văn Hai", "Phó Giám đốc", "Sở Thông tin và Truyền thông")
    return leader, specialist


async def close(house: Any, agency: str) -> None:
    async with house.database.sessions.begin() as session:
        await keep_agency(
            session,
            AgencyRecorded(
                agency_code=agency,
                name="Sở Nội vụ",
                short_name="SNV",
                tier="department",
                valid_from=date(2016, 1, 1),
                valid_to=date(2020, 1, 1),
            ),
        )


STEPS = (
    (DocumentStatus.DRAFT, "", ""),
    (DocumentStatus.SUBMITTED, "submit", Role.SPECIALIST),
    (DocumentStatus.SIGNED, "sign", Role.LEADER),
    (DocumentStatus.NUMBERED, "number", Role.RECORDS_CLERK),
    (DocumentStatus.SEALED, "seal", Role.RECORDS_CLERK),
)


async def bring_to(house: Any, state: DocumentStatus) -> str:
    document_id = await house.draft(all_agencies=False, addressees=[RECEIVER, "000.00.05.H08"])
    if state is DocumentStatus.RETURNED:
        await house.step(document_id, "submit", Role.SPECIALIST)
        await house.step(document_id, "return", Role.LEADER, opinion="Sửa lại")
        return str(document_id)
    for reached, step, role in STEPS:
        if step:
            await house.step(document_id, step, role)
        if reached is state:
            break
    return str(document_id)


async def let_go(house: Any, who: str, how: str) -> None:
    """Somebody is disabled, moved to another agency, or loses the post."""
    for role in {"leader": [Role.LEADER], "drafter": [Role.SPECIALIST], "both": [Role.LEADER, Role.SPECIALIST]}[who]:
        person = house.person(role)
        posts = {"disabled": [(SENDER, role)], "moved": [(RECEIVER, role)], "post ended": []}[how]
        await record(house, person.subject, person.name, *posts, active=how != "disabled")


async def bring_to_an_end(house: Any, document_id: str, people: list[Identity]) -> DocumentStatus:
    """Whoever is present does what is possible, forward first, until nothing is left to do."""
    acts: list[tuple[str, str, dict[str, Any]]] = [
        ("POST", "send", {}),
        ("POST", "seal", {}),
        ("POST", "number", {}),
        ("POST", "sign", {}),
        ("POST", "submit", {}),
        ("PUT", "addressees", {"addressees": ["000.00.05.H08"]}),
        ("POST", "reassign", {"leader_id": SECOND_LEADER}),
        ("POST", "reassign", {"drafter_id": SECOND_SPECIALIST}),
        ("POST", "take-back", {}),
        ("PUT", "", {"type_code": "CV", "subject": "V/v thử", "leader_id": SECOND_LEADER, "all_agencies": True}),
        ("POST", "cancel", {"opinion": "Không gửi được"}),
    ]
    state = DocumentStatus.DRAFT
    for _ in range(12):
        answers = []
        for method, act, body in acts:
            path = f"/documents/{document_id}/{act}".rstrip("/")
            for who in people:
                answer = await house.call(who, method, path, json=body)
                answers.append((act, who.subject, answer.status_code, answer.json().get("code")))
                if answer.status_code == 200:
                    state = DocumentStatus(answer.json()["status"])
                    break
            else:
                continue
            break
        else:
            raise AssertionError(f"nobody can act: {answers}")
        if state in ENDS:
            return state
    raise AssertionError(f"moves in a circle at {state}")


STATES = [state for state in DocumentStatus if state not in ENDS]
HOLDERS = [
    ("", "present"),
    *((w, h) for w in ("leader", "drafter", "both") for h in ("disabled", "moved", "post ended")),
]


@pytest.mark.parametrize(("who", "how"), HOLDERS, ids=lambda part: part or "all")
def test_from_every_state_somebody_who_is_still_there_brings_the_document_to_an_end(
    open_house: Any, who: str, how: str
) -> None:
    async def play(house: Any) -> None:
        leader, specialist = await with_colleagues(house)
        waiting = [await bring_to(house, state) for state in STATES]
        present = [leader, specialist, house.person(Role.RECORDS_CLERK)]
        if who:
            await let_go(house, who, how)
        present += [house.person(Role.LEADER)] * (who in ("", "drafter"))
        present += [house.person(Role.SPECIALIST)] * (who in ("", "leader"))
        for document_id in waiting:
            assert await bring_to_an_end(house, document_id, present) is DocumentStatus.SENT

    run(open_house, play)


def test_a_receiver_that_was_closed_keeps_nothing_from_being_sent(open_house: Any) -> None:
    async def play(house: Any) -> None:
        leader, specialist = await with_colleagues(house)
        waiting = {state: await bring_to(house, state) for state in STATES}
        await close(house, RECEIVER)
        people = [leader, specialist, *(house.person(r) for r in (Role.RECORDS_CLERK, Role.LEADER, Role.SPECIALIST))]
        refused = await house.step(waiting[DocumentStatus.SEALED], "send", Role.RECORDS_CLERK, status=422)
        assert refused["code"] == "addressee_unknown"
        early = await house.step(waiting[DocumentStatus.DRAFT], "submit", Role.SPECIALIST, status=422)
        assert early["code"] == "addressee_unknown"
        for document_id in waiting.values():
            assert await bring_to_an_end(house, document_id, people) is DocumentStatus.SENT

    run(open_house, play)


def test_what_a_closed_sender_has_signed_can_be_cancelled(open_house: Any) -> None:
    """The agency's last day is past and its certificates are revoked; the people who still have their posts there finish."""

    async def play(house: Any) -> None:
        leader, specialist = await with_colleagues(house)
        signed = (DocumentStatus.SIGNED, DocumentStatus.NUMBERED, DocumentStatus.SEALED)
        waiting = [await bring_to(house, state) for state in signed]
        await close(house, SENDER)
        people = [leader, specialist, *(house.person(r) for r in (Role.RECORDS_CLERK, Role.LEADER, Role.SPECIALIST))]
        authority = authority_in(house.settings.var)
        for holder in (f"seal:{SENDER}", *(f"officer:{person.subject}" for person in people)):
            authority.end(holder)
        for document_id in waiting:
            path, body = f"/documents/{document_id}/cancel", {"opinion": "Cơ quan kết thúc hoạt động"}
            answers = [(await house.call(who, "POST", path, json=body)).status_code for who in people]
            assert answers.count(200) == 1, answers

    run(open_house, play)


def test_a_cancelled_document_keeps_its_number_in_the_register(open_house: Any) -> None:
    async def play(house: Any) -> None:
        clerk = house.person(Role.RECORDS_CLERK)
        for state in (DocumentStatus.SIGNED, DocumentStatus.NUMBERED, DocumentStatus.SEALED):
            document_id = await bring_to(house, state)
            bare = await house.step(document_id, "cancel", Role.RECORDS_CLERK, status=422)
            assert bare["errors"][0]["pointer"] == "/opinion"
            await house.step(document_id, "cancel", Role.SPECIALIST, status=403, opinion="Thử")
            done = await house.step(document_id, "cancel", Role.RECORDS_CLERK, opinion="Chứng thư số bị thu hồi")
            assert done["status"] == "cancelled"
            for step in ("send", "seal", "number", "cancel", "recall"):
                role = Role.RECORDS_CLERK
                body = {"reason": "Thử"} if step == "recall" else {"opinion": "Thử"}
                assert (await house.step(document_id, step, role, status=409, **body))["code"]
        register = (await house.call(clerk, "GET", "/van-ban/so-van-ban-di")).text
        assert register.count("Đã hủy: Chứng thư số bị thu hồi") == 2
        assert "01/STTTT-CNTT" in register
        assert "02/STTTT-CNTT" in register
        following = await house.sent()
        assert following["reference"] == "03/STTTT-CNTT"

    run(open_house, play)


@pytest.mark.parametrize("state", [DocumentStatus.DRAFT, DocumentStatus.RETURNED, DocumentStatus.SUBMITTED])
def test_a_draft_that_comes_to_nothing_is_ended_by_its_drafter(open_house: Any, state: DocumentStatus) -> None:
    async def play(house: Any) -> None:
        _, colleague = await with_colleagues(house)
        drafter = house.person(Role.SPECIALIST)
        document_id = await bring_to(house, state)
        path, why = f"/documents/{document_id}/cancel", {"opinion": "Không ban hành nữa"}
        assert (await house.call(colleague, "POST", path, json=why)).status_code == 404
        assert (await house.call(drafter, "POST", path, json={})).status_code == 422
        page = (await house.call(drafter, "GET", f"/van-ban/di/{document_id}")).text
        assert "Dự thảo dừng ở đây" in page
        done = await house.call(drafter, "POST", path, json=why)
        assert done.json()["status"] == "cancelled", done.text
        assert (await house.call(drafter, "POST", f"/documents/{document_id}/submit", json={})).status_code == 409
        register = (await house.call(house.person(Role.RECORDS_CLERK), "GET", "/van-ban/so-van-ban-di")).text
        assert "Không ban hành nữa" not in register

    run(open_house, play)


@pytest.mark.parametrize("state", [DocumentStatus.DRAFT, DocumentStatus.RETURNED, DocumentStatus.SUBMITTED])
def test_what_a_closed_sender_never_signed_is_ended_without_its_drafter(open_house: Any, state: DocumentStatus) -> None:
    async def play(house: Any) -> None:
        leader, _ = await with_colleagues(house)
        document_id = await bring_to(house, state)
        await let_go(house, "drafter", "disabled")
        await close(house, SENDER)
        path, why = f"/documents/{document_id}/cancel", {"opinion": "Cơ quan kết thúc hoạt động"}
        assert (await house.call(leader, "POST", path, json=why)).json()["status"] == "cancelled"

    run(open_house, play)


def test_nobody_takes_over_from_people_who_are_there(open_house: Any) -> None:
    async def play(house: Any) -> None:
        leader, specialist = await with_colleagues(house)
        document_id = await bring_to(house, DocumentStatus.SUBMITTED)
        clerk = house.person(Role.RECORDS_CLERK)
        path = f"/documents/{document_id}/reassign"
        assert (await house.call(clerk, "POST", path, json={"leader_id": leader.subject})).status_code == 404
        refused = await house.call(leader, "POST", path, json={"leader_id": leader.subject})
        assert (refused.status_code, refused.json()["code"]) == (409, "leader_still_here")
        assert (await house.call(specialist, "POST", path, json={"leader_id": leader.subject})).status_code == 403
        own = house.person(Role.LEADER)
        wrong = await house.call(own, "POST", path, json={"leader_id": specialist.subject})
        assert (wrong.status_code, wrong.json()["errors"][0]["pointer"]) == (422, "/leader_id")
        passed = await house.call(own, "POST", path, json={"leader_id": leader.subject, "opinion": "Đi công tác"})
        assert passed.json()["leader_name"] == "Phạm Văn Hai"
        signed = await house.call(leader, "POST", f"/documents/{document_id}/sign", json={})
        assert signed.status_code == 200, signed.text

    run(open_house, play)
