"""The owner of a dossier and its agency write to each other while the clock runs; corrections are seen where the owner reads."""

from functools import partial
from typing import Any
from uuid import uuid4

import orjson

from online_services.exchanges.actions import note_asked
from online_services.tracking import actions as course
from shared.contracts.one_stop_aside import ApplicantAsked, DossierCorrected
from shared.core import clock
from testing.hostile import files as hostile

from .builders import NOON, a_file, moved, received, refused
from .conftest import CSRF, Check, Service, file_one


def _asked(dossier: str, **changed: Any) -> ApplicantAsked:
    known = {"message_id": str(uuid4()), "text": "Trường ở thôn nào?", "wants_answer": True, "asked_at": NOON}
    return ApplicantAsked(dossier_id=dossier, status=4, asked_by="Nguyễn Văn B, Sở Giáo dục", **(known | changed))


def _form(text: str, message_id: str = "") -> dict[str, str]:
    return {"csrf_token": CSRF, "text": text, "message_id": message_id or str(uuid4())}


async def _written(service: Service) -> list[dict[str, Any]]:
    rows = await service.rows("SELECT data FROM outbox WHERE type LIKE '%applicant-wrote%' ORDER BY position")
    return [orjson.loads(row["data"]) for row in rows]


def test_a_question_is_seen_on_the_own_dossier_and_answered_once_with_a_file(in_service: Check) -> None:
    async def check(service: Service) -> None:
        lan = await service.lan()
        dossier = await file_one(lan)
        here = f"/dich-vu-cong/ho-so/{dossier}"
        await service.in_transaction(
            partial(course.note_received, event=received(dossier)), partial(note_asked, event=_asked(dossier))
        )
        assert "đang chờ trả lời" in (await lan.get(here)).text
        assert "Cơ quan hỏi bạn về hồ sơ" in (await lan.get("/dich-vu-cong/thong-bao")).text
        page = (await lan.get(f"{here}/trao-doi")).text
        assert "Trường ở thôn nào?" in page
        assert "Nguyễn Văn B, Sở Giáo dục" in page
        sent = _form("Thôn Hai.\n• Gần chợ.")
        chosen = [("tep", ("so-do.pdf", hostile.pdf(), "application/pdf"))]
        for _ in range(2):
            assert (await lan.post(f"{here}/trao-doi", data=sent, files=chosen)).status_code == 303
        [told] = await _written(service)
        assert told["text"].startswith("Thôn Hai.")
        assert [file["name"] for file in told["files"]] == ["so-do.pdf"]
        assert "đang chờ trả lời" not in (await lan.get(here)).text
        file = f"{here}/trao-doi/{told['message_id']}/tep/0"
        assert (await lan.get(file)).status_code == 200
        khoa = await service.khoa()
        for path in (file, f"{here}/trao-doi"):
            assert (await khoa.get(path)).status_code == 404
        assert (await khoa.post(f"{here}/trao-doi", data=_form("Xin hỏi"))).status_code == 404

    in_service(check)


def test_the_owner_may_ask_first_and_words_that_are_refused_stay(in_service: Check) -> None:
    async def check(service: Service) -> None:
        lan = await service.lan()
        dossier = await file_one(lan)
        here = f"/dich-vu-cong/ho-so/{dossier}/trao-doi"
        empty = await lan.post(here, data=_form(" "))
        assert empty.status_code == 422
        assert "Hãy ghi nội dung trao đổi" in empty.text
        bad = [("tep", ("a.exe", b"MZ", "application/octet-stream"))]
        refused_file = await lan.post(here, data=_form("Xin hỏi"), files=bad)
        assert 400 <= refused_file.status_code < 500
        assert ">Xin hỏi</textarea>" in refused_file.text
        assert not await _written(service)
        for number in range(5):
            assert (await lan.post(here, data=_form(f"Xin hỏi lần {number}"))).status_code == 303
        flood = await lan.post(here, data=_form("Xin hỏi nữa"))
        assert flood.status_code == 409
        assert "cơ quan chưa trả lời" in flood.text
        await service.in_transaction(
            partial(note_asked, event=_asked(dossier, wants_answer=False, asked_at=clock.now()))
        )
        assert (await lan.post(here, data=_form("Cảm ơn"))).status_code == 303

    in_service(check)


def test_a_dossier_that_has_ended_takes_no_more_words(in_service: Check) -> None:
    async def check(service: Service) -> None:
        lan = await service.lan()
        dossier = await file_one(lan)
        await service.in_transaction(partial(course.note_refused, event=refused(dossier)))
        here = f"/dich-vu-cong/ho-so/{dossier}/trao-doi"
        late = await lan.post(here, data=_form("Vì sao?"))
        assert late.status_code == 409
        assert "Hồ sơ đã kết thúc" in late.text
        assert "<textarea" not in (await lan.get(here)).text
        assert not await _written(service)

    in_service(check)


def test_programs_read_and_write_once_for_a_key(in_service: Check) -> None:
    async def check(service: Service) -> None:
        lan = await service.lan()
        dossier = await file_one(lan)
        url = f"/api/online-services/v1/submissions/{dossier}/messages"
        await service.in_transaction(partial(note_asked, event=_asked(dossier, files=(a_file(),))))
        key = {"Idempotency-Key": "khoa-trao-doi-0123456789"}
        for _ in range(2):
            sent = await lan.post(url, json={"text": "Thôn Hai"}, headers=key)
            assert sent.status_code == 201, sent.text
        strange = await lan.post(url, json={"text": "Thôn Hai", "file_ids": [str(uuid4())]})
        assert strange.json()["code"] == "file_unknown"
        items = (await lan.get(url)).json()["items"]
        assert [item["from_owner"] for item in items] == [False, True]
        assert (await (await service.khoa()).get(url)).status_code == 404

    in_service(check)


def test_what_was_corrected_is_what_the_owner_reads_with_what_it_said_before_and_why(in_service: Check) -> None:
    async def check(service: Service) -> None:
        lan = await service.lan()
        dossier = await file_one(lan)
        event = DossierCorrected(
            dossier_id=dossier, status=4, title="Nội dung đề nghị", before="Trường A", after="Trường Tiểu học B",
            answers={"request": "Trường Tiểu học B"}, owner_name="", reason="Đánh máy nhầm", corrected_at=NOON,
        )  # fmt: skip
        await service.in_transaction(
            partial(course.note_received, event=received(dossier)),
            partial(course.note_moved, event=moved(dossier)),
            partial(course.note_corrected, event=event),
        )
        page = (await lan.get(f"/dich-vu-cong/ho-so/{dossier}")).text
        for said in ("Trường Tiểu học B", "“Trường A” sửa thành", "Đánh máy nhầm", "Cơ quan đính chính thông tin"):
            assert said in page
        shown = (await lan.get(f"/api/online-services/v1/submissions/{dossier}")).json()
        assert shown["answers"]["request"] == "Trường Tiểu học B"
        assert "được đính chính" in (await lan.get("/dich-vu-cong/thong-bao")).text

    in_service(check)
