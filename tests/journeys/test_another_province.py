"""Another province is another folder of data: two tiers, other codes, other forms; the same programs, not a line changed."""

import io
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import expect
from rich.console import Console

from operations.demo import play_demo
from operations.demo.callers import CLERK, COUNTER, LEADER, SPECIALIST, Callers, Refused
from operations.demo.counter_work import ONLINE, CounterWork, Dossier
from operations.demo.records_work import RecordsWork
from operations.private_province import PrivateProvince
from shared.core.province import read_province
from shared.core.settings import Settings
from testing.browser import Person, look_at, start_browser
from tests.journeys.conftest import ENVIRONMENT
from tests.journeys.proof import VIETNAM, text_of

DATA = Path(__file__).parents[1] / "provinces"
NAME = "van-hai"
BERTH, GENERAL = "2.990001", "2.990002"
SKHCN, CUA_SO, BAI_CAT = "000.00.02.H99", "000.02.00.H99", "000.03.00.H99"
THE_FIRST = re.compile(r"bình định|binh-?dinh|quy nhơn|\bH08\b", re.IGNORECASE)


@pytest.fixture(scope="module")
def another() -> Iterator[PrivateProvince]:
    province = PrivateProvince(**ENVIRONMENT, LIENTHONG_DATA=str(DATA), LIENTHONG_PROVINCE=NAME)
    try:
        province.start()
        yield province
    finally:
        province.stop()


@pytest.fixture(scope="module")
def people(another: PrivateProvince) -> Iterator[Callers]:
    callers = Callers(another.url, another.accounts())
    yield callers
    callers.close()


def page(province: PrivateProvince, path: str, user_name: str = "") -> str:
    """A page as a browser gets it, of somebody signed in or of anybody."""
    headers = {"accept": "text/html"}
    if user_name:
        headers["authorization"] = f"Bearer {province.token(user_name)}"
    answer = httpx.get(f"{province.url}{path}", headers=headers, timeout=30)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer.text


def test_a_citizen_files_and_the_counter_accepts(people: Callers) -> None:
    work = CounterWork(people, DATA / NAME, datetime.now(VIETNAM).date())
    citizen, procedure = people.person("congdan.sen"), work.procedure(BERTH)
    person = work._people["congdan.sen"]
    body: dict[str, Any] = {
        "procedure_code": BERTH,
        "agency_code": CUA_SO,
        "answers": {
            "applicant_name": person["full_name"],
            "applicant_id": person["personal_id"],
            "applicant_phone": person["phone"],
            "applicant_email": person["email"],
            "applicant_address": person["address"],
            "boat_name": "VH 0123 TS",
            "berth": "inner",
            "length": 12,
            "declaration": True,
        },
        "papers": [work.attach(citizen, procedure["papers"][1], "Giấy đăng ký thuyền.")],
        "return_channel": "online",
    }
    filed = citizen.post(f"{ONLINE}/submissions", body)
    dossier = Dossier(filed["id"], procedure, citizen, CUA_SO)
    work.arrived(dossier)
    code = work.act(dossier, COUNTER, "accept")["code"]
    assert code.startswith(f"{CUA_SO}-")
    seen = work.followed(dossier, 2)
    receipt = next(file for file in seen["files"] if file["kind"] == "receipt")
    words = text_of(citizen.download(f"{ONLINE}/submissions/{dossier.id}/files/{receipt['id']}"))
    for expected in ("TỈNH VÂN HẢI", "PHƯỜNG CỬA SÒ", "Cửa Sò, ngày", "0299 3812 999", code):
        assert expected.lower() in words.lower(), expected
    assert not THE_FIRST.search(words)
    work.forward_until(dossier, "hand-over")
    seen = work.followed(dossier, 10)
    result = next(file for file in seen["files"] if file["kind"] == "result")
    words = text_of(citizen.download(f"{ONLINE}/submissions/{dossier.id}/files/{result['id']}"))
    assert "TM. ỦY BAN NHÂN DÂN" in words, "as its table of agencies says"


def test_a_document_goes_from_one_agency_to_another(people: Callers) -> None:
    work = RecordsWork(people, read_province(DATA / NAME))
    for sender, receiver, place in ((SKHCN, BAI_CAT, "Vân Châu"), (BAI_CAT, SKHCN, "Bãi Cát")):
        draft = work.draft(sender, "V/v rà soát bến bãi", "Đề nghị báo cáo.", addressees=[receiver])
        assert draft["place"] == place
        work.issue(sender, draft["id"])
        incoming = work.arrived(receiver, work.seen(sender, draft["id"]))
        work.report(receiver, CLERK, incoming["id"], "03")
        work.wait_for_status(sender, draft["id"], {receiver: "03"})


def test_pages_name_this_province_and_nowhere_the_first(another: PrivateProvince, people: Callers) -> None:
    pages = {
        "": ["/", "/dang-nhap", "/tra-cuu", "/xac-thuc", "/dich-vu-cong", f"/dich-vu-cong/thu-tuc/{BERTH}", "/api"],
        "congdan.tin": ["/dich-vu-cong/ho-so"],
        people.at(CUA_SO, COUNTER).user_name: ["/mot-cua"],
        people.at(SKHCN, SPECIALIST).user_name: ["/van-ban/di", "/van-ban/di/soan-thao"],
        people.at(SKHCN, CLERK).user_name: ["/van-ban/den"],
        people.at(SKHCN, LEADER).user_name: ["/danh-ba"],
        people.at(SKHCN, "Quản trị danh bạ").user_name: ["/danh-ba/can-bo/moi"],
        people.at(SKHCN, "Quản trị hệ thống").user_name: ["/van-hanh"],
    }
    for user_name, paths in pages.items():
        for path in paths:
            text = page(another, path, user_name)
            assert "tỉnh Vân Hải" in text, path
            assert "hotro@vanhai.example.vn" in text, path
            assert not THE_FIRST.search(text), (path, THE_FIRST.search(text))
    assert "000.00.00.H99-261122-0001" in page(another, "/tra-cuu")
    for described in ("document-exchange", "one-stop", "online-services", "mail-directory"):
        text = httpx.get(f"{another.url}/api/{described}/openapi.json", timeout=30).text
        assert not THE_FIRST.search(text), (described, THE_FIRST.search(text))


@pytest.mark.browser
def test_its_pages_are_sound_in_a_browser_with_and_without_scripts(another: PrivateProvince) -> None:
    with start_browser() as browser:
        for scripts in (True, False):
            visitor = Person(browser, another, scripts=scripts)
            for path in ("/", "/dang-nhap", "/tra-cuu"):
                answer = visitor.page.goto(path)
                expect(visitor.page.get_by_role("banner")).to_contain_text("TỈNH VÂN HẢI")
                if scripts:
                    assert look_at(visitor.page, answer) == []
            visitor.leave()


def test_a_wrong_value_is_told_with_an_example_of_here(people: Callers) -> None:
    administrator = people.at(SKHCN, "Quản trị danh bạ")
    new = {"full_name": "Lê Thị Mới", "email": "không phải thư", "phone": "", "user_name": "moi.skhcn"}
    post = {"agency_code": SKHCN, "role": "specialist", "title": "Chuyên viên"}
    with pytest.raises(Refused, match="ten@vanhai"):
        administrator.post("/api/mail-directory/v1/people", new | post)


def test_the_demo_plays_here_too(another: PrivateProvince) -> None:
    told = io.StringIO()
    settings = Settings(var=another.var, port=another.port, data=DATA, province=NAME)
    assert play_demo(settings, Console(file=told, width=200)) == 0
    assert not THE_FIRST.search(told.getvalue())


def test_districts_are_refused_where_there_are_two_tiers(tmp_path: Path) -> None:
    from mail_directory.seeding import _agencies

    folder = tmp_path / NAME
    folder.mkdir()
    for name in ("province.json", "agencies.csv"):
        (folder / name).write_text((DATA / NAME / name).read_text("utf-8").replace("commune", "district"))
    with pytest.raises(ValueError, match="cấp “district” của 000"):
        _agencies(folder)
