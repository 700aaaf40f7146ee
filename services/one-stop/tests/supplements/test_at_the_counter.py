"""A supplement brought to the counter, a deadline that passed, a dossier taken back: none of them is stuck."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest

from shared.contracts.online_services import SubmissionWithdrawn, SupplementFiled
from shared.core import clock
from shared.core.clock import VIETNAM

COUNTER, SPECIALIST, LEADER = "counter-officer", "specialist", "leader"


def _at(day: int, hour: int = 8, month: int = 3) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=VIETNAM)


async def _received(office, form: str = "hop-bao") -> str:
    """Received at the counter, held by the specialist."""
    procedure = office.procedures[form]
    new = {
        "procedure_code": procedure["code"],
        "full_name": "Lê Văn Giấy",
        "address": "12 Lê Lợi",
        "paper_codes": [paper["code"] for paper in procedure["papers"]],
        "content": "Xin họp báo",
    }
    url = "/api/one-stop/v1/dossiers"
    made = await office.client.post(url, headers=office.headers(COUNTER), json=new)
    assert made.status_code == 201, made.text
    dossier = made.json()["id"]
    for act, role in (("transfer", COUNTER), ("claim", SPECIALIST)):
        assert (await office.act(dossier, act, role, {} if act == "transfer" else None)).status_code == 200
    return dossier


def _asked(office, form: str = "hop-bao") -> dict:
    paper = office.procedures[form]["papers"][0]["code"]
    return {"reason": "Bản chụp bị mờ", "items": [{"paper_code": paper, "note": "Nộp bản chính"}]}


@pytest.mark.parametrize("channel", ["counter", "online"])
def test_the_counter_takes_in_what_is_brought_whatever_the_channel(one_stop, channel: str):
    async def run() -> None:
        async with one_stop() as office:
            with clock.stopped_at(_at(2)):
                if channel == "counter":
                    dossier = await _received(office)
                else:
                    dossier = await office.file("hop-bao", filed_at=_at(2))
                    for act, role in (("accept", COUNTER), ("transfer", COUNTER), ("claim", SPECIALIST)):
                        await office.act(dossier, act, role, {} if act == "transfer" else None)
                before = (await office.rows("SELECT due_at FROM dossier"))[0]["due_at"]
                asked = _asked(office)
                assert (await office.act(dossier, "request-supplement", SPECIALIST, asked)).status_code == 200
                assert await office.allowed(dossier, SPECIALIST) == []
                assert "supplement-taken-in" in await office.allowed(dossier, COUNTER)
            with clock.stopped_at(_at(3)):
                empty = await office.act(dossier, "take-supplement", COUNTER, {"note": "không có gì"})
                assert (empty.status_code, empty.json()["errors"][0]["code"]) == (422, "supplement_empty")
                other = await office.act(dossier, "take-supplement", SPECIALIST, {"papers": []})
                assert other.status_code == 403
                code = asked["items"][0]["paper_code"]
                taken = await office.client.post(
                    f"/mot-cua/ho-so/{dossier}/nhan-bo-sung",
                    headers=office.headers(COUNTER),
                    data={"csrf_token": "csrf-token", f"paper.{code}": f"paper.{code}"},
                )
                assert taken.status_code == 303, taken.text
            (row,) = await office.rows("SELECT status, due_at, holder_id, waits_until FROM dossier")
            assert (row["status"], row["waits_until"]) == (4, None)
            assert row["holder_id"] == f"{SPECIALIST}.{office.agency}"
            assert row["due_at"] - before >= timedelta(hours=8)
            assert "finish" in await office.allowed(dossier, SPECIALIST)
            (line,) = await office.rows("SELECT note FROM hand_over WHERE action = 'supplement-taken-in'")
            assert "Đã nhận" in line["note"]
            again = await office.act(dossier, "take-supplement", COUNTER, {"papers": [code]})
            assert (again.status_code, again.json()["code"]) == (409, "supplement_not_asked")

    asyncio.run(run())


def test_whoever_is_asked_has_the_last_working_day_whole(one_stop):
    """Asked in the morning of a Monday: ten working days end when the office closes on the Monday two weeks later."""

    async def run() -> None:
        async with one_stop() as office:
            await office.rows("UPDATE procedure_version SET supplement_days = 10")
            with clock.stopped_at(_at(2)):
                dossier = await _received(office)
            with clock.stopped_at(_at(2, hour=9)):
                assert (await office.act(dossier, "request-supplement", SPECIALIST, _asked(office))).status_code == 200
            (row,) = await office.rows("SELECT waits_until FROM dossier")
            assert row["waits_until"] == _at(16, hour=17) + timedelta(minutes=30)

    asyncio.run(run())


def test_new_words_typed_at_the_counter_replace_what_was_asked(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            dossier = await office.file()
            asked = {"reason": "Thiếu thông tin", "items": [{"pointer": "/applicant_phone", "note": "Ghi đủ số"}]}
            assert (await office.act(dossier, "request-supplement", COUNTER, asked)).status_code == 200
            foreign = await office.act(dossier, "take-supplement", COUNTER, {"answers": {"applicant_name": "Kẻ khác"}})
            assert foreign.status_code == 422
            answer = await office.act(
                dossier, "take-supplement", COUNTER, {"answers": {"applicant_phone": "0905999888"}}
            )
            assert (answer.status_code, answer.json()["status"]) == (200, 1)
            (row,) = await office.rows("SELECT answers FROM dossier")
            assert "0905999888" in row["answers"]

    asyncio.run(run())


def test_a_passed_deadline_is_a_task_with_a_way_out(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            with clock.stopped_at(_at(2)):
                dossier = await _received(office)
                await office.act(dossier, "request-supplement", SPECIALIST, _asked(office))
                early = await office.act(dossier, "stop", LEADER, {"reason": "Không bổ sung"})
                assert (early.status_code, early.json()["code"]) == (409, "dossier_waits_for_supplement")
                (listed,) = (await _list(office, SPECIALIST, "overdue")) or [None]
                assert listed is None
            with clock.stopped_at(_at(20, month=7)):
                assert await office.allowed(dossier, SPECIALIST) == ["propose-stop"]
                (listed,) = await _list(office, SPECIALIST, "overdue")
                assert listed["id"] == dossier
                page = await office.client.get(f"/mot-cua/ho-so/{dossier}", headers=office.headers(SPECIALIST))
                assert "Đã quá hạn bổ sung" in page.text
                stopped = await office.act(dossier, "stop", LEADER, {"reason": "Quá thời hạn bổ sung"})
                assert (stopped.status_code, stopped.json()["status"]) == (200, 8), stopped.text
            assert await office.rows("SELECT 1 FROM printed_form WHERE form_no = '05'")
            (told,) = await office.rows("SELECT data::text FROM outbox WHERE type = 'one-stop.dossier-closed.v1'")
            assert '"notice"' in told["data"]
            for role in (COUNTER, SPECIALIST, LEADER):
                assert await office.allowed(dossier, role) == []

    asyncio.run(run())


def test_the_same_ways_out_on_the_page(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            with clock.stopped_at(_at(2)):
                in_work, at_intake = await _received(office), await office.file(filed_at=_at(2))
                await office.act(in_work, "request-supplement", SPECIALIST, _asked(office))
            with clock.stopped_at(_at(20, month=7)):
                for dossier, act, role, status in (
                    (in_work, "dung-giai-quyet", LEADER, 8),
                    (at_intake, "tu-choi", COUNTER, 3),
                ):
                    url, headers = f"/mot-cua/ho-so/{dossier}/{act}", office.headers(role)
                    form = {"csrf_token": "csrf-token", "reason": "Quá hạn mà không bổ sung"}
                    silent = await office.client.post(url, headers=headers, data=form | {"reason": " "})
                    assert silent.status_code == 422
                    done = await office.client.post(url, headers=headers, data=form)
                    assert done.status_code == 303, done.text
                    (row,) = await office.rows("SELECT status FROM dossier WHERE id = $1", dossier)
                    assert row["status"] == status
                    again = await office.client.post(url, headers=headers, data=form)
                    assert again.status_code == 409

    asyncio.run(run())


async def _list(office, role: str, state: str) -> list:
    url = f"/api/one-stop/v1/dossiers?state={state}"
    return (await office.client.get(url, headers=office.headers(role))).json()["items"]


def test_at_intake_a_passed_deadline_may_be_refused_and_a_late_answer_still_taken(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            with clock.stopped_at(_at(2)):
                first, second = await office.file(filed_at=_at(2)), await office.file(filed_at=_at(2))
                asked = {"reason": "Thiếu thông tin", "items": [{"pointer": "/applicant_name", "note": "Ghi đủ"}]}
                for dossier in (first, second):
                    await office.act(dossier, "request-supplement", COUNTER, asked)
                early = await office.act(first, "refuse", COUNTER, {"reason": "Không bổ sung"})
                assert (early.status_code, early.json()["code"]) == (409, "dossier_waits_for_supplement")
            with clock.stopped_at(_at(20, month=7)):
                refused = await office.act(first, "refuse", COUNTER, {"reason": "Quá hạn mà không bổ sung"})
                assert (refused.status_code, refused.json()["status"]) == (200, 3)
                late = SupplementFiled(
                    submission_id=second, answers={"applicant_name": "An"}, filed_at=_at(20, month=7)
                )
                await office.tell(late, "online-services")
                may = ["accept", "refuse", "request-supplement", "scan", "mark-papers", "withdraw-at-counter"]
                assert await office.allowed(second, COUNTER) == may
                again = await office.act(second, "request-supplement", COUNTER, asked)
                assert (again.status_code, again.json()["code"]) == (409, "supplement_asked_already")
                lawful = asked | {"legal_basis": "Điều 12 Luật Báo chí", "approver_id": f"leader.{office.agency}"}
                assert (await office.act(second, "request-supplement", COUNTER, lawful)).status_code == 200

    asyncio.run(run())


def test_what_the_counter_typed_can_be_asked_again_under_its_name(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            dossier = await _received(office)
            asked = {"reason": "Ghi chưa rõ", "items": [{"pointer": "/content", "note": "Ghi rõ nội dung"}]}
            # A field of the e-form is nothing this paper dossier has.
            other = {"reason": "Ghi chưa rõ", "items": [{"pointer": "/applicant_phone", "note": "Ghi rõ"}]}
            assert (await office.act(dossier, "request-supplement", SPECIALIST, other)).status_code == 422
            assert (await office.act(dossier, "request-supplement", SPECIALIST, asked)).status_code == 200
            page = (await office.client.get(f"/mot-cua/ho-so/{dossier}", headers=office.headers(COUNTER))).text
            assert page.count("Nội dung yêu cầu giải quyết") == 3, "declared, asked for, and asked in the form"
            assert ">content<" not in page.replace(" ", "")

    asyncio.run(run())


def test_an_empty_supplement_puts_no_dossier_back_to_work(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            dossier = await office.file()
            asked = {"reason": "Thiếu thông tin", "items": [{"pointer": "/applicant_name", "note": "Ghi đủ"}]}
            await office.act(dossier, "request-supplement", COUNTER, asked)
            for answers in ({}, {"purpose": "không ai hỏi"}):
                sent = SupplementFiled(submission_id=dossier, answers=answers, filed_at=clock.now())
                await office.tell(sent, "online-services")
                assert (await office.rows("SELECT status FROM dossier"))[0]["status"] == 5
            assert "supplement-taken-in" in await office.allowed(dossier, COUNTER)

    asyncio.run(run())


@pytest.mark.parametrize("until", ["filed", "waiting", "in work", "signed"])
def test_the_applicant_takes_it_back_until_there_is_a_result(one_stop, until: str):
    async def run() -> None:
        async with one_stop() as office:
            dossier = await office.file("hop-bao")
            steps: dict[str, list[tuple[str, str, dict[str, Any] | None]]] = {
                "filed": [],
                "waiting": [("request-supplement", COUNTER, _asked(office))],
                "in work": [("accept", COUNTER, None), ("transfer", COUNTER, {}), ("claim", SPECIALIST, None)],
            }
            draft = {"number": "9/VB", "title": "Chấp thuận", "body": "Chấp thuận tổ chức họp báo."}
            steps["signed"] = [*steps["in work"], ("finish", SPECIALIST, draft), ("sign", LEADER, None)]
            for act, role, body in steps[until]:
                assert (await office.act(dossier, act, role, body)).status_code == 200, act
            event = SubmissionWithdrawn(submission_id=dossier, reason="Nộp nhầm", withdrawn_at=clock.now())
            await office.tell(event, "online-services")
            (row,) = await office.rows("SELECT status, holder_id FROM dossier")
            told = [r["type"] for r in await office.rows("SELECT type FROM outbox ORDER BY position")]
            if until == "signed":
                assert row["status"] == 9
                assert told[-1] == "one-stop.dossier-moved.v1"
                return
            assert (row["status"], row["holder_id"]) == (7, None)
            assert told[-1] == "one-stop.dossier-closed.v1"
            # What was accepted leaves fee and papers to be decided.
            assert await office.allowed(dossier, COUNTER) == (["settle"] if until == "in work" else [])

    asyncio.run(run())
