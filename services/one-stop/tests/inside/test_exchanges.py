"""Questions and answers with the applicant while the clock runs: online by events, else written down by who heard it."""

import asyncio
import json
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from one_stop.dossiers.cases import COUNTER_OFFICER, LEADER, SPECIALIST
from shared.contracts.online_services import ApplicantWrote
from testing.hostile.photos import picture

from .kit import held, page_of, send


def _wrote(dossier: str, text: str = "Lối vào từ đường Lê Lợi.", **changed: Any) -> ApplicantWrote:
    known = {"message_id": str(uuid4()), "written_at": datetime.now(UTC)} | changed
    return ApplicantWrote(submission_id=dossier, text=text, **known)


async def _due(office: Any, dossier: str) -> tuple[Any, ...]:
    [row] = await office.rows("SELECT status, due_at, paused_at, step_due_at FROM dossier WHERE id = $1", dossier)
    return tuple(row.values())


def test_a_question_goes_to_the_applicant_his_answer_comes_back_and_the_clock_runs_on(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier = await held(office)
            before = await _due(office, dossier)
            photo = ("so-do.jpg", picture("JPEG"), "image/jpeg")
            question = {"text": "Lối vào thửa đất từ đường nào?", "wants_answer": "true"}
            asked = await send(office, dossier, "hoi-nguoi-nop", SPECIALIST, question, photo)
            assert asked.status_code == 303, asked.text[:2000]
            [row] = await office.rows("SELECT data::text AS data FROM outbox WHERE type LIKE '%applicant-asked%'")
            told = json.loads(row["data"])
            assert (told["text"], told["wants_answer"], len(told["files"])) == (question["text"], True, 1)
            assert "Chờ người nộp trả lời" in await page_of(office, dossier)
            answer = _wrote(dossier)
            await office.tell(answer, "online-services")
            page = await page_of(office, dossier)
            for said in ("Lối vào từ đường Lê Lợi.", "Người nộp chờ phúc đáp"):
                assert said in page
            news = await office.rows(
                "SELECT data::text AS data FROM outbox WHERE kind = 'notification' ORDER BY position"
            )
            last = json.loads(news[-1]["data"])
            assert last["notification"] == "applicant-wrote"
            assert last["to"][0]["person_id"] == f"{SPECIALIST}.{office.agency}"
            assert "Lê Lợi" not in news[-1]["data"], "a notice holds no words of the applicant"
            assert await _due(office, dossier) == before

    asyncio.run(run())


def test_of_a_dossier_from_the_counter_what_was_said_by_telephone_is_written_down(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            procedure = office.procedures["hop-bao"]
            new = {"procedure_code": procedure["code"], "full_name": "Lê Văn Giấy", "address": "12 Lê Lợi"}
            new["paper_codes"] = [paper["code"] for paper in procedure["papers"]]
            url, headers = "/api/one-stop/v1/dossiers", office.headers(COUNTER_OFFICER)
            dossier = (await office.client.post(url, headers=headers, json=new)).json()["id"]
            assert "người nộp không có tài khoản" in await page_of(office, dossier, COUNTER_OFFICER)
            asked = {"text": "Hỏi số nhà", "wants_answer": "true"}
            assert (await send(office, dossier, "hoi-nguoi-nop", COUNTER_OFFICER, asked)).status_code == 303
            assert not await office.rows("SELECT 1 FROM outbox WHERE type LIKE '%applicant-asked%'")
            no_way = await send(office, dossier, "ghi-tra-loi", COUNTER_OFFICER, {"text": "Số 14", "way": ""})
            assert no_way.status_code == 422
            assert 'id="write-down-way-error"' in no_way.text
            assert ">Số 14</textarea>" in no_way.text
            said = {"text": "Số 14", "way": "phone"}
            assert (await send(office, dossier, "ghi-tra-loi", COUNTER_OFFICER, said)).status_code == 303
            page = await page_of(office, dossier, COUNTER_OFFICER)
            assert "Qua điện thoại" in page
            assert "Nguyễn Thị Hoa ghi lại" in page

    asyncio.run(run())


def test_programs_ask_and_write_down(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier = await held(office)
            url, headers = f"/api/one-stop/v1/dossiers/{dossier}", office.headers(SPECIALIST)
            for path, form in (
                ("ask-applicant", {"text": "Hỏi số nhà"}),
                ("write-down", {"text": "14", "way": "counter"}),
            ):
                sent = await office.client.post(f"{url}/{path}", headers=headers, data=form)
                assert sent.status_code == 200, sent.text
            rows = await office.rows("SELECT way, from_applicant FROM applicant_message ORDER BY at")
            assert [tuple(row.values()) for row in rows] == [("online", False), ("counter", True)]

    asyncio.run(run())


def test_ten_words_without_an_answer_are_enough_and_an_answer_opens_the_way_again(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier = await held(office)
            url, headers = f"/api/one-stop/v1/dossiers/{dossier}/ask-applicant", office.headers(SPECIALIST)

            async def ask() -> Any:
                return await office.client.post(url, headers=headers, data={"text": "Xin hỏi"})

            for _ in range(10):
                assert (await ask()).status_code == 200
            assert (await ask()).json()["code"] == "messages_too_many"
            await office.tell(_wrote(dossier), "online-services")
            assert (await ask()).status_code == 200

    asyncio.run(run())


def test_a_dossier_that_has_ended_asks_nothing_and_keeps_what_comes_late(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier = await office.file()
            reason = {"reason": "Không thuộc thẩm quyền của Sở"}
            assert (await office.act(dossier, "refuse", COUNTER_OFFICER, reason)).status_code == 200
            late = await send(office, dossier, "hoi-nguoi-nop", LEADER, {"text": "Xin hỏi"})
            assert late.status_code == 409
            assert "Hồ sơ đã kết thúc" in late.text
            message = _wrote(dossier, "Sao bị từ chối?")
            await office.tell(message, "online-services")
            assert "Sao bị từ chối?" in await page_of(office, dossier, LEADER)
            assert 'id="ask-applicant-form"' not in await page_of(office, dossier, LEADER)

    asyncio.run(run())
