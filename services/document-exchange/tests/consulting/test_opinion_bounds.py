"""Nothing is asked of nobody, said to whom it was not shown, answered by who asks; no word that was typed is lost."""

import re
from typing import Any

from shared.access.rights import Role
from testing.factories import a_person

from .opinion_kit import (
    DEPUTY,
    DRAFTER,
    HEAD,
    OTHER,
    OTHER_HEAD,
    ROOM,
    SNV,
    STC,
    TOKEN,
    answer,
    ask,
    asked_at,
    day,
    do,
    draft,
    everything,
    hand_on,
    one_at,
    opened,
    run,
    settle,
    sign,
    staffed,
    table,
    unit,
    works,
)

IN_OTHER, IN_ROOM, THERE, ELSEWHERE = f"unit:{OTHER}", f"unit:{ROOM}", f"agency:{SNV}", f"agency:{STC}"
LONG = "Đ" * 90


def clerk(house: Any, agency: str = SNV) -> Any:
    return house.person(Role.RECORDS_CLERK, agency)


async def lost(house: Any) -> dict[str, Any]:
    """What a unit was asked whose head has left: with the leaders."""
    await opened(house, IN_OTHER)
    await works(house, "ke", active=False)
    return await one_at(house, house.person(Role.LEADER))


def test_what_a_leader_hands_to_a_unit_without_a_head_stays_with_the_leaders(open_house: Any) -> None:
    async def play(house: Any) -> None:
        row = await lost(house)
        await works(house, "truong", active=False)
        leader = house.person(Role.LEADER)
        await hand_on(house, leader, row, IN_ROOM)
        assert [one["holder_name"] for one in await asked_at(house, leader)] == ["Phòng Công nghệ"]
        await answer(house, leader, row)

    run(open_house, play)


def test_the_head_of_the_unit_that_it_was_handed_to_leaves(open_house: Any) -> None:
    async def play(house: Any) -> None:
        row = await lost(house)
        leader = house.person(Role.LEADER)
        await hand_on(house, leader, row, IN_ROOM)
        assert (await one_at(house, HEAD))["holder_name"] == "Phòng Công nghệ (Cán bộ truong)"
        assert await asked_at(house, leader) == []
        await house.tell(a_person("truong", full_name="Cán bộ truong", active=False), "mail-directory")
        assert len(await asked_at(house, leader)) == 1

    run(open_house, play)


def test_what_a_unit_was_asked_that_went_to_another_agency_is_the_leaders(open_house: Any) -> None:
    async def play(house: Any) -> None:
        await opened(house, IN_OTHER)
        await unit(house, OTHER, "ke", agency_code=STC)
        row = await one_at(house, house.person(Role.LEADER))
        await answer(house, house.person(Role.LEADER), row)

    run(open_house, play)


def test_what_is_said_after_the_table_was_shown_waits_until_it_is_shown_again(open_house: Any) -> None:
    async def play(house: Any) -> None:
        document_id = await opened(house, THERE, ELSEWHERE, "person:pho", IN_OTHER)
        await answer(house, clerk(house), await one_at(house, clerk(house)), words="Ý kiến Sở Nội vụ")
        await answer(house, DEPUTY, await one_at(house, DEPUTY), words="Nội bộ nói trước")
        show = f"/documents/{document_id}/opinions/show"
        assert (await house.call(DRAFTER, "POST", show, json={})).status_code == 200
        await settle(house)
        await answer(house, clerk(house, STC), await one_at(house, clerk(house, STC)), words="Sở Tài chính nói sau")
        await answer(house, OTHER_HEAD, await one_at(house, OTHER_HEAD), words="Nội bộ nói sau")
        rows = await table(house, document_id)
        for one in (THERE, "person:pho"):
            await do(house, document_id, rows[one], "reply", reply="accepted", words="Đã bổ sung")

        async def read(who: Any) -> str:
            page = await house.call(who, "GET", f"/van-ban/lay-y-kien/{(await one_at(house, who))['id']}")
            assert "Bảng tổng hợp ý kiến" in page.text
            return str(page.text)

        assert "nói sau" not in await read(clerk(house))
        inside = await read(DEPUTY)
        assert "nói sau" not in inside
        assert "Ý kiến Sở Nội vụ" in inside
        assert (await house.call(DRAFTER, "POST", show, json={})).status_code == 200
        await settle(house)
        assert "Sở Tài chính nói sau" in await read(clerk(house))
        assert "Nội bộ nói sau" in await read(DEPUTY)

    run(open_house, play)


def test_more_are_asked_with_the_form_that_the_browser_goes_back_to(open_house: Any) -> None:
    async def play(house: Any) -> None:
        await staffed(house)
        document_id = await draft(house)
        own = "0199d3a0-0000-7000-8000-00000000aaaa"
        await ask(house, document_id, IN_OTHER, id=own)
        for _ in range(2):
            await ask(house, document_id, IN_OTHER, "person:pho", id=own)
            assert set(await table(house, document_id)) == {IN_OTHER, "person:pho"}
        assert len(await asked_at(house, OTHER_HEAD)) == 1
        assert len(await asked_at(house, DEPUTY)) == 1, "pressed twice"

    run(open_house, play)


def test_what_was_answered_stands_behind_what_waits(open_house: Any) -> None:
    async def play(house: Any) -> None:
        await opened(house, "person:pho", due_on=day(1).isoformat())
        await answer(house, DEPUTY, await one_at(house, DEPUTY))
        await ask(house, await draft(house, subject="V/v chờ ý kiến"), "person:pho", due_on=day(8).isoformat())
        assert [one["state"] for one in await asked_at(house, DEPUTY)] == ["asked", "answered"]

    run(open_house, play)


async def reads(house: Any, row: dict[str, Any], status: int) -> None:
    sha256 = row["files"][0]["sha256"]
    call = await house.call(clerk(house), "GET", f"/opinion-requests/{row['id']}/files/{sha256}")
    page = await house.call(clerk(house), "GET", f"/van-ban/lay-y-kien/{row['id']}/tep/{sha256}")
    assert (call.status_code, page.status_code) == (status, status)
    seen = await house.call(clerk(house), "GET", f"/van-ban/lay-y-kien/{row['id']}")
    assert (f"/tep/{sha256}" in seen.text) is (status == 200), "no way to what does not open"


def test_another_agency_reads_a_draft_no_more_that_was_taken_back_or_dropped(open_house: Any) -> None:
    async def play(house: Any) -> None:
        document_id = await opened(house, THERE)
        first = await one_at(house, clerk(house))
        await reads(house, first, 200)
        await do(house, document_id, first | (await table(house, document_id))[THERE], "withdraw", words="Hỏi nhầm")
        await reads(house, first, 409)
        await ask(house, document_id, THERE)
        (second,) = await asked_at(house, clerk(house), status="asked")
        await answer(house, clerk(house), second)
        dropped = await house.call(DRAFTER, "POST", f"/documents/{document_id}/cancel", json={"opinion": "Không cần"})
        assert dropped.status_code == 200, dropped.text
        await settle(house)
        await reads(house, second, 409)
        signed = await draft(house)
        await ask(house, signed, THERE)
        (third,) = await asked_at(house, clerk(house), status="asked")
        await sign(house, signed)
        await reads(house, third, 200)

    run(open_house, play)


def test_nothing_secret_travels_in_the_drafters_words(open_house: Any) -> None:
    async def play(house: Any) -> None:
        document_id = await opened(house, THERE, ELSEWHERE)
        await answer(house, clerk(house), await one_at(house, clerk(house)))
        rows, before = await table(house, document_id), await everything(house)
        acts: tuple[tuple[str, str, dict[str, Any]], ...] = (
            ("extend", ELSEWHERE, {"due_on": day(9).isoformat()}),
            ("remind", ELSEWHERE, {}),
            ("withdraw", ELSEWHERE, {}),
            ("reply", THERE, {"reply": "explained"}),
        )
        for act, one, more in acts:
            refused = await do(house, document_id, rows[one], act, 422, words="Tối mật: số liệu", **more)
            assert refused["code"] == "secret_document_stays"
        assert await everything(house) == before

    run(open_house, play)


def test_that_an_answer_came_too_late_is_the_askers_word(open_house: Any) -> None:
    async def play(house: Any) -> None:
        document_id = await opened(house, THERE)
        row = await one_at(house, clerk(house))
        said = {"opinion": "agree"}
        answered = await house.call(clerk(house), "POST", f"/opinion-requests/{row['id']}/answer", json=said)
        assert answered.status_code == 200, answered.text
        await sign(house, document_id)
        lines = (await house.call(clerk(house), "GET", f"/opinion-requests/{row['id']}/timeline")).json()["items"]
        assert lines[-1]["note"] == "Ý kiến đến muộn, không còn được nhận."
        assert lines[-1]["actor"] == DRAFTER.name

    run(open_house, play)


def test_nobody_gives_an_opinion_on_his_own_draft(open_house: Any) -> None:
    async def play(house: Any) -> None:
        row = await lost(house)
        (document_id,) = {one["id"] for one in (await house.call(DRAFTER, "GET", "/documents")).json()["items"]}
        await unit(house, ROOM, "soan")
        before = await everything(house)
        refused = await ask(house, document_id, IN_ROOM, status=422)
        assert refused["errors"][0]["code"] == "asked_yourself"
        for whose in ("person:soan", IN_ROOM):
            refused = await hand_on(house, house.person(Role.LEADER), row, whose, 422)
            assert refused["errors"][0]["code"] == "asked_yourself"
        assert await everything(house) == before

    run(open_house, play)


def test_who_was_given_the_draft_that_he_is_asked_about_answers_no_more(open_house: Any) -> None:
    async def play(house: Any) -> None:
        document_id = await opened(house, "person:pho")
        mine = await one_at(house, DEPUTY)
        given = {"drafter_id": "pho", "opinion": "Chuyển"}
        moved = await house.call(HEAD, "POST", f"/documents/{document_id}/reassign", json=given)
        assert moved.status_code == 200, moved.text
        assert (await answer(house, DEPUTY, mine, 403))["code"] == "opinion_on_own_draft"

    run(open_house, play)


def test_words_that_were_typed_outlive_their_form(open_house: Any) -> None:
    async def play(house: Any) -> None:
        document_id = await opened(house, IN_OTHER)
        row = (await table(house, document_id))[IN_OTHER]
        await do(house, document_id, row, "withdraw", words="Hỏi nhầm")
        here, there = f"/van-ban/lay-y-kien/{row['id']}", f"/van-ban/di/{document_id}/y-kien"
        await sign(house, document_id)
        for who, path, form in (
            (OTHER_HEAD, f"{here}/y-kien", {"opinion": "other"}),
            (OTHER_HEAD, f"{here}/chuyen", {"whose": "person:hoach"}),
            (DRAFTER, f"{there}/{row['id']}/tiep-thu", {"reply": "explained"}),
            (DRAFTER, there, {"asked": "person:pho"}),
        ):
            refused = await house.call(who, "POST", path, data=TOKEN | form | {"words": LONG})
            assert refused.status_code == 409, (path, refused.text[:400])
            assert re.search(f"Nội dung bạn đã nhập: {LONG}", refused.text), path

    run(open_house, play)
