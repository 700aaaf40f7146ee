"""A question goes to another agency and its answer comes back; the dossier stays where it is, and waits."""

import asyncio
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

from shared.contracts.online_services import SubmissionWithdrawn
from shared.core import clock
from shared.signing.trust import TrustAnchors
from shared.signing.verify import verify_pdf
from testing.senders import signed_by

from .kit import (
    COUNTER,
    LEADER,
    QUESTION,
    SPECIALIST,
    THERE,
    THERE_NAME,
    THIRD,
    THIRD_NAME,
    URL,
    answered,
    ask,
    asked_id,
    carry,
    do,
    envelope_of,
    held,
    parts_of,
    staff,
    there,
)

DRAFT = {"number": "1/GP", "title": "Giấy phép", "body": "Đồng ý cấp phép"}


async def _told(office: Any) -> list[str]:
    found = await office.rows("SELECT data->>'notification' AS kind FROM outbox ORDER BY position")
    return [row["kind"] for row in found if row["kind"] in ("part-answered", "part-refused")]


def test_three_are_asked_at_once_and_the_dossier_waits_for_each(one_stop: Any, authority_folder: Path) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await staff(office, authority_folder)
            await staff(office, authority_folder, THIRD, THIRD_NAME)
            dossier = await held(office)
            sent = await ask(office, dossier, THERE, THIRD)
            assert sent.status_code == 200, sent.text
            refused = await office.act(dossier, "finish", SPECIALIST, DRAFT)
            assert refused.status_code == 409
            assert refused.json()["code"] == "dossier_awaits_part"
            assert THERE_NAME in refused.text
            assert THIRD_NAME in refused.text
            assert await carry(office) == 2
            page = await office.client.get(f"/mot-cua/ho-so/{dossier}", headers=office.headers(SPECIALIST))
            said = page.text.partition('id="cho-y-kien"')[2].partition("</p>")[0]
            assert f"{THERE_NAME}; {THIRD_NAME}" in said, "the page says why there is no button that goes on"
            first, second = await asked_id(office), await asked_id(office, THIRD)
            await answered(office, first, opinion="Phù hợp quy hoạch.")
            await carry(office)
            one, two = await parts_of(office, dossier)
            assert (one["state"], one["conclusion"], one["opinion"]) == ("answered", "agree", "Phù hợp quy hoạch.")
            assert one["worked_minutes"] is not None
            assert (two["state"], two["awaited"]) == ("sent", True)
            still = await office.act(dossier, "finish", SPECIALIST, DRAFT)
            assert THERE_NAME not in still.text
            assert THIRD_NAME in still.text
            refusal = await do(
                office, second, "refuse", there(office, LEADER, THIRD), {"reason": "Không thuộc thẩm quyền."}
            )
            assert refusal.status_code == 200, refusal.text
            await carry(office)
            done = await office.act(dossier, "finish", SPECIALIST, DRAFT)
            assert done.status_code == 200, done.text
            actions = [row["action"] for row in await office.rows("SELECT action FROM hand_over ORDER BY number")]
            assert actions[-6:-2] == ["ask-part", "ask-part", "part-received", "part-answered"]
            assert actions[-2:] == ["part-refused", "finish"]
            assert await _told(office) == ["part-answered", "part-refused"], "a refusal is no answer"

    asyncio.run(run())


def test_the_answer_is_a_paper_that_the_asked_agencys_leader_signed(one_stop: Any, authority_folder: Path) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await staff(office, authority_folder)
            dossier = await held(office)
            assert (await ask(office, dossier)).status_code == 200
            await carry(office)
            part = await asked_id(office)
            await answered(office, part, conclusion="agree-with-conditions", opinion="Giữ hành lang an toàn.")
            await carry(office)
            (one,) = await parts_of(office, dossier)
            for url, headers in (
                (f"{URL}/dossiers/{dossier}/files/{one['answer']['sha256']}", office.headers(SPECIALIST)),
                (f"{URL}/asked-parts/{part}/files/{one['answer']['sha256']}", office.headers(there(office, COUNTER))),
            ):
                pdf = await office.client.get(url, headers=headers)
                assert pdf.status_code == 200
            anchors = TrustAnchors.of_authority(office.settings.authority_folder)
            (report,) = await asyncio.to_thread(verify_pdf, pdf.content, anchors)
            assert (report.valid, report.signer_name, report.organisation) == (True, "Võ Thị Lãnh", THERE_NAME)

    asyncio.run(run())


def test_a_paper_that_is_shared_is_opened_at_the_asked_agency(one_stop: Any, authority_folder: Path) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await staff(office, authority_folder)
            dossier = await held(office)
            # A file that the store has: the receipt, as if it were the paper.
            (paper,) = await office.rows(
                "UPDATE dossier_paper p SET sha256 = f.sha256, size = f.size FROM printed_form f WHERE f.form_no = '01'"
                " AND p.id = (SELECT min(id::text)::uuid FROM dossier_paper) RETURNING p.id, p.sha256"
            )
            assert (await ask(office, dossier, papers=[str(paper["id"])])).status_code == 200
            await carry(office)
            part, who = await asked_id(office), there(office, SPECIALIST)
            for place in (f"{URL}/asked-parts/{part}/files", f"/mot-cua/phan-viec/{part}/tep"):
                opened = await office.client.get(f"{place}/{paper['sha256']}", headers=office.headers(who))
                assert (opened.status_code, opened.content[:4]) == (200, b"%PDF"), place

    asyncio.run(run())


def test_sent_twice_out_of_order_or_by_another_it_is_one_part(one_stop: Any, authority_folder: Path) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await staff(office, authority_folder)
            dossier = await held(office)
            key = {"Idempotency-Key": "hoi-y-kien-mot-lan"}
            body = {"to": [{"agency_code": THERE}], "question": QUESTION}
            first = await office.act(dossier, "parts", SPECIALIST, body, **key)
            again = await office.act(dossier, "parts", SPECIALIST, body, **key)
            assert first.content == again.content
            another = await ask(office, dossier)
            assert another.status_code == 422
            assert another.json()["errors"][0]["code"] == "asked_already"
            recalled = await office.client.post(
                f"{URL}/dossiers/{dossier}/parts/1/recall",
                headers=office.headers(SPECIALIST),
                json={"reason": "Hỏi nhầm cơ quan"},
            )
            assert recalled.status_code == 200, recalled.text
            asked, taken_back = await office.rows(
                "SELECT event_id, type, subject, sequence, data::text AS data FROM outbox WHERE kind = 'part' ORDER BY position"
            )
            # Another service says that it was one-stop; the paper comes after its recall; everything comes twice.
            await office.receive(*signed_by("online-services", envelope_of(asked)))
            assert await office.rows("SELECT 1 FROM asked_part") == []
            for row in (taken_back, asked, asked, taken_back):
                await office.receive(*signed_by("one-stop", envelope_of(row)))
            assert [row["state"] for row in await office.rows("SELECT state FROM asked_part")] == ["recalled"]
            assert len(await office.rows("SELECT 1 FROM part_entry")) == 2

    asyncio.run(run())


def test_a_part_that_is_told_anew_is_the_part_that_is_there(one_stop: Any, authority_folder: Path) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await staff(office, authority_folder)
            await ask(office, await held(office))
            await carry(office)
            assert (await do(office, await asked_id(office), "take-in", there(office, COUNTER))).status_code == 200
            (row,) = await office.rows(
                "SELECT gen_random_uuid() AS event_id, type, subject, sequence + 1 AS sequence, data::text AS data"
                " FROM outbox WHERE type LIKE '%part-asked%'"
            )
            await office.receive(*signed_by("one-stop", envelope_of(row)))
            (taken,) = await office.rows("SELECT state FROM inbox WHERE event_id = $1", row["event_id"])
            assert taken["state"] == "done"
            assert [part["state"] for part in await office.rows("SELECT state FROM asked_part")] == ["received"]

    asyncio.run(run())


def test_an_answer_that_crosses_its_recall_changes_nothing(one_stop: Any, authority_folder: Path) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await staff(office, authority_folder)
            dossier = await held(office)
            await ask(office, dossier)
            await carry(office)
            part = await asked_id(office)
            await answered(office, part)
            url = f"{URL}/dossiers/{dossier}/parts/1/recall"
            taken = await office.client.post(url, headers=office.headers(SPECIALIST), json={"reason": "Không cần nữa"})
            assert taken.status_code == 200, taken.text
            await carry(office)
            (one,) = await parts_of(office, dossier)
            assert one["state"] == "recalled"
            assert (await office.rows("SELECT state FROM asked_part"))[0]["state"] == "answered"
            noted = {row["kind"] for row in await office.rows("SELECT kind FROM evidence")}
            assert {"part-progress-too-late", "part-recall-too-late"} <= noted
            again = await office.client.post(url, headers=office.headers(SPECIALIST), json={"reason": "Không cần nữa"})
            assert (again.status_code, again.json()["code"]) == (409, "part_ended")

    asyncio.run(run())


def test_only_a_leader_goes_on_and_only_without_what_is_late(one_stop: Any, authority_folder: Path) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await staff(office, authority_folder)
            dossier = await held(office)
            await ask(office, dossier, hours=8)
            url, body = f"{URL}/dossiers/{dossier}/parts/1/skip", {"reason": "Đã quá hạn, đủ căn cứ"}
            early = await office.client.post(url, headers=office.headers(LEADER), json=body)
            assert (early.status_code, early.json()["code"]) == (409, "part_not_late")
            with clock.stopped_at(clock.now() + timedelta(days=20)):
                assert (await office.client.post(url, headers=office.headers(SPECIALIST), json=body)).status_code == 403
                gone_on = await office.client.post(url, headers=office.headers(LEADER), json=body)
                assert gone_on.status_code == 200, gone_on.text
                twice = await office.client.post(url, headers=office.headers(LEADER), json=body)
                assert (twice.status_code, twice.json()["code"]) == (409, "part_not_awaited")
                assert (await office.act(dossier, "finish", SPECIALIST, DRAFT)).status_code == 200
            kept = await office.rows("SELECT note FROM hand_over WHERE action = 'part-skipped'")
            assert "Đã quá hạn, đủ căn cứ" in kept[0]["note"]
            assert await office.rows("SELECT 1 FROM evidence WHERE kind = 'part-skipped'")
            await carry(office)
            await answered(office, await asked_id(office))
            await carry(office)
            (one,) = await parts_of(office, dossier)
            assert one["state"] == "answered", "a late answer is still kept"

    asyncio.run(run())


def test_a_part_ends_with_its_dossier_and_the_asked_agency_is_told(one_stop: Any, authority_folder: Path) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await staff(office, authority_folder)
            dossier = await held(office)
            await ask(office, dossier)
            await carry(office)
            await do(office, await asked_id(office), "take-in", there(office, COUNTER))
            await carry(office)
            withdrawn = SubmissionWithdrawn(submission_id=dossier, reason="Tôi nộp lại sau", withdrawn_at=clock.now())
            await office.tell(withdrawn, "online-services", sequence=2)
            await carry(office)
            (row,) = await office.rows("SELECT state FROM asked_part")
            assert row["state"] == "recalled"
            told = [
                json.loads(event["data"])["notification"]
                for event in await office.rows("SELECT data::text AS data FROM outbox WHERE kind = 'notification'")
            ]
            assert "part-recalled" in told
            late = await do(office, await asked_id(office), "assign", there(office, LEADER), {"holder_id": ""})
            assert (late.status_code, late.json()["code"]) == (409, "part_ended")

    asyncio.run(run())


def test_the_citizen_hears_whom_it_was_sent_to_and_nothing_of_the_question(
    one_stop: Any, authority_folder: Path
) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await staff(office, authority_folder)
            dossier = await held(office)
            await ask(office, dossier)
            rows = await office.rows("SELECT data::text AS data FROM outbox WHERE kind = 'dossier' ORDER BY position")
            moved = json.loads(rows[-1]["data"])
            assert (moved["action"], moved["asked"]) == ("ask-part", [THERE_NAME])
            assert QUESTION not in rows[-1]["data"]

    asyncio.run(run())


def test_a_leaders_question_bears_his_signature(one_stop: Any, authority_folder: Path) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await staff(office, authority_folder)
            dossier = await held(office)
            assert (await office.act(dossier, "finish", SPECIALIST, DRAFT)).status_code == 200
            asked = await ask(office, dossier, who=LEADER)
            assert asked.status_code == 200, asked.text
            held_back = await office.act(dossier, "sign", LEADER)
            assert held_back.json()["code"] == "dossier_awaits_part"
            (form,) = await office.rows("SELECT sha256 FROM printed_form WHERE form_no = 'part-ask'")
            url = f"{URL}/dossiers/{dossier}/files/{form['sha256']}"
            pdf = await office.client.get(url, headers=office.headers(LEADER))
            anchors = TrustAnchors.of_authority(office.settings.authority_folder)
            (report,) = await asyncio.to_thread(verify_pdf, pdf.content, anchors)
            assert (report.valid, report.signer_name) == (True, "Lê Quang Minh")

    asyncio.run(run())
