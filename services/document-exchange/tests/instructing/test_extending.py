"""Tiến độ, gia hạn: said any number of times; a longer term is asked with its reason and given by whoever gave the work."""

from typing import Any

from sqlalchemy import text

from ..test_incoming import run
from ..test_units import HEAD, give, officer, told, unit
from .work_kit import (
    NAMES,
    ONE,
    OTHER_LEADER,
    TWO,
    act,
    day,
    deputy,
    done,
    leader,
    lines,
    open_agency,
    part,
    refused,
    standing,
)

BINH, SAU = officer("binh"), officer("sau")
SECOND_HEAD = officer("khac", TWO, leads=True)


async def given(house: Any) -> str:
    incoming_id = await open_agency(house)
    parts = [part(f"unit:{ONE}", "lead", 9), part(f"unit:{TWO}", "cooperate", 4)]
    await done(house, leader(house), incoming_id, "instruct", parts=parts)
    assert (await give(house, HEAD, incoming_id, lead_id="binh", cooperating_ids=["sau"])).status_code == 200
    return incoming_id


async def asked(house: Any, who: Any, incoming_id: str, ahead: int) -> int:
    found = await done(house, who, incoming_id, "ask-extension", due_on=day(ahead).isoformat(), words="Chờ số liệu")
    return int(found["extensions"][-1]["id"])


async def planned(house: Any, incoming_id: str, job: str) -> list[str]:
    query = text(
        "SELECT (due_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date::text FROM job WHERE key = :key AND name = :job"
    )
    async with house.database.sessions() as session:
        return list(await session.scalars(query, {"key": incoming_id, "job": job}))


def test_progress_is_said_any_number_of_times_inside_alone(open_house: Any) -> None:
    async def play(house: Any) -> None:
        incoming_id = await given(house)
        for words in ("Đã họp", "Đã họp", "Đang dự thảo"):
            await done(house, BINH, incoming_id, "progress", words=words)
        await done(house, SAU, incoming_id, "propose", words="Trả lời bằng công văn")
        await refused(house, BINH, incoming_id, "progress", 422, "words_required")
        said = [line for line in await lines(house, incoming_id) if line[0] in ("progress", "propose")]
        assert [words for _, words in said] == ["Đã họp", "Đã họp", "Đang dự thảo", "Trả lời bằng công văn"]
        reports = text("SELECT count(*) FROM outbox WHERE data->>'description' LIKE '%Đã họp%'")
        async with house.database.sessions() as session:
            assert await session.scalar(reports) == 0, "the sender hears nothing of it"

    run(open_house, play)


def test_the_whole_is_extended_by_the_leaders_who_set_its_term_and_its_deadline_follows(open_house: Any) -> None:
    async def play(house: Any) -> None:
        incoming_id = await given(house)
        for ahead, pointer in ((0, "/due_on"), (-1, "/due_on"), (9, "/due_on")):
            wrong = await act(house, BINH, incoming_id, "ask-extension", due_on=day(ahead).isoformat(), words="Chờ")
            assert (wrong.status_code, wrong.json()["errors"][0]["pointer"]) == (422, pointer)
        number = await asked(house, BINH, incoming_id, 30)
        assert [one["role"] for (one,) in await told(house, "extension-asked")] == ["leader"]
        before = await planned(house, incoming_id, "incoming-deadline")
        await refused(house, HEAD, incoming_id, "extend", 403, "not_giver", request_id=number)
        await refused(house, BINH, incoming_id, "extend", 403, "not_allowed", request_id=number)
        after = await done(house, leader(house), incoming_id, "extend", request_id=number, words="Lần cuối")
        assert (after["due_on"], after["extensions"][-1]["standing"]) == (day(30).isoformat(), "granted")
        assert await planned(house, incoming_id, "incoming-deadline") > before
        assert [one["person_id"] for (one,) in await told(house, "extension-decided")] == ["binh"]
        await refused(house, leader(house), incoming_id, "extend", 409, "extension_not_asked", request_id=number)

    run(open_house, play)


def test_a_part_is_extended_by_who_gave_it_or_heads_that_unit_now(open_house: Any) -> None:
    async def play(house: Any) -> None:
        incoming_id = await given(house)
        number = await asked(house, SECOND_HEAD, incoming_id, 20)
        late = await act(house, leader(house), incoming_id, "extend", request_id=number)
        assert (late.status_code, late.json()["code"]) == (422, "after_whole")
        again = await asked(house, SECOND_HEAD, incoming_id, 6)
        await refused(house, leader(house), incoming_id, "extend", 409, "extension_not_asked", request_id=number)
        no = await act(house, leader(house), incoming_id, "refuse-extension", request_id=again)
        assert no.json()["code"] == "words_required"
        await done(house, leader(house), incoming_id, "refuse-extension", request_id=again, words="Giữ hạn")
        number = await asked(house, SECOND_HEAD, incoming_id, 7)
        before = await planned(house, incoming_id, "incoming-part-deadline")
        await done(house, leader(house), incoming_id, "extend", request_id=number)
        dues = {one["whose_id"]: one["due_on"] for one in (await standing(house, incoming_id))["parts"]}
        assert (dues[f"unit:{TWO}"], dues["person:binh"]) == (day(7).isoformat(), day(9).isoformat())
        assert await planned(house, incoming_id, "incoming-part-deadline") != before

    run(open_house, play)


def test_a_head_decides_on_what_he_gave_and_the_merged_unit_takes_it_over(open_house: Any) -> None:
    async def play(house: Any) -> None:
        incoming_id = await open_agency(house)
        await done(house, leader(house), incoming_id, "instruct", parts=[part(f"unit:{ONE}", "lead")])
        given_out = await give(house, HEAD, incoming_id, lead_id="binh", due_on=day(5).isoformat())
        assert given_out.status_code == 200
        first = await asked(house, BINH, incoming_id, 8)
        assert [one["person_id"] for (one,) in await told(house, "extension-asked")] == ["truong"]
        await done(house, HEAD, incoming_id, "extend", request_id=first)
        assert (await standing(house, incoming_id))["due_on"] == day(8).isoformat()
        second = await asked(house, BINH, incoming_id, 12)
        head = officer("khac", TWO, leads=True)
        assert (await act(house, head, incoming_id, "extend", request_id=second)).status_code == 404, "not yet his"
        await unit(house, ONE, "truong", successor_id=TWO, successor_name=NAMES[TWO])
        after = await done(house, head, incoming_id, "extend", request_id=second)
        assert after["due_on"] == day(12).isoformat()

    run(open_house, play)


def test_a_head_goes_beyond_neither_the_senders_term_nor_the_leaders(open_house: Any) -> None:
    async def play(house: Any) -> None:
        incoming_id = await open_agency(house)
        async with house.database.sessions.begin() as session:
            sent = {"id": incoming_id, "due_on": day(9)}
            await session.execute(text("UPDATE incoming_document SET due_on = :due_on WHERE id = :id"), sent)
        await done(house, leader(house), incoming_id, "instruct", parts=[part(f"unit:{ONE}", "lead")])
        late = await give(house, HEAD, incoming_id, lead_id="binh", due_on=day(12).isoformat())
        assert (late.status_code, late.json()["errors"][0]["pointer"]) == (422, "/due_on"), late.text
        assert (await give(house, HEAD, incoming_id, lead_id="binh", due_on=day(4).isoformat())).status_code == 200
        within = await asked(house, BINH, incoming_id, 6)
        await done(house, HEAD, incoming_id, "extend", request_id=within)
        beyond = await asked(house, BINH, incoming_id, 12)
        await refused(house, HEAD, incoming_id, "extend", 403, "not_giver", request_id=beyond)
        await done(house, leader(house), incoming_id, "extend", request_id=beyond)
        again = await give(house, HEAD, incoming_id, lead_id="sau", due_on=day(12).isoformat())
        assert again.status_code == 200, "the leaders gave until that day"

    run(open_house, play)


def test_a_leader_grants_his_own_request_only_where_he_gave_the_work_himself(open_house: Any) -> None:
    async def play(house: Any) -> None:
        incoming_id = await open_agency(house)
        await done(house, leader(house), incoming_id, "instruct", parts=[part(f"person:{OTHER_LEADER}", "lead", 5)])
        number = await asked(house, deputy(), incoming_id, 8)
        address = f"/van-ban/den/{incoming_id}/chi-dao"
        assert "Không đồng ý" not in (await house.call(deputy(), "GET", address)).text
        assert "Không đồng ý" in (await house.call(leader(house), "GET", address)).text
        await refused(house, deputy(), incoming_id, "extend", 403, "not_giver", request_id=number)
        await done(house, leader(house), incoming_id, "extend", request_id=number)
        await done(house, deputy(), incoming_id, "instruct", parts=[part(f"person:{OTHER_LEADER}", "lead", 6)])
        number = await asked(house, deputy(), incoming_id, 9)
        assert (await done(house, deputy(), incoming_id, "extend", request_id=number))["due_on"] == day(9).isoformat()

    run(open_house, play)
