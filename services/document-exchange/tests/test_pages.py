"""The whole way by forms alone, as a person without scripts goes it, and what is said when something is wrong."""

import re
from datetime import date
from typing import Any

import httpx
import pytest

from shared.access.rights import Role
from shared.contracts.mail_directory import AgencyRecorded
from shared.directory.keeping import keep_agency

from .test_journey import run

RECEIVER = "000.00.02.H08"


async def post(house: Any, who: Any, path: str, fields: dict[str, Any], files: Any = None) -> httpx.Response:
    answer = await house.call(who, "POST", path, data=fields | {"csrf_token": "form-token"}, files=files)
    assert isinstance(answer, httpx.Response)
    return answer


async def follow(house: Any, who: Any, answer: httpx.Response) -> str:
    assert answer.status_code == 303, answer.text
    page = await house.call(who, "GET", answer.headers["location"])
    assert page.status_code == 200, page.text
    return str(page.text)


def version_in(page: str) -> str:
    found = re.search(r'name="version" value="(\d+)"', page)
    assert found
    return found[1]


DECISION = {
    "type_code": "QĐ",
    "subject": "Về việc ban hành Quy chế làm việc",
    "priority": "1",
    "secrecy": "normal",
    "competence": "none",
    "all_agencies": "true",
    "due_on-day": "31",
    "due_on-month": "12",
    "due_on-year": "2030",
}


async def _save(house: Any) -> httpx.Response:
    """A specialist drafts a decision with two appendices."""
    files = [
        ("main", ("quyet-dinh.pdf", house.letter, "application/pdf")),
        ("appendices", ("phu-luc.txt", "Phụ lục số 1".encode(), "text/plain")),
        ("appendices", ("phu-luc-2.pdf", house.letter, "application/pdf")),
    ]
    fields = DECISION | {"leader_id": house.person(Role.LEADER).subject}
    return await post(house, house.person(Role.SPECIALIST), "/van-ban/di/soan-thao", fields, files)


async def _issue(house: Any, where: str) -> str:
    """From the draft to all agencies; the page as the clerk sees it then."""
    specialist, leader, clerk = (house.person(role) for role in (Role.SPECIALIST, Role.LEADER, Role.RECORDS_CLERK))
    page = ""
    for who, step in (
        (specialist, "trinh-ky"), (leader, "ky-so"), (clerk, "cap-so"), (clerk, "dong-dau"), (clerk, "phat-hanh"),
    ):  # fmt: skip
        page = (await house.call(who, "GET", where)).text
        page = await follow(house, who, await post(house, who, f"{where}/{step}", {"version": version_in(page)}))
    return page


def test_a_draft_is_laid_before_the_leader_and_not_sent_back_without_a_reason(open_house: Any) -> None:
    async def play(house: Any) -> None:
        specialist, leader = house.person(Role.SPECIALIST), house.person(Role.LEADER)
        clerk = house.person(Role.RECORDS_CLERK)
        form = await house.call(specialist, "GET", "/van-ban/di/soan-thao")
        assert form.status_code == 200
        assert "Gửi tất cả cơ quan khác" in form.text
        saved = await _save(house)
        page = await follow(house, specialist, saved)
        where = saved.headers["location"]
        assert "phu-luc.txt" in page
        edit = await house.call(specialist, "GET", f"{where}/sua")
        assert edit.status_code == 200
        assert 'value="2030"' in edit.text
        page = await follow(
            house, specialist, await post(house, specialist, f"{where}/trinh-ky", {"version": version_in(page)})
        )
        listed = await house.call(leader, "GET", "/van-ban/di?trang_thai=submitted&q=quy che")
        assert "Quy chế làm việc" in listed.text
        nobody = await house.call(clerk, "GET", where)
        assert nobody.status_code == 404
        page = (await house.call(leader, "GET", where)).text
        bare = await post(house, leader, f"{where}/tra-lai", {"version": version_in(page)})
        assert bare.status_code == 422
        assert "Hãy ghi lý do trả lại." in bare.text

    run(open_house, play)


def test_a_document_is_signed_numbered_sealed_and_sent_by_forms(open_house: Any) -> None:
    async def play(house: Any) -> None:
        clerk, where = house.person(Role.RECORDS_CLERK), (await _save(house)).headers["location"]
        assert "01/QĐ-STTTT" in await _issue(house, where)
        await house.exchange()
        fragment = await house.call(clerk, "GET", f"{where}/noi-nhan", headers={"hx-request": "true"})
        assert fragment.text.count("Đã đến") >= 3
        assert 'hx-trigger="every 4s"' in fragment.text
        assert (await house.call(clerk, "GET", f"{where}/goi-tin")).content.startswith(b"<?xml")
        register = await house.call(clerk, "GET", "/van-ban/so-van-ban-di")
        assert "01/QĐ-STTTT" in register.text

    run(open_house, play)


def test_a_document_is_received_given_out_and_answered_by_forms(open_house: Any) -> None:
    async def play(house: Any) -> None:
        await _issue(house, (await _save(house)).headers["location"])
        await house.exchange()
        theirs, boss = house.person(Role.RECORDS_CLERK, RECEIVER), house.person(Role.LEADER, RECEIVER)
        worker = house.person(Role.SPECIALIST, RECEIVER)
        (incoming,) = await house.inbox(RECEIVER)
        here = f"/van-ban/den/{incoming['id']}"
        page = (await house.call(theirs, "GET", here)).text
        assert page.count("Chữ ký số hợp lệ") == 3
        assert "Còn hiệu lực" in page
        wrong = await post(house, theirs, f"{here}/tra-lai", {"version": version_in(page)})
        assert wrong.status_code == 422
        stale = await post(house, theirs, f"{here}/tiep-nhan", {"version": "99"})
        assert stale.status_code == 412
        await follow(house, theirs, await post(house, theirs, f"{here}/tiep-nhan", {"version": version_in(page)}))
        assert (await house.call(worker, "GET", here)).status_code == 404
        fields = {"lead_id": worker.subject, "words": "Tham mưu trả lời"}
        await follow(house, boss, await post(house, boss, f"{here}/phan-cong", fields))
        page = await follow(house, worker, await post(house, worker, f"{here}/xu-ly", {}))
        assert "Tham mưu trả lời" in page
        answer = await house.call(worker, "GET", f"/van-ban/di/soan-thao?tra_loi={incoming['id']}")
        assert "V/v trả lời văn bản số 01/QĐ-STTTT" in answer.text
        await follow(house, worker, await post(house, worker, f"{here}/hoan-thanh", {"words": "Đã thực hiện"}))
        assert (await house.call(theirs, "GET", f"{here}/tep/1")).text == "Phụ lục số 1"
        register = await house.call(theirs, "GET", "/van-ban/so-van-ban-den")
        assert "01/QĐ-STTTT" in register.text
        for who in (theirs, boss, worker):
            assert (await house.call(who, "GET", "/van-ban/den")).status_code == 200

    run(open_house, play)


def test_what_was_typed_wrong_is_said_beside_the_field(open_house: Any) -> None:
    async def play(house: Any) -> None:
        specialist = house.person(Role.SPECIALIST)
        fields = {"type_code": "XX", "subject": "", "unit": "thường", "priority": "1", "secrecy": "normal"}
        answer = await post(house, specialist, "/van-ban/di/soan-thao", fields)
        assert answer.status_code == 422
        assert "Hãy nhập trích yếu nội dung" in answer.text
        assert 'href="#subject"' in answer.text
        good = fields | {"type_code": "CV", "subject": "Thử", "unit": "VP"}
        files = [("main", ("gia-mao.pdf", b"MZ\x90\x00 khong phai pdf", "application/pdf"))]
        answer = await post(house, specialist, "/van-ban/di/soan-thao", good, files)
        assert answer.status_code == 422
        assert 'href="#main"' in answer.text
        listed = await house.call(specialist, "GET", "/documents")
        assert listed.json()["items"] == []
        forged = await house.call(specialist, "POST", "/van-ban/di/soan-thao", data=good | {"csrf_token": "khac"})
        assert forged.status_code == 403

    run(open_house, play)


@pytest.mark.parametrize("path", ["/van-ban/di?sau=%2500", "/van-ban/di/abc", "/van-ban/so-van-ban-di?nam=1"])
def test_bad_addresses_are_refused_not_broken(open_house: Any, path: str) -> None:
    async def play(house: Any) -> None:
        answer = await house.call(house.person(Role.RECORDS_CLERK), "GET", path)
        assert 400 <= answer.status_code < 500

    run(open_house, play)


def test_receivers_are_chosen_by_group_and_found_by_name(open_house: Any) -> None:
    async def play(house: Any) -> None:
        specialist = house.person(Role.SPECIALIST)
        form = (await house.call(specialist, "GET", "/van-ban/di/soan-thao")).text
        assert 'id="khoi-department"' in form
        assert 'id="khoi-province"' in form
        fields = {"type_code": "CV", "subject": "V/v thử", "priority": "0", "tiers": "department"}
        saved = await post(house, specialist, "/van-ban/di/soan-thao", fields)
        document_id = saved.headers["location"].rsplit("/", 1)[-1]
        document = (await house.call(specialist, "GET", f"/documents/{document_id}")).json()
        assert document["addressees"] == ["000.00.02.H08", "000.00.05.H08"]
        wrong = await post(house, specialist, "/van-ban/di/soan-thao", fields | {"tiers": "khac"})
        assert wrong.status_code == 422
        part = await house.call(
            specialist,
            "GET",
            "/van-ban/di/chon-noi-nhan?loc=tai chinh&addressees=000.00.00.H08",
            headers={"hx-request": "true"},
        )
        assert "Sở Tài chính" in part.text
        assert "Sở Nội vụ" not in part.text
        assert re.search(r'value="000.00.00.H08"\s+checked', part.text), "what is ticked stays in sight"
        assert "<html" not in part.text

    run(open_house, play)


def test_a_part_of_a_page_opened_by_its_address_leads_to_the_page(open_house: Any) -> None:
    async def play(house: Any) -> None:
        document_id = await house.draft()
        specialist = house.person(Role.SPECIALIST)
        for path, page in (
            (f"/van-ban/di/{document_id}/noi-nhan", f"/van-ban/di/{document_id}#noi-nhan"),
            ("/van-ban/di/chon-noi-nhan", "/van-ban/di/soan-thao"),
        ):
            opened = await house.call(specialist, "GET", path)
            assert (opened.status_code, opened.headers["location"]) == (303, page)

    run(open_house, play)


def test_a_draft_is_taken_back_given_away_readdressed_and_cancelled_by_forms(open_house: Any) -> None:
    async def play(house: Any) -> None:
        specialist, leader, clerk = (house.person(r) for r in (Role.SPECIALIST, Role.LEADER, Role.RECORDS_CLERK))
        where = f"/van-ban/di/{await house.draft()}"
        await follow(house, specialist, await post(house, specialist, f"{where}/trinh-ky", {}))
        page = await follow(house, specialist, await post(house, specialist, f"{where}/rut-lai", {}))
        assert "Đang soạn thảo" in page
        await follow(house, specialist, await post(house, specialist, f"{where}/trinh-ky", {}))
        page = (await house.call(leader, "GET", where)).text
        assert "Người soạn thảo mới" in page
        nobody = await post(house, leader, f"{where}/doi-nguoi", {})
        assert nobody.status_code == 422
        given = await post(house, leader, f"{where}/doi-nguoi", {"drafter_id": clerk.subject})
        assert "Người soạn thảo: Lê Thị Mẫu 11" in await follow(house, leader, given)
        assert (await house.call(specialist, "GET", where)).status_code == 404
        await follow(house, leader, await post(house, leader, f"{where}/ky-so", {}))
        none = await post(house, clerk, f"{where}/doi-noi-nhan", {})
        assert none.status_code == 422
        assert "Hãy chọn ít nhất một nơi nhận, trong hoặc ngoài cơ quan." in none.text
        page = await follow(house, clerk, await post(house, clerk, f"{where}/doi-noi-nhan", {"addressees": RECEIVER}))
        assert "Gửi tới 1 nơi nhận" not in page, "it has no number yet"
        bare = await post(house, clerk, f"{where}/huy", {})
        assert 'href="#opinion"' in bare.text
        assert "Hãy ghi lý do hủy." in bare.text
        page = await follow(house, clerk, await post(house, clerk, f"{where}/huy", {"opinion": "Ký nhầm"}))
        assert "Đã hủy" in page
        assert "Việc cần làm" not in page

    run(open_house, play)


def test_many_addressees_are_folded_so_that_what_is_to_be_done_is_near(open_house: Any) -> None:
    async def play(house: Any) -> None:
        specialist = house.person(Role.SPECIALIST)
        async with house.database.sessions.begin() as session:
            for number in range(40, 52):
                await keep_agency(
                    session,
                    AgencyRecorded(
                        agency_code=f"000.00.{number}.H08",
                        name=f"Cơ quan số {number}",
                        short_name=f"CQ{number}",
                        tier="department",
                        valid_from=date(2000, 1, 1),
                    ),
                )
        many, one = await house.draft(all_agencies=True), await house.draft(all_agencies=False, addressees=[RECEIVER])
        page = (await house.call(specialist, "GET", f"/van-ban/di/{many}")).text
        assert '<details class="govuk-details" id="cac-noi-nhan">' in page
        assert "<li>Cơ quan số 40</li>" in page
        assert 'id="cac-noi-nhan"' not in (await house.call(specialist, "GET", f"/van-ban/di/{one}")).text

    run(open_house, play)


def test_what_was_typed_for_an_act_that_somebody_else_made_impossible_is_shown(open_house: Any) -> None:
    async def play(house: Any) -> None:
        clerk, theirs = house.person(Role.RECORDS_CLERK), house.person(Role.RECORDS_CLERK, RECEIVER)
        document = await house.sent(all_agencies=False, addressees=[RECEIVER])
        late = {"version": "1", "opinion": "Sai thể thức ở mục 2"}
        refused = await post(house, clerk, f"/van-ban/di/{document['id']}/tra-lai", late)
        assert refused.status_code in (409, 412)
        assert "Nội dung bạn đã nhập: Sai thể thức ở mục 2" in refused.text
        await house.exchange()
        await house.read()
        (incoming,) = await house.inbox(RECEIVER)
        here, now = f"/van-ban/den/{incoming['id']}", {"version": str(incoming["version"])}
        assert (await post(house, theirs, f"{here}/tiep-nhan", now)).status_code == 303
        refused = await post(house, theirs, f"{here}/tra-lai", now | {"reason": "other", "words": "Gửi nhầm nơi nhận"})
        assert refused.status_code in (409, 412)
        assert "Nội dung bạn đã nhập: Gửi nhầm nơi nhận" in refused.text

    run(open_house, play)
