"""Lấy ý kiến cơ quan khác: over the axis, what was asked and nothing else; the agency says who answers, its successor where it ended."""

from typing import Any
from uuid import UUID

import pytest

from document_exchange.consulting.events import take_asked, take_given
from document_exchange.consulting.steps import copy_id
from document_exchange.continuing.actions import look_again
from shared.access.rights import Role
from shared.contracts.document_exchange_opinions import OpinionAsked, OpinionGiven
from shared.core import clock

from ..test_continuing import merged, tell_merged, work
from ..test_units import ONE
from ..test_units import officer as room_officer
from ..test_units import staffed as rooms
from .opinion_kit import (
    DEPUTY,
    DRAFTER,
    SNV,
    STC,
    answer,
    ask,
    asked_at,
    attach,
    day,
    do,
    everything,
    hand_on,
    one_at,
    opened,
    run,
    settle,
    sign,
    table,
    told,
)

THERE, ELSEWHERE = f"agency:{SNV}", f"agency:{STC}"


def clerk(house: Any, agency: str = SNV) -> Any:
    return house.person(Role.RECORDS_CLERK, agency)


def leader(house: Any, agency: str = SNV) -> Any:
    return house.person(Role.LEADER, agency)


def test_another_agency_gives_it_to_a_unit_and_its_answer_comes_back(open_house: Any) -> None:
    async def play(house: Any) -> None:
        await rooms(house)
        document_id = await opened(house, THERE, "person:pho")
        row = await one_at(house, clerk(house))
        assert (row["asker_agency"], row["words"], row["state"]) == (
            "Sở Thông tin và Truyền thông",
            "Đề nghị góp ý Điều 5",
            "asked",
        )
        await hand_on(house, clerk(house), row, f"unit:{ONE}")
        head = room_officer("truong", leads=True)
        assert (await one_at(house, head))["id"] == row["id"]
        await hand_on(house, head, row, "person:binh")
        assert await asked_at(house, room_officer("sau")) == []
        read = await house.call(
            room_officer("binh"), "GET", f"/opinion-requests/{row['id']}/files/{row['files'][0]['sha256']}"
        )
        assert read.content == house.letter
        await answer(house, room_officer("binh"), row)
        mine = (await table(house, document_id))[THERE]
        assert (mine["state"], mine["opinion"], mine["answered_by"]) == ("answered", "remarks", "Trần Văn Bình")
        await do(house, document_id, mine, "reply", reply="explained", words="Theo Nghị định 30")
        seen = await one_at(house, leader(house))
        assert (seen["state"], seen["reply"], seen["reply_words"]) == ("replied", "explained", "Theo Nghị định 30")

    run(open_house, play)


def test_another_agency_sees_no_other_version_and_no_other_opinion_before_it_is_shown(open_house: Any) -> None:
    async def play(house: Any) -> None:
        document_id = await opened(house, THERE, ELSEWHERE, "person:pho")
        await answer(house, DEPUTY, await one_at(house, DEPUTY), words="Ý kiến nội bộ")
        await answer(house, clerk(house), await one_at(house, clerk(house)), words="Ý kiến Sở Nội vụ")
        other = await one_at(house, clerk(house, STC))
        await answer(house, clerk(house, STC), other, words="Ý kiến Sở Tài chính")
        page = f"/van-ban/lay-y-kien/{other['id']}"
        await do(house, document_id, (await table(house, document_id))[ELSEWHERE], "reply", reply="accepted")
        for hidden in ("Ý kiến nội bộ", "Ý kiến Sở Nội vụ"):
            assert hidden not in (await house.call(clerk(house, STC), "GET", page)).text
        await attach(house, DRAFTER, document_id, house.letter + b"\n% sua\n")
        now = (await house.call(DRAFTER, "GET", f"/documents/{document_id}")).json()["files"][0]["sha256"]
        for path in (
            f"/opinion-requests/{other['id']}/files/{now}",
            f"/documents/{document_id}",
            f"/documents/{document_id}/opinions",
        ):
            assert (await house.call(clerk(house, STC), "GET", path)).status_code == 404
        form = {"csrf_token": DRAFTER.csrf}
        shown = await house.call(DRAFTER, "POST", f"/van-ban/di/{document_id}/y-kien/gui-bang", data=form)
        assert shown.status_code == 303, shown.text
        await settle(house)
        text = (await house.call(clerk(house, STC), "GET", page)).text
        assert "Ý kiến Sở Nội vụ" in text
        assert "Ý kiến nội bộ" not in text, "what the own people said stays inside"
        inside = await one_at(house, DEPUTY)
        assert "Ý kiến Sở Nội vụ" in (await house.call(DEPUTY, "GET", f"/van-ban/lay-y-kien/{inside['id']}")).text

    run(open_house, play)


def test_the_drafters_word_reaches_the_agency_and_ends_there_too(open_house: Any) -> None:
    async def play(house: Any) -> None:
        document_id = await opened(house, THERE, ELSEWHERE)
        rows = await table(house, document_id)
        await do(house, document_id, rows[THERE], "extend", due_on=day(9).isoformat())
        assert (await one_at(house, clerk(house)))["due_on"] == day(9).isoformat()
        await do(house, document_id, rows[ELSEWHERE], "withdraw", words="Hỏi nhầm")
        gone = await one_at(house, clerk(house, STC))
        assert (gone["state"], gone["ended_words"]) == ("withdrawn", "Hỏi nhầm")
        await sign(house, document_id)
        row = await one_at(house, clerk(house))
        assert row["state"] == "closed"
        before = await everything(house)
        assert (await answer(house, clerk(house), row, 409))["code"] == "opinion_closed"
        assert await everything(house) == before

    run(open_house, play)


def test_an_answer_that_crosses_the_signature_is_told_that_it_came_too_late(open_house: Any) -> None:
    async def play(house: Any) -> None:
        document_id = await opened(house, THERE)
        row = await one_at(house, clerk(house))
        sent = {"opinion": "remarks", "words": "Bổ sung"}
        answered = await house.call(clerk(house), "POST", f"/opinion-requests/{row['id']}/answer", json=sent)
        assert answered.status_code == 200, answered.text
        await sign(house, document_id)
        assert (await table(house, document_id))[THERE]["state"] == "closed"
        assert (await one_at(house, clerk(house)))["state"] == "closed"
        assert await told(house, "opinion-changed")

    run(open_house, play)


def test_a_correction_that_crosses_the_signature_counts_no_more_on_either_side(open_house: Any) -> None:
    async def play(house: Any) -> None:
        document_id = await opened(house, THERE)
        row = await one_at(house, clerk(house))
        await answer(house, clerk(house), row, words="Ý kiến đầu")
        sent = {"opinion": "other", "words": "Ý kiến sau"}
        again = await house.call(clerk(house), "POST", f"/opinion-requests/{row['id']}/answer", json=sent)
        assert again.status_code == 200, again.text
        await sign(house, document_id)
        assert (await table(house, document_id))[THERE]["answer"] == "Ý kiến đầu"
        seen = await one_at(house, clerk(house))
        assert (seen["state"], seen["answer"]) == ("answered", "Ý kiến đầu"), "as the drafter has it"

    run(open_house, play)


def test_told_again_nothing_happens_twice_and_nobody_speaks_for_another(open_house: Any) -> None:
    async def play(house: Any) -> None:
        document_id = await opened(house, THERE)
        origin = (await table(house, document_id))[THERE]
        copy = await one_at(house, clerk(house))
        before = await everything(house)
        said = {"opinion": "agree", "by": "Kẻ lạ", "answered_at": "2026-11-29T02:00:00Z", "agency_name": "Sở Tài chính"}
        foreign = OpinionGiven(
            copy_id=str(copy_id(UUID(origin["id"]), STC)),
            request_id=origin["id"],
            addressee_code=STC,
            agency_code=STC,
            **said,
        )
        async with house.database.sessions.begin() as session:
            await take_given(session, foreign)
        assert await everything(house) == before, "another agency's word changes nothing"
        values: dict[str, Any] = {
            **{"asked_name": "x", "asker_code": STC, "asker_agency": "y", "asker_name": "z", "type_name": "Công văn"},
            **{"title": "t", "draft_number": 1, "due_on": day(3), "state": "asked", "act": "extend"},
            **{"consultation_id": origin["id"], "asked_at": clock.now(), "told_at": clock.now()},
        }
        for changes in (
            {"copy_id": copy["id"], "request_id": copy["id"], "addressee_code": SNV},
            {"copy_id": copy["id"], "request_id": origin["id"], "addressee_code": STC},
            {"copy_id": origin["id"], "request_id": origin["id"], "addressee_code": SNV},
        ):
            async with house.database.sessions.begin() as session:
                await take_asked(session, OpinionAsked(**(values | changes)))
            assert await everything(house) == before, changes

    run(open_house, play)


@pytest.mark.parametrize("answered", [False, True])
def test_the_successor_of_an_agency_that_ended_answers(open_house: Any, answered: bool) -> None:
    async def play(house: Any) -> None:
        document_id = await opened(house, THERE)
        row = await one_at(house, clerk(house))
        if answered:
            await answer(house, clerk(house), row, words="Trước khi kết thúc")
        await tell_merged(house, merged(agency_code=SNV, successor_code=STC, successor_name="Sở Tài chính"))
        await settle(house)
        assert await asked_at(house, clerk(house)) == []
        mine = await one_at(house, clerk(house, STC))
        assert mine["id"] == row["id"]
        await answer(house, clerk(house, STC), mine, words="Cơ quan mới")
        seen = (await table(house, document_id))[THERE]
        assert (seen["answer"], seen["holder_name"]) == ("Cơ quan mới", "Sở Tài chính")

    run(open_house, play)


def test_requests_of_a_draft_go_with_it_to_the_successor(open_house: Any) -> None:
    async def play(house: Any) -> None:
        document_id = await opened(house, "person:pho", THERE)
        await tell_merged(house, merged())
        await settle(house)
        heir = "000.00.55.H08"
        moved = DRAFTER.model_copy(update={"agency_code": heir})
        assert set(await table(house, document_id, moved)) == {"person:pho", THERE}
        assert await asked_at(house, DEPUTY) == []
        boss = house.person(Role.LEADER).model_copy(update={"agency_code": heir})
        row = await one_at(house, boss)
        assert "hand-on" in row["allowed"], "nobody of those named works there: its leaders stand in"
        await answer(house, clerk(house), await one_at(house, clerk(house)))
        assert (await table(house, document_id, moved))[THERE]["state"] == "answered"

    run(open_house, play)


def test_an_agency_asked_at_the_moment_at_which_it_ends_is_its_successor(open_house: Any) -> None:
    async def play(house: Any) -> None:
        document_id = await opened(house, "person:pho")
        await tell_merged(house, merged(agency_code=SNV, successor_code=STC, successor_name="Sở Tài chính"))
        await ask(house, document_id, THERE)
        async with house.database.sessions.begin() as session:
            await look_again(session, "")
        await work(house)
        assert (await one_at(house, clerk(house, STC)))["asked_name"] == "Sở Nội vụ"

    run(open_house, play)
