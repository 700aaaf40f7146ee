"""Main job A through the gateway: from a citizen's form to a signed result that anyone can check."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from operations.demo.callers import CLERK, COUNTER, LEADER, SPECIALIST, Callers
from operations.demo.counter_work import ONE_STOP, ONLINE, CounterWork, Dossier
from operations.private_province import PrivateProvince
from testing.hostile import files as hostile
from tests.journeys.finished_dossier import (
    A_FEW_SECONDS,
    QUY_NHON,
    check_look_up,
    check_result,
    file_of,
    in_order,
    refusal,
)
from tests.journeys.proof import (
    PROVINCE,
    VIETNAM,
    moment,
    text_of,
    working_hours_between,
    working_time_after,
)

HOUSEHOLD = "3.908078"


def work_of(callers: Callers) -> CounterWork:
    return CounterWork(callers, PROVINCE, datetime.now(VIETNAM).date())


@pytest.fixture
def work(callers: Callers) -> CounterWork:
    return work_of(callers)


def test_a_dossier_goes_from_the_form_to_a_signed_result(callers_on_each_axis: Callers, tmp_path: Path) -> None:
    work = work_of(callers_on_each_axis)
    citizen = work.callers.person("congdan.lan")
    found = work.callers.anyone("GET", f"{ONLINE}/procedures", params={"q": "dang ky kinh doanh ho ca the"}).json()
    assert HOUSEHOLD in [item["code"] for item in found["items"]]

    dossier = file_twice_at_once(work, "congdan.lan")
    arrived = work.arrived(dossier)
    assert (arrived["status"], arrived["code"], arrived["fee_due"]) == (1, None, 100_000)
    assert arrived["applicant"]["full_name"] == citizen.name
    work.act(dossier, COUNTER, "accept")
    accepted = work.seen_by(dossier, COUNTER)
    today = datetime.now(VIETNAM)
    assert re.fullmatch(rf"{re.escape(QUY_NHON)}-{today:%y%m%d}-[0-9]{{4,}}", accepted["code"])
    due = working_time_after(moment(accepted["received_at"]), 3 * 8)
    assert abs(moment(accepted["due_at"]) - due) < A_FEW_SECONDS

    seen = work.followed(dossier, 2)
    receipt = text_of(file_of(dossier, seen, "receipt"))
    for words in (accepted["code"], citizen.name, seen["lookup_secret"], f"ngày {due:%d} tháng {due:%m} năm {due:%Y}"):
        assert words in receipt
    work.forward_until(dossier, "hand-over")
    seen = work.followed(dossier, 10)
    assert [line["kind"] for line in seen["course"]] == [
        "filed", "received", "moved", "moved", "moved", "finished", "returned",
    ]  # fmt: skip
    assert in_order(seen["course"])
    hand_overs = work.seen_by(dossier, COUNTER)["hand_overs"]
    assert [line["action"] for line in hand_overs] == [
        "file", "accept", "transfer", "claim", "finish", "sign", "hand-over",
    ]  # fmt: skip
    assert in_order(hand_overs)
    check_result(work, dossier, seen, tmp_path)
    check_look_up(work, seen)


def file_twice_at_once(work: CounterWork, user_name: str) -> Dossier:
    """A double click and a later retry: the same answer each time, and one dossier."""
    citizen = work.callers.person(user_name)
    procedure = work.procedure(HOUSEHOLD)
    body, key = work.submission(citizen, procedure, QUY_NHON), str(uuid4())
    before = {item["id"] for item in citizen.get(f"{ONLINE}/submissions", limit=100)["items"]}

    def press(_: int) -> httpx.Response:
        return citizen.send("POST", f"{ONLINE}/submissions", json=body, headers={"idempotency-key": key})

    with ThreadPoolExecutor(4) as hands:
        answers = list(hands.map(press, range(4)))
    again = press(0)
    assert {answer.status_code for answer in answers} == {201}
    assert {answer.content for answer in [*answers, again]} == {answers[0].content}
    assert again.headers["idempotent-replay"] == "true"
    after = {item["id"] for item in citizen.get(f"{ONLINE}/submissions", limit=100)["items"]}
    assert after - before == {again.json()["id"]}
    other = body | {"return_channel": "post"}
    reused = refusal(citizen.post, f"{ONLINE}/submissions", other, key=key)
    assert (reused.status, reused.code) == (409, "idempotency_key_reused")
    return Dossier(again.json()["id"], procedure, citizen, QUY_NHON)


def check_clock_went_on(before: dict[str, Any], waiting: dict[str, Any], going: dict[str, Any]) -> None:
    """What was named is new and the rest as it was; it is due later by the working time that was waited."""
    assert (going["status"], going["paused_at"]) == (4, None)
    assert going["answers"]["practice_months"] == 36
    assert going["answers"]["school"] == before["answers"]["school"]
    taken = next(line for line in going["hand_overs"] if line["action"] == "supplement-taken-in")
    waited = working_hours_between(moment(waiting["paused_at"]), moment(taken["at"]))
    assert moment(going["due_original"]) == moment(before["due_at"])
    assert abs(moment(going["due_at"]) - working_time_after(moment(before["due_at"]), waited)) < A_FEW_SECONDS


def test_a_supplement_asks_for_what_is_named_and_stops_the_clock(work: CounterWork) -> None:
    dossier = work.file("congdan.hanh", "3.908073")
    work.arrived(dossier)
    work.act(dossier, COUNTER, "accept")
    work.forward_until(dossier, "transfer")
    work.forward_until(dossier, "transfer")
    before = work.seen_by(dossier, SPECIALIST)
    paper = dossier.procedure["papers"][1]
    asked: dict[str, Any] = {
        "reason": "Thời gian thực hành chưa khớp với giấy xác nhận.",
        "items": [
            {"pointer": "/practice_months", "note": "Ghi theo giấy xác nhận."},
            {"paper_code": paper["code"], "note": "Nộp lại bản rõ."},
        ],
    }
    work.act(dossier, SPECIALIST, "request-supplement", asked)
    waiting = work.seen_by(dossier, SPECIALIST)
    beside = ["note", "field-check", "ask-applicant", "write-down"]
    assert (waiting["status"], waiting["allowed_actions"]) == (5, beside), "nothing that moves it"
    assert waiting["paused_at"] is not None
    second = refusal(work.act, dossier, SPECIALIST, "request-supplement", asked)
    assert (second.status, second.code) == (409, "dossier_waits_for_supplement")

    seen = work.followed(dossier, 5)
    request = seen["supplement_request"]
    assert [(item["pointer"], item["paper_code"]) for item in request["items"]] == [
        ("/practice_months", ""),
        ("", paper["code"]),
    ]
    notice = text_of(file_of(dossier, seen, "supplement-notice"))
    assert seen["code"] in notice
    assert asked["reason"] in notice
    answer_supplement(work, dossier, paper)

    check_clock_went_on(before, waiting, work.seen_by(dossier, SPECIALIST))
    kinds = [line["kind"] for line in work.followed(dossier, 4)["course"]]
    assert kinds[-3:] == ["supplement-requested", "supplement-filed", "supplement-taken-in"]
    work.forward_until(dossier, "sign")
    work.followed(dossier, 9)


def answer_supplement(work: CounterWork, dossier: Dossier, paper: dict[str, Any]) -> None:
    """Only what was asked for, all of it, and once."""
    path = f"{ONLINE}/submissions/{dossier.id}/supplements"
    file = work.attach(dossier.citizen, paper, "Bản nộp lại.")
    strange = refusal(dossier.citizen.post, path, {"answers": {"school": "Trường khác"}, "papers": [file]})
    assert strange.status == 422
    short = refusal(dossier.citizen.post, path, {"answers": {}, "papers": [file]})
    assert short.status == 422
    dossier.citizen.post(path, {"answers": {"practice_months": 36}, "papers": [file]})
    twice = refusal(dossier.citizen.post, path, {"answers": {"practice_months": 37}, "papers": [file]})
    assert (twice.status, twice.code) == (409, "supplement_closed")
    work.followed(dossier, 4)


def test_a_refused_dossier_carries_its_reason(work: CounterWork) -> None:
    dossier = work.file("congdan.khoa", "3.908057")
    work.arrived(dossier)
    reason = "Xe chưa lắp thiết bị giám sát hành trình theo quy định."
    assert refusal(work.act, dossier, COUNTER, "refuse", {"reason": ""}).status == 422
    work.act(dossier, COUNTER, "refuse", {"reason": reason})
    seen = work.followed(dossier, 3)
    assert seen["code"] is None
    assert reason in text_of(file_of(dossier, seen, "refusal"))
    late = refusal(work.act, dossier, COUNTER, "accept")
    assert (late.status, late.code) == (409, "dossier_already_handled")


@pytest.mark.parametrize(
    ("code", "user_name"),
    [("3.908036", "doanhnghiep.anbinh"), ("3.908092", "congdan.phuoc"), ("3.908064", "doanhnghiep.anbinh"),
     ("3.908019", "congdan.khoa"), ("3.908026", "congdan.phuoc")],
)  # fmt: skip
def test_each_form_is_filed_and_accepted_with_its_fee(work: CounterWork, code: str, user_name: str) -> None:
    dossier = work.file(user_name, code)
    work.arrived(dossier)
    work.act(dossier, COUNTER, "accept")
    accepted = work.seen_by(dossier, COUNTER)
    assert accepted["fee_due"] == dossier.procedure["fee"]
    term, start = dossier.procedure["term_amount"], moment(accepted["received_at"])
    hours = term if dossier.procedure["term_unit"] == "working_hours" else 8 * term
    assert abs(moment(accepted["due_at"]) - working_time_after(start, hours)) < A_FEW_SECONDS
    seen = work.followed(dossier, 2)
    assert seen["fee_due"] == dossier.procedure["fee"]
    assert seen["code"] in text_of(file_of(dossier, seen, "receipt"))


def test_a_wrong_form_is_refused_field_by_field_and_files_nothing(work: CounterWork) -> None:
    citizen = work.callers.person("congdan.khoa")
    body = work.submission(citizen, work.procedure(HOUSEHOLD), QUY_NHON)
    body["answers"] |= {"capital": "nhiều", "business_name": "Quán Cô Lan"}
    del body["answers"]["declaration"]
    headers = {"idempotency-key": str(uuid4())}
    before = len(citizen.get(f"{ONLINE}/submissions", limit=100)["items"])
    refused = refusal(citizen.send, "POST", f"{ONLINE}/submissions", json=body, headers=headers)
    assert refused.status == 422
    assert len(citizen.get(f"{ONLINE}/submissions", limit=100)["items"]) == before
    papers = body | {"answers": work.declaration(citizen.user_name, "dang-ky-ho-kinh-doanh"), "papers": []}
    assert refusal(citizen.post, f"{ONLINE}/submissions", papers).code == "papers_missing"
    program = citizen.send  # a program named as a PDF is told by its content
    url = f"{ONLINE}/files"
    exe = {"content": b"MZ" + bytes(500), "params": {"name": "don.pdf"}}
    kind = {"content-type": "application/octet-stream"}
    assert refusal(program, "POST", url, headers=kind, **exe).status in (415, 422)


def test_a_dossier_is_nobody_elses_business(work: CounterWork) -> None:
    dossier = work.file("congdan.lan", HOUSEHOLD, QUY_NHON)
    work.arrived(dossier)
    own, desk = f"{ONLINE}/submissions/{dossier.id}", f"{ONE_STOP}/dossiers/{dossier.id}"
    for path in (own, desk):
        assert refusal(work.callers.anyone, "GET", path).status == 401
    stranger = work.callers.person("congdan.khoa")
    assert refusal(stranger.get, own).status == 404
    assert refusal(stranger.post, f"{own}/supplements", {"answers": {}}).status == 404
    assert refusal(stranger.get, desk).status in (403, 404)
    for role in (COUNTER, SPECIALIST, LEADER):
        other = work.callers.at("000.00.16.H08", role)
        assert refusal(other.get, desk).status == 404
        assert dossier.id not in str(other.get(f"{ONE_STOP}/dossiers", scope="agency"))
    other = work.callers.at("000.00.16.H08", COUNTER)
    for act, body in (("accept", {}), ("refuse", {"reason": "Không thuộc thẩm quyền"}), ("transfer", {})):
        assert refusal(other.post, f"{desk}/{act}", body).status == 404
    assert refusal(work.post(dossier, LEADER).post, f"{desk}/accept").status == 403
    assert refusal(work.callers.at(QUY_NHON, CLERK).get, desk).status in (403, 404)
    assert work.seen_by(dossier, COUNTER)["status"] == 1


def test_an_agencys_own_system_files_for_the_people_it_serves(province: PrivateProvince, work: CounterWork) -> None:
    system = province.account("mot-cua-quy-nhon")
    form = {"grant_type": "client_credentials"}
    wrong = httpx.post(f"{province.url}/oauth/token", data=form, auth=("mot-cua-quy-nhon", "sai"), timeout=30)
    assert (wrong.status_code, wrong.json()["error"]) == (401, "invalid_client")
    granted = httpx.post(
        f"{province.url}/oauth/token", data=form, auth=(system["user_name"], system["password"]), timeout=30
    ).json()
    assert granted["token_type"].lower() == "bearer"
    body: dict[str, Any] = {
        "procedure_code": HOUSEHOLD,
        "agency_code": QUY_NHON,
        "answers": work.declaration("congdan.phuoc", "dang-ky-ho-kinh-doanh"),
        "papers": [],
        "applicant": {
            "kind": "citizen",
            "full_name": "Đặng Phước Thượng",
            "personal_id": "052078001926",
            "address": "Thôn 3, xã Phước Lộc",
        },
    }
    with httpx.Client(base_url=province.url, headers={"authorization": f"Bearer {granted['access_token']}"}) as client:
        for paper in work.procedure(HOUSEHOLD)["papers"]:
            if paper["required"]:
                file = {"file": ("giay-to.pdf", hostile.pdf(), "application/pdf")}
                kept = client.post(f"{ONLINE}/files", files=file, timeout=30).raise_for_status().json()
                body["papers"].append({"paper_code": paper["code"], "file_id": kept["id"]})
        filed = client.post(f"{ONLINE}/submissions", json=body, timeout=30)
        assert filed.status_code == 201, filed.text
        assert client.get(f"{ONE_STOP}/dossiers/{filed.json()['id']}", timeout=30).status_code in (403, 404)
    citizen = work.callers.person("congdan.phuoc")
    dossier = Dossier(filed.json()["id"], work.procedure(HOUSEHOLD), citizen, QUY_NHON)
    assert work.arrived(dossier)["applicant"]["full_name"] == "Đặng Phước Thượng"
