"""Văn bản trả lời is linked on both sides, by what its packet says and never by guess (`ResponseFor`)."""

import unicodedata
from datetime import date
from typing import Any

import pytest

from document_exchange.packets.packet import Response
from shared.access.rights import Role

from ..continuing_kit import do, hire, of, of_receiver
from ..test_continuing import HEIR, merged, tell_merged
from .change_kit import incoming
from .test_packets_api import OUTSIDE, RECEIVER, SENDER, a_packet, bring, run, send

ASKER, OTHER = RECEIVER, "000.00.05.H08"
ASKED = f"{ASKER},2026/11/20,07/STTTT-CNTT"
DAY = date(2026, 11, 20)
ORGANS = (SENDER,)


async def asked(house: Any, to: tuple[str, ...] = ORGANS, **changes: Any) -> dict[str, Any]:
    """Issued by the asker's system and accepted here: the arrival at the sender of the answer."""
    assert (await send(house, a_packet(ASKER, to, **changes), house.system(ASKER))).status_code == 201
    await house.exchange()
    await house.read()
    for one in await house.inbox(SENDER):
        await house.report(SENDER, one["id"], "03", Role.RECORDS_CLERK)
    return dict((await house.inbox(to[0]))[0])


async def issued(house: Any) -> dict[str, Any]:
    """The asker's own document."""
    listed = await house.call(house.person(Role.RECORDS_CLERK, ASKER), "GET", "/documents?scope=agency")
    (one,) = [one for one in listed.json()["items"] if one["document_code"] == ASKED]
    return dict(one)


async def answers(house: Any, document_id: str, who: Any = None) -> list[dict[str, Any]]:
    who = who or house.person(Role.RECORDS_CLERK, ASKER)
    got = await house.call(who, "GET", f"/documents/{document_id}/answers")
    assert got.status_code == 200, got.text
    return list(got.json())


async def page(house: Any, who: Any, path: str) -> str:
    got = await house.call(who, "GET", path)
    assert got.status_code == 200, got.text
    return str(got.text)


async def answer_by_system(house: Any, response: Response, sender: str = SENDER, number: int = 9) -> dict[str, Any]:
    content = a_packet(sender, (ASKER,), number, responses=(response,))
    assert (await send(house, content, house.system(sender))).status_code == 201
    await house.exchange()
    await house.read()
    found = await house.inbox(ASKER)
    return await at_asker(house, next(one["id"] for one in found if one["sender_code"] == sender))


async def at_asker(house: Any, incoming_id: str) -> dict[str, Any]:
    got = await house.call(house.person(Role.RECORDS_CLERK, ASKER), "GET", f"/incoming/{incoming_id}")
    assert got.status_code == 200, got.text
    return dict(got.json())


def test_an_answer_is_linked_at_who_asked_and_at_who_answers(open_house: Any) -> None:
    async def play(house: Any) -> None:
        arrival = await asked(house)
        worker = house.person(Role.SPECIALIST)
        assert (await house.report(SENDER, arrival["id"], "04", Role.LEADER, lead_id=worker.subject)).status_code == 200
        sent = await house.sent(all_agencies=False, addressees=[ASKER], answers_incoming_id=arrival["id"])
        await house.exchange()
        await house.read()
        (answer,) = await house.inbox(ASKER)
        question = await issued(house)
        told = (await at_asker(house, answer["id"]))["answered"]
        assert [(one["document_id"], one["problem"]) for one in told] == [(question["id"], "")]
        clerk = house.person(Role.RECORDS_CLERK, ASKER)
        assert f'href="/van-ban/di/{question["id"]}"' in await page(house, clerk, f"/van-ban/den/{answer['id']}")
        (came,) = await answers(house, question["id"])
        assert (came["incoming_id"], came["sender_code"], came["reference"], came["in_force"]) == (
            answer["id"],
            SENDER,
            sent["reference"],
            True,
        )
        shown = await page(house, clerk, f"/van-ban/di/{question['id']}")
        assert "Văn bản trả lời (1)" in shown
        assert f'href="/van-ban/den/{answer["id"]}"' in shown
        # Who answers: the arrival leads to its answer, and back.
        whole = await incoming(house, arrival["id"])
        assert [(one["id"], one["status"]) for one in whole["answers"]] == [(sent["id"], "sent")]
        mine = house.person(Role.RECORDS_CLERK)
        assert f'href="/van-ban/di/{sent["id"]}"' in await page(house, mine, f"/van-ban/den/{arrival['id']}")
        assert f'href="/van-ban/den/{arrival["id"]}"' in await page(house, mine, f"/van-ban/di/{sent['id']}")
        # What is taken back is still said, and said to be taken back.
        await house.call(mine, "POST", f"/documents/{sent['id']}/recall", json={"reason": "Nhầm số liệu"})
        await house.exchange()
        assert (await house.report(ASKER, answer["id"], "15", Role.RECORDS_CLERK)).status_code == 200
        assert [one["in_force"] for one in await answers(house, question["id"])] == [False]
        assert "đã lấy lại" in await page(house, clerk, f"/van-ban/di/{question['id']}")

    run(open_house, play)


def test_an_agency_system_answers_by_its_packet_alone(open_house: Any) -> None:
    async def play(house: Any) -> None:
        arrival = await asked(house)
        answer = await answer_by_system(house, Response(ASKER, "7/STTTT-CNTT", ASKED, DAY))
        assert answer["answered"][0]["document_id"] == (await issued(house))["id"]
        assert [one["reference"] for one in (await incoming(house, arrival["id"]))["answers"]] == ["09/STTTT-CNTT"]

    run(open_house, play)


NFD = unicodedata.normalize("NFD", "7/QĐ-STTTT")
PLAIN = Response(ASKER, "07/STTTT-CNTT", ASKED, DAY)


@pytest.mark.parametrize(
    ("response", "problem"),
    [
        (PLAIN, ""),
        (Response(ASKER, "", ASKED), ""),
        (Response(ASKER, "7/stttt–cntt", f" {ASKED.lower()}", DAY), ""),
        (Response(ASKER, "08/STTTT-CNTT", ASKED, DAY), "differs"),
        (Response(ASKER, "07/STTTT-CNTT", ASKED, date(2026, 11, 21)), "differs"),
        (Response(OTHER, "07/STTTT-CNTT", ASKED, DAY), "differs"),
        (Response(ASKER, "07/STTTT-CNTT", f"{ASKER},2026/11/20,08/STTTT-CNTT", DAY), "unknown"),
        (Response(SENDER, "07/STTTT-CNTT", f"{SENDER},2026/11/20,07/STTTT-CNTT", DAY), "unknown"),
    ],
)
def test_only_what_agrees_in_all_it_says_is_linked(open_house: Any, response: Response, problem: str) -> None:
    async def play(house: Any) -> None:
        await asked(house)
        # The answering agency has one under the same number itself, which is nothing of the asker's.
        assert (await send(house, a_packet(SENDER, (OTHER,)), house.system(SENDER))).status_code == 201
        answer = await answer_by_system(house, response)
        (told,) = answer["answered"]
        assert (told["problem"], told["document_id"] is None) == (problem, bool(problem))
        assert len(await answers(house, (await issued(house))["id"])) == int(not problem)
        clerk = house.person(Role.RECORDS_CLERK, ASKER)
        assert ("chưa liên kết" in await page(house, clerk, f"/van-ban/den/{answer['id']}")) is bool(problem)

    run(open_house, play)


def test_names_written_in_pieces_are_the_same_name(open_house: Any) -> None:
    async def play(house: Any) -> None:
        code = f"{ASKER},2026/11/20,07/QĐ-STTTT"
        await asked(house, document_id=code, notation="QĐ-STTTT")
        answer = await answer_by_system(house, Response(ASKER, NFD, unicodedata.normalize("NFD", code), DAY))
        assert answer["answered"][0]["problem"] == ""

    run(open_house, play)


def test_who_never_got_the_document_gains_nothing_by_answering_it(open_house: Any) -> None:
    async def play(house: Any) -> None:
        await asked(house)
        answer = await answer_by_system(house, PLAIN, sender=OTHER)
        assert [(one["document_id"], one["problem"]) for one in answer["answered"]] == [(None, "not_sent")]
        question = await issued(house)
        assert await answers(house, question["id"]) == []
        stranger = house.person(Role.RECORDS_CLERK, OTHER)
        assert (await house.call(stranger, "GET", f"/documents/{question['id']}/answers")).status_code == 404
        clerk = house.person(Role.RECORDS_CLERK, ASKER)
        assert "không gửi tới cơ quan trả lời" in await page(house, clerk, f"/van-ban/den/{answer['id']}")

    run(open_house, play)


def test_an_answer_brought_as_a_file_is_linked_and_the_same_document_named_twice_is_one(open_house: Any) -> None:
    async def play(house: Any) -> None:
        ministry = {"name": "UBND tỉnh Đồng Nai", "organ_code": OUTSIDE}
        sent = await house.sent(all_agencies=False, addressees=[], outside=[ministry])
        named = Response(SENDER, str(sent["reference"]), str(sent["document_code"]))
        without = Response(SENDER, str(sent["reference"]), "", date.fromisoformat(str(sent["issued_on"])))
        content = a_packet(OUTSIDE, (SENDER,), responses=(named, named))
        taken = await bring(house, content)
        await house.read()
        whole = await incoming(house, taken.json()["incoming_id"])
        assert [one["document_id"] for one in whole["answered"]] == [sent["id"]]
        # Without an identifier the agency, the number and the day together name it; the writer is stricter than what comes.
        by_number = a_packet(
            OUTSIDE, (SENDER,), 8, responses=(Response(SENDER, without.code, "x-bo", without.promulgated_on),)
        )
        taken = await bring(house, by_number.replace(b"<edXML:DocumentId>x-bo</edXML:DocumentId>", b""))
        await house.read()
        whole = await incoming(house, taken.json()["incoming_id"])
        assert [one["document_id"] for one in whole["answered"]] == [sent["id"]]
        mine = house.person(Role.RECORDS_CLERK)
        assert len(await answers(house, str(sent["id"]), mine)) == 2
        assert "Văn bản trả lời (2)" in await page(house, mine, f"/van-ban/di/{sent['id']}")

    run(open_house, play)


def test_who_took_no_part_sees_only_answers_he_may_open(open_house: Any) -> None:
    async def play(house: Any) -> None:
        await asked(house)
        await answer_by_system(house, PLAIN)
        question = await issued(house)
        reader = house.person(Role.SPECIALIST, ASKER)
        assert (await house.call(reader, "GET", f"/documents/{question['id']}")).status_code == 200
        assert await answers(house, question["id"], reader) == []

    run(open_house, play)


def test_both_sides_go_on_at_the_successors(open_house: Any) -> None:
    """The asker goes into another agency after it was answered, and what it issued is answered there."""

    async def play(house: Any) -> None:
        await asked(house)
        early = await answer_by_system(house, PLAIN)
        question = await issued(house)
        await hire(house)
        await tell_merged(house, of_receiver())
        clerk = of(house, Role.RECORDS_CLERK)
        assert [one["incoming_id"] for one in await answers(house, question["id"], clerk)] == [early["id"]]
        late = a_packet(SENDER, (HEIR,), 10, responses=(PLAIN,))
        assert (await send(house, late, house.system(SENDER))).status_code == 201
        await house.exchange()
        await house.read()
        assert len(await answers(house, question["id"], clerk)) == 2
        got = await house.call(clerk, "GET", f"/incoming/{early['id']}")
        assert got.json()["answered"][0]["document_id"] == question["id"]

    run(open_house, play)


def test_the_successor_of_who_was_asked_answers_in_its_place(open_house: Any) -> None:
    async def play(house: Any) -> None:
        await asked(house, (OTHER,))
        await tell_merged(house, merged(agency_code=OTHER))
        answer = await answer_by_system(house, PLAIN, sender=HEIR)
        question = await issued(house)
        assert answer["answered"][0]["document_id"] == question["id"]
        assert [one["sender_code"] for one in await answers(house, question["id"])] == [HEIR]

    run(open_house, play)


def test_an_answer_is_linked_as_soon_as_it_is_read_and_reading_it_again_adds_nothing(open_house: Any) -> None:
    async def play(house: Any) -> None:
        await asked(house)
        answer = await answer_by_system(house, PLAIN)
        question = await issued(house)
        unread = "UPDATE incoming_document SET read_at = NULL WHERE id = :id"
        await do(house, f"WITH gone AS (DELETE FROM arrival_answer) {unread}", id=answer["id"])
        assert await answers(house, question["id"]) == []
        for _ in range(2):
            await house.read()
            await do(house, unread, id=answer["id"])
        await house.read()
        assert len(await answers(house, question["id"])) == 1

    run(open_house, play)
