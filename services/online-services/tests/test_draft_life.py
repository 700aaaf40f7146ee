"""A draft has a way forward after every change around it, and a refusal leaves it as it was."""

from datetime import timedelta
from typing import Any

import httpx
import orjson

from online_services.procedures import actions as catalogue_actions
from shared.contracts.mail_directory import AgencyRecorded
from shared.contracts.one_stop_procedures import ProcedureEnded, ProcedurePublished
from shared.contracts.values import PaperRequired
from shared.core import clock
from shared.directory.keeping import keep_agency

from .conftest import ANSWERS, BUSINESS, GENERIC, PDF, PROVINCE, Check, Service, catalogue
from .test_pages_without_scripts import FORM, filled, form, start

OLD, HEIR, OTHER = "000.00.31.H08", "000.00.33.H08", "000.00.32.H08"
BUSINESS_FORM = {
    "applicant_name": "Trần Thị Ngọc Lan", "applicant_id": "052190004317", "applicant_phone": "0905312468",
    "applicant_address": "126 Nguyễn Huệ", "business_name": "Hoa Sen", "business_address": "12 Lê Lợi",
    "business_lines": "Cà phê", "capital": "50.000.000", "employees": "2", "starts_on": "1/12/2026", "founder": "person",
    "needs_certificate": "no", "declaration": "true",
}  # fmt: skip


def published(code: str) -> ProcedurePublished:
    return next(event for event in catalogue() if event.procedure_code == code)


async def publish(service: Service, event: ProcedurePublished) -> None:
    service.app.state.catalogue._offers.clear()
    await service.in_transaction(lambda session: catalogue_actions.keep_procedure(session, event))


async def file(caller: httpx.AsyncClient, draft: str, **more: str) -> httpx.Response:
    return await caller.post(f"{draft}/nop", data=form(return_channel="online", **more))


async def a_business_draft(service: Service, caller: httpx.AsyncClient) -> str:
    draft = await start(caller, BUSINESS, OLD)
    saved = await caller.post(f"{draft}/to-khai", data=form(**BUSINESS_FORM, viec="tiep"))
    assert saved.status_code == 303, saved.text
    codes = [paper.code for paper in published(BUSINESS).papers if paper.required and not paper.from_form]
    files = [(f"tep.{code}", ("the.pdf", PDF, "application/pdf")) for code in codes]
    sent = await caller.post(f"{draft}/giay-to", data=form(viec="tiep-tuc"), files=files)
    assert sent.headers["location"] == f"{draft}/xem-lai", sent.text
    return draft


async def tables(service: Service) -> list[Any]:
    rows = []
    for table in ("draft", "uploaded_file", "submission", "outbox"):
        rows.append(await service.rows(f"SELECT * FROM {table} ORDER BY 1"))
    return rows


def test_a_filing_that_is_refused_leaves_the_draft_and_offers_the_agencies_successor_first(in_service: Check) -> None:
    async def check(service: Service) -> None:
        lan = await service.lan()
        draft = await a_business_draft(service, lan)
        kept = published(BUSINESS)
        left = tuple(code for code in kept.agency_codes if code != OLD)
        await publish(service, kept.model_copy(update={"agency_codes": left}))
        ended = AgencyRecorded(
            agency_code=OLD, name="UBND thành phố cũ", short_name="cũ", tier="district", successor_code=HEIR,
            valid_from=clock.local_now().date(), valid_to=clock.local_now().date(),
        )  # fmt: skip
        await service.in_transaction(lambda session: keep_agency(session, ended))
        before = await tables(service)
        for _ in range(2):
            refused = await file(lan, draft)
            assert refused.status_code == 422
            offered = refused.text[refused.text.index('name="agency_code"') :]
            assert offered.index(HEIR) < offered.index(OTHER)
        assert await tables(service) == before
        assert draft in (await lan.get("/dich-vu-cong/ho-so")).text
        wrong = await lan.post(f"{draft}/co-quan", data=form(agency_code=OLD))
        assert wrong.status_code == 422
        assert HEIR in wrong.text
        assert (await lan.post(f"{draft}/co-quan", data=form(agency_code=HEIR))).status_code == 303
        filed = await file(lan, draft)
        assert filed.status_code == 303, filed.text
        [row] = await service.rows("SELECT agency_code FROM submission")
        assert row["agency_code"] == HEIR

    in_service(check)


def test_a_paper_that_is_asked_no_more_is_named_and_does_not_hold_the_draft_up(in_service: Check) -> None:
    async def check(service: Service) -> None:
        lan = await service.lan()
        draft = await filled(service, lan)
        kept = published(GENERIC)
        gone = next(paper for paper in kept.papers if paper.required and not paper.from_form)
        new = PaperRequired(code="3.908001-TP09", name="Bản cam kết", required=True)
        papers = (*(paper for paper in kept.papers if paper.code != gone.code), new)
        await publish(service, kept.model_copy(update={"papers": papers}))
        missing = await file(lan, draft)
        assert missing.status_code == 422
        assert "Bản cam kết" in missing.text
        page = await lan.get(f"{draft}/giay-to")
        assert "Không còn yêu cầu" in page.text
        [old] = await service.rows("SELECT id FROM uploaded_file WHERE paper_code = $1", gone.code)
        assert f'value="{old["id"]}"' in page.text, "it can be removed"
        sent = await lan.post(
            f"{draft}/giay-to",
            data=form(viec="tiep-tuc"),
            files=[(f"tep.{new.code}", ("b.pdf", PDF, "application/pdf"))],
        )
        assert sent.headers["location"] == f"{draft}/xem-lai"
        assert "Không gửi kèm vì thủ tục không còn yêu cầu" in (await lan.get(f"{draft}/xem-lai")).text
        assert (await file(lan, draft)).status_code == 303
        [row] = await service.rows("SELECT papers::text AS papers FROM submission")
        assert gone.code not in row["papers"]
        assert new.code in row["papers"]

    in_service(check)


def test_a_procedure_that_has_ended_takes_nothing_new_at_any_door_and_says_so(in_service: Check) -> None:
    async def check(service: Service) -> None:
        lan = await service.lan()
        draft = await filled(service, lan)
        event = ProcedureEnded(procedure_code=GENERIC, name="Công nhận", ended_at=clock.now() - timedelta(days=1))
        await service.in_transaction(lambda session: catalogue_actions.end_procedure(session, event))
        api = "/api/online-services/v1"
        searched = await service.anonymous().get("/dich-vu-cong", params={"q": GENERIC})
        assert f"/thu-tuc/{GENERIC}" in searched.text, "who looks for it finds it, and reads that it has ended"
        assert "đã bãi bỏ từ" in searched.text
        assert GENERIC not in (await lan.get(f"{api}/procedures", params={"limit": 100})).text
        page = await service.anonymous().get(f"/dich-vu-cong/thu-tuc/{GENERIC}")
        assert "đã kết thúc" in page.text
        assert f"/dich-vu-cong/nop/{GENERIC}" not in page.text
        assert "đã kết thúc" in (await lan.get(f"/dich-vu-cong/nop/{GENERIC}")).text
        begun = await lan.post(f"/dich-vu-cong/nop/{GENERIC}", data=form())
        assert begun.status_code == 422
        for step in ("to-khai", "giay-to", "xem-lai"):
            assert "đã kết thúc" in (await lan.get(f"{draft}/{step}")).text
        refused = await file(lan, draft)
        assert refused.status_code == 422
        assert "đã kết thúc" in refused.text
        own = draft.rpartition("/")[2]
        for path, body in (
            ("submissions", {"procedure_code": GENERIC, "answers": ANSWERS}),
            ("drafts", {"procedure_code": GENERIC}),
            (f"drafts/{own}/file", {}),
        ):
            answer = await lan.post(f"{api}/{path}", json=body)
            assert (answer.status_code, answer.json()["code"]) == (422, "procedure_ended"), path
        assert await service.rows("SELECT 1 FROM submission") == []
        await publish(service, published(GENERIC))
        assert (await file(lan, draft)).status_code == 303, "published again, it takes dossiers again"

    in_service(check)


def test_a_draft_of_an_older_form_files_as_it_is_or_moves_to_the_new_one(in_service: Check) -> None:
    async def check(service: Service) -> None:
        lan = await service.lan()
        first, second = await filled(service, lan), await filled(service, lan)
        raw = orjson.loads((PROVINCE / "eforms" / "chung.json").read_bytes())
        version = raw["version"]
        raw["schema"]["properties"]["purpose"] = {"type": "string", "title": "Mục đích", "minLength": 1}
        raw["schema"]["required"].append("purpose")
        del raw["schema"]["properties"]["note"]
        groups = raw["uischema"]["elements"]
        groups[2]["elements"] = [
            {"type": "Control", "scope": "#/properties/request"}, {"type": "Control", "scope": "#/properties/purpose"},
        ]  # fmt: skip
        await service.in_transaction(
            lambda session: catalogue_actions.publish_form(
                session, "chung", version + 1, raw["title"], raw["schema"], raw["uischema"]
            )
        )
        assert "đã có bản mới" in (await lan.get(f"{first}/xem-lai")).text
        assert (await file(lan, first)).status_code == 303
        moved = await lan.post(f"{second}/bieu-mau-moi", data=form())
        assert moved.headers["location"] == f"{second}/to-khai"
        page = await lan.get(moved.headers["location"])
        assert "Mục đích" in page.text
        assert FORM["request"] in page.text
        assert "đã có bản mới" not in page.text
        assert (await file(lan, second)).status_code == 422
        saved = await lan.post(f"{second}/to-khai", data=form(**FORM, purpose="Thi đua", viec="tiep"))
        assert saved.status_code == 303
        assert (await file(lan, second)).status_code == 303
        rows = await service.rows("SELECT form_version FROM submission ORDER BY filed_at")
        assert [row["form_version"] for row in rows] == [version, version + 1]
        own = first.rpartition("/")[2]
        assert "Đề nghị công nhận" in (await lan.get(f"/dich-vu-cong/ho-so/{own}")).text

    in_service(check)


def test_begin_offers_the_open_draft_first(in_service: Check) -> None:
    async def check(service: Service) -> None:
        lan = await service.lan()
        draft = await start(lan)
        page = await lan.get(f"/dich-vu-cong/nop/{GENERIC}")
        assert "Làm tiếp bản nháp" in page.text
        assert page.text.index(f'href="{draft}"') < page.text.index("Lập hồ sơ mới")

    in_service(check)


def test_the_post_brings_the_result_where_the_applicant_says(in_service: Check) -> None:
    async def check(service: Service) -> None:
        await publish(service, published(BUSINESS))
        lan = await service.lan()
        draft, address = await a_business_draft(service, lan), "Tổ 5, Nhơn Bình, Quy Nhơn"
        before = await tables(service)
        long = await lan.post(
            f"{draft}/nop", data=form(return_channel="post", return_address="a" * 301, declaration="true")
        )
        assert long.status_code == 422
        assert "không quá 300 ký tự" in long.text
        assert "a" * 301 in long.text  # what was typed stays
        assert await tables(service) == before
        done = await lan.post(
            f"{draft}/nop",
            data=form(return_channel="post", return_address=address, declaration="true", xac_nhan="true"),
        )
        assert done.status_code == 303, done.text
        [told] = [
            row["data"] for row in await service.rows("SELECT data FROM outbox WHERE subject LIKE 'submission/%'")
        ]
        assert orjson.loads(told)["return_address"] == address
        page = await lan.get(done.headers["location"].removesuffix("/da-nop"))
        assert f"Qua dịch vụ bưu chính công ích: {address}" in page.text

    in_service(check)


def test_an_address_beside_another_way_is_left_out_on_the_page(in_service: Check) -> None:
    async def check(service: Service) -> None:
        await publish(service, published(BUSINESS))
        lan = await service.lan()
        draft = await a_business_draft(service, lan)
        done = await lan.post(
            f"{draft}/nop", data=form(return_channel="online", return_address="x", declaration="true", xac_nhan="true")
        )
        assert done.status_code == 303, done.text
        assert [row["return_address"] for row in await service.rows("SELECT return_address FROM submission")] == [""]

    in_service(check)
