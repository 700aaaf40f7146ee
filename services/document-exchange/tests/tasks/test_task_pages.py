"""Nhiệm vụ on its pages: given with a form, reported with a file, refused with what was typed, counted on the board."""

import re
from typing import Any

from sqlalchemy import text

from document_exchange.tasks.rules import Standing
from shared.access.rights import Role

from .task_kit import (
    HELP,
    LEAD,
    OTHER,
    PROVINCE,
    RECEIVER,
    chairman,
    clerk,
    copy_at,
    day,
    director,
    done,
    everything,
    give,
    listed,
    open_rooms,
    part,
    run,
    seen,
    specialist,
)

TOKEN = {"csrf_token": "form-token"}


def due(ahead: int) -> dict[str, Any]:
    found = day(ahead)
    return {"due_on-day": str(found.day), "due_on-month": str(found.month), "due_on-year": str(found.year)}


def filled(**changes: str) -> dict[str, Any]:
    whole = TOKEN | due(10) | {"subject": "Rà soát", "field": "noi-vu", "source": "typed", "rows": "2"}
    whole |= {"parts.0.whose": LEAD, "parts.0.part": "lead", "parts.1.whose": HELP, "parts.1.part": "cooperate"}
    return whole | changes


async def post(house: Any, who: Any, path: str, status: int = 303, **sent: Any) -> Any:
    answer = await house.call(who, "POST", f"/nhiem-vu/{path}", data=TOKEN | sent)
    assert answer.status_code == status, answer.text[:1500]
    await house.exchange()
    return answer


def test_a_task_is_given_with_a_form_that_keeps_what_was_typed(open_house: Any) -> None:
    async def play(house: Any) -> None:
        who = chairman(house)
        form = await house.call(who, "GET", "/nhiem-vu/giao")
        own = re.search(r'name="id" value="([^"]+)"', form.text)
        assert own
        assert "Sở Nội vụ" in form.text
        before = await everything(house)
        wrong = await house.call(who, "POST", "/nhiem-vu/giao", data=filled(words="x" * 1001, subject="Giữ lại"))
        assert wrong.status_code == 422
        assert 'value="Giữ lại"' in wrong.text
        assert 'href="#words"' in wrong.text
        more = await house.call(who, "POST", "/nhiem-vu/giao", data=filled(more="1"))
        assert 'name="rows" value="5"' in more.text
        assert await everything(house) == before
        for _ in range(2):
            given = await house.call(who, "POST", "/nhiem-vu/giao", data=filled(id=own[1]))
            assert given.headers["location"] == f"/nhiem-vu/{own[1]}?xong=giao"
        await house.exchange()
        assert len(await listed(house, who)) == 1
        page = await house.call(who, "GET", given.headers["location"])
        assert "Đã giao nhiệm vụ." in page.text
        assert "Giao nơi khác chủ trì" in page.text
        for one, amount in ((who, "Không có nhiệm vụ"), (director(house), "<strong>1</strong> nhiệm vụ mới giao")):
            card = await house.call(one, "GET", "/nhiem-vu/so-viec", headers={"hx-request": "true"})
            assert amount in card.text, "what he gave himself waits for others"
        home = await house.call(who, "GET", "/nhiem-vu?q=ra+soat")
        assert f"/nhiem-vu/{own[1]}" in home.text

    run(open_house, play)


def test_every_act_of_the_page_does_what_the_call_does(open_house: Any) -> None:
    async def play(house: Any) -> None:
        await open_rooms(house)
        task = await give(house, chairman(house))
        copy = (await copy_at(house, RECEIVER))["id"]
        lines: dict[str, Any] = {"rows": "1", "parts.0.whose": "person:binh", "parts.0.part": "lead"}
        assert (await house.call(director(house), "GET", f"/nhiem-vu/{copy}/phan-cong")).status_code == 200
        await post(house, director(house), f"{copy}/phan-cong", **lines)
        await post(house, director(house), f"{copy}/tien-do", 422, words="Đã họp", percent="101")
        await post(house, director(house), f"{copy}/tien-do", words="Đã họp", percent="50")
        await post(house, director(house), f"{copy}/xin-gia-han", words="Chờ", **due(20))
        page = await house.call(chairman(house), "GET", f"/nhiem-vu/{task['id']}")
        request_id = re.search(r'name="request_id" value="([^"]+)"', page.text)
        assert request_id
        await post(house, chairman(house), f"{task['id']}/khong-gia-han", 422, request_id=request_id[1])
        await post(house, chairman(house), f"{task['id']}/gia-han", request_id=request_id[1])
        await post(house, director(house), f"{copy}/bao-hoan-thanh", words="Xong")
        await post(house, chairman(house), f"{task['id']}/lam-tiep", 422)
        await post(house, chairman(house), f"{task['id']}/xac-nhan")
        after = await house.call(director(house), "GET", f"/nhiem-vu/{copy}")
        assert "Đã hoàn thành" in after.text
        assert "Xác nhận hoàn thành" in after.text
        assert (await house.call(chairman(house), "GET", f"/nhiem-vu/{task['id']}/sua")).status_code == 303

    run(open_house, play)


def test_proofs_go_with_a_report_and_the_giver_opens_them(open_house: Any) -> None:
    async def play(house: Any) -> None:
        task = await give(house, chairman(house))
        copy = (await copy_at(house, RECEIVER))["id"]
        form = {"data": TOKEN | {"words": "Kèm báo cáo"}, "files": {"tep": ("bc.pdf", house.letter, "application/pdf")}}
        page = await house.call(director(house), "POST", f"/nhiem-vu/{copy}/tien-do", **form)
        assert page.status_code == 303, page.text[:1000]
        called = await house.call(director(house), "POST", f"/tasks/{copy}/proofs?act=complete", **form)
        assert called.status_code == 200, called.text
        await house.exchange()
        found = await house.call(chairman(house), "GET", f"/tasks/{task['id']}/timeline")
        files = [file for line in found.json()["items"] for file in line["files"]]
        assert [file["name"] for file in files] == ["bc.pdf", "bc.pdf"]
        for path in (f"/nhiem-vu/{task['id']}/tep/", f"/tasks/{task['id']}/files/"):
            opened = await house.call(chairman(house), "GET", path + files[0]["sha256"])
            assert opened.content == house.letter
            other = await house.call(chairman(house), "GET", path + "0" * 64)
            assert other.status_code == 404
        wrong = {"data": TOKEN | {"words": "Kèm"}, "files": {"tep": ("a.exe", b"MZ\x00\x01", "application/pdf")}}
        refused = await house.call(director(house), "POST", f"/tasks/{copy}/proofs", **wrong)
        assert refused.status_code in (415, 422, 409)

    run(open_house, play)


def test_the_giver_edits_with_a_form_and_only_he(open_house: Any) -> None:
    async def play(house: Any) -> None:
        task = await give(house, chairman(house))
        path = f"{task['id']}/sua"
        assert (await house.call(chairman(house), "GET", f"/nhiem-vu/{path}")).status_code == 200
        await post(house, chairman(house), path, 422, subject="", **due(10))
        await post(house, chairman(house), path, subject="Rà soát lại", field="y-te", **due(12))
        await post(house, director(house), path, 404, subject="Khác", **due(12))
        assert (await seen(house, chairman(house), task))["subject"] == "Rà soát lại"

    run(open_house, play)


def test_the_board_counts_each_task_once_and_its_numbers_lead_to_them(open_house: Any) -> None:
    async def play(house: Any) -> None:
        who = chairman(house)
        for ahead, field in ((30, "y-te"), (2, "y-te"), (30, "noi-vu"), (30, "noi-vu"), (30, "noi-vu")):
            await give(house, who, due_on=day(ahead).isoformat(), field=field, parts=[part(LEAD)])
        await give(house, who, parts=[part(HELP)], due_on=None)
        mine = [one for one in await listed(house, who) if one["lead"] == LEAD and one["due_on"] == day(30).isoformat()]
        in_time, late_done, late = mine[0], mine[1], mine[2]
        copies = {one["code"]: one for one in await listed(house, director(house), scope="came")}
        for one in (in_time, late_done):
            await done(house, director(house), copies[one["code"]], "complete", words="Xong")
        async with house.database.sessions.begin() as session:
            past = text("UPDATE task SET due_on = :day, due_key = :day WHERE id = ANY(CAST(:ids AS uuid[]))")
            await session.execute(past, {"day": day(-1), "ids": [late_done["id"], late["id"]]})
        answer = await house.call(who, "GET", "/task-board")
        whole = answer.json()["whole"]["counts"]
        assert whole == {"on-time": 1, "finished-late": 1, "in-term": 2, "soon": 1, "late": 1}
        assert answer.json()["by_lead"][0] == {
            "key": LEAD,
            "name": "Sở Nội vụ",
            "total": 5,
            "counts": {"on-time": 1, "finished-late": 1, "in-term": 1, "soon": 1, "late": 1},
        }
        for standing in Standing:
            rows = await listed(house, who, standing=standing, lead=LEAD, scope="sent")
            assert len(rows) == 1, standing
            assert rows[0]["standing"] == standing
        page = await house.call(who, "GET", "/nhiem-vu/bang-theo-doi")
        link = re.search(r'href="(/nhiem-vu\?[^"]*chu_tri=[^"]*tien_do=late)"', page.text)
        assert link
        behind = await house.call(who, "GET", link[1].replace("&amp;", "&"))
        assert late["code"] in behind.text
        assert in_time["code"] not in behind.text

    run(open_house, play)


def test_the_board_is_for_leaders_and_the_office_and_shows_their_own_agency_alone(open_house: Any) -> None:
    async def play(house: Any) -> None:
        who = chairman(house)
        await give(house, who)
        for more in ("ban-in", "ket-xuat?dang=csv", "ket-xuat"):
            assert (await house.call(who, "GET", f"/nhiem-vu/bang-theo-doi/{more}")).status_code == 200
        for wrong in ("tu_ngay=31/2/2026", "tu_ngay=2/1/2026&den_ngay=1/1/2026"):
            refused = await house.call(who, "GET", f"/nhiem-vu/bang-theo-doi?{wrong}")
            assert refused.status_code == 422
        empty = await house.call(director(house, OTHER), "GET", "/task-board")
        assert empty.json()["whole"]["total"] == 0, "what others gave is on their boards"
        assert (await house.call(clerk(house), "GET", "/nhiem-vu/bang-theo-doi")).status_code == 200
        assert (await house.call(specialist(house), "GET", "/nhiem-vu/bang-theo-doi")).status_code == 403

    run(open_house, play)


async def issue(house: Any, document_id: str) -> None:
    for step, role in (
        ("submit", Role.SPECIALIST),
        ("sign", Role.LEADER),
        ("number", Role.RECORDS_CLERK),
        ("seal", Role.RECORDS_CLERK),
        ("send", Role.RECORDS_CLERK),
    ):
        await house.step(document_id, step, role)


def test_a_task_may_rest_on_a_document_and_be_answered_by_one(open_house: Any) -> None:
    async def play(house: Any) -> None:
        await house.sent(all_agencies=False, addressees=[PROVINCE])
        await house.exchange()
        await house.read()
        (arrival,) = await house.inbox(PROVINCE)
        who = chairman(house)
        form = await house.call(who, "GET", f"/nhiem-vu/giao?den={arrival['id']}")
        assert arrival["subject"] in form.text
        sender = "agency:000.00.11.H08"
        task = await give(house, who, source="arrival", source_id=arrival["id"], parts=[part(sender)])
        assert arrival["reference"] in task["source_text"]
        foreign = await house.call(
            director(house),
            "POST",
            "/tasks",
            json={"subject": "x", "source": "arrival", "source_id": arrival["id"], "parts": [part(sender)]},
        )
        assert foreign.status_code == 404
        copy = await copy_at(house, "000.00.11.H08")
        answer_id = await house.draft(all_agencies=False, addressees=[PROVINCE])
        await post(house, house.person(Role.LEADER), f"{copy['id']}/van-ban-tra-loi", 422)
        clerk_ = house.person(Role.SPECIALIST)
        await done(house, house.person(Role.LEADER), copy, "distribute", parts=[part(f"person:{clerk_.subject}")])
        await done(house, clerk_, copy, "answer", document_id=answer_id)
        await issue(house, answer_id)
        await house.exchange()
        await house.read()
        sent = await house.call(house.person(Role.RECORDS_CLERK), "GET", f"/van-ban/di/{answer_id}/goi-tin")
        assert f"<edXML:TaskCode>{task['code']}</edXML:TaskCode>" in sent.text
        assert "<edXML:SteeringType>2</edXML:SteeringType>" in sent.text
        page = await house.call(who, "GET", f"/nhiem-vu/{task['id']}")
        arrived = [one for one in await house.inbox(PROVINCE) if one["id"] != arrival["id"]]
        assert f"/van-ban/den/{arrived[0]['id']}" in page.text

    run(open_house, play)
