"""Trang thông tin (mức độ 1, 2): where and when one files, what is not known yet, where to go on; no door takes it online."""

import re
from datetime import UTC, datetime, time
from html import unescape

from online_services.procedures.actions import keep_procedure
from online_services.procedures.rules import week_words
from shared.contracts.mail_directory import AgencyRecorded
from shared.contracts.one_stop_calendar import DecidedSlot, HoursDecided
from shared.directory.keeping import keep_agency
from shared.standards.working_time import Slot

from .conftest import CSRF, Check, Service, agencies, catalogue

API = "/api/online-services/v1"
PAGES = [known for known in catalogue() if known.level <= 2]
AT_ONE = next(known for known in PAGES if len(known.agency_codes) == 1)
PATH = f"/dich-vu-cong/thu-tuc/{AT_ONE.procedure_code}"
HERE = AT_ONE.agency_codes[0]


async def _page(service: Service, path: str) -> str:
    answer = await service.anonymous().get(path)
    assert answer.status_code == 200, answer.text
    return unescape(answer.text)


def test_hours_are_said_in_words() -> None:
    week = frozenset(range(1, 6))
    assert week_words([Slot(time(7), time(11), week), Slot(time(13), time(17), week)]) == (
        "07:00–11:00, 13:00–17:00, thứ hai đến thứ sáu"
    )
    saturday = [Slot(time(7), time(11), week | {6}), Slot(time(13), time(17), week)]
    assert week_words(saturday) == "07:00–11:00, thứ hai đến thứ bảy; 13:00–17:00, thứ hai đến thứ sáu"
    assert week_words([Slot(time(7), time(11), frozenset({1, 4}))]) == "07:00–11:00, thứ hai, thứ năm"
    assert week_words([]) == ""


def test_the_page_says_where_and_when_one_files_and_what_is_not_known(in_service: Check) -> None:
    async def check(service: Service) -> None:
        before = await _page(service, PATH)
        assert "Mức độ 1 (cung cấp thông tin)" in before
        assert "Nơi nộp trực tiếp" in before
        assert "Giờ làm việc: 07:30–11:30, 13:30–17:30, thứ hai đến thứ sáu" in before
        assert "Địa chỉ đang được cập nhật" in before
        for fact in ("Thời hạn giải quyết", "Phí, lệ phí", "Kết quả"):
            assert re.search(rf"{fact}\s*</dt>\s*<dd[^>]*>\s*Đang cập nhật", before), fact
        assert "Điền tờ khai điện tử" not in before
        assert "/dich-vu-cong/nop/" not in before
        known = next(one for one in agencies() if one.agency_code == HERE)
        moved = AgencyRecorded(**known.model_dump() | {"address": "35 Lê Lợi, Quy Nhơn", "phone": "02563812345"})
        own = (DecidedSlot(opens=time(8), closes=time(12), weekdays=(1, 2, 3)),)
        decided = HoursDecided(part=f"hours/{HERE}", decided_at=datetime.now(UTC), agency_code=HERE, slots=own)
        await service.in_transaction(lambda session: keep_agency(session, moved))
        await service.tell(decided, "one-stop")
        after = await _page(service, PATH)
        assert "35 Lê Lợi, Quy Nhơn" in after
        assert "02563812345" in after
        assert "Giờ làm việc: 08:00–12:00, thứ hai đến thứ tư" in after

    in_service(check)


def test_the_page_leads_on_to_services_online_of_its_field_or_agency(in_service: Check) -> None:
    async def check(service: Service) -> None:
        page = await _page(service, PATH)
        shown = [one for one in catalogue() if f'href="/dich-vu-cong/thu-tuc/{one.procedure_code}"' in page]
        assert 0 < len(shown) <= 4
        assert all(one.form_id for one in shown)
        assert all(one.field == AT_ONE.field or HERE in one.agency_codes for one in shown)
        of_field = {one.procedure_code for one in catalogue() if one.form_id and one.field == AT_ONE.field}
        assert of_field & {one.procedure_code for one in shown}, "those of its field come first"

    in_service(check)


def test_it_is_found_by_words_and_by_level_and_programs_see_that_it_has_no_form(in_service: Check) -> None:
    async def check(service: Service) -> None:
        anyone = service.anonymous()
        listed = (await anyone.get(f"{API}/procedures", params={"level": 1, "limit": 100})).json()["items"]
        assert {item["code"] for item in listed} == {one.procedure_code for one in PAGES if one.level == 1}
        page = await _page(service, "/dich-vu-cong?muc_do=1")
        assert "Mức độ 1 (thông tin)" in page
        assert AT_ONE.procedure_code in await _page(service, f"/dich-vu-cong?q={AT_ONE.name}")
        detail = (await anyone.get(f"{API}/procedures/{AT_ONE.procedure_code}")).json()
        assert detail["form"] is None
        assert detail["updating"] == ["term", "fee", "papers", "result"]
        assert detail["agencies"][0]["hours"].startswith("07:30")
        printed = await _page(service, f"/dich-vu-cong/ban-in?q={AT_ONE.procedure_code}")
        assert "Đang cập nhật" in printed
        assert "0 ngày" not in printed

    in_service(check)


def test_no_door_takes_it_online(in_service: Check) -> None:
    async def check(service: Service) -> None:
        lan, code = await service.lan(), AT_ONE.procedure_code
        start = f"/dich-vu-cong/nop/{code}"
        assert "chưa nhận hồ sơ trực tuyến" in (await lan.get(start)).text
        begun = await lan.post(start, data={"csrf_token": CSRF, "agency_code": HERE})
        assert begun.status_code == 422
        assert "chưa nhận hồ sơ trực tuyến" in begun.text
        draft = await lan.post(f"{API}/drafts", json={"procedure_code": code, "agency_code": HERE})
        sent = {"procedure_code": code, "agency_code": HERE, "answers": {}, "papers": []}
        filed = await lan.post(f"{API}/submissions", json=sent)
        for refused in (draft, filed):
            assert (refused.status_code, refused.json()["code"]) == (422, "procedure_not_online")
        unknown = await lan.post(f"{API}/submissions", json=sent | {"procedure_code": "9.999999"})
        assert unknown.json()["code"] == "procedure_unknown"
        assert not await service.rows("SELECT 1 FROM draft UNION ALL SELECT 1 FROM submission")

    in_service(check)


def test_a_draft_of_what_is_no_longer_online_says_where_to_go(in_service: Check) -> None:
    async def check(service: Service) -> None:
        lan, online = await service.lan(), next(one for one in catalogue() if one.form_id == "chung")
        code, agency = online.procedure_code, online.agency_codes[0]
        begun = await lan.post(f"{API}/drafts", json={"procedure_code": code, "agency_code": agency})
        draft = begun.json()["id"]
        page_alone = online.model_copy(update={"level": 1, "form_id": ""})
        await service.in_transaction(lambda session: keep_procedure(session, page_alone))
        shown = await lan.get(f"/dich-vu-cong/ban-nhap/{draft}/xem-lai", follow_redirects=True)
        assert "nay chỉ nhận hồ sơ trực tiếp" in shown.text
        assert f"{code}#noi-nop" in shown.text

    in_service(check)
