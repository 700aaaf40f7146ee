"""Giao nhiệm vụ: to agencies over the axis, each with its own row; to rooms and people; as part of another task."""

import asyncio
from typing import Any

from shared.access.rights import Role

from ..test_units import HEAD
from .task_kit import (
    HELP,
    LEAD,
    ONE,
    OTHER,
    PROVINCE,
    RECEIVER,
    act,
    body,
    chairman,
    clerk,
    copy_at,
    day,
    director,
    done,
    everything,
    give,
    lines,
    listed,
    officer,
    open_rooms,
    part,
    run,
    seen,
    specialist,
    told,
)


def test_a_task_reaches_each_agency_as_its_own_row_with_its_part(open_house: Any) -> None:
    async def play(house: Any) -> None:
        task = await give(house, chairman(house), words="Báo cáo UBND tỉnh")
        assert task["code"] == f"NV-{day(0).year}-0001"
        lead, helper = await copy_at(house, RECEIVER), await copy_at(house, OTHER)
        assert (lead["part"], helper["part"]) == ("lead", "cooperate")
        assert {lead["code"], helper["code"]} == {task["code"]}
        assert len({lead["id"], helper["id"], task["id"]}) == 3
        assert lead["giver_code"] == PROVINCE
        assert await listed(house, director(house, "000.00.11.H08")) == [], "nobody else sees anything of it"
        for who, foreign in ((director(house), task), (chairman(house), lead), (director(house, OTHER), lead)):
            answer = await house.call(who, "GET", f"/tasks/{foreign['id']}")
            assert answer.status_code == 404
        to = {(one.get("agency_code"), one.get("role")) for (one, *_) in await told(house, "directive-given")}
        assert to >= {(RECEIVER, Role.LEADER), (OTHER, Role.LEADER)}

    run(open_house, play)


def test_numbers_follow_each_other_however_many_give_at_once(open_house: Any) -> None:
    async def play(house: Any) -> None:
        answers = await asyncio.gather(
            *(house.call(chairman(house), "POST", "/tasks", json=body()) for _ in range(6)),
            house.call(director(house), "POST", "/tasks", json=body(parts=[part(HELP)])),
        )
        codes = sorted(answer.json()["code"] for answer in answers[:-1])
        assert codes == [f"NV-{day(0).year}-{number:04d}" for number in range(1, 7)]
        assert answers[-1].json()["code"] == f"NV-{day(0).year}-0001", "each agency counts for itself"

    run(open_house, play)


def test_what_is_sent_twice_is_given_once(open_house: Any) -> None:
    async def play(house: Any) -> None:
        own = "0199d3b0-0000-7000-8000-00000000000e"
        first = await give(house, chairman(house), id=own)
        again = await give(house, chairman(house), id=own)
        assert (first["id"], first["code"]) == (again["id"], again["code"])
        taken = await house.call(director(house), "POST", "/tasks", json=body(id=own, parts=[part(HELP)]))
        assert (taken.status_code, taken.json()["code"]) == (409, "task_id_taken")
        assert len(await listed(house, chairman(house))) == 1
        assert len(await listed(house, director(house))) == 1

    run(open_house, play)


def test_what_cannot_be_given_is_refused_beside_its_field(open_house: Any) -> None:
    async def play(house: Any) -> None:
        before = await everything(house)
        for wrong, pointer in (
            ({"subject": "  "}, "/subject"),
            ({"subject": "Đ" * 501}, "/subject"),
            ({"words": "x" * 1001}, "/words"),
            ({"field": "khong-co"}, "/field"),
            ({"due_on": day(-1).isoformat()}, "/due_on"),
            ({"due_on": "0001-01-01"}, "/due_on"),
            ({"due_on": "9999-12-31"}, "/due_on"),
            ({"parts": []}, "/parts/0/whose"),
            ({"parts": [part(HELP, "cooperate")]}, "/parts/0/whose"),
            ({"parts": [part(LEAD), part(HELP)]}, "/parts"),
            ({"parts": [part(LEAD), part(LEAD, "cooperate")]}, "/parts/1/whose"),
            ({"parts": [part(f"agency:{PROVINCE}")]}, "/parts/0/whose"),
            ({"parts": [part("agency:999.99.99.H99")]}, "/parts/0/whose"),
            ({"parts": [part("person:nobody")]}, "/parts/0/whose"),
            ({"source": "meeting"}, "/source_text"),
            ({"source": "document"}, "/source_id"),
            ({"monitor_id": director(house).subject}, "/monitor_id"),
        ):
            answer = await house.call(chairman(house), "POST", "/tasks", json=body(**wrong))
            assert answer.status_code == 422, (wrong, answer.text)
            assert pointer in [one["pointer"] for one in answer.json()["errors"]], (wrong, answer.text)
        assert (await house.call(specialist(house), "POST", "/tasks", json=body())).status_code == 403
        assert await everything(house) == before

    run(open_house, play)


def test_the_clerk_enters_what_a_leader_gave_and_does_not_close_it(open_house: Any) -> None:
    async def play(house: Any) -> None:
        nobody = await house.call(clerk(house), "POST", "/tasks", json=body())
        assert nobody.json()["errors"][0]["pointer"] == "/giver_id"
        meant: dict[str, Any] = {
            "giver_id": chairman(house).subject,
            "source": "meeting",
            "source_text": "Thông báo 12/TB-VP",
        }
        task = await give(house, clerk(house), **meant)
        assert task["giver_name"] == chairman(house).name
        assert task["allowed"] == []
        copy = await copy_at(house, RECEIVER)
        assert copy["source_text"] == "Thông báo 12/TB-VP"
        await done(house, director(house), copy, "complete", words="Xong", anyway=True)
        no = await act(house, clerk(house), task, "confirm")
        assert (no.status_code, no.json()["code"]) == (403, "not_allowed")

    run(open_house, play)


def test_the_receiving_leader_deals_it_out_and_the_room_does_the_work(open_house: Any) -> None:
    async def play(house: Any) -> None:
        await open_rooms(house)
        await give(house, chairman(house))
        copy = await copy_at(house, RECEIVER)
        assert (await house.call(HEAD, "GET", f"/tasks/{copy['id']}")).status_code == 404
        await done(house, director(house), copy, "distribute", parts=[part(f"unit:{ONE}")])
        assert "distribute" in (await seen(house, HEAD, copy))["allowed"]
        await done(house, HEAD, copy, "distribute", parts=[part("person:binh"), part("person:sau", "cooperate")])
        binh = await seen(house, officer("binh"), copy)
        assert {"progress", "complete"} <= set(binh["allowed"])
        assert "complete" not in (await seen(house, officer("sau"), copy))["allowed"]
        wrong = await act(house, HEAD, copy, "distribute", parts=[part("person:khac")])
        assert wrong.json()["code"] == "task_party_unknown", "of another room"
        await done(house, officer("binh"), copy, "progress", words="Đã họp", percent=40)
        assert (await listed(house, chairman(house)))[0]["percent"] == 40

    run(open_house, play)


def test_a_part_of_a_task_is_a_task_whose_term_goes_no_further_unsaid(open_house: Any) -> None:
    async def play(house: Any) -> None:
        await open_rooms(house)
        await give(house, chairman(house))
        copy = await copy_at(house, RECEIVER)
        part_of = {"parent_id": copy["id"], "parts": [part(f"unit:{ONE}")]}
        late = await house.call(director(house), "POST", "/tasks", json=body(**part_of, due_on=day(11).isoformat()))
        assert (late.status_code, late.json()["code"]) == (422, "beyond_parent")
        never = await house.call(director(house), "POST", "/tasks", json=body(**part_of, due_on=None))
        assert never.json()["code"] == "beyond_parent", "without a term it has no end at all"
        child = await give(house, director(house), **part_of)
        assert child["parent_id"] == copy["id"]
        await give(house, director(house), **part_of, due_on=day(11).isoformat(), beyond=True)
        stranger = await house.call(director(house, OTHER), "POST", "/tasks", json=body(**part_of))
        assert stranger.status_code == 404
        waits = await act(house, director(house), copy, "complete", words="Xong")
        assert (waits.status_code, waits.json()["code"]) == (422, "task_parts_open")

    run(open_house, play)


def test_whoever_helps_reports_his_part_and_everybody_sees_it(open_house: Any) -> None:
    async def play(house: Any) -> None:
        task = await give(house, chairman(house))
        helper = await copy_at(house, OTHER)
        await done(house, director(house, OTHER), helper, "report-part", words="Đã gửi số liệu")
        (there,) = [one for one in (await seen(house, chairman(house), task))["parts"] if one["whose"] == HELP]
        assert there["outcome_words"] == "Đã gửi số liệu"
        page = await house.call(director(house), "GET", f"/nhiem-vu/{(await copy_at(house, RECEIVER))['id']}")
        assert "Đã gửi số liệu" in page.text
        no = await act(house, director(house, OTHER), helper, "complete", words="Xong")
        assert (no.status_code, no.json()["code"]) == (403, "not_task_lead")
        said = [line for line in await lines(house, director(house, OTHER), helper) if line[0] == "report-part"]
        assert len(said) == 1, "told back to whoever said it, it stands there once"

    run(open_house, play)
