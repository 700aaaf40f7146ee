"""After filing: what waits for whom is said, what is late is said, and a submission can be taken back."""

from datetime import timedelta
from typing import Any

import httpx
import orjson

from online_services.tracking import actions as course
from shared.contracts.one_stop import DossierClosed, SupplementRequested
from shared.contracts.values import SupplementItem
from shared.core import clock
from shared.core.identifiers import new_id

from .builders import CODE, SECRET, a_file, finished, moved, received, refused, returned
from .conftest import Check, Service, file_one, fresh_key
from .test_pages_without_scripts import form

API = "/api/online-services/v1"


def asked(dossier: str, *items: SupplementItem, days: int = 5) -> SupplementRequested:
    now = clock.now()
    return SupplementRequested(
        dossier_id=dossier, reason="Cần ghi rõ nội dung", items=items, requested_at=now - timedelta(days=9),
        deadline_at=now + timedelta(days=days), notice=a_file(),
    )  # fmt: skip


async def own_page(caller: httpx.AsyncClient, dossier: str) -> str:
    return (await caller.get(f"/dich-vu-cong/ho-so/{dossier}")).text


async def events(service: Service, kind: str) -> list[dict[str, Any]]:
    rows = await service.rows("SELECT data::text AS data FROM outbox WHERE type = $1", f"online-services.{kind}.v1")
    return [orjson.loads(row["data"]) for row in rows]


def test_a_submission_is_taken_back_once_with_a_question_before(in_service: Check) -> None:
    async def check(service: Service) -> None:
        lan, khoa = await service.lan(), await service.khoa()
        dossier = await file_one(lan)
        here = f"/dich-vu-cong/ho-so/{dossier}"
        assert f'href="{here}/rut"' in await own_page(lan, dossier)
        assert "Rút hồ sơ này?" in (await lan.get(f"{here}/rut")).text
        for stranger in (await khoa.get(f"{here}/rut"), await khoa.post(f"{here}/rut", data=form())):
            assert stranger.status_code == 404
        for _ in range(2):
            assert (await lan.post(f"{here}/rut", data=form(ly_do=" Nộp nhầm\u200b "))).status_code == 303
        [told] = await events(service, "submission-withdrawn")
        assert (told["submission_id"], told["reason"]) == (dossier, "Nộp nhầm")
        shown = await own_page(lan, dossier)
        assert "Đã rút hồ sơ" in shown
        assert "Nộp nhầm" in shown
        assert f'href="{here}/rut"' not in shown
        assert "Đã rút hồ sơ" in (await lan.get("/dich-vu-cong/ho-so")).text
        assert (await lan.get(f"{API}/submissions/{dossier}")).json()["status"] == 7
        closed = DossierClosed(dossier_id=dossier, status=7, reason="Nộp nhầm", closed_at=clock.now())
        await service.in_transaction(lambda session: course.note_closed(session, closed))
        assert "đóng hồ sơ theo đề nghị rút" in await own_page(lan, dossier)

    in_service(check)


def test_taking_back_a_dossier_in_work_asks_the_agency_and_after_the_result_it_is_too_late(in_service: Check) -> None:
    async def check(service: Service) -> None:
        lan = await service.lan()
        first, second, third = [await file_one(lan) for _ in range(3)]
        await service.in_transaction(
            lambda session: course.note_received(session, received(first)),
            lambda session: course.note_received(session, received(second, code="000.00.15.H08-261123-0002")),
            lambda session: course.note_finished(session, finished(second)),
            lambda session: course.note_refused(session, refused(third)),
        )
        sent = await lan.post(f"{API}/submissions/{first}/withdrawal", json={"reason": "Đổi ý"}, headers=fresh_key())
        assert sent.status_code == 201, sent.text
        assert "Đã gửi đề nghị rút hồ sơ" in await own_page(lan, first)
        for late in (second, third):
            before = await service.rows("SELECT * FROM submission ORDER BY id")
            answer = await lan.post(f"{API}/submissions/{late}/withdrawal", json={})
            assert (answer.status_code, answer.json()["code"]) == (409, "withdrawal_too_late")
            assert (await lan.post(f"/dich-vu-cong/ho-so/{late}/rut", data=form())).status_code == 409
            assert await service.rows("SELECT * FROM submission ORDER BY id") == before
            assert (await lan.get(f"/dich-vu-cong/ho-so/{late}/rut")).status_code == 303
        assert len(await events(service, "submission-withdrawn")) == 1

    in_service(check)


def test_a_copy_of_what_was_filed_is_there_for_its_owner_alone(in_service: Check) -> None:
    async def check(service: Service) -> None:
        lan, khoa = await service.lan(), await service.khoa()
        dossier = await file_one(lan)
        copy = f"/dich-vu-cong/ho-so/{dossier}/to-khai.pdf"
        for page in (await own_page(lan, dossier), (await lan.get(f"/dich-vu-cong/ho-so/{dossier}/da-nop")).text):
            assert f'href="{copy}"' in page
        got = await lan.get(copy)
        assert (got.status_code, got.headers["content-type"]) == (200, "application/pdf")
        assert got.content == (await lan.get(copy)).content
        assert (await khoa.get(copy)).status_code == 404

    in_service(check)


def test_a_late_dossier_says_so_to_its_citizen_and_by_how_much(in_service: Check) -> None:
    async def check(service: Service) -> None:
        lan = await service.lan()
        dossier = await file_one(lan)
        due = clock.now() - timedelta(days=2, hours=1)
        await service.in_transaction(lambda session: course.note_received(session, received(dossier, due_at=due)))
        for page in (await own_page(lan, dossier), (await lan.get("/dich-vu-cong/ho-so")).text):
            assert "Quá hạn 2 ngày" in page
        looked = await service.anonymous().post("/tra-cuu", data=form(ma=CODE, khoa=SECRET))
        assert "Quá hạn 2 ngày" in looked.text
        assert (await lan.get(f"{API}/submissions")).json()["items"][0]["late"] == "Quá hạn 2 ngày"
        await service.in_transaction(lambda session: course.note_supplement_requested(session, asked(dossier)))
        assert "Quá hạn 2 ngày" not in await own_page(lan, dossier), "the clock stands still while the citizen is asked"
        await service.in_transaction(lambda session: course.note_finished(session, finished(dossier)))
        assert "Quá hạn" not in await own_page(lan, dossier)

    in_service(check)


def test_a_due_time_that_is_provisional_says_so(in_service: Check) -> None:
    async def check(service: Service) -> None:
        lan = await service.lan()
        dossier = await file_one(lan)
        event = received(dossier, due_at=clock.now() + timedelta(days=400), due_provisional=True)
        await service.in_transaction(lambda session: course.note_received(session, event))
        assert "tạm tính" in await own_page(lan, dossier)
        assert "tạm tính" in (await service.anonymous().post("/tra-cuu", data=form(ma=CODE, khoa=SECRET))).text

    in_service(check)


def test_what_waits_for_the_citizen_stands_first_and_an_answer_is_seen_at_once(in_service: Check) -> None:
    async def check(service: Service) -> None:
        lan = await service.lan()
        assert "Bạn cần làm" not in (await lan.get("/dich-vu-cong/ho-so")).text
        dossier = await file_one(lan)
        wanted = asked(dossier, SupplementItem(pointer="/request", note="Ghi rõ hơn"), days=-3)
        await service.in_transaction(lambda session: course.note_supplement_requested(session, wanted))
        assert (await lan.get("/dich-vu-cong/can-lam")).headers["location"] == "/"
        for path in ("/dich-vu-cong/ho-so", "/dich-vu-cong/can-lam"):
            page = (await lan.get(path, headers={"hx-request": "true"})).text
            assert "Bạn cần làm" in page
            assert "quá hạn 3 ngày" in page
        assert "Quá hạn 3 ngày" in await own_page(lan, dossier)
        supplement = f"/dich-vu-cong/ho-so/{dossier}/bo-sung"
        assert "Quá hạn 3 ngày" in (await lan.get(supplement)).text
        assert (await lan.post(supplement, data=form(request="Rõ hơn nhiều"))).status_code == 303
        assert "Đã gửi bổ sung, chờ kiểm tra" in await own_page(lan, dossier)
        own = (await lan.get("/dich-vu-cong/ho-so")).text
        assert "Đã gửi bổ sung, chờ kiểm tra" in own
        assert "Bạn cần làm" not in own
        assert "Chờ bạn bổ sung" not in own

    in_service(check)


def test_a_request_that_names_nothing_of_this_form_takes_no_empty_answer(in_service: Check) -> None:
    async def check(service: Service) -> None:
        lan = await service.lan()
        dossier = await file_one(lan)
        wanted = asked(dossier, SupplementItem(pointer="/purpose", note="Nêu mục đích của việc xin cấp"))
        await service.in_transaction(lambda session: course.note_supplement_requested(session, wanted))
        supplement = f"/dich-vu-cong/ho-so/{dossier}/bo-sung"
        assert "Nêu mục đích của việc xin cấp" in (await lan.get(supplement)).text
        answer = await lan.post(supplement, data=form())
        assert answer.status_code == 422
        assert "liên hệ cơ quan giải quyết" in answer.text
        by_api = await lan.post(f"{API}/submissions/{dossier}/supplements", json={})
        assert (by_api.status_code, by_api.json()["code"]) == (422, "supplement_nothing")
        assert await events(service, "supplement-filed") == []
        assert "Chờ bạn bổ sung" in await own_page(lan, dossier)

    in_service(check)


def test_a_program_sends_what_was_asked_once(in_service: Check) -> None:
    async def check(service: Service) -> None:
        lan = await service.lan()
        dossier = await file_one(lan)
        wanted = asked(dossier, SupplementItem(pointer="/request", note="Ghi rõ hơn"))
        await service.in_transaction(lambda session: course.note_supplement_requested(session, wanted))
        there, answers = f"{API}/submissions/{dossier}/supplements", {"answers": {"request": "\uf0b7 Rõ hơn nhiều"}}
        strange = await lan.post(there, json={"answers": {"applicant_name": "Người khác"}})
        assert (strange.status_code, strange.json()["errors"][0]["code"]) == (422, "not_requested")
        key = fresh_key()
        sent = [await lan.post(there, json=answers, headers=key) for _ in range(2)]
        assert [answer.status_code for answer in sent] == [201, 201]
        assert (await lan.post(there, json=answers)).status_code == 409
        [told] = await events(service, "supplement-filed")
        assert told["answers"] == {"request": "• Rõ hơn nhiều"}

    in_service(check)


def test_codes_are_taken_as_people_type_them_and_the_look_up_tells_how_far_it_is(in_service: Check) -> None:
    async def check(service: Service) -> None:
        await service.in_transaction(
            lambda session: course.note_received(session, received(str(new_id()))),
        )
        [row] = await service.rows("SELECT id FROM tracked_dossier")
        dossier = str(row["id"])
        await service.in_transaction(lambda session: course.note_moved(session, moved(dossier)))
        anyone = service.anonymous()
        for code, secret in (
            (CODE, SECRET.upper()), (CODE.lower(), "abcd efgh jkmn pqrs"), (f" {CODE} ", "ABCD-EFGH-JKMN-PQRS"),
            (CODE.replace("-", "\u2013"), f"{SECRET}\u200b"), (CODE.replace("-", " - "), SECRET),
        ):  # fmt: skip
            page = await anyone.post("/tra-cuu", data=form(ma=code, khoa=secret))
            assert page.status_code == 200, (code, secret)
            assert "Thẩm định hồ sơ" in page.text
            assert "Sở Giáo dục và Đào tạo" in page.text
            assert "Cơ quan đã tiếp nhận hồ sơ" in page.text
            assert (await anyone.post(f"{API}/look-ups", json={"code": code, "secret": secret})).status_code == 200
        assert (await anyone.post("/tra-cuu", data=form(ma=CODE, khoa=SECRET[:-1] + "x"))).status_code == 422
        assert "Trần Thị Ngọc Lan" not in page.text

    in_service(check)


def test_a_dossier_of_the_counter_gives_its_result_to_whoever_holds_the_receipt(in_service: Check) -> None:
    async def check(service: Service) -> None:
        content = b"%PDF-1.7 the signed result"
        kept = await service.app.state.files.put(content, "application/pdf", "ket-qua.pdf")
        lan = await service.lan()
        online, counter = await file_one(lan), str(new_id())
        other = "000.00.15.H08-261123-0002"
        await service.in_transaction(
            lambda session: course.note_received(session, received(counter)),
            lambda session: course.note_finished(session, finished(counter, kept.sha256)),
            lambda session: course.note_received(session, received(online, code=other)),
            lambda session: course.note_finished(session, finished(online, kept.sha256, "ZZ7K2M9PQR")),
        )
        anyone = service.anonymous()
        assert "Tải kết quả đã ký số" in (await anyone.post("/tra-cuu", data=form(ma=CODE, khoa=SECRET))).text
        got = await anyone.post("/tra-cuu/ket-qua", data=form(ma=CODE, khoa=SECRET))
        assert (got.status_code, got.content) == (200, content)
        await service.in_transaction(lambda session: course.note_returned(session, returned(counter)))
        assert (await anyone.post("/tra-cuu/ket-qua", data=form(ma=CODE, khoa=SECRET))).status_code == 200
        for code, secret in ((CODE, "x" * 16), (other, SECRET), ("", ""), ("000.00.15.H08-261123-0009", SECRET)):
            refused_ = await anyone.post("/tra-cuu/ket-qua", data=form(ma=code, khoa=secret))
            assert refused_.status_code == 404, (code, secret)
        signed_in = (await anyone.post("/tra-cuu", data=form(ma=other, khoa=SECRET))).text
        assert "Tải kết quả đã ký số" not in signed_in
        assert "hãy đăng nhập bằng tài khoản đã nộp hồ sơ" in signed_in

    in_service(check)


def test_programs_read_the_course_of_a_dossier_page_by_page(in_service: Check) -> None:
    async def check(service: Service) -> None:
        lan, khoa = await service.lan(), await service.khoa()
        dossier = await file_one(lan)
        taken_on = received(dossier, received_at=clock.now())
        await service.in_transaction(lambda session: course.note_received(session, taken_on))
        path = f"{API}/submissions/{dossier}/timeline"
        whole = (await lan.get(path)).json()
        assert [(row["act"], row["label"]) for row in whole["items"]] == [
            ("filed", "Bạn đã nộp hồ sơ"),
            ("received", "Cơ quan đã tiếp nhận hồ sơ"),
        ]
        assert whole["next"] is None
        first = (await lan.get(path, params={"limit": 1})).json()
        rest = (await lan.get(path, params={"after": first["next"]})).json()
        assert first["items"] + rest["items"] == whole["items"]
        assert (await khoa.get(path)).status_code == 404
        shown = await own_page(lan, dossier)
        assert 'aria-current="step"' in shown.partition("Cơ quan đã tiếp nhận hồ sơ")[0].rpartition("<li")[2]

    in_service(check)
