"""The clerk puts right what the register says, and strikes out what stands there wrongly; the packet stays as it came."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from shared.access.rights import Role
from shared.core import clock

from ..instructing.work_kit import OTHER_LEADER, day, done, leader, leads, part, standing
from ..test_incoming import arrived
from ..test_units import TWO, officer, staffed, told, unit
from .kit import HERE, OTHER, clerk_of, enter, page, play


async def correct(house: Any, incoming: Any, status: int = 200, agency: str = HERE, **changes: Any) -> dict[str, Any]:
    body = {"reason": "Gói tin ghi sai"} | changes
    path = f"/incoming/{incoming['id']}/corrections"
    answer = await house.call(clerk_of(house, agency), "POST", path, json=body)
    assert answer.status_code == status, answer.text
    return dict(answer.json())


def test_register_list_and_search_show_what_is_right_and_the_packet_stays(open_house: Any) -> None:
    async def story(house: Any) -> None:
        incoming = await arrived(house)
        early = await correct(house, incoming, 409, subject="Sớm")
        assert early["code"] == "incoming_step_not_allowed" or early["code"] == "arrival_by_packet"
        await house.report(HERE, incoming["id"], "03", Role.RECORDS_CLERK)
        before = (await house.call(clerk_of(house), "GET", f"/incoming/{incoming['id']}/packet")).content
        right = await correct(
            house, incoming, subject="V/v trích yếu đúng", reference="88 / STTTT–VP", signer="Phạm Văn Đúng", pages=4
        )
        assert (right["subject"], right["reference"], right["page_amount"]) == ("V/v trích yếu đúng", "88/STTTT-VP", 4)
        assert right["arrival_number"] == 1
        register = await page(house, "/van-ban/so-van-ban-den")
        assert "V/v trích yếu đúng" in register
        assert "88/STTTT-VP" in register
        assert "88/STTTT-VP" in await page(house, "/van-ban/den?q=trich yeu dung")
        shown = await page(house, f"/van-ban/den/{incoming['id']}")
        assert "trích yếu: “V/v phối hợp thử nghiệm liên thông văn bản điện tử” → “V/v trích yếu đúng”" in shown
        assert "Lý do: Gói tin ghi sai" in shown
        after = (await house.call(clerk_of(house), "GET", f"/incoming/{incoming['id']}/packet")).content
        assert before == after
        async with house.database.sessions() as session:
            facts = (
                await session.execute(text("SELECT facts FROM evidence WHERE kind = 'incoming-corrected'"))
            ).scalar_one()
        assert set(facts["changes"]) == {"subject", "reference", "signer", "pages"}
        assert "Phạm" not in str(facts)

    play(open_house, story)


def test_whoever_works_on_it_is_told_of_another_deadline_and_it_is_watched(open_house: Any) -> None:
    async def story(house: Any) -> None:
        paper = await enter(house)
        worker = house.person(Role.SPECIALIST, HERE)
        day = clock.local_now().date()
        first, second = ((day + timedelta(days=n)).isoformat() for n in (9, 20))
        given = await house.report(HERE, paper["id"], "04", Role.LEADER, lead_id=worker.subject, due_on=first)
        assert given.status_code == 200, given.text
        await correct(house, paper, pages=2)
        assert await told(house, "document-corrected") == [], "pages matter to nobody who works on it"
        right = await correct(house, paper, due_on=second)
        assert right["due_on"] == second
        assert [one["person_id"] for (one,) in await told(house, "document-corrected")] == [worker.subject]
        async with house.database.sessions() as session:
            query = text("SELECT due_at FROM job WHERE name = 'incoming-deadline' AND key = :id AND done_at IS NULL")
            due_at = (await session.execute(query, {"id": paper["id"]})).scalar_one()
        assert due_at.date() > day + timedelta(days=10)

    play(open_house, story)


@pytest.mark.parametrize(
    ("changes", "status", "pointer"),
    [
        ({"reason": "", "subject": "Khác"}, 422, "/reason"),
        ({"subject": ""}, 422, "/subject"),
        ({"subject": "(Mật) Khác"}, 422, "/subject"),
        ({"author": ""}, 422, "/author"),
        ({"reference": "0/CV-MD"}, 422, "/reference"),
        ({"issued_on": "2999-01-01"}, 422, "/issued_on"),
        ({"due_on": "2020-01-01"}, 422, "/due_on"),
        ({"arrived_on": "2020-01-01"}, 422, "/arrived_on"),
        ({"arrival_number": 7}, 422, "/arrival_number"),
        ({}, 409, ""),
    ],
)
def test_a_bad_correction_changes_nothing(open_house: Any, changes: dict[str, Any], status: int, pointer: str) -> None:
    async def story(house: Any) -> None:
        paper = await enter(house)
        refused = await correct(house, paper, status, **changes)
        if pointer:
            assert pointer in {error["pointer"] for error in refused["errors"]}, refused
        now = (await house.call(clerk_of(house), "GET", f"/incoming/{paper['id']}")).json()
        assert now["version"] == paper["version"]
        stale = await correct(house, paper, 412, version=1, subject="Khác")
        assert stale["code"] == "changed_meanwhile"
        await correct(house, paper, 404, agency=OTHER, subject="Khác")

    play(open_house, story)


def test_the_page_of_a_correction_begins_with_what_stands_and_keeps_what_was_typed(open_house: Any) -> None:
    async def story(house: Any) -> None:
        paper = await enter(house, later=True)
        here = f"/van-ban/den/{paper['id']}/sua"
        form = await page(house, here)
        assert "V/v đề nghị hỗ trợ &lt;đấu nối&gt;" in form
        data = {
            "csrf_token": "form-token", "version": str(paper["version"]), "author": "Hộ ông Bảy", "reference": "", "type_name": "Đơn thư",
            "subject": "Đơn đề nghị", "signer": "", "priority": "1", "pages": "", "copies": "", "remark": "Kèm ảnh", "reason": "",
        }  # fmt: skip
        refused = await house.call(clerk_of(house), "POST", here, data=data)
        assert refused.status_code == 422
        assert "Hãy ghi lý do sửa" in refused.text
        assert 'value="Hộ ông Bảy"' in refused.text
        done = await house.call(clerk_of(house), "POST", here, data=data | {"reason": "Nhập nhầm"})
        assert done.status_code == 303, done.text
        shown = await page(house, f"/van-ban/den/{paper['id']}")
        for words in ("Hộ ông Bảy", "Đơn đề nghị", "Kèm ảnh", "số, ký hiệu: “12/CV-MD” → (trống)"):
            assert words in shown, words

    play(open_house, story)


def test_a_line_entered_wrongly_is_struck_out_and_its_number_never_given_again(open_house: Any) -> None:
    async def story(house: Any) -> None:
        paper = await enter(house)
        worker = house.person(Role.SPECIALIST, HERE)
        await house.report(HERE, paper["id"], "04", Role.LEADER, lead_id=worker.subject)
        here = f"/van-ban/den/{paper['id']}"
        token = {"csrf_token": "form-token"}
        silent = await house.call(clerk_of(house), "POST", f"{here}/gach-so", data=token)
        assert silent.status_code == 422
        assert "Hãy ghi lý do" in silent.text
        struck = await house.call(clerk_of(house), "POST", f"{here}/gach-so", data=token | {"words": "Nhập nhầm sổ"})
        assert struck.status_code == 303, struck.text
        assert "Đã gạch khỏi sổ: Nhập nhầm sổ" in await page(house, "/van-ban/so-van-ban-den")
        assert "số đến không cấp lại" in await page(house, here)
        assert [one["person_id"] for (one,) in await told(house, "document-corrected")] == [worker.subject]
        assert (await enter(house))["arrival_number"] == 2, "struck out, it is no twin either"
        again = await house.call(clerk_of(house), "POST", f"/incoming/{paper['id']}/strike", json={"reason": "Lần nữa"})
        assert again.status_code == 409
        book = (await house.call(clerk_of(house), "GET", "/numbers")).json()
        assert book["gaps"] == []

    play(open_house, story)


def test_what_came_in_a_packet_is_not_struck_out_nor_scanned(open_house: Any) -> None:
    async def story(house: Any) -> None:
        incoming = await arrived(house)
        await house.report(HERE, incoming["id"], "03", Role.RECORDS_CLERK)
        strike = await house.call(
            clerk_of(house), "POST", f"/incoming/{incoming['id']}/strike", json={"reason": "Nhầm"}
        )
        assert (strike.status_code, strike.json()["code"]) == (409, "arrival_by_packet")
        files = {"tep": ("quet.pdf", house.letter)}
        scan = await house.call(clerk_of(house), "POST", f"/incoming/{incoming['id']}/scan", files=files)
        assert (scan.status_code, scan.json()["code"]) == (409, "arrival_by_packet")

    play(open_house, story)


def test_what_was_struck_out_waits_for_nobody_and_whoever_had_it_is_told(open_house: Any) -> None:
    async def story(house: Any) -> None:
        await staffed(house)
        await unit(house, TWO, "khac")
        await leads(house)
        paper = str((await enter(house))["id"])
        parts = [part("person:binh", "lead", 9), part(f"unit:{TWO}", "cooperate", 4), part("person:sau", "inform")]
        await done(house, leader(house), paper, "instruct", parts=parts)
        head = officer("khac", TWO, leads=True)
        await done(house, head, paper, "ask-extension", due_on=day(6).isoformat(), words="Chờ số liệu")
        await done(house, clerk_of(house), paper, "present", leader_id=OTHER_LEADER, words="Kính trình")
        struck = await house.call(clerk_of(house), "POST", f"/incoming/{paper}/strike", json={"reason": "Nhập nhầm sổ"})
        assert struck.status_code == 200, struck.text
        after = await standing(house, paper)
        assert [one["standing"] for one in after["presentations"]] == ["taken-back"]
        assert [one["standing"] for one in after["extensions"]] == ["lapsed"]
        (to,) = await told(house, "document-corrected")
        assert {one["person_id"] for one in to} == {"binh", "khac", "sau", OTHER_LEADER}
        async with house.database.sessions() as session:
            left = text("SELECT count(*) FROM job WHERE key = :id AND name LIKE 'incoming%deadline'")
            assert await session.scalar(left, {"id": paper}) == 0
            due = text("SELECT part_due_on FROM incoming_document WHERE id = :id")
            assert await session.scalar(due, {"id": paper}) is None

    play(open_house, story)
