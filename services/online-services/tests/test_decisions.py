"""What the public page says of a procedure that people decided about."""

from datetime import date

from online_services.procedures.actions import end_procedure, keep_procedure, resume_procedure, suspend_procedure
from online_services.procedures.rules import DETAILS
from shared.contracts.one_stop_procedures import ProcedureEnded, ProcedureResumed, ProcedureSuspended
from shared.contracts.values import DecidingDocument, ProcedureDetails
from shared.core import clock

from .conftest import CSRF, Check, Service, catalogue

DECISION = DecidingDocument(number="77/QĐ-UBND", day=date(2026, 3, 2), agency="Ủy ban nhân dân tỉnh")


def test_the_public_page_names_the_decision_from_the_day_it_is_told(in_service: Check) -> None:
    async def check(service: Service) -> None:
        known = catalogue()[0]
        path = f"/dich-vu-cong/thu-tuc/{known.procedure_code}"
        assert "Quyết định công bố" not in (await service.anonymous().get(path)).text
        changed = known.model_copy(update={"name": "Tên mới từ hôm nay", "decision": DECISION})
        await service.in_transaction(lambda session: keep_procedure(session, changed))
        page = (await service.anonymous().get(path)).text
        assert "Số 77/QĐ-UBND ngày 02/03/2026 của Ủy ban nhân dân tỉnh" in page
        assert "Tên mới từ hôm nay" in page

    in_service(check)


def test_the_public_page_says_what_is_known_and_that_the_rest_is_being_brought_up_to_date(in_service: Check) -> None:
    async def check(service: Service) -> None:
        known = catalogue()[0]
        path = f"/dich-vu-cong/thu-tuc/{known.procedure_code}"
        bare = (await service.anonymous().get(path)).text
        assert bare.count("Đang cập nhật") == len(DETAILS) + 1, "and samples of the results"
        details = ProcedureDetails(legal_basis="Luật Giáo dục 2019, Điều 40", by_post="Gửi bưu chính công ích")
        await service.in_transaction(lambda s: keep_procedure(s, known.model_copy(update={"details": details})))
        page = (await service.anonymous().get(path)).text
        assert "Luật Giáo dục 2019, Điều 40" in page
        assert page.count("Đang cập nhật") == len(DETAILS) - 1
        called = await service.anonymous().get(f"/api/online-services/v1/procedures/{known.procedure_code}")
        assert called.json()["details"]["by_post"] == "Gửi bưu chính công ích"

    in_service(check)


def test_what_is_suspended_says_so_and_takes_nothing_at_any_door_until_it_is_resumed(in_service: Check) -> None:
    async def check(service: Service) -> None:
        known = catalogue()[0]
        code, lan, name = known.procedure_code, await service.lan(), known.name
        page, start = f"/dich-vu-cong/thu-tuc/{code}", f"/dich-vu-cong/nop/{code}"
        halted = ProcedureSuspended(
            procedure_code=code, name=name, suspended_at=clock.now(), reason="Chờ quy chuẩn mới", decision=DECISION
        )
        await service.in_transaction(lambda session: suspend_procedure(session, halted))
        said = (await service.anonymous().get(page)).text
        assert "Tạm dừng từ ngày" in said
        assert "Chờ quy chuẩn mới" in said
        assert "Theo quyết định số 77/QĐ-UBND" in said
        assert f'href="{start}"' not in said
        assert "đang tạm dừng" in (await lan.get(start)).text
        begun = await lan.post(start, data={"csrf_token": CSRF, "agency_code": known.agency_codes[0]})
        assert begun.status_code == 422
        called = await lan.post("/api/online-services/v1/drafts", json={"procedure_code": code})
        assert called.json()["code"] == "procedure_suspended"
        resumed = ProcedureResumed(procedure_code=code, name=name, resumed_at=clock.now())
        await service.in_transaction(lambda session: resume_procedure(session, resumed))
        assert f'href="{start}"' in (await lan.get(page)).text

    in_service(check)


def test_what_is_abolished_leads_to_what_takes_its_place(in_service: Check) -> None:
    async def check(service: Service) -> None:
        known, heir = catalogue()[:2]
        ended = ProcedureEnded(
            procedure_code=known.procedure_code, name=known.name, ended_at=clock.now(), reason="Luật mới đã bỏ",
            successor_code=heir.procedure_code, decision=DECISION,
        )  # fmt: skip
        await service.in_transaction(lambda session: end_procedure(session, ended))
        said = (await service.anonymous().get(f"/dich-vu-cong/thu-tuc/{known.procedure_code}")).text
        assert "Đã bãi bỏ từ ngày" in said
        assert f'href="/dich-vu-cong/thu-tuc/{heir.procedure_code}"' in said
        assert "Luật mới đã bỏ" in said

    in_service(check)
