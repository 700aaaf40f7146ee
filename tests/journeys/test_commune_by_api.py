"""A commune does its own work: a birth is registered at its counter and online, examined, signed and handed over there."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from operations.demo.callers import COUNTER, LEADER, SPECIALIST, Callers
from operations.demo.counter_work import ONE_STOP, ONLINE, CounterWork, Dossier
from tests.journeys.finished_dossier import A_FEW_SECONDS, check_result, refusal
from tests.journeys.proof import PROVINCE, VIETNAM, moment, working_time_after

BIRTH, NURSERY = "3.908301", "3.908305"
NHON_LY, TRAN_PHU = "000.08.31.H08", "000.01.31.H08"


@pytest.fixture
def work(callers: Callers) -> CounterWork:
    return CounterWork(callers, PROVINCE, datetime.now(VIETNAM).date())


def _brought(work: CounterWork, agency_code: str) -> Dossier:
    """A mother brings the hospital's paper to the counter."""
    citizen, procedure = work.callers.person("congdan.lan"), work.procedure(BIRTH)
    new = {
        "dossier_id": str(uuid4()),
        "procedure_code": BIRTH,
        "full_name": citizen.name,
        "address": "Thôn Lý Hưng, xã Nhơn Lý",
        "content": "Đăng ký khai sinh cho con",
        "paper_codes": [paper["code"] for paper in procedure["papers"]],
    }
    received = work.callers.at(agency_code, COUNTER).post(f"{ONE_STOP}/dossiers", new)
    return Dossier(received["id"], procedure, citizen, agency_code)


def test_a_birth_is_registered_from_the_counter_of_a_commune_to_its_leaders_signature(work: CounterWork) -> None:
    dossier = _brought(work, NHON_LY)
    received = work.seen_by(dossier, COUNTER)
    assert received["code"].startswith(f"{NHON_LY}-")
    assert received["fee_due"] == 0
    due = working_time_after(moment(received["received_at"]), 8)
    assert abs(moment(received["due_at"]) - due) < A_FEW_SECONDS
    work.forward_until(dossier, "hand-over")
    done = work.seen_by(dossier, COUNTER)
    assert done["status"] == 10
    officers = {role: work.callers.at(NHON_LY, role).name for role in (COUNTER, SPECIALIST, LEADER)}
    by = {line["action"]: line["by"] for line in done["hand_overs"]}
    for act, role in (("accept", COUNTER), ("finish", SPECIALIST), ("sign", LEADER), ("hand-over", COUNTER)):
        assert officers[role] in by[act], act


def _answers(work: CounterWork, citizen: Any) -> dict[str, Any]:
    known = work.declaration("congdan.lan", "chung")
    applicant = {name: said for name, said in known.items() if name.startswith("applicant_")}
    born = work.today - timedelta(days=12)
    return applicant | {
        "relation": "mother", "child_name": "Nguyễn An Nhiên", "child_born_on": born.isoformat(),
        "child_gender": "female", "child_ethnicity": "Kinh", "child_nationality": "Việt Nam",
        "child_birth_place": "Bệnh viện Đa khoa tỉnh", "child_home_town": "Nhơn Lý, Quy Nhơn, Bình Định",
        "mother_name": citizen.name, "declaration": True,
    }  # fmt: skip


def test_a_birth_filed_online_is_found_by_its_name_and_comes_back_signed(work: CounterWork, tmp_path: Path) -> None:
    citizen = work.callers.person("congdan.lan")
    found = work.callers.anyone("GET", f"{ONLINE}/procedures", params={"q": "Đăng ký khai sinh"}).json()["items"]
    assert found[0]["code"] == BIRTH, "the commune's own before those with a foreign element"
    procedure = work.procedure(BIRTH)
    assert TRAN_PHU in procedure["agency_codes"]
    papers = [work.attach(citizen, paper, "Giấy chứng sinh") for paper in procedure["papers"] if not paper["from_form"]]
    body = {"procedure_code": BIRTH, "agency_code": TRAN_PHU, "answers": _answers(work, citizen), "papers": papers}
    filed = citizen.post(f"{ONLINE}/submissions", body)
    dossier = Dossier(filed["id"], procedure, citizen, TRAN_PHU)
    arrived = work.arrived(dossier)
    assert arrived["answers"]["child_name"] == "Nguyễn An Nhiên"
    work.act(dossier, COUNTER, "accept")
    work.forward_until(dossier, "hand-over")
    check_result(work, dossier, work.followed(dossier, 10), tmp_path)


def test_what_a_commune_cannot_receive_yet_is_refused_with_the_reason(work: CounterWork) -> None:
    new = {"dossier_id": str(uuid4()), "procedure_code": NURSERY, "full_name": "Lê Thị Mầm", "address": "Nhơn Lý"}
    refused = refusal(work.callers.at(NHON_LY, COUNTER).post, f"{ONE_STOP}/dossiers", new)
    assert (refused.status, refused.code) == (409, "procedure_only_a_page")
