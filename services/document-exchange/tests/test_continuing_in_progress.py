"""What an agency had in hand when it ended lies still nowhere: the successor's people finish it, in the book in which it stands."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from document_exchange.continuing.actions import CONTINUE, LOOK_AGAIN
from document_exchange.documents.rules import DocumentStatus
from shared.access.identity import Identity
from shared.access.rights import Role
from shared.contracts.values import Share
from shared.core import clock
from testing.factories import a_person, a_post, an_agency

from .registers.test_printed_registers import pages_of
from .test_continuing import AGAIN, HEIR, SECOND, merged, tell_merged, work
from .test_exits import SENDER, bring_to, run
from .test_incoming import RECEIVER, arrived
from .test_units import ONE, STAFF, staffed

LATER = "0199d3a0-5b1e-7c44-8f21-3a6f0c9b7e63"
PLACES = {Role.RECORDS_CLERK: "Văn thư", Role.LEADER: "Giám đốc", Role.SPECIALIST: "Chuyên viên"}


async def _hire(house: Any, agency: str = HEIR) -> None:
    """The successor's own people."""
    for role, title in PLACES.items():
        person = a_person(f"{role}-{agency}", a_post(agency, role, title), full_name=f"Người {role}")
        await house.tell(person, "mail-directory")


def _of(house: Any, role: str, agency: str = HEIR) -> Identity:
    named = {"subject": f"{role}-{agency}", "agency_code": agency, "agency_name": "Sở Mới"}
    who: Identity = house.person(role).model_copy(update=named)
    return who


def _of_receiver(**changed: Any) -> Any:
    return merged(agency_code=RECEIVER, **changed)


async def _rows(house: Any, query: str, **values: Any) -> list[Any]:
    async with house.database.sessions.begin() as session:
        return list(await session.execute(text(query), values))


async def _sees(house: Any, who: Identity, path: str) -> bool:
    status = (await house.call(who, "GET", path)).status_code
    assert status in (200, 404)
    return bool(status == 200)


async def _registered(house: Any) -> dict[str, Any]:
    """Assigned to the receiver's specialist."""
    incoming = await arrived(house)
    worker = house.person(Role.SPECIALIST, RECEIVER)
    await house.report(RECEIVER, incoming["id"], "03", Role.RECORDS_CLERK)
    await house.report(RECEIVER, incoming["id"], "04", Role.LEADER, lead_id=worker.subject)
    return incoming


def test_who_has_it_goes_on_at_the_successor_and_the_number_stays_in_its_book(open_house: Any) -> None:
    async def play(house: Any) -> None:
        incoming = await _registered(house)
        place = f"/incoming/{incoming['id']}"
        await _hire(house)
        worker = house.person(Role.SPECIALIST, RECEIVER)
        moved = a_post(HEIR, Role.SPECIALIST, merged_agencies=(RECEIVER,))
        await house.tell(a_person(worker.subject, moved, full_name=worker.name), "mail-directory")
        await tell_merged(house, _of_receiver())
        old = house.person(Role.LEADER, RECEIVER)
        assert [await _sees(house, who, place) for who in (_of(house, Role.LEADER), old)] == [True, False]
        listed = (await house.call(_of(house, Role.LEADER), "GET", "/van-ban/den?trang_thai=04")).text
        assert f"/van-ban/den/{incoming['id']}" in listed
        here = worker.model_copy(update={"agency_code": HEIR})
        for code in ("05", "06"):
            answer = await house.call(here, "POST", f"{place}/status", json={"code": code})
            assert answer.status_code == 200, answer.text
        kept = await _rows(house, "SELECT addressee_code, continued_by, arrival_number, status FROM incoming_document")
        assert [tuple(row) for row in kept] == [(RECEIVER, HEIR, 1, "06")]
        await house.exchange()
        told = await _rows(house, "SELECT addressee_code, status FROM delivery")
        assert [tuple(row) for row in told] == [(RECEIVER, "06")], "its sender hears of it as of that agency"
        lines = (await house.call(_of(house, Role.LEADER), "GET", f"/van-ban/den/{incoming['id']}")).text
        assert lines.count("Sang cơ quan kế thừa") == 1
        assert "Sáp nhập theo 15/NQ-HĐND" in lines

    run(open_house, play)


def test_what_was_not_registered_yet_is_taken_in_or_given_back_by_the_successors_clerk(open_house: Any) -> None:
    async def play(house: Any) -> None:
        taken, given = await arrived(house), await arrived(house, subject="V/v việc thứ hai")
        await _hire(house)
        await tell_merged(house, _of_receiver())
        clerk = _of(house, Role.RECORDS_CLERK)
        for one, body in ((taken, {"code": "03"}), (given, {"code": "02", "description": "Sai nơi nhận"})):
            answer = await house.call(clerk, "POST", f"/incoming/{one['id']}/status", json=body)
            assert answer.status_code == 200, answer.text
        kept = await _rows(house, "SELECT status, arrival_number FROM incoming_document ORDER BY arrival_number")
        assert [tuple(row) for row in kept] == [("03", 1), ("02", None)]
        counters = await _rows(house, "SELECT agency_code FROM number_counter WHERE kind = 'arrival'")
        assert [row.agency_code for row in counters] == [RECEIVER], "the successor's own book has no gap"

    run(open_house, play)


def test_whoever_does_not_come_along_leaves_it_to_the_successors_leader(open_house: Any) -> None:
    async def play(house: Any) -> None:
        incoming = await _registered(house)
        await _hire(house)
        await tell_merged(house, _of_receiver())
        worker = house.person(Role.SPECIALIST, RECEIVER)
        await house.tell(a_person(worker.subject, a_post(SECOND, Role.SPECIALIST)), "mail-directory")
        leader = _of(house, Role.LEADER)
        assert (
            f"/van-ban/den/{incoming['id']}"
            in (await house.call(leader, "GET", "/van-ban/den?trang_thai=doi-nguoi")).text
        )
        new = {"code": "04", "lead_id": _of(house, Role.SPECIALIST).subject}
        assert (await house.call(leader, "POST", f"/incoming/{incoming['id']}/status", json=new)).status_code == 200

    run(open_house, play)


def test_what_its_sender_asks_back_is_answered_by_the_successor(open_house: Any) -> None:
    async def play(house: Any) -> None:
        sent = await house.sent(all_agencies=False, addressees=[RECEIVER])
        await house.exchange()
        (incoming,) = await house.inbox(RECEIVER)
        await house.report(RECEIVER, incoming["id"], "03", Role.RECORDS_CLERK)
        await house.report(RECEIVER, incoming["id"], "06", Role.LEADER)
        await _hire(house)
        day = clock.local_now().date() - timedelta(days=1)
        await house.tell(an_agency(RECEIVER, valid_to=day, successor_code=HEIR), "mail-directory")
        await tell_merged(house, _of_receiver())
        place = f"/incoming/{incoming['id']}"
        assert await _sees(house, _of(house, Role.RECORDS_CLERK), place), "what is done with too"
        await house.step(str(sent["id"]), "recall", Role.RECORDS_CLERK, reason="Gửi nhầm")
        await house.exchange()
        answer = await house.call(_of(house, Role.RECORDS_CLERK), "POST", f"{place}/status", json={"code": "15"})
        assert answer.status_code == 200, answer.text
        await house.exchange()
        assert (await house.document(str(sent["id"])))["status"] == "recalled"

    run(open_house, play)


@pytest.mark.parametrize("first", ["people", "plan"])
def test_it_follows_its_unit_out_of_an_agency_that_stands_and_comes_back_with_it(open_house: Any, first: str) -> None:
    async def play(house: Any) -> None:
        await staffed(house)
        goes, stays = await arrived(house), await arrived(house, subject="V/v việc ở lại")
        for one, given in ((goes, {"unit_id": ONE, "lead_id": "binh"}), (stays, {"lead_id": _mine(house)})):
            await house.report(RECEIVER, one["id"], "03", Role.RECORDS_CLERK)
            answer = await house.report(RECEIVER, one["id"], "04", Role.LEADER, **given)
            assert answer.status_code == 200, answer.text
        await _hire(house)
        there = a_post(HEIR, Role.SPECIALIST, unit="Phòng CNTT", unit_id="u-moi", merged_units=(ONE,))
        person = a_person("binh", there, full_name=STAFF["binh"][0])
        share = Share(successor_code=HEIR, successor_name="Sở Mới", units=(ONE, "u-moi"))
        event = _of_receiver(act="part", successor_code=RECEIVER, shares=(share,), first_day=_day(-3))
        if first == "people":
            await house.tell(person, "mail-directory")
        await tell_merged(house, event)
        await house.tell(person, "mail-directory")
        leader, old = _of(house, Role.LEADER), house.person(Role.LEADER, RECEIVER)
        seen = [await _sees(house, who, f"/incoming/{one['id']}") for who in (leader, old) for one in (goes, stays)]
        assert seen == [True, False, False, True]
        held = await _rows(house, "SELECT person_id FROM assignment ORDER BY person_id")
        assert {row.person_id for row in held} == {"binh", _mine(house)}, "it stays in the same hands"
        share = Share(successor_code=RECEIVER, successor_name="Sở Cũ", units=("u-ve", "u-moi", ONE))
        back = merged(
            agency_code=HEIR,
            act="part",
            successor_code=HEIR,
            shares=(share,),
            first_day=_day(-2),
            reorganisation_id=AGAIN,
        )
        await tell_merged(house, back)
        await work(house, LOOK_AGAIN, CONTINUE)
        assert [await _sees(house, who, f"/incoming/{goes['id']}") for who in (leader, old)] == [False, True]

    run(open_house, play)


def _day(ago: int) -> Any:
    return clock.local_now().date() + timedelta(days=ago)


def _mine(house: Any) -> str:
    return str(house.person(Role.SPECIALIST, RECEIVER).subject)


def test_what_is_sealed_is_sent_by_the_successors_clerk_in_the_name_of_the_agency_that_sealed_it(
    open_house: Any,
) -> None:
    async def play(house: Any) -> None:
        document = await bring_to(house, DocumentStatus.SEALED)
        before = await house.document(document)
        await _hire(house)
        await tell_merged(house, merged())
        clerk = _of(house, Role.RECORDS_CLERK)
        assert not await _sees(house, house.person(Role.RECORDS_CLERK), f"/documents/{document}")
        assert f"/van-ban/di/{document}" in (await house.call(clerk, "GET", "/van-ban/di?trang_thai=sealed")).text
        sent = await house.call(clerk, "POST", f"/documents/{document}/send", json={})
        assert sent.status_code == 200, sent.text
        assert (sent.json()["status"], sent.json()["reference"]) == ("sent", before["reference"])
        senders = await _rows(house, "SELECT DISTINCT sender_code FROM delivery")
        assert [row.sender_code for row in senders] == [SENDER]
        await house.exchange()
        asked = await house.call(clerk, "POST", f"/documents/{document}/recall", json={"reason": "Gửi nhầm"})
        assert asked.status_code == 200, "and asked back"

    run(open_house, play)


def test_a_number_without_a_seal_is_cancelled_and_the_successor_numbers_it_anew(open_house: Any) -> None:
    async def play(house: Any) -> None:
        document = await bring_to(house, DocumentStatus.NUMBERED)
        number = (await house.document(document))["reference"]
        await _hire(house)
        await tell_merged(house, merged())
        clerk = _of(house, Role.RECORDS_CLERK)
        old = (await house.call(clerk, "GET", f"/documents/{document}")).json()
        assert (old["status"], old["reference"]) == ("cancelled", number)
        drafts = await _rows(house, "SELECT id FROM outgoing_document WHERE agency_code = :heir", heir=HEIR)
        assert len(drafts) == 1, "heard twice it is drafted once"
        place = f"/documents/{drafts[0].id}"
        drafter = house.person(Role.SPECIALIST).model_copy(update={"agency_code": HEIR})
        seen = (await house.call(drafter, "GET", place)).json()
        assert (seen["status"], seen["reference"], seen["subject"]) == ("returned", "", old["subject"])
        assert [file["name"] for file in seen["files"]] == [file["name"] for file in old["files"]]
        said = (await house.call(drafter, "GET", f"{place}/timeline")).json()["items"]
        assert any(f"Thay văn bản {number}" in line["note"] for line in said)
        submitted = await house.call(drafter, "POST", f"{place}/submit", json={})
        assert submitted.status_code == 200, submitted.text
        held = await _rows(
            house, "SELECT opinion FROM document_step WHERE document_id = :id AND kind = 'cancel'", id=UUID(document)
        )
        assert "Sáp nhập theo 15/NQ-HĐND" in held[0].opinion, "the book says why"

    run(open_house, play)


def test_what_comes_late_and_what_goes_on_twice_is_found_again(open_house: Any) -> None:
    async def play(house: Any) -> None:
        await _hire(house)
        await _hire(house, SECOND)
        await tell_merged(house, merged(), _of_receiver())
        drafted, sealed = await bring_to(house, DocumentStatus.DRAFT), await bring_to(house, DocumentStatus.SEALED)
        came = await arrived(house)
        await work(house, LOOK_AGAIN)
        assert not await _sees(house, _of(house, Role.RECORDS_CLERK), f"/incoming/{came['id']}")
        await _rows_do(
            house, "INSERT INTO job (name, title, key, due_at) VALUES (:name, '', '', now())", name=LOOK_AGAIN.name
        )
        for _ in range(2):
            await work(house, LOOK_AGAIN, CONTINUE)
            await _rows_do(house, "UPDATE job SET due_at = now() WHERE name = :name", name=LOOK_AGAIN.name)
        clerk = _of(house, Role.RECORDS_CLERK)
        assert await _sees(house, clerk, f"/incoming/{came['id']}")
        assert await _sees(house, clerk, f"/documents/{sealed}")
        ended = merged(agency_code=HEIR, successor_code=SECOND, first_day=_day(1), reorganisation_id=LATER)
        await tell_merged(house, ended)
        clerk = _of(house, Role.RECORDS_CLERK, SECOND)
        assert await _sees(house, clerk, f"/incoming/{came['id']}")
        assert await _sees(house, clerk, f"/documents/{sealed}")
        here = house.person(Role.SPECIALIST).model_copy(update={"agency_code": SECOND})
        assert await _sees(house, here, f"/documents/{drafted}")
        lines = await _rows(house, "SELECT 1 FROM incoming_status WHERE code = 'agency-continued'")
        assert len(lines) == 2, "once for each time it went on"

    run(open_house, play)


def test_the_successor_reads_the_former_books(open_house: Any) -> None:
    async def play(house: Any) -> None:
        await _registered(house)
        await _hire(house)
        numbered = (await house.document(await bring_to(house, DocumentStatus.NUMBERED)))["reference"]
        await tell_merged(house, merged(), _of_receiver())
        clerk, stranger = _of(house, Role.RECORDS_CLERK), _of(house, Role.RECORDS_CLERK, SECOND)
        for path, code, found in (("di", SENDER, numbered), ("den", RECEIVER, "V/v phối hợp")):
            book = f"/van-ban/so-van-ban-{path}"
            own = (await house.call(clerk, "GET", book)).text
            assert found not in own
            assert f'value="{code}"' in own, "it is there to choose"
            assert found in (await house.call(clerk, "GET", f"{book}?so_cua={code}")).text
            assert found in (await house.call(clerk, "GET", f"{book}?so_cua={code}&q=phoi")).text
            printed = await house.call(clerk, "GET", f"{book}/so-in?so_cua={code}")
            assert "Sổ của" in " ".join(pages_of(printed.content)), "whose book it is stands on the paper too"
            other = await house.call(stranger, "GET", f"{book}?so_cua={code}")
            assert found not in other.text

    run(open_house, play)


async def _rows_do(house: Any, statement: str, **values: Any) -> None:
    async with house.database.sessions.begin() as session:
        await session.execute(text(statement), values)


def test_the_clerk_who_seals_at_that_moment_comes_first_or_not_at_all(open_house: Any) -> None:
    async def play(house: Any) -> None:
        documents = [await bring_to(house, DocumentStatus.NUMBERED) for _ in range(3)]
        await _hire(house)
        clerk = house.person(Role.RECORDS_CLERK)
        answers, _ = await asyncio.gather(
            asyncio.gather(*[house.call(clerk, "POST", f"/documents/{one}/seal", json={}) for one in documents]),
            tell_merged(house, merged()),
        )
        for document, answer in zip(documents, answers, strict=True):
            assert answer.status_code in (200, 404, 409), answer.text
            (row,) = await _rows(
                house, "SELECT status, continued_by FROM outgoing_document WHERE id = :id", id=UUID(document)
            )
            assert tuple(row) == ("sealed" if answer.status_code == 200 else "cancelled", HEIR)
            drafts = await _rows(house, "SELECT 1 FROM outgoing_document WHERE agency_code = :heir", heir=HEIR)
        assert len(drafts) == len([answer for answer in answers if answer.status_code != 200])

    run(open_house, play)


def test_what_a_receiver_gives_back_is_told_to_whoever_answers_for_it_now(open_house: Any) -> None:
    """Nobody is left at the agency in whose name it went: told there, nobody would hear of it."""

    async def play(house: Any) -> None:
        document = str((await house.sent(all_agencies=False, addressees=[RECEIVER]))["id"])
        await house.exchange()
        (incoming,) = await house.inbox(RECEIVER)
        await tell_merged(house, merged())
        await house.report(RECEIVER, incoming["id"], "02", Role.RECORDS_CLERK, description="Sai nơi nhận")
        await house.exchange()
        rows = await _rows(house, "SELECT data FROM outbox WHERE data ->> 'notification' = 'document-refused'")
        (told,) = [row.data["to"] for row in rows]
        assert {(to["role"] or "drafter", to["agency_code"]) for to in told} == {
            ("drafter", HEIR),
            (Role.RECORDS_CLERK, HEIR),
        }, document

    run(open_house, play)
