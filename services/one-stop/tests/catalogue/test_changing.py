"""A procedure is changed on the screen: drafted, checked, approved by somebody else, in force on its day."""

import asyncio
import json
from datetime import datetime, timedelta

from one_stop.catalogue.actions import BRING_IN_FORCE
from shared.access.identity import Identity
from shared.core import clock
from shared.core.clock import VIETNAM
from shared.work.jobs import Jobs

from .kit import EDITOR, LEADER, LIST, begin, decide, look, press, save, send, version_of

NOW = datetime(2026, 12, 30, 9, tzinfo=VIETNAM)
OPEN_FORM = "/api/one-stop/v1/procedures"


async def _published(office, code: str) -> list:
    return await office.rows(
        "SELECT data::text FROM outbox WHERE type = 'one-stop.procedure-published.v1' AND data->>'procedure_code' = $1",
        code,
    )


def test_what_two_people_decided_is_published_and_dossiers_keep_their_version(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            code = office.procedures["chung"]["code"]
            running = await office.file()
            told = len(await _published(office, code))
            change = await begin(office, code)
            saved = await save(office, change, name="Tên mới của thủ tục", fee="1.250.000", fee_collected="at_intake")
            assert saved.headers["location"].endswith("?xong=luu"), "nothing is left to mend"
            page = await look(office, change)
            assert "Tên mới của thủ tục" in page
            assert "1.250.000 đồng" in page
            today = clock.local_now().date()
            assert (await send(office, change, today)).status_code == 303
            assert "Duyệt để công bố" in await look(office, change, LEADER)
            assert (await decide(office, change, "duyet")).status_code == 303
            rows = await office.rows("SELECT version, current, name FROM procedure_version WHERE code = $1", code)
            assert sorted((row["version"], row["current"]) for row in rows) == [(1, False), (2, True)]
            now_told = await _published(office, code)
            assert len(now_told) == told + 1
            assert "123/QĐ-UBND" in now_told[-1]["data"]
            (kept,) = await office.rows(
                "SELECT v.version FROM dossier d JOIN procedure_version v ON v.id = d.procedure_version_id"
                " WHERE d.id = $1::uuid", running,
            )  # fmt: skip
            assert kept["version"] == 1
            compared = await look(office, f"{LIST}/{code}/so-sanh")
            assert "Tên mới của thủ tục" in compared
            assert "Quyết định công bố" in compared
            assert "Thay đổi đã duyệt" in await look(office, f"{LIST}/{code}")
            assert "2 mục." in await look(office, LIST), "each procedure once, whatever versions it has"

    asyncio.run(run())


def test_the_public_content_is_edited_and_told(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            code = office.procedures["chung"]["code"]
            change = await begin(office, code)
            said = {
                "details.sequence": "1. Nộp hồ sơ\r\n2. Nhận kết quả",
                "details.legal_basis": "\uf0b7 Luật Giáo dục 2019",
            }
            assert (await save(office, change, **said)).headers["location"].endswith("?xong=luu")
            assert "Trình tự thực hiện" in await look(office, change)
            await send(office, change, clock.local_now().date())
            assert (await decide(office, change, "duyet")).status_code == 303
            told = json.loads((await _published(office, code))[-1]["data"])["details"]
            assert told["sequence"] == "1. Nộp hồ sơ\n2. Nhận kết quả"
            assert told["legal_basis"] == "• Luật Giáo dục 2019"
            again = await begin(office, code)
            assert "2. Nhận kết quả" in await look(office, f"{again}/sua")

    asyncio.run(run())


def test_who_wrote_it_does_not_approve_it(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            change = await begin(office, office.procedures["chung"]["code"])
            await save(office, change, name="Tên khác")
            assert (await send(office, change, clock.local_now().date())).status_code == 303
            both = Identity(
                kind="officer", subject=f"{EDITOR}.{office.agency}", name="Người soạn", agency_code=office.agency,
                roles=frozenset({EDITOR, LEADER}), csrf="csrf-token",
            )  # fmt: skip
            refused = await decide(office, change, "duyet", both)
            assert refused.status_code == 409
            assert "không tự duyệt được" in refused.text
            assert (await decide(office, change, "duyet", EDITOR)).status_code == 403
            assert (await decide(office, change, "duyet")).status_code == 303

    asyncio.run(run())


def test_a_change_for_a_later_day_comes_in_force_as_that_day_begins(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            code = office.procedures["chung"]["code"]
            jobs = Jobs(office.database, [BRING_IN_FORCE])
            with clock.stopped_at(NOW):
                change = await begin(office, code)
                await save(office, change, name="Tên của năm mới")
                await send(
                    office,
                    change,
                    NOW.date() + timedelta(days=2),
                    **{"decision_day-day": "30", "decision_day-month": "12", "decision_day-year": "2026"},
                )
                assert (await decide(office, change, "duyet")).status_code == 303
                assert "chờ ngày có hiệu lực" in await look(office, LIST)
            with clock.stopped_at(datetime(2026, 12, 31, 23, 59, tzinfo=VIETNAM)):
                assert not await jobs.is_due()
                assert (await office.rows("SELECT max(version) AS n FROM procedure_version WHERE code = $1", code))[0][
                    "n"
                ] == 1
            with clock.stopped_at(datetime(2027, 1, 1, 0, 0, 1, tzinfo=VIETNAM)):
                assert await jobs.do_next()
                (row,) = await office.rows(
                    "SELECT name, effective_from FROM procedure_version WHERE code = $1 AND current", code
                )
                assert row["name"] == "Tên của năm mới"
                assert row["effective_from"].astimezone(VIETNAM).date().isoformat() == "2027-01-01"
                assert "Đã có hiệu lực" in await look(office, change)

    asyncio.run(run())


def test_what_is_taken_back_before_its_day_is_not_published(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            code = office.procedures["chung"]["code"]
            change = await begin(office, code)
            await save(office, change, name="Tên sẽ không có")
            day = clock.local_now().date() + timedelta(days=3)
            await send(office, change, day)
            await decide(office, change, "duyet")
            assert (await decide(office, change, "lay-lai")).status_code == 303
            with clock.stopped_at(datetime.now(VIETNAM) + timedelta(days=4)):
                assert not await Jobs(office.database, [BRING_IN_FORCE]).is_due()
            assert (await decide(office, change, "bo", EDITOR)).status_code == 303
            assert "Đã bỏ" in await look(office, change)
            assert (await begin(office, code)) != change

    asyncio.run(run())


def test_a_leader_sends_it_back_with_a_reason(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            change = await begin(office, office.procedures["chung"]["code"])
            await save(office, change, name="Tên khác")
            await send(office, change, clock.local_now().date())
            silent = await decide(office, change, "tra-lai", reason="")
            assert silent.status_code == 422
            assert (await decide(office, change, "tra-lai", reason="Mức phí chưa đúng nghị quyết")).status_code == 303
            page = await look(office, change)
            assert "Mức phí chưa đúng nghị quyết" in page
            assert "Sửa bản thảo" in page
            late = await decide(office, change, "duyet")
            assert late.status_code == 409
            assert "khi thay đổi đang soạn" in late.text

    asyncio.run(run())


def test_each_fault_is_named_at_its_box_and_nothing_faulty_is_sent(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            change = await begin(office, office.procedures["chung"]["code"])
            wrong = {"name": "", "term.amount": "mười", "steps.0.role": "leader", "papers.0.originals": "0"}
            saved = await save(office, change, **wrong)
            assert saved.headers["location"].endswith("/sua?kiem_tra=1")
            page = await look(office, f"{change}/sua?kiem_tra=1")
            for box in ("name-error", "term.amount-error"):
                assert f'id="{box}"' in page, box
            assert 'value="mười"' in page
            await save(office, change, name="Đủ tên", **{"term.amount": "10"})
            page = await look(office, f"{change}/sua?kiem_tra=1")
            assert "Bước đầu tiên là tiếp nhận" in page
            assert 'id="steps.0.role-error"' in page
            refused = await send(office, change, clock.local_now().date())
            assert refused.status_code == 409
            assert "còn chỗ cần sửa" in refused.text

    asyncio.run(run())


def test_of_two_editors_who_save_at_once_the_second_is_told_and_keeps_the_words(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            change = await begin(office, office.procedures["chung"]["code"])
            old = await version_of(office, change)
            await save(office, change, name="Tên của người thứ nhất")
            second = await save(office, change, name="Tên của người thứ hai", version=old)
            assert second.status_code == 412
            assert "Tên của người thứ hai" in second.text
            assert "vừa lưu bản khác" in second.text

    asyncio.run(run())


def test_another_agency_and_other_roles_do_not_see_a_draft(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            code = office.procedures["chung"]["code"]
            change = await begin(office, code)
            elsewhere = office.identity(EDITOR, "000.00.12.H08")
            answer = await office.client.get(change, headers=office.headers(elsewhere))
            assert answer.status_code == 404
            other = await office.client.post(
                f"{LIST}/{code}/soan", headers=office.headers(elsewhere), data={"csrf_token": "csrf-token"}
            )
            assert other.status_code == 409
            assert "đang có một thay đổi chưa xong" in other.text
            assert (await office.client.get(LIST, headers=office.headers("specialist"))).status_code == 403
            again = await press(office, f"{LIST}/{code}/soan", EDITOR)
            assert again.headers["location"] == change, "pressed twice it leads to the draft that is there"

    asyncio.run(run())


def test_a_day_that_has_passed_and_a_change_that_changes_nothing_are_refused(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            change = await begin(office, office.procedures["chung"]["code"])
            same = await send(office, change, clock.local_now().date())
            assert same.status_code == 409
            assert "giống hệt phiên bản đang có hiệu lực" in same.text
            await save(office, change, name="Tên khác")
            past = await send(office, change, clock.local_now().date() - timedelta(days=1))
            assert past.status_code == 422
            assert "hôm nay hoặc một ngày sau" in past.text
            assert "123/QĐ-UBND" in past.text, "what was typed stays"

    asyncio.run(run())


def test_a_new_procedure_is_drafted_and_published(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            wrong = await press(office, "/mot-cua/soan-thu-tuc-moi", EDITOR, code="12", name="Thủ tục mới")
            assert wrong.status_code == 422
            begun = await press(office, "/mot-cua/soan-thu-tuc-moi", EDITOR, code="1.009999", name="Thủ tục mới")
            change = begun.headers["location"].removesuffix("/sua")
            said = {
                "sector.name": "Xây dựng", "tier": "province", "level": "4", "form": "chung", "result": "Giấy phép",
                "agencies": [office.agency], "term.amount": "5", "term.unit": "working_days", "fee_collected": "none",
                "papers.0.name": "Đơn đề nghị", "papers.0.originals": "1", "papers.0.required": "true",
            }  # fmt: skip
            saved = await save(office, change, **said)
            assert saved.headers["location"].endswith("?xong=luu"), await look(office, f"{change}/sua?kiem_tra=1")
            await send(office, change, clock.local_now().date())
            assert (await decide(office, change, "duyet")).status_code == 303
            listed = await office.client.get(OPEN_FORM, headers=office.headers("counter-officer"))
            assert "1.009999" in {row["code"] for row in listed.json()["items"]}
            (paper,) = await office.rows(
                "SELECT p.code FROM procedure_paper p JOIN procedure_version v ON v.id = p.procedure_version_id WHERE v.code = '1.009999'"
            )
            assert paper["code"] == "1.009999-TP01"

    asyncio.run(run())
