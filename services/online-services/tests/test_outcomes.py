"""What a result concludes: the owner reads it with its reason, whoever verifies it reads it without."""

from datetime import date
from typing import Any

import orjson

from online_services.tracking import actions as course
from online_services.tracking.changing import note_result_changed, note_result_digitised
from shared.contracts.one_stop import HandOverUndone, ResultRecalled
from shared.contracts.one_stop_results import ResultChanged, ResultDigitised
from shared.contracts.values import FurtherResult, RecalledFurther
from shared.core import clock

from .builders import CODE, SECRET, finished, moved, received, returned
from .conftest import Check, Service, file_one
from .test_pages_without_scripts import form

REASON = "Thửa đất của bà Lan nằm trong hành lang thủy lợi"
API = "/api/online-services/v1"


def test_a_negative_answer_is_told_as_one_everywhere_and_its_reason_to_the_owner_alone(in_service: Check) -> None:
    async def check(service: Service) -> None:
        lan = await service.lan()
        dossier = await file_one(lan)
        event = finished(dossier).model_copy(update={"outcome": "refused", "reason": REASON})
        await service.in_transaction(
            lambda session: course.note_received(session, received(dossier)),
            lambda session: course.note_finished(session, event),
        )
        own = (await lan.get(f"/dich-vu-cong/ho-so/{dossier}")).text
        assert "Không đủ điều kiện giải quyết" in own
        assert "Hồ sơ không đủ điều kiện giải quyết" in own
        assert REASON in own
        detail: dict[str, Any] = (await lan.get(f"{API}/submissions/{dossier}")).json()
        assert detail["result_outcome"] == "refused"
        public = (await lan.post("/tra-cuu", data=form(ma=CODE, khoa=SECRET))).text
        assert "Không đủ điều kiện giải quyết" in public
        assert REASON not in public
        verified = (await lan.get(f"/xac-thuc/{event.verification_code}")).text
        assert "Không đủ điều kiện giải quyết" in verified
        assert REASON not in verified
        found = await lan.get(f"{API}/verifications/{event.verification_code}")
        assert found.json()["outcome"] == "refused"

    in_service(check)


def test_several_results_of_a_dossier_are_each_verified_downloaded_and_recalled(in_service: Check) -> None:
    async def check(service: Service) -> None:
        lan = await service.lan()
        dossier = await file_one(lan)
        first = finished(dossier)
        file = first.result.model_copy(update={"sha256": "3" * 64})
        more = FurtherResult(
            result_name="Giấy của thửa 21", result_number="16/GCN", verification_code="MORE2K2M9PQ", result=file
        )
        event = first.model_copy(update={"others": (more,)})
        await service.in_transaction(
            lambda session: course.note_received(session, received(dossier)),
            lambda session: course.note_finished(session, event),
        )
        own = (await lan.get(f"/dich-vu-cong/ho-so/{dossier}")).text
        assert "Tải kết quả đã ký số: Giấy của thửa 21" in own
        assert f"Tải kết quả đã ký số: {first.result_name}" in own
        assert "16/GCN" in (await lan.get("/xac-thuc/MORE2K2M9PQ")).text
        recalled = ResultRecalled(
            dossier_id=dossier, verification_code=first.verification_code, sha256=first.result.sha256, status=4,
            step=moved(dossier).step, due_at=clock.now(), reason="Sai thửa", recalled_at=clock.now(),
            others=(RecalledFurther(verification_code="MORE2K2M9PQ", sha256="3" * 64),),
        )  # fmt: skip
        await service.in_transaction(lambda session: course.note_result_recalled(session, recalled))
        for code in (first.verification_code, "MORE2K2M9PQ"):
            assert (await lan.get(f"{API}/verifications/{code}")).json()["counts"] is False
        assert "Tải kết quả đã ký số" not in (await lan.get(f"/dich-vu-cong/ho-so/{dossier}")).text

    in_service(check)


def test_a_digitised_paper_is_verified_as_a_copy_and_its_revocation_told(in_service: Check) -> None:
    async def check(service: Service) -> None:
        lan = await service.lan()
        copy = ResultDigitised(
            dossier_id="0199d3a0-5b1e-7c44-8f21-3a6f0c9b7e77", verification_code="COPYK2M9PQ", agency_code="000.00.13.H08",
            issuer="Sở Xây dựng cũ", result_name="Giấy phép xây dựng", result_number="125/GPXD", issued_on=date(2014, 3, 15),
            original_signer="Nguyễn Văn Cũ", compared_by="Lê Quang Minh", digitised_at=clock.now(), sha256="4" * 64, size=9,
            result_code="KQ.G07.000122",
        )  # fmt: skip
        await service.in_transaction(lambda session: note_result_digitised(session, copy))
        page = (await lan.get("/xac-thuc/COPYK2M9PQ")).text
        assert "Đây là bản số hóa của một kết quả giấy. Lê Quang Minh" in page
        assert "không phải của người đã ký bản giấy" in page
        assert "15/03/2014" in page
        assert "Sở Xây dựng cũ" in page
        assert "KQ.G07.000122" in page
        gone = ResultChanged(
            dossier_id=copy.dossier_id, verification_code="COPYK2M9PQ", sha256="4" * 64, change="revoked", state="revoked",
            agency_code="000.00.13.H08", ground="other", reason="Sai", legal_basis="Điều 1", document_number="1/QĐ",
            document_date=date(2026, 3, 1), changed_at=clock.now(),
        )  # fmt: skip
        await service.in_transaction(lambda session: note_result_changed(session, gone))
        assert (await lan.get(f"{API}/verifications/COPYK2M9PQ")).json()["counts"] is False

    in_service(check)


def test_a_result_that_was_told_before_there_was_a_choice_is_granted(in_service: Check) -> None:
    async def check(service: Service) -> None:
        lan = await service.lan()
        dossier = await file_one(lan)
        await service.in_transaction(
            lambda session: course.note_received(session, received(dossier)),
            lambda session: course.note_finished(session, finished(dossier)),
        )
        assert "Được giải quyết" in (await lan.get(f"/xac-thuc/{finished(dossier).verification_code}")).text

    in_service(check)


def test_a_recalled_result_is_said_so_by_code_by_file_and_on_the_owners_page(in_service: Check) -> None:
    async def check(service: Service) -> None:
        lan = await service.lan()
        dossier = await file_one(lan)
        wrong, right = (
            finished(dossier, sha256="1" * 64),
            finished(dossier, sha256="2" * 64, verification_code="NEW2K2M9PQ"),
        )
        step = moved(dossier).step
        recalled = ResultRecalled(
            dossier_id=dossier, verification_code=wrong.verification_code, sha256=wrong.result.sha256, status=4, step=step,
            due_at=clock.now(), reason="Ghi sai số thửa của bà Lan", recalled_at=clock.now(),
        )  # fmt: skip
        await service.in_transaction(
            lambda session: course.note_received(session, received(dossier)),
            lambda session: course.note_finished(session, wrong),
            lambda session: course.note_result_recalled(session, recalled),
        )
        verified = (await lan.get(f"/xac-thuc/{wrong.verification_code}")).text
        assert "không còn giá trị" in verified
        assert recalled.reason not in verified
        assert (await lan.get(f"{API}/verifications/{wrong.verification_code}")).json()["recalled_at"]
        own = (await lan.get(f"/dich-vu-cong/ho-so/{dossier}")).text
        assert "Tải kết quả đã ký số" not in own
        assert "Kết quả đã thu hồi, không còn giá trị" in own
        assert recalled.reason in own
        assert "Đang giải quyết" in own
        await service.in_transaction(lambda session: course.note_finished(session, right))
        assert "không còn giá trị" not in (await lan.get(f"/xac-thuc/{right.verification_code}")).text
        assert "không còn giá trị" in (await lan.get(f"/xac-thuc/{wrong.verification_code}")).text
        assert "Tải kết quả đã ký số" in (await lan.get(f"/dich-vu-cong/ho-so/{dossier}")).text
        undone = HandOverUndone(dossier_id=dossier, reason="Trả nhầm", undone_at=clock.now())
        await service.in_transaction(
            lambda session: course.note_returned(session, returned(dossier)),
            lambda session: course.note_hand_over_undone(session, undone),
        )
        detail = (await lan.get(f"{API}/submissions/{dossier}")).json()
        assert detail["status"] == 9

    in_service(check)


async def _collected(service: Service) -> list[dict[str, Any]]:
    rows = await service.rows(
        "SELECT data::text AS data FROM outbox WHERE type = 'online-services.result-collected.v1'"
    )
    return [orjson.loads(row["data"]) for row in rows]


def test_the_office_is_told_once_when_the_owner_opens_a_result_that_is_returned_online(in_service: Check) -> None:
    async def check(service: Service) -> None:
        lan, khoa = await service.lan(), await service.khoa()
        dossier, other = await file_one(lan), await file_one(lan)
        await service.rows("UPDATE submission SET return_channel = 'counter' WHERE id = $1 RETURNING id", other)
        pdf = await service.app.state.files.put(b"%PDF-1.7 ket qua", "application/pdf", "ket-qua.pdf")
        second = finished(other, sha256=pdf.sha256, verification_code="NEW2K2M9PQ")
        await service.in_transaction(
            lambda session: course.note_received(session, received(dossier)),
            lambda session: course.note_received(session, received(other, code="000.00.15.H08-261123-0002")),
            lambda session: course.note_finished(session, finished(dossier, sha256=pdf.sha256)),
            lambda session: course.note_finished(session, second),
        )
        for submission in (other, dossier):
            files = (await lan.get(f"{API}/submissions/{submission}")).json()["files"]
            result = next(file["id"] for file in files if file["kind"] == "result")
            assert (await khoa.get(f"{API}/submissions/{submission}/files/{result}")).status_code == 404
            assert not await _collected(service), "read by nobody who owns it, or to be fetched on paper"
            for path in (
                f"{API}/submissions/{submission}/files/{result}",
                f"/dich-vu-cong/ho-so/{submission}/tep/{result}",
            ):
                assert (await lan.get(path)).status_code == 200
        [told] = await _collected(service)
        assert (told["submission_id"], told["sha256"]) == (dossier, pdf.sha256)

    in_service(check)
