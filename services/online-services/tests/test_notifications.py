"""A citizen is told of each turn of the own dossier, and of nobody else's."""

from datetime import UTC, datetime
from functools import partial
from uuid import UUID

from online_services.tracking import actions as course
from shared.access.identity import Identity
from shared.contracts.one_stop import ResultReminded, SupplementReminded
from shared.core import clock
from shared.core.formats import vn_second
from shared.notifying.keeping import SEND
from shared.work.jobs import Jobs

from .builders import CODE, finished, received, refused, returned, supplement_requested
from .conftest import CSRF, Check, Service, file_one

OPERATOR = Identity(kind="officer", subject="op", name="Vận hành", agency_code="x", roles=frozenset({"operator"}))
MORNING = datetime(2026, 11, 26, 2, 0, tzinfo=UTC)


def test_the_course_of_a_dossier_is_told_to_its_owner_without_what_is_in_it(in_service: Check) -> None:
    async def check(service: Service) -> None:
        lan = await service.lan()
        dossier = await file_one(lan)
        await service.in_transaction(
            lambda session: course.note_supplement_requested(session, supplement_requested(dossier)),
            lambda session: course.note_received(session, received(dossier)),
            lambda session: course.note_finished(session, finished(dossier)),
        )
        page = (await lan.get("/dich-vu-cong/thong-bao")).text
        [filed] = await service.rows("SELECT filed_at FROM submission")
        asked = f"Hồ sơ nộp lúc {vn_second(filed['filed_at'])} của bạn cần bổ sung"
        for said in (asked, f"Hồ sơ {CODE} đã được tiếp nhận", f"Hồ sơ {CODE} đã có kết quả"):
            assert said in page
        rows = await service.rows("SELECT facts::text AS facts, link FROM notification")
        assert {row["link"] for row in rows} == {f"/dich-vu-cong/ho-so/{dossier}"}
        for hidden in ("Lan", "Tiểu học", "Cần ghi rõ"):
            assert not [row for row in rows if hidden in row["facts"]]
        khoa = await service.khoa()
        assert "Chưa có thông báo nào" in (await khoa.get("/dich-vu-cong/thong-bao")).text

    in_service(check)


def test_who_has_not_fetched_a_result_is_told_and_who_has_is_not(in_service: Check) -> None:
    async def check(service: Service) -> None:
        lan = await service.lan()
        waits, fetched = await file_one(lan), await file_one(lan)
        for dossier, code in ((waits, "XT7K2M9PQR"), (fetched, "NEW2K2M9PQ")):
            done = finished(dossier, verification_code=code)
            await service.in_transaction(partial(course.note_finished, event=done))
        await service.in_transaction(lambda session: course.note_returned(session, returned(fetched)))
        for dossier in (waits, fetched):
            told = ResultReminded(dossier_id=dossier, finished_at=MORNING, reminded_at=clock.now())
            await service.in_transaction(partial(course.note_reminded, event=told))
        rows = await service.rows("SELECT link FROM notification WHERE kind = 'result-uncollected'")
        assert [row["link"] for row in rows] == [f"/dich-vu-cong/ho-so/{waits}"]
        page = (await lan.get("/dich-vu-cong/thong-bao")).text
        assert "có kết quả từ ngày 26/11/2026" in page

    in_service(check)


def test_who_has_not_answered_is_reminded_before_the_deadline_and_who_has_is_not(in_service: Check) -> None:
    async def check(service: Service) -> None:
        lan = await service.lan()
        waits, answered = await file_one(lan), await file_one(lan)
        for dossier in (waits, answered):
            asked = partial(course.note_supplement_requested, event=supplement_requested(dossier))
            await service.in_transaction(asked)
        await service.in_transaction(lambda session: course.note_received(session, received(answered)))
        for dossier in (waits, answered):
            told = SupplementReminded(dossier_id=dossier, deadline_at=MORNING, reminded_at=clock.now())
            await service.in_transaction(partial(course.note_supplement_reminded, event=told))
        rows = await service.rows("SELECT link FROM notification WHERE kind = 'supplement-due-soon'")
        assert [row["link"] for row in rows] == [f"/dich-vu-cong/ho-so/{waits}"]
        assert "Hạn bổ sung 09:00 26/11/2026" in (await lan.get("/dich-vu-cong/thong-bao")).text

    in_service(check)


def test_a_dossier_brought_to_the_counter_has_nobody_to_tell(in_service: Check) -> None:
    async def check(service: Service) -> None:
        await service.in_transaction(lambda session: course.note_refused(session, refused(str(UUID(int=7)))))
        assert await service.rows("SELECT 1 FROM notification") == []

    in_service(check)


def test_a_citizen_marks_all_as_read_chooses_and_the_operator_sends_again(in_service: Check) -> None:
    async def check(service: Service) -> None:
        lan = await service.lan()
        dossier = await file_one(lan)
        with clock.stopped_at(MORNING):
            await service.in_transaction(lambda session: course.note_received(session, received(dossier)))
        [row] = await service.rows("SELECT id FROM notification")
        count = await lan.get("/dich-vu-cong/thong-bao/so-moi", headers={"hx-request": "true"})
        assert "1 chưa đọc" in count.text
        [letter] = await service.rows("SELECT id, channel FROM letter")
        assert letter["channel"] == "email"
        async with service.database.sessions.begin() as session:
            from sqlalchemy import text

            await session.execute(text("UPDATE letter SET state = 'failed'"))
        again = await service.caller(OPERATOR).post(f"/internal/operations/letters/{letter['id']}/send-again")
        assert again.status_code == 200
        answer = await lan.post("/dich-vu-cong/thong-bao/da-doc", data={"newest": str(row["id"]), "csrf_token": CSRF})
        assert answer.status_code == 303
        assert [
            row["n"] for row in await service.rows("SELECT count(*) AS n FROM notification WHERE read_at IS NULL")
        ] == [0]
        chosen = {"result-ready-email": "never", "quiet_from": "22", "quiet_to": "06", "csrf_token": CSRF}
        assert (await lan.post("/dich-vu-cong/thong-bao/tuy-chon", data=chosen)).status_code == 303
        await service.in_transaction(lambda session: course.note_finished(session, finished(dossier)))
        assert len(await service.rows("SELECT 1 FROM letter WHERE state = 'waiting' AND channel = 'email'")) == 1
        assert Jobs(service.database, [SEND])

    in_service(check)
