"""A procedure with several cases: the citizen says which, and papers, term and fee are that case's."""

from typing import Any

import httpx
import orjson

from online_services.procedures.actions import keep_procedure
from online_services.tracking.actions import note_corrected
from shared.contracts.one_stop_aside import DossierCorrected
from shared.contracts.one_stop_procedures import ProcedurePublished
from shared.contracts.values import ChannelTerms, PaperRequired, ProcedureCase

from .builders import NOON
from .conftest import ANSWERS, GENERIC, PDF, Check, Service, catalogue, upload
from .test_pages_without_scripts import FORM, form

API = "/api/online-services/v1"
NEW, LOST = "cap-moi", "bi-mat"
DAYS = "working_days"
CASES = (
    ProcedureCase(
        code=NEW,
        name="Cấp lần đầu",
        term_amount=10,
        term_unit=DAYS,
        fee=200_000,
        channels=(ChannelTerms(channel="online", term_amount=7, term_unit=DAYS, fee=100_000),),
    ),
    ProcedureCase(code=LOST, name="Giấy đã cấp bị mất", term_amount=20, term_unit=DAYS, fee=0),
)
PAPERS = (
    PaperRequired(code="DON", name="Đơn đề nghị", originals=1),
    PaperRequired(code="VE", name="Bản vẽ", originals=1, cases=(NEW,)),
    PaperRequired(code="CK", name="Cam kết về việc mất giấy", originals=1, cases=(LOST,)),
)


async def publish(service: Service, **changed: Any) -> ProcedurePublished:
    """The plainest procedure of the province, with two cases."""
    known = next(event for event in catalogue() if event.procedure_code == GENERIC)
    event = known.model_copy(update={"cases": CASES, "papers": PAPERS, "fee": 5000} | changed)
    service.app.state.catalogue._offers.clear()
    await service.in_transaction(lambda session: keep_procedure(session, event))
    return event


async def sent(caller: httpx.AsyncClient, *papers: str, **more: Any) -> httpx.Response:
    files = [{"paper_code": code, "file_id": str(await upload(caller))} for code in papers]
    body = {"procedure_code": GENERIC, "answers": ANSWERS, "papers": files} | more
    return await caller.post(f"{API}/submissions", json=body)


def test_a_program_files_by_the_papers_and_the_fee_of_the_case(in_service: Check) -> None:
    async def check(service: Service) -> None:
        await publish(service)
        lan = await service.lan()
        filed = await sent(lan, "DON", "VE", case_code=NEW)
        assert filed.status_code == 201, filed.text
        assert (filed.json()["case_code"], filed.json()["fee_due"]) == (NEW, 100_000), "the fee of who files online"
        [row] = await service.rows("SELECT case_code, case_name, fee_due FROM submission")
        assert (row["case_code"], row["case_name"], row["fee_due"]) == (NEW, "Cấp lần đầu", 100_000)
        [event] = await service.rows("SELECT data FROM outbox WHERE type = 'online-services.submission-filed.v1'")
        told = orjson.loads(event["data"])
        assert (told["case_code"], told["fee_due"]) == (NEW, 100_000)

    in_service(check)


def test_no_case_one_that_is_not_there_or_papers_of_another_are_refused_and_nothing_is_filed(
    in_service: Check,
) -> None:
    async def check(service: Service) -> None:
        await publish(service)
        lan = await service.lan()
        for papers, case, code in (
            (("DON", "VE"), "", "case_missing"),
            (("DON", "VE"), "khac", "case_unknown"),
            (("DON", "VE"), LOST, "paper_unknown"),
            (("DON",), LOST, "papers_missing"),
        ):
            refused = await sent(lan, *papers, case_code=case)
            assert (refused.status_code, refused.json()["code"]) == (422, code), refused.text
        assert not await service.rows("SELECT 1 FROM submission")

    in_service(check)


def test_where_there_is_one_case_or_none_nobody_is_asked(in_service: Check) -> None:
    async def check(service: Service) -> None:
        lan = await service.lan()
        await publish(service, cases=CASES[:1], papers=PAPERS[:2])
        assert (await sent(lan, "DON", "VE")).json()["case_code"] == NEW
        await publish(service, cases=(), papers=PAPERS[:1])
        plain = (await sent(lan, "DON")).json()
        assert (plain["case_code"], plain["fee_due"]) == ("", 5000)

    in_service(check)


def test_programs_read_the_cases_with_their_papers_terms_and_fees(in_service: Check) -> None:
    async def check(service: Service) -> None:
        await publish(service)
        found = (await service.anonymous().get(f"{API}/procedures/{GENERIC}")).json()
        assert [case["code"] for case in found["cases"]] == [NEW, LOST]
        assert found["cases"][0]["channels"][0] == {
            "channel": "online", "term_amount": 7, "term_unit": DAYS, "fee": 100_000
        }  # fmt: skip
        assert [paper["cases"] for paper in found["papers"]] == [[], [NEW], [LOST]]

    in_service(check)


def test_another_case_of_a_draft_keeps_what_was_uploaded_for_papers_that_both_ask_for(in_service: Check) -> None:
    async def check(service: Service) -> None:
        await publish(service)
        lan = await service.lan()
        begun = await lan.post(f"{API}/drafts", json={"procedure_code": GENERIC, "case_code": NEW})
        assert begun.status_code == 201, begun.text
        draft = f"{API}/drafts/{begun.json()['id']}"
        for code in ("DON", "VE"):
            assert (await _attach(lan, draft, code)).status_code == 201
        assert (await _attach(lan, draft, "CK")).status_code == 422, "a paper of another case"
        wrong = await lan.put(draft, json={"answers": ANSWERS, "case_code": "khac"})
        assert wrong.status_code == 422
        changed = await lan.put(draft, json={"answers": ANSWERS, "case_code": LOST})
        assert (changed.status_code, changed.json()["case_code"]) == (200, LOST)
        refused = await lan.post(f"{draft}/file", json={})
        assert [error["pointer"] for error in refused.json()["errors"]] == ["/papers/CK"]
        assert (await _attach(lan, draft, "CK")).status_code == 201
        filed = await lan.post(f"{draft}/file", json={})
        assert (filed.status_code, filed.json()["fee_due"]) == (201, 0), filed.text
        [row] = await service.rows("SELECT papers, case_name FROM submission")
        assert [paper["paper_code"] for paper in orjson.loads(row["papers"])] == ["DON", "CK"]
        assert row["case_name"] == "Giấy đã cấp bị mất"

    in_service(check)


async def _attach(caller: httpx.AsyncClient, draft: str, code: str) -> httpx.Response:
    kind = {"content-type": "application/octet-stream"}
    asked = {"paper_code": code, "name": "a.pdf"}
    return await caller.post(f"{draft}/files", params=asked, content=PDF, headers=kind)


def test_a_case_that_the_counter_put_right_is_the_dossiers(in_service: Check) -> None:
    async def check(service: Service) -> None:
        await publish(service)
        lan = await service.lan()
        dossier = (await sent(lan, "DON", "VE", case_code=NEW)).json()["id"]
        event = DossierCorrected(
            dossier_id=dossier, status=1, title="Trường hợp", before="Cấp lần đầu", after="Giấy đã cấp bị mất",
            case_code=LOST, fee_due=0, reason="Giấy cũ đã mất", corrected_at=NOON,
        )  # fmt: skip
        await service.in_transaction(lambda session: note_corrected(session, event))
        [row] = await service.rows("SELECT case_code, case_name, fee_due FROM submission")
        assert (row["case_code"], row["case_name"], row["fee_due"]) == (LOST, "Giấy đã cấp bị mất", 0)
        page = (await lan.get(f"/dich-vu-cong/ho-so/{dossier}")).text
        assert "sửa thành “Giấy đã cấp bị mất”. Lý do: Giấy cũ đã mất" in page

    in_service(check)


def test_a_citizen_chooses_the_case_without_scripts_and_is_asked_for_its_papers_alone(in_service: Check) -> None:
    async def check(service: Service) -> None:
        await publish(service)
        lan = await service.lan()
        page = (await lan.get(f"/dich-vu-cong/nop/{GENERIC}")).text
        assert "Cấp lần đầu" in page
        assert "Cam kết về việc mất giấy" in page
        missing = await lan.post(f"/dich-vu-cong/nop/{GENERIC}", data=form())
        assert missing.status_code == 422
        assert 'href="#case_code"' in missing.text
        begun = await lan.post(f"/dich-vu-cong/nop/{GENERIC}", data=form(case_code=NEW))
        draft = begun.headers["location"].removesuffix("/to-khai")
        await lan.post(f"{draft}/to-khai", data=form(**FORM, viec="tiep"))
        papers = (await lan.get(f"{draft}/giay-to")).text
        assert "Trường hợp: <strong>Cấp lần đầu</strong>" in papers
        assert ('name="tep.VE"' in papers, 'name="tep.CK"' in papers) == (True, False)
        both = [(f"tep.{code}", (f"{code}.pdf", PDF, "application/pdf")) for code in ("DON", "VE")]
        assert (await lan.post(f"{draft}/giay-to", data=form(viec="tai-len"), files=both)).status_code == 303
        unsaid = await lan.post(f"{draft}/truong-hop", data=form())
        assert (unsaid.status_code, 'href="#case_code"' in unsaid.text) == (422, True)
        assert (await lan.post(f"{draft}/truong-hop", data=form(case_code=LOST))).status_code == 303
        changed = (await lan.get(f"{draft}/giay-to")).text
        assert ('name="tep.VE"' in changed, 'name="tep.CK"' in changed, "DON.pdf" in changed) == (False, True, True)
        assert "VE.pdf" in changed.partition("Không còn yêu cầu")[2], "kept, in case it was right after all"
        await lan.post(
            f"{draft}/giay-to", data=form(viec="tiep-tuc"), files=[("tep.CK", ("c.pdf", PDF, "application/pdf"))]
        )
        review = (await lan.get(f"{draft}/xem-lai")).text
        assert "Giấy đã cấp bị mất" in review
        filed = await lan.post(f"{draft}/nop", data=form(return_channel="online", declaration="true"))
        assert filed.status_code == 303, filed.text
        assert "Giấy đã cấp bị mất" in (await lan.get(filed.headers["location"])).text
        assert (await lan.get(f"{draft}/truong-hop")).status_code == 303

    in_service(check)


def test_a_draft_of_a_case_that_is_gone_says_so_and_is_not_filed(in_service: Check) -> None:
    async def check(service: Service) -> None:
        await publish(service)
        lan = await service.lan()
        begun = await lan.post(f"/dich-vu-cong/nop/{GENERIC}", data=form(case_code=LOST))
        draft = begun.headers["location"].removesuffix("/to-khai")
        await lan.post(f"{draft}/to-khai", data=form(**FORM, viec="tiep"))
        other = CASES[1].model_copy(update={"code": "khac", "name": "Giấy bị rách"})
        await publish(service, cases=(CASES[0], other), papers=PAPERS[:2])
        assert "không còn trường hợp bạn đã chọn" in (await lan.get(f"{draft}/giay-to")).text
        refused = await lan.post(f"{draft}/nop", data=form(return_channel="online", declaration="true"))
        assert refused.status_code == 422
        assert "không còn trường hợp đã chọn" in refused.text
        assert not await service.rows("SELECT 1 FROM submission")

    in_service(check)


def test_the_public_page_says_papers_term_and_fee_of_each_case_and_channel(in_service: Check) -> None:
    async def check(service: Service) -> None:
        await publish(service)
        page = " ".join((await service.anonymous().get(f"/dich-vu-cong/thu-tuc/{GENERIC}")).text.split())
        first, _, second = page.partition("Giấy đã cấp bị mất")
        assert "7 ngày làm việc kể từ khi hồ sơ được tiếp nhận hợp lệ; phí, lệ phí: 100.000 đồng" in first
        assert "10 ngày làm việc kể từ khi hồ sơ được tiếp nhận hợp lệ; phí, lệ phí: 200.000 đồng" in first
        assert ("Bản vẽ" in first, "Cam kết" in first, "Cam kết" in second) == (True, False, True)
        assert "Tùy trường hợp, cách nộp" in first
        listed = (await service.anonymous().get(f"/dich-vu-cong?q={GENERIC}")).text
        assert "Tùy trường hợp, cách nộp" in listed

    in_service(check)
