"""Phần việc: each reports its own, only who leads ends the whole, who is to know reads, who was taken off does not see it any more."""

from datetime import datetime, time
from typing import Any

from document_exchange.instructing.deadlines import PART_DEADLINE
from shared.core import clock
from shared.work.jobs import Jobs

from ..test_completing import done as completed
from ..test_incoming import run
from ..test_units import HEAD, give, officer, sees, told
from .work_kit import TWO, act, day, done, leader, lines, open_agency, part, refused, standing

SECOND_HEAD = officer("khac", TWO, leads=True)
BINH, SAU, NAM = officer("binh"), officer("sau"), officer("nam", TWO)


async def given(house: Any) -> str:
    """Bình leads; Sáu and the second room help, the room by its own day; Năm is to know."""
    incoming_id = await open_agency(house)
    parts = [part("person:binh", "lead", 9), part("person:sau", "cooperate"), part(f"unit:{TWO}", "cooperate", 4)]
    await done(house, leader(house), incoming_id, "instruct", parts=[*parts, part("person:nam", "inform")])
    return incoming_id


async def outcomes(house: Any, incoming_id: str) -> dict[str, str]:
    return {one["whose_id"]: one["outcome"] for one in (await standing(house, incoming_id))["parts"]}


def test_each_reports_its_own_part_and_who_leads_sees_it(open_house: Any) -> None:
    async def play(house: Any) -> None:
        incoming_id = await given(house)
        await refused(house, BINH, incoming_id, "report", 403, "not_cooperating", words="x")
        await refused(house, NAM, incoming_id, "report", 403, "not_cooperating", words="x")
        await refused(house, SAU, incoming_id, "report", 422, "words_required")
        await done(house, SAU, incoming_id, "report", words="Đã gửi số liệu")
        await done(house, SECOND_HEAD, incoming_id, "report", outcome_code="refused", words="Không thuộc phòng")
        assert await outcomes(house, incoming_id) == {
            "person:binh": "",
            "person:sau": "done",
            f"unit:{TWO}": "refused",
            "person:nam": "",
        }
        assert [one["person_id"] for (one,) in await told(house, "document-part-reported")] == ["binh", "binh"]
        seen = await standing(house, incoming_id, BINH)
        assert [one["outcome_words"] for one in seen["parts"] if one["outcome"]] == [
            "Đã gửi số liệu",
            "Không thuộc phòng",
        ]
        assert (await house.call(leader(house), "GET", f"/incoming/{incoming_id}")).json()["status"] == "04"

    run(open_house, play)


def test_completing_while_parts_are_open_needs_a_word(open_house: Any) -> None:
    async def play(house: Any) -> None:
        incoming_id = await given(house)
        for who in (SAU, SECOND_HEAD, NAM):
            assert (await completed(house, who, incoming_id)).status_code == 403
        silent = await completed(house, BINH, incoming_id)
        assert (silent.status_code, silent.json()["code"]) == (422, "parts_open")
        assert "Võ Thị Sáu" in silent.json()["errors"][0]["detail"]
        assert (await standing(house, incoming_id))["status"] == "04"
        ended = await completed(house, BINH, incoming_id, description="Không cần số liệu nữa")
        assert ended.status_code == 200, ended.text
        await refused(house, SAU, incoming_id, "report", 409, "incoming_step_not_allowed", words="Muộn")

    run(open_house, play)


def test_who_is_to_know_reads_it_and_does_nothing_else(open_house: Any) -> None:
    async def play(house: Any) -> None:
        incoming_id = await given(house)
        assert await sees(house, NAM, incoming_id, "")
        for code in ("05", "06"):
            answer = await house.call(NAM, "POST", f"/incoming/{incoming_id}/status", json={"code": code})
            assert answer.status_code == 403, answer.text
        await refused(house, SAU, incoming_id, "read", 403, "not_informed")
        for _ in range(2):
            await done(house, NAM, incoming_id, "read")
        assert [kind for kind, _ in await lines(house, incoming_id)].count("read") == 1
        await done(house, NAM, incoming_id, "share", parts=[part("person:khac", "inform")])
        added = await act(house, NAM, incoming_id, "share", parts=[part("person:truong", "cooperate")])
        assert (added.status_code, added.json()["code"]) == (422, "only_to_know")

    run(open_house, play)


def test_people_are_added_later_and_taken_off_and_history_stays(open_house: Any) -> None:
    async def play(house: Any) -> None:
        incoming_id = await given(house)
        await done(house, BINH, incoming_id, "share", parts=[part("person:truong", "cooperate", 3)], words="Nhờ xem")
        await refused(house, SAU, incoming_id, "take-off", 403, "not_lead", whose_id="person:truong")
        await refused(house, BINH, incoming_id, "take-off", 422, "not_giver", whose_id=f"unit:{TWO}")
        await refused(house, leader(house), incoming_id, "take-off", 422, "lead_stays", whose_id="person:binh")
        await done(house, BINH, incoming_id, "take-off", whose_id="person:truong")
        await done(house, leader(house), incoming_id, "take-off", whose_id="person:sau", words="Đủ người")
        assert not await sees(house, SAU, incoming_id, "")
        assert "Thôi: Võ Thị Sáu. Đủ người" in [words for _, words in await lines(house, incoming_id)]
        assert [one["person_id"] for (one,) in await told(house, "document-taken-off")] == ["truong", "sau"]
        await refused(house, BINH, incoming_id, "share", 422, "works_already", parts=[part(f"unit:{TWO}", "inform")])
        assert (await completed(house, BINH, incoming_id, description="Xong")).status_code == 200
        await done(house, leader(house), incoming_id, "share", parts=[part("person:sau", "inform")])
        assert await sees(house, SAU, incoming_id, ""), "to know, also when it is done"

    run(open_house, play)


def test_work_is_given_back_with_a_reason_to_whoever_gives_it_out(open_house: Any) -> None:
    async def play(house: Any) -> None:
        incoming_id = await given(house)
        await refused(house, BINH, incoming_id, "give-back", 422, "words_required")
        await refused(house, NAM, incoming_id, "give-back", 403, "not_assigned", words="x")
        gone = await act(house, BINH, incoming_id, "give-back", words="Trùng lịch")
        assert gone.status_code == 200, gone.text
        assert not await sees(house, BINH, incoming_id, "")
        assert [one["person_id"] for (one,) in await told(house, "document-back")] == ["truong"]
        assert (await give(house, HEAD, incoming_id, lead_id="sau")).status_code == 200
        await act(house, officer("sau"), incoming_id, "give-back", words="Quá sức")
        await done(house, HEAD, incoming_id, "progress", words="Đang tìm người")
        await act(house, HEAD, incoming_id, "give-back", words="Không thuộc phòng")
        listed = await house.call(leader(house), "GET", "/van-ban/den?trang_thai=doi-nguoi")
        assert incoming_id in listed.text, "nobody leads it: it stands on the leaders' list"

    run(open_house, play)


async def look_at(house: Any, ahead: int) -> None:
    with clock.stopped_at(datetime.combine(day(ahead), time(23, 0), clock.VIETNAM)):
        jobs = Jobs(house.database, [PART_DEADLINE])
        while await jobs.do_next():
            pass


def test_a_late_part_is_told_once_and_stands_on_the_list(open_house: Any) -> None:
    async def play(house: Any) -> None:
        incoming_id = await given(house)
        for ahead in (5, 8, 9):
            await look_at(house, ahead)
        late = [{one["person_id"] for one in to} for (to,) in await told_whole(house, "document-part-late")]
        assert late == [{"khac", "binh"}]
        address = "/van-ban/den?trang_thai=phan-tre"
        assert incoming_id not in (await house.call(leader(house), "GET", address)).text
        with clock.stopped_at(datetime.combine(day(5), time(9), clock.VIETNAM)):
            page = await house.call(leader(house), "GET", address)
            assert incoming_id in page.text
            assert "Phòng Cải cách" in page.text
            await done(house, SECOND_HEAD, incoming_id, "report", words="Xong")
            assert incoming_id not in (await house.call(leader(house), "GET", address)).text

    run(open_house, play)


async def told_whole(house: Any, kind: str) -> list[Any]:
    return [(one,) for one in await told(house, kind)]
