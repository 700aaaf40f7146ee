"""What was decided of an issued result is said at once to whoever verifies it, and why to its owner alone."""

from datetime import date, timedelta
from functools import partial
from typing import Any

from online_services.tracking import actions as course
from online_services.tracking.changing import note_result_changed
from shared.contracts.one_stop import ResultRecalled
from shared.contracts.one_stop_results import ResultChanged
from shared.core import clock

from .builders import finished, moved, received, returned
from .conftest import CSRF, Check, Service, file_one
from .test_verification import issue
from .test_verification import signed as signed

API = "/api/online-services/v1"
REASON = "Bà Lan kê khai không đúng diện tích"
OLD, NEW = "abcd2345efgh6789", "mnpq2345rstu6789"


def changed(dossier: str, change: str, state: str = "in-force", **more: Any) -> ResultChanged:
    values: dict[str, Any] = {
        "dossier_id": dossier,
        "verification_code": OLD,
        "sha256": "1" * 64,
        "change": change,
        "state": state,
        "agency_code": "000.00.15.H08",
        "reason": REASON,
        "legal_basis": "khoản 2 Điều 101 Luật Xây dựng",
        "document_number": "45/QĐ-SGDĐT",
        "document_date": date(2026, 11, 24),
        "changed_at": clock.now(),
    }
    return ResultChanged(**(values | more))


async def _returned(service: Service, dossier: str) -> None:
    await service.in_transaction(
        lambda session: course.note_received(session, received(dossier)),
        lambda session: course.note_finished(session, finished(dossier, "1" * 64, OLD)),
        lambda session: course.note_returned(session, returned(dossier)),
    )


def test_a_revoked_result_is_said_so_by_code_with_day_document_and_case_and_on_its_owners_page(
    in_service: Check,
) -> None:
    async def check(service: Service) -> None:
        lan = await service.lan()
        dossier = await file_one(lan)
        await _returned(service, dossier)
        event = changed(dossier, "revoked", "revoked", ground="false-papers")
        await service.in_transaction(lambda session: note_result_changed(session, event))
        for address in (f"/xac-thuc/{OLD}", f"/xac-thuc?ma={OLD.upper()}"):
            verified = (await service.anonymous().get(address)).text
            assert "Kết quả đã bị thu hồi" in verified
            assert "không còn giá trị" in verified
            assert "45/QĐ-SGDĐT" in verified
            assert "24/11/2026" in verified
            assert "giả mạo, không trung thực" in verified
            assert REASON not in verified
        read = (await service.anonymous().get(f"{API}/verifications/{OLD}")).json()
        assert (read["state"], read["counts"], read["changes"][0]["ground"]) == ("revoked", False, "false-papers")
        assert REASON not in str(read)
        own = (await lan.get(f"/dich-vu-cong/ho-so/{dossier}")).text
        assert REASON in own
        assert "đã bị thu hồi, không còn hiệu lực" in own
        assert "Tải kết quả đã ký số" not in own
        assert "Đã trả kết quả" in own
        assert await service.rows("SELECT 1 FROM notification WHERE kind = 'own-result-changed'")
        again = changed(dossier, "restored")
        await service.in_transaction(lambda session: note_result_changed(session, again))
        verified = (await service.anonymous().get(f"/xac-thuc/{OLD}")).text
        assert "Kết quả do cơ quan của tỉnh cấp" in verified
        assert "Thu hồi kết quả" in verified, "its history stays"
        assert "Tải kết quả đã ký số" in (await lan.get(f"/dich-vu-cong/ho-so/{dossier}")).text

    in_service(check)


def test_the_file_of_a_revoked_result_has_a_right_signature_and_does_not_count(
    in_service: Check, signed: bytes
) -> None:
    async def check(service: Service) -> None:
        await issue(service, signed)
        [row] = await service.rows("SELECT dossier_id, sha256 FROM issued_result")
        event = changed(str(row["dossier_id"]), "revoked", "revoked", ground="unlawful", sha256=row["sha256"])
        await service.in_transaction(lambda session: note_result_changed(session, event))
        files = {"tep": ("kq.pdf", signed)}
        page = await service.anonymous().post("/xac-thuc", data={"csrf_token": CSRF}, files=files)
        assert "Chữ ký số hợp lệ" in page.text
        assert "Chữ ký đúng, nhưng kết quả đã bị thu hồi." in page.text
        program = await service.anonymous().post(
            f"{API}/verifications", content=signed, headers={"content-type": "application/pdf"}
        )
        assert (program.json()["signatures"][0]["valid"], program.json()["issued"]["counts"]) == (True, False)

    in_service(check)


def test_a_replaced_result_leads_to_the_new_one_once_that_is_known_here(in_service: Check) -> None:
    async def check(service: Service) -> None:
        lan = await service.lan()
        dossier, other = await file_one(lan), await file_one(lan)
        await _returned(service, dossier)
        event = changed(dossier, "replaced", "replaced", replaced_by=NEW, replaced_by_number="13/QĐ-SGDĐT")
        await service.in_transaction(lambda session: note_result_changed(session, event))
        early = (await lan.get(f"/xac-thuc/{OLD}")).text
        assert "bằng kết quả số 13/QĐ-SGDĐT" in early
        assert f'href="/xac-thuc/{NEW}"' not in early, "its own event has not come yet"
        new = finished(other, "2" * 64, NEW)
        code = "000.00.15.H08-261123-0002"
        await service.in_transaction(
            lambda session: course.note_received(session, received(other, code=code)),
            lambda session: course.note_finished(session, new),
        )
        assert f'href="/xac-thuc/{NEW}"' in (await lan.get(f"/xac-thuc/{OLD}")).text
        assert "bằng kết quả số 13/QĐ-SGDĐT" in (await lan.get(f"/dich-vu-cong/ho-so/{dossier}")).text

    in_service(check)


def test_corrections_and_a_new_end_are_read_and_after_its_last_day_a_result_does_not_count(in_service: Check) -> None:
    async def check(service: Service) -> None:
        lan = await service.lan()
        dossier, today = await file_one(lan), clock.local_now().date()
        await _returned(service, dossier)
        words = "“Thửa số 12” đính chính thành “Thửa số 21”"
        for event, counts in (
            (changed(dossier, "corrected", corrected=words), True),
            (changed(dossier, "extended", valid_until=today), True),
            (changed(dossier, "extended", valid_until=today - timedelta(days=1)), False),
        ):
            await service.in_transaction(partial(note_result_changed, event=event))
            assert (await lan.get(f"{API}/verifications/{OLD}")).json()["counts"] is counts
        verified = (await lan.get(f"/xac-thuc/{OLD}")).text
        assert words in verified
        assert "nay đã hết thời hạn" in verified

    in_service(check)


def test_the_first_day_and_the_scope_are_read_and_before_that_day_a_result_does_not_count(in_service: Check) -> None:
    async def check(service: Service) -> None:
        lan = await service.lan()
        today = clock.local_now().date()
        for code, first, counts in ((OLD, today + timedelta(days=1), False), (NEW, today, True)):
            dossier = await file_one(lan)
            term = {"valid_from": first, "scope": "Trong địa bàn phường Quy Nhơn", "result_code": "KQ.G07.000122"}
            event = finished(dossier, code[0] * 64, code).model_copy(update=term)
            number = f"000.00.15.H08-261123-{len(code) + counts:04d}"
            await service.in_transaction(
                partial(course.note_received, event=received(dossier, code=number)),
                partial(course.note_finished, event=event),
            )
            read = (await lan.get(f"{API}/verifications/{code}")).json()
            assert (read["counts"], read["ahead"]) == (counts, not counts)
            assert (read["valid_from"], read["scope"]) == (first.isoformat(), "Trong địa bàn phường Quy Nhơn")
            assert read["result_code"] == "KQ.G07.000122"
            page = (await lan.get(f"/xac-thuc/{code}")).text
            assert "KQ.G07.000122" in page
            assert f"{first:%d/%m/%Y}" in page
            assert "Trong địa bàn phường Quy Nhơn" in page
            assert ("hôm nay chưa có giá trị" in page) is not counts

    in_service(check)


def test_one_that_was_recalled_to_be_mended_leads_to_what_its_dossier_was_given_instead(in_service: Check) -> None:
    async def check(service: Service) -> None:
        lan = await service.lan()
        dossier = await file_one(lan)
        first = finished(dossier, "1" * 64, OLD)
        recalled = ResultRecalled(
            dossier_id=dossier, verification_code=OLD, sha256="1" * 64, status=4, step=moved(dossier).step, due_at=None,
            reason=REASON, recalled_at=first.finished_at + timedelta(hours=1),
        )  # fmt: skip
        second = finished(dossier, "2" * 64, NEW).model_copy(
            update={"finished_at": first.finished_at + timedelta(hours=2), "result_number": "13/QĐ-SGDĐT"}
        )
        await service.in_transaction(
            lambda session: course.note_received(session, received(dossier)),
            lambda session: course.note_finished(session, first),
            lambda session: course.note_result_recalled(session, recalled),
        )
        assert "Xem kết quả thay thế" not in (await lan.get(f"/xac-thuc/{OLD}")).text
        await service.in_transaction(lambda session: course.note_finished(session, second))
        assert "Xem kết quả thay thế số 13/QĐ-SGDĐT" in (await lan.get(f"/xac-thuc/{OLD}")).text

    in_service(check)
