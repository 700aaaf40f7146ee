"""Work never lies with somebody who cannot do it: people leave, are transferred, are ill."""

import asyncio
from typing import Any

import pytest

from shared.contracts.mail_directory import PersonRecorded
from shared.contracts.values import Post

COUNTER, SPECIALIST, LEADER = "counter-officer", "specialist", "leader"


def _person(office, **changed) -> PersonRecorded:
    """The usual specialist as the directory tells of him now."""
    post = Post(agency_code=office.agency, role=SPECIALIST, title="Chuyên viên")
    values = {
        "person_id": f"{SPECIALIST}.{office.agency}",
        "full_name": "Trần Văn Bình",
        "user_name": "binh",
        "posts": (post,),
    }
    return PersonRecorded(**(values | changed))


async def _second_specialist(office) -> str:
    await office.tell(_person(office, person_id="second", full_name="Võ Thị Sáu", user_name="sau"), "mail-directory")
    return "second"


async def _held(office, form: str = "hop-bao", **filed) -> str:
    dossier = await office.file(form, **filed)
    for act, role in (("accept", COUNTER), ("transfer", COUNTER), ("claim", SPECIALIST)):
        answer = await office.act(dossier, act, role, {} if act == "transfer" else None)
        assert answer.status_code == 200, answer.text
    return dossier


GONE: dict[str, dict[str, Any] | None] = {
    "disabled": {"active": False},
    "no post left": {"posts": ()},
    "moved to another agency": {"posts": (Post(agency_code="000.00.99.H08", role=SPECIALIST, title="Chuyên viên"),)},
    "another role": None,
}


@pytest.mark.parametrize("how", GONE)
def test_the_work_of_whoever_leaves_goes_back_to_the_pool(one_stop, how: str):
    async def run() -> None:
        async with one_stop() as office:
            dossier, second = await _held(office), await _second_specialist(office)
            assert not await office.allowed(dossier, SPECIALIST, second)
            change = GONE[how] or {"posts": (Post(agency_code=office.agency, role=COUNTER, title="Công chức"),)}
            await office.tell(_person(office, **change), "mail-directory")
            (row,) = await office.rows("SELECT holder_id, holder_name, status FROM dossier")
            assert (row["holder_id"], row["holder_name"], row["status"]) == (None, "", 4)
            assert await office.allowed(dossier, SPECIALIST, second) == ["claim"]
            taken = await office.client.post(
                f"/api/one-stop/v1/dossiers/{dossier}/claim", headers=office.headers(SPECIALIST, person=second)
            )
            assert taken.status_code == 200, taken.text
            (line,) = await office.rows("SELECT note, by_name FROM hand_over WHERE action = 'release'")
            assert "Trần Văn Bình" in line["note"]
            assert await office.rows("SELECT 1 FROM evidence WHERE kind = 'dossier-released'")
            assert await office.rows("SELECT 1 FROM outbox WHERE data::text LIKE '%\"release\"%'")

    asyncio.run(run())


def test_while_the_applicant_is_asked_the_holder_may_leave_too(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            dossier, second = await _held(office), await _second_specialist(office)
            paper = office.procedures["hop-bao"]["papers"][0]["code"]
            asked = {"reason": "Bản chụp bị mờ", "items": [{"paper_code": paper, "note": "Nộp bản chính"}]}
            assert (await office.act(dossier, "request-supplement", SPECIALIST, asked)).status_code == 200
            await office.tell(_person(office, active=False), "mail-directory")
            (row,) = await office.rows("SELECT holder_id, status, waits_until = work_due_at AS waits FROM dossier")
            assert (row["holder_id"], row["status"], row["waits"]) == (None, 5, True)
            given = await office.act(dossier, "reassign", LEADER, {"holder_id": second, "reason": "Anh Bình đã nghỉ"})
            assert (given.status_code, given.json()["status"]) == (200, 5), given.text
            assert (await office.rows("SELECT waits_until = work_due_at AS waits FROM dossier"))[0]["waits"]
            assert (await office.act(dossier, "take-supplement", COUNTER, {"papers": [paper]})).status_code == 200
            assert "finish" in await office.allowed(dossier, SPECIALIST, second)

    asyncio.run(run())


def test_whoever_stays_keeps_his_work(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            await _held(office)
            more = (
                Post(agency_code=office.agency, role=SPECIALIST, title="Chuyên viên chính"),
                Post(agency_code=office.agency, role=LEADER, title="Phó Giám đốc"),
            )
            await office.tell(_person(office, full_name="Trần Văn Bình (mới)", posts=more), "mail-directory")
            (row,) = await office.rows("SELECT holder_id FROM dossier")
            assert row["holder_id"] == f"{SPECIALIST}.{office.agency}"

    asyncio.run(run())


def test_leader_and_counter_give_work_to_another_or_take_it_back(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            dossier, second = await _held(office), await _second_specialist(office)
            body = {"holder_id": second, "reason": "Anh Bình nghỉ ốm"}
            refused = await office.act(dossier, "reassign", SPECIALIST, body)
            assert refused.status_code == 403
            for bad in ({"holder_id": "khong-co", "reason": "Nghỉ ốm"}, {"holder_id": second, "reason": " "}):
                assert (await office.act(dossier, "reassign", LEADER, bad)).status_code == 422
            given = await office.act(dossier, "reassign", LEADER, body)
            assert given.status_code == 200, given.text
            same = await office.act(dossier, "reassign", LEADER, body)
            assert (same.status_code, same.json()["code"]) == (409, "holder_unchanged")
            assert "finish" in await office.allowed(dossier, SPECIALIST, second)
            assert not await office.allowed(dossier, SPECIALIST)
            back = await office.act(dossier, "reassign", COUNTER, {"reason": "Rút về để phân lại"})
            assert back.status_code == 200, back.text
            assert await office.allowed(dossier, SPECIALIST) == ["claim"]
            page = await office.client.post(
                f"/mot-cua/ho-so/{dossier}/giao-lai",
                headers=office.headers(LEADER),
                data={"csrf_token": "csrf-token", "holder_id": second, "reason": "Giao lại theo lĩnh vực"},
            )
            assert page.status_code == 303, page.text
            shown = (await office.client.get(f"/mot-cua/ho-so/{dossier}", headers=office.headers(LEADER))).text
            assert "Võ Thị Sáu" in shown
            assert "Giao lại hồ sơ" in shown

    asyncio.run(run())


def test_what_is_returned_to_somebody_who_left_goes_to_the_pool(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            dossier, second = await _held(office), await _second_specialist(office)
            draft = {"number": "7/VB", "title": "Chấp thuận", "body": "Chấp thuận tổ chức họp báo."}
            assert (await office.act(dossier, "finish", SPECIALIST, draft)).status_code == 200
            await office.tell(_person(office, active=False), "mail-directory")
            back = await office.act(dossier, "return", LEADER, {"reason": "Thiếu thời gian tổ chức"})
            assert back.status_code == 200, back.text
            (row,) = await office.rows("SELECT holder_id, step_role FROM dossier")
            assert (row["holder_id"], row["step_role"]) == (None, SPECIALIST)
            assert await office.allowed(dossier, SPECIALIST, second) == ["claim"]

    asyncio.run(run())


def test_whoever_gives_out_work_without_naming_anybody_is_told_at_the_list_of_people(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            dossier = await office.file()
            for act in ("accept", "transfer"):
                await office.act(dossier, act, COUNTER, {} if act == "transfer" else None)
            page = await office.client.post(
                f"/mot-cua/ho-so/{dossier}/chuyen",
                headers=office.headers(LEADER),
                data={"csrf_token": "csrf-token", "holder_id": "", "note": "Cần xong sớm"},
            )
            assert page.status_code == 422
            assert 'id="transfer-holder_id-error"' in page.text
            assert 'href="#transfer-holder_id"' in page.text
            assert "Cần xong sớm" in page.text, "what was typed is not lost"
            answer = await office.act(dossier, "transfer", LEADER, {})
            assert answer.status_code == 422
            assert [error["pointer"] for error in answer.json()["errors"]] == ["/holder_id"]

    asyncio.run(run())


def test_whoever_names_a_person_for_a_step_that_is_nobodys_is_told_at_the_name(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            second = await _second_specialist(office)
            dossier = await office.file()
            await office.act(dossier, "accept", COUNTER)
            answer = await office.act(dossier, "transfer", COUNTER, {"holder_id": second})
            assert answer.status_code == 422
            assert [error["pointer"] for error in answer.json()["errors"]] == ["/holder_id"]

    asyncio.run(run())


@pytest.mark.parametrize(("ends", "released"), [("here", True), ("elsewhere", False)])
def test_of_several_posts_only_the_work_of_the_one_that_ends_goes_back(one_stop, ends: str, released: bool):
    async def run() -> None:
        async with one_stop() as office:
            dossier = await _held(office)
            here = Post(agency_code=office.agency, role=SPECIALIST, title="Chuyên viên", kind="main")
            there = Post(agency_code="000.00.99.H08", role=SPECIALIST, title="Chuyên viên", kind="concurrent")
            await office.tell(_person(office, posts=(here, there)), "mail-directory")
            await office.tell(_person(office, posts=(there if ends == "here" else here,)), "mail-directory")
            (row,) = await office.rows("SELECT holder_id FROM dossier WHERE id = $1", dossier)
            assert (row["holder_id"] is None) is released

    asyncio.run(run())
