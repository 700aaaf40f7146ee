"""The citizen's whole way by plain forms: no JavaScript anywhere."""

import asyncio
import re
from typing import Any

import httpx
import orjson

from online_services.tracking import actions as course
from shared.contracts.values import SupplementItem

from .builders import CODE, SECRET, finished, moved, received, returned, supplement_requested
from .conftest import ANSWERS, BUSINESS, CSRF, GENERIC, PDF, Check, Service

FORM = {name: ("true" if value is True else value) for name, value in ANSWERS.items()}


def form(**fields: str) -> dict[str, str]:
    return {"csrf_token": CSRF, **fields}


async def start(caller: httpx.AsyncClient, code: str = GENERIC, agency: str = "") -> str:
    answer = await caller.post(f"/dich-vu-cong/nop/{code}", data=form(agency_code=agency))
    assert answer.status_code == 303, answer.text
    return answer.headers["location"].removesuffix("/to-khai")


async def papers_of(service: Service, code: str = GENERIC) -> list[dict[str, Any]]:
    [row] = await service.rows("SELECT papers::text AS papers FROM procedure WHERE code = $1", code)
    return list(orjson.loads(row["papers"]))


async def filled(service: Service, caller: httpx.AsyncClient) -> str:
    """A draft that only waits to be filed."""
    draft = await start(caller)
    saved = await caller.post(f"{draft}/to-khai", data=form(**FORM, viec="tiep"))
    assert saved.headers["location"] == f"{draft}/giay-to", saved.text
    demanded = [paper["code"] for paper in await papers_of(service) if paper["required"]]
    files = [(f"tep.{code}", ("đơn.pdf", PDF, "application/pdf")) for code in demanded]
    sent = await caller.post(f"{draft}/giay-to", data=form(viec="tiep-tuc"), files=files)
    assert sent.status_code == 303, sent.text
    assert sent.headers["location"] == f"{draft}/xem-lai"
    return draft


def test_from_search_to_a_filed_dossier(in_service: Check) -> None:
    async def check(service: Service) -> None:
        lan = await service.lan()
        found = await service.anonymous().get("/dich-vu-cong", params={"q": "cong nhan truong tieu hoc"})
        assert f"/dich-vu-cong/thu-tuc/{GENERIC}" in found.text
        shown = await service.anonymous().get(f"/dich-vu-cong/thu-tuc/{GENERIC}")
        assert "45 ngày làm việc" in shown.text
        assert "Mức độ 3" in shown.text
        draft = await filled(service, lan)
        review = await lan.get(f"{draft}/xem-lai")
        assert "Đề nghị công nhận trường đạt chuẩn quốc gia" in review.text
        assert 'name="declaration"' not in review.text, "the form has asked for it already"
        unchosen = await lan.post(f"{draft}/nop", data=form())
        assert unchosen.status_code == 422
        assert unchosen.text.count("Hãy chọn cách nhận kết quả") == 2
        answers = await asyncio.gather(
            *(lan.post(f"{draft}/nop", data=form(return_channel="online", declaration="true")) for _ in range(6))
        )
        assert {a.status_code for a in answers} == {303}
        [where] = {a.headers["location"] for a in answers}
        assert "Việc tiếp theo" in (await lan.get(where)).text
        assert len(await service.rows("SELECT 1 FROM submission")) == 1
        assert len(await service.rows("SELECT 1 FROM outbox")) == 1
        again = await lan.get(f"{draft}/to-khai")
        assert again.status_code == 303
        assert "Đã nộp, chờ tiếp nhận" in (await lan.get("/dich-vu-cong/ho-so")).text

    in_service(check)


def test_mistakes_are_kept_and_named_beside_the_field_and_above(in_service: Check) -> None:
    async def check(service: Service) -> None:
        lan = await service.lan()
        draft = await start(lan, BUSINESS, "000.00.31.H08")
        assert 'value="Trần Thị Ngọc Lan"' in (await lan.get(f"{draft}/to-khai")).text
        sent = form(applicant_id="123", starts_on_="", viec="tiep") | {
            "starts_on-day": "31", "starts_on-month": "2", "starts_on-year": "2026", "capital": "năm chục",
        }  # fmt: skip
        wrong = await lan.post(f"{draft}/to-khai", data=sent)
        assert wrong.status_code == 422
        assert "Lỗi: " in re.search(r"<title>(.*?)</title>", wrong.text, re.S)[1]  # type: ignore[index]
        assert wrong.text.count("phải gồm đúng 12 chữ số") == 2
        for kept in ('value="123"', 'value="31"', 'value="năm chục"'):
            assert kept in wrong.text
            assert kept in (await lan.get(f"{draft}/to-khai")).text
        links = re.findall(r'href="#([^"]+)"', wrong.text)
        ids = set(re.findall(r' id="([^"]+)"', wrong.text))
        assert set(links) <= ids, set(links) - ids

    in_service(check)


def test_questions_follow_the_answers_without_scripts(in_service: Check) -> None:
    async def check(service: Service) -> None:
        lan = await service.lan()
        draft = await start(lan)
        before = (await lan.get(f"{draft}/to-khai")).text
        assert 'name="organisation_name"' not in before
        after = await lan.post(f"{draft}/to-khai", data=form(on_behalf="organisation", viec="cap-nhat"))
        assert after.status_code == 200
        assert 'name="organisation_name"' in after.text
        assert "govuk-error-summary" not in after.text

    in_service(check)


def test_a_second_window_is_told_that_the_draft_changed(in_service: Check) -> None:
    async def check(service: Service) -> None:
        lan = await service.lan()
        draft = await start(lan)
        await lan.post(f"{draft}/to-khai", data=form(**FORM, viec="tiep", phien_ban="1"))
        other = form(**FORM | {"request": "Bản khác"}, viec="tiep", phien_ban="1")
        late = await lan.post(f"{draft}/to-khai", data=other)
        assert late.status_code == 412
        assert "cửa sổ khác" in late.text
        assert "Bản khác" in late.text
        assert FORM["request"] in (await lan.get(f"{draft}/to-khai")).text
        again = re.search(r'name="phien_ban" value="(\d+)"', late.text)
        assert again
        kept = await lan.post(f"{draft}/to-khai", data=other | {"phien_ban": again[1]})
        assert kept.status_code == 303
        assert "Bản khác" in (await lan.get(f"{draft}/to-khai")).text

    in_service(check)


def test_a_missing_paper_is_asked_for_and_an_attached_one_can_be_removed(in_service: Check) -> None:
    async def check(service: Service) -> None:
        lan = await service.lan()
        draft = await start(lan)
        await lan.post(f"{draft}/to-khai", data=form(**FORM, viec="tiep"))
        [first, *_] = await papers_of(service)
        missing = await lan.post(
            f"{draft}/giay-to", data=form(viec="tiep-tuc"), files=[(f"tep.{first['code']}", ("a.pdf", PDF, "x/y"))]
        )
        assert missing.status_code == 422
        assert "Hãy tải lên: " in missing.text
        [file] = re.findall(r'name="bo" value="([^"]+)"', missing.text)
        kept = await lan.get(f"{draft}/tep/{file}")
        assert kept.content == PDF
        assert kept.headers["content-disposition"].startswith("attachment")
        assert kept.headers["x-content-type-options"] == "nosniff"
        removed = await lan.post(f"{draft}/giay-to", data=form(bo=file))
        assert removed.status_code == 303
        assert await service.rows("SELECT 1 FROM uploaded_file") == []

    in_service(check)


def test_forms_without_the_sessions_token_are_refused(in_service: Check) -> None:
    async def check(service: Service) -> None:
        lan = await service.lan()
        for fields in ({}, {"csrf_token": "another"}):
            assert (await lan.post(f"/dich-vu-cong/nop/{GENERIC}", data=fields)).status_code == 403
        assert await service.rows("SELECT 1 FROM draft") == []

    in_service(check)


async def filed(service: Service, caller: httpx.AsyncClient) -> str:
    draft = await filled(service, caller)
    answer = await caller.post(f"{draft}/nop", data=form(return_channel="online", declaration="true"))
    return str(answer.headers["location"].split("/")[3])


def test_the_course_is_followed_to_the_result(in_service: Check) -> None:
    async def check(service: Service) -> None:
        lan = await service.lan()
        dossier = await filed(service, lan)
        result = await service.app.state.files.put(PDF, "application/pdf", "ket-qua.pdf")
        live, part = f"/dich-vu-cong/ho-so/{dossier}/tien-trinh", {"hx-request": "true"}
        assert (await lan.get(live)).headers["location"] == f"/dich-vu-cong/ho-so/{dossier}#tien-trinh"
        assert 'hx-trigger="every 4s"' in (await lan.get(live, headers=part)).text
        await service.in_transaction(lambda s: course.note_received(s, received(dossier)))
        page = (await lan.get(live, headers=part)).text
        assert CODE in page
        assert "Giấy tiếp nhận hồ sơ và hẹn trả kết quả" in page
        await service.in_transaction(
            lambda s: course.note_moved(s, moved(dossier)),
            lambda s: course.note_finished(s, finished(dossier, result.sha256)),
        )
        page = (await lan.get(live, headers=part)).text
        assert "Thẩm định hồ sơ" in page
        at_step = re.compile(r"Đang ở bước\s*</dt>\s*<dd[^>]*>\s*(.*?)\s*</dd>")
        assert at_step.findall(page) == ["Trả kết quả"]
        link = re.search(r'href="([^"]+/tep/[^"]+)"[^>]*>\s*Tải kết quả', page)
        assert link
        assert (await lan.get(link[1])).content == PDF
        await service.in_transaction(lambda s: course.note_returned(s, returned(dossier)))
        assert "every 4s" not in (await lan.get(live, headers=part)).text
        whole = await lan.get(f"/dich-vu-cong/ho-so/{dossier}")
        assert whole.status_code == 200
        assert "Đã trả kết quả" in whole.text
        assert at_step.findall(whole.text) == []
        assert len(await service.rows("SELECT 1 FROM evidence WHERE kind = 'submission-seen'")) == 1

    in_service(check)


def test_what_is_taken_out_of_a_supplement_stays_in_evidence(in_service: Check) -> None:
    async def check(service: Service) -> None:
        lan = await service.lan()
        dossier = await filed(service, lan)
        where = f"/dich-vu-cong/ho-so/{dossier}/bo-sung"
        [paper, *_] = await papers_of(service)
        asked = (
            SupplementItem(paper_code=paper["code"], note="Bản chụp bị mờ"),
            SupplementItem(pointer="/request", note="Ghi rõ"),
        )
        await service.in_transaction(
            lambda s: course.note_supplement_requested(s, supplement_requested(dossier, *asked))
        )
        half = await lan.post(
            where, data=form(request=""), files=[(f"tep.{paper['code']}", ("nham.pdf", PDF, "application/pdf"))]
        )
        [file] = re.findall(r'name="bo" value="([0-9a-f-]{36})"', half.text)
        [row] = await service.rows("SELECT sha256 FROM uploaded_file WHERE id = $1::uuid", file)
        gone = await lan.post(where, data=form(bo=file))
        assert (gone.status_code, "nham.pdf" in gone.text) == (200, False)
        [removed] = await service.rows("SELECT actor, subject, facts FROM evidence WHERE kind = 'file-removed'")
        [filing] = await service.rows("SELECT actor FROM evidence WHERE kind = 'submission-filed'")
        assert (removed["actor"], removed["subject"]) == (filing["actor"], f"file/{file}")
        facts = {"sha256": row["sha256"], "paper": paper["code"], "from": f"submission/{dossier}"}
        assert orjson.loads(removed["facts"]) == facts

    in_service(check)


def test_a_supplement_shows_and_takes_only_what_was_asked_for(in_service: Check) -> None:
    async def check(service: Service) -> None:
        lan = await service.lan()
        dossier = await filed(service, lan)
        where = f"/dich-vu-cong/ho-so/{dossier}/bo-sung"
        assert (await lan.get(where)).status_code == 303
        [paper, *_] = await papers_of(service)
        items = (
            SupplementItem(pointer="/request", note="Ghi rõ tên trường"),
            SupplementItem(paper_code=paper["code"], note="Bản chụp bị mờ"),
        )
        await service.in_transaction(
            lambda s: course.note_supplement_requested(s, supplement_requested(dossier, *items))
        )
        page = (await lan.get(where)).text
        assert "Ghi rõ tên trường" in page
        assert "Bản chụp bị mờ" in page
        assert 'name="request"' in page
        assert 'name="applicant_name"' not in page
        name = f"tep.{paper['code']}"
        empty = await lan.post(where, data=form(request=""), files=[(name, ("", b"", "application/octet-stream"))])
        assert empty.status_code == 422
        assert empty.text.count("Hãy tải lên giấy tờ này theo yêu cầu") == 2
        half = await lan.post(where, data=form(request=""), files=[(name, ("moi.pdf", PDF, "application/pdf"))])
        assert half.status_code == 422
        assert "moi.pdf" in half.text
        sent = form(request="Trường Tiểu học Trần Phú", applicant_name="Kẻ khác")
        answers = await asyncio.gather(*(lan.post(where, data=sent) for _ in range(4)))
        assert {answer.status_code for answer in answers} == {303}
        told = [orjson.loads(r["data"]) for r in await service.rows("SELECT data FROM outbox WHERE sequence = 2")]
        assert len(told) == 1
        assert told[0]["answers"] == {"request": "Trường Tiểu học Trần Phú"}
        assert [p["file"]["name"] for p in told[0]["papers"]] == ["moi.pdf"]
        assert "Trường Tiểu học Trần Phú" in (await lan.get(f"/dich-vu-cong/ho-so/{dossier}")).text

    in_service(check)


def test_anyone_tracks_by_code_and_secret_and_learns_nothing_about_the_person(in_service: Check) -> None:
    async def check(service: Service) -> None:
        lan, anyone = await service.lan(), service.anonymous()
        dossier = await filed(service, lan)
        await service.in_transaction(lambda s: course.note_received(s, received(dossier)))
        good = await anyone.post("/tra-cuu", data=form(ma=f" {CODE.lower()} ", khoa=SECRET))
        assert good.status_code == 200
        assert "Đã tiếp nhận" in good.text
        assert "Ngọc Lan" not in good.text
        by_qr = await anyone.get("/tra-cuu", params={"ma": CODE, "khoa": SECRET})
        assert "Đã tiếp nhận" in by_qr.text
        wrong_code = await anyone.post("/tra-cuu", data=form(ma="000.00.15.H08-261123-0002", khoa=SECRET))
        wrong_secret = await anyone.post("/tra-cuu", data=form(ma=CODE, khoa="x"))
        assert wrong_code.status_code == wrong_secret.status_code == 422
        sentence = "Không tìm thấy hồ sơ với mã hồ sơ và mã tra cứu đã nhập"
        assert sentence in wrong_code.text
        assert sentence in wrong_secret.text
        assert (await anyone.post("/tra-cuu", data=form(ma="", khoa=""))).status_code == 422
        assert (await anyone.post("/tra-cuu", data=form(ma="\x00", khoa="\x00'\""))).status_code == 422
        by_program = await anyone.post("/api/online-services/v1/look-ups", json={"code": CODE, "secret": "no"})
        assert by_program.status_code == 404

    in_service(check)
