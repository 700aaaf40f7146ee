"""What is asked of whom, what of it is evidence, and what stays where it is when people and units change."""

import asyncio
import json
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from one_stop.asked_parts.arriving import follow_merger, release_parts
from one_stop.parts.watching import PART_DEADLINE
from shared.contracts.mail_directory import UnitRecorded
from shared.contracts.online_services import SubmissionWithdrawn
from shared.core import clock
from shared.directory.keeping import keep_agency
from shared.standards.dossier_status import DossierStatus
from shared.work.jobs import Jobs
from testing.factories import a_person, a_post, an_agency

from .kit import (
    COUNTER,
    LEADER,
    SPECIALIST,
    THERE,
    THIRD,
    THIRD_NAME,
    URL,
    answered,
    ask,
    asked_id,
    carry,
    do,
    held,
    parts_of,
    staff,
    there,
)
from .test_consultation import DRAFT


async def _noted(office: Any, subject: str) -> list[str]:
    rows = await office.rows(
        "SELECT kind FROM evidence WHERE subject = $1 AND kind ~ '^(part|file)-' ORDER BY id", subject
    )
    return [row["kind"] for row in rows]


async def _at_work(office: Any, authority_folder: Path) -> tuple[str, str]:
    """A dossier that asks and the part at the asked agency, which a specialist has."""
    await staff(office, authority_folder)
    dossier = await held(office)
    assert (await ask(office, dossier)).status_code == 200
    await carry(office)
    part = await asked_id(office)
    for act, role in (("take-in", COUNTER), ("claim", SPECIALIST)):
        assert (await do(office, part, act, there(office, role))).status_code == 200
    return dossier, part


def test_who_cannot_answer_is_not_asked_nor_is_a_paper_shown_that_is_not_of_the_dossier(
    one_stop: Any, authority_folder: Path
) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await staff(office, authority_folder)
            dossier, closed = await held(office), "000.00.77.H08"
            async with office.database.sessions.begin() as session:
                ended = clock.local_now().date() - timedelta(days=1)
                await keep_agency(session, an_agency(closed, name="Sở đã giải thể", valid_to=ended))
            (old, *_) = await office.rows("UPDATE dossier_paper SET replaced_at = now() RETURNING id")
            unit = {"agency_code": office.agency, "unit_id": "khong-co"}
            for code, body in (
                ("asked_unknown", {"to": [{"agency_code": "000.00.99.H08"}]}),
                ("asked_unknown", {"to": [{"agency_code": closed}]}),
                ("asked_unknown", {"to": [unit]}),
                ("asked_itself", {"to": [{"agency_code": office.agency}]}),
                ("asked_missing", {"to": []}),
                ("paper_unknown", {"papers": [str(uuid4())]}),
                ("paper_unknown", {"papers": [str(old["id"])]}),
            ):
                refused = await ask(office, dossier, **body)
                assert (refused.status_code, refused.json()["errors"][0]["code"]) == (422, code), body
            assert await office.rows("SELECT 1 FROM dossier_part") == []

    asyncio.run(run())


def test_each_is_asked_once_and_again_when_it_has_ended(one_stop: Any, authority_folder: Path) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await staff(office, authority_folder)
            dossier = await held(office)
            assert (await ask(office, dossier, THERE, THERE)).status_code == 200
            assert len(await parts_of(office, dossier)) == 1
            recall, why = f"{URL}/dossiers/{dossier}/parts/1/recall", {"reason": "Hỏi nhầm câu"}
            old = office.headers(SPECIALIST) | {"If-Match": '"1"'}
            assert (await office.client.post(recall, headers=old, json=why)).status_code == 412, (
                "it was asked meanwhile"
            )
            assert (await office.client.post(recall, headers=office.headers(LEADER), json=why)).status_code == 200
            assert (await ask(office, dossier, required=False)).status_code == 200
            assert await _noted(office, f"dossier/{dossier}") == ["part-asked", "part-recalled", "part-asked"]
            assert (await office.act(dossier, "finish", SPECIALIST, DRAFT)).status_code == 200, "no answer is awaited"

    asyncio.run(run())


def test_every_act_of_the_asked_agency_is_evidence_and_its_draft_stays_with_it(
    one_stop: Any, authority_folder: Path
) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier, part = await _at_work(office, authority_folder)
            who, words = there(office, SPECIALIST), {"conclusion": "disagree", "opinion": "Trái quy hoạch đã duyệt."}
            stale = await do(office, part, "draft", who, words, **{"If-Match": '"1"'})
            assert stale.status_code == 412
            assert (await do(office, part, "draft", who, words)).status_code == 200
            (told,) = await office.rows(
                "SELECT data::text AS data FROM outbox WHERE kind = 'part' ORDER BY position DESC LIMIT 1"
            )
            assert (json.loads(told["data"])["conclusion"], json.loads(told["data"])["opinion"]) == ("", "")
            key = {"Idempotency-Key": "tra-lai-mot-lan"}
            for _ in range(2):
                back = await do(office, part, "send-back", there(office, LEADER), {"reason": "Ghi rõ căn cứ"}, **key)
                assert back.status_code == 200, back.text
            assert (await do(office, part, "draft", who, words)).status_code == 200
            assert (await do(office, part, "sign", there(office, LEADER))).status_code == 200
            (slip,) = await office.rows("SELECT answer ->> 'sha256' AS sha256 FROM asked_part")
            look = f"{URL}/asked-parts/{part}/files/{slip['sha256']}"
            assert (await office.client.get(look, headers=office.headers(who))).status_code == 200
            assert await _noted(office, f"part/{part}") == [
                "part-arrived", "part-take-in", "part-claim", "part-draft", "part-send-back", "part-draft", "part-sign", "file-seen",
            ]  # fmt: skip
            await carry(office)
            assert (await _noted(office, f"dossier/{dossier}"))[-1] == "part-progressed"

    asyncio.run(run())


def test_of_two_who_take_it_at_once_one_is_told_and_only_a_specialist_is_given_it(
    one_stop: Any, authority_folder: Path
) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier, part = await _at_work(office, authority_folder)
            leader = there(office, LEADER)
            for person in (f"{COUNTER}.{THERE}", f"{SPECIALIST}.{office.agency}"):
                wrong = await do(office, part, "assign", leader, {"holder_id": person})
                assert (wrong.status_code, wrong.json()["errors"][0]["code"]) == (422, "assignee_unknown"), person
            assert (await do(office, part, "assign", leader, {"holder_id": ""})).status_code == 200
            both = await asyncio.gather(*(do(office, part, "claim", there(office, SPECIALIST)) for _ in range(2)))
            assert sorted(answer.status_code for answer in both) == [200, 409]
            why = {"reason": "Không cần ý kiến nữa"}
            recall = f"{URL}/dossiers/{dossier}/parts/1/recall"
            assert (await office.client.post(recall, headers=office.headers(SPECIALIST), json=why)).status_code == 200
            await carry(office)
            assert (await _noted(office, f"part/{part}"))[-1] == "part-recalled-by-asker"

    asyncio.run(run())


def test_who_stays_keeps_the_part_and_its_unit_goes_along(one_stop: Any, authority_folder: Path) -> None:
    async def run() -> None:
        async with one_stop() as office:
            _, part = await _at_work(office, authority_folder)
            holder = f"{SPECIALIST}.{THERE}"

            async def recorded(*posts: Any) -> tuple[Any, ...]:
                async with office.database.sessions.begin() as session:
                    await release_parts(session, a_person(holder, *posts))
                (row,) = await office.rows("SELECT holder_id, unit_id FROM asked_part")
                return tuple(row)

            assert await recorded(a_post(THERE, SPECIALIST, unit_id="u-1")) == (holder, "u-1")
            merged = UnitRecorded(
                unit_id="u-1", agency_code=THERE, code="P1", name="Phòng cũ", unit_kind="division",
                valid_from=clock.local_now().date(), successor_id="u-2", successor_name="Phòng mới",
            )  # fmt: skip
            async with office.database.sessions.begin() as session:
                await follow_merger(session, merged)
            assert (await office.rows("SELECT unit_id FROM asked_part"))[0]["unit_id"] == "u-2"
            assert await recorded(a_post(THERE, SPECIALIST, unit_id="u-2")) == (holder, "u-2")
            assert await recorded() == (None, "u-2")
            assert (await _noted(office, f"part/{part}"))[-1] == "part-released"

    asyncio.run(run())


def test_what_was_answered_keeps_who_answered_it_when_he_leaves(one_stop: Any, authority_folder: Path) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await staff(office, authority_folder)
            await ask(office, await held(office))
            await carry(office)
            await answered(office, await asked_id(office))
            async with office.database.sessions.begin() as session:
                await release_parts(session, a_person(f"{SPECIALIST}.{THERE}"))
            (row,) = await office.rows("SELECT holder_id, state FROM asked_part")
            assert tuple(row) == (f"{SPECIALIST}.{THERE}", "answered")

    asyncio.run(run())


def test_the_list_shows_what_is_mine_what_is_my_units_and_what_stands_so(one_stop: Any, authority_folder: Path) -> None:
    async def run() -> None:
        async with one_stop() as office:
            _, part = await _at_work(office, authority_folder)
            await office.rows("UPDATE asked_part SET unit_id = 'u-1' RETURNING id")
            holder, other = there(office, SPECIALIST), there(office, SPECIALIST, subject="khac")
            head = there(office, SPECIALIST, subject="truong", unit="u-1", leads_unit=True)
            elsewhere = there(office, SPECIALIST, subject="truong2", unit="u-2", leads_unit=True)
            for who, asked, sees in (
                (holder, "scope=mine", True),
                (other, "scope=mine", False),
                (head, "scope=unit", True),
                (elsewhere, "scope=unit", False),
                (other, "scope=unit", False),
                (other, "state=received", True),
                (other, "state=sent", False),
                (other, "state=overdue", False),
            ):
                url = f"{URL}/asked-parts?{asked}"
                listed = (await office.client.get(url, headers=office.headers(who))).json()["items"]
                assert [one["id"] for one in listed] == ([part] if sees else []), (who.subject, asked)
            await office.rows("UPDATE asked_part SET due_at = now() - interval '1 hour' RETURNING id")
            late = await office.client.get(f"{URL}/asked-parts?state=overdue", headers=office.headers(other))
            assert [one["id"] for one in late.json()["items"]] == [part]

    asyncio.run(run())


def test_with_its_dossier_ends_what_is_open_and_an_answer_stays_an_answer(
    one_stop: Any, authority_folder: Path
) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await staff(office, authority_folder)
            await staff(office, authority_folder, THIRD, THIRD_NAME)
            dossier = await held(office)
            assert (await ask(office, dossier, THERE, THIRD)).status_code == 200
            await carry(office)
            await answered(office, await asked_id(office))
            await carry(office)
            withdrawn = SubmissionWithdrawn(submission_id=dossier, reason="Tôi nộp lại sau", withdrawn_at=clock.now())
            await office.tell(withdrawn, "online-services", sequence=2)
            rows = await office.rows("SELECT state FROM dossier_part ORDER BY number")
            assert [row["state"] for row in rows] == ["answered", "recalled"]
            assert (await office.rows("SELECT awaits FROM dossier"))[0]["awaits"] == ""
            assert (await _noted(office, f"dossier/{dossier}"))[-1] == "part-ended"

    asyncio.run(run())


def test_what_ended_without_thinking_of_its_parts_ends_them_when_they_are_looked_at(
    one_stop: Any, authority_folder: Path
) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await staff(office, authority_folder)
            await ask(office, await held(office))
            (part,) = await office.rows("SELECT due_at FROM dossier_part")
            await office.rows("UPDATE dossier SET status = $1 RETURNING id", DossierStatus.RETURNED.value)
            with clock.stopped_at(part["due_at"] + timedelta(minutes=1)):
                jobs = Jobs(office.database, [PART_DEADLINE])
                while await jobs.do_next():
                    pass
            (row,) = await office.rows("SELECT state FROM dossier_part")
            assert row["state"] == "recalled"
            told = await office.rows(
                "SELECT 1 FROM outbox WHERE kind = 'notification' AND data::text LIKE '%part-answer-late%'"
            )
            assert told == [], "nobody waits for it"

    asyncio.run(run())


def test_each_look_at_a_part_is_evidence_and_its_unit_is_offered_to_its_head_alone(
    one_stop: Any, authority_folder: Path
) -> None:
    async def run() -> None:
        async with one_stop() as office:
            _, part = await _at_work(office, authority_folder)
            who = there(office, SPECIALIST)
            for path in (
                f"{URL}/asked-parts/{part}",
                f"{URL}/asked-parts/{part}/timeline",
                f"/mot-cua/phan-viec/{part}",
            ):
                assert (await office.client.get(path, headers=office.headers(who))).status_code == 200
            assert (await _noted(office, f"part/{part}"))[3:] == ["part-seen"] * 3
            head = there(office, SPECIALIST, subject="truong", unit="u-1", leads_unit=True)
            for reader, offered in ((who, False), (head, True)):
                page = await office.client.get("/mot-cua/phan-viec", headers=office.headers(reader))
                assert ("Đơn vị tôi đứng đầu" in page.text) == offered

    asyncio.run(run())
