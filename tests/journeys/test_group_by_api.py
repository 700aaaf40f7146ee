"""Birth, residence and insurance card in one filing: signed first at the commune, then each part, and the citizen follows all of it."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from operations.demo.callers import COUNTER, LEADER, SPECIALIST, Callers, wait_for
from operations.demo.counter_work import ONE_STOP, ONLINE, CounterWork, Dossier
from tests.journeys.proof import PROVINCE, VIETNAM

GROUP, DEATH, TRAN_PHU = "3.908401", "3.908402", "000.01.31.H08"


@pytest.fixture
def work(callers: Callers) -> CounterWork:
    return CounterWork(callers, PROVINCE, datetime.now(VIETNAM).date())


def _answers(work: CounterWork, citizen: Any) -> dict[str, Any]:
    known = work.declaration("congdan.lan", "chung")
    applicant = {name: said for name, said in known.items() if name.startswith("applicant_")}
    return applicant | {
        "relation": "mother", "child_name": "Nguyễn An Nhiên", "child_born_on": (work.today - timedelta(days=12)).isoformat(),
        "child_gender": "female", "child_ethnicity": "Kinh", "child_nationality": "Việt Nam",
        "child_birth_place": "Bệnh viện Đa khoa tỉnh", "child_home_town": "Nhơn Lý, Quy Nhơn, Bình Định",
        "mother_name": citizen.name, "residence_address": "Số 5 Trần Phú, phường Trần Phú", "household_head": "Nguyễn Văn Bình",
        "clinic": "Trạm y tế phường Trần Phú", "declaration": True,
    }  # fmt: skip


def _filed(work: CounterWork) -> Dossier:
    citizen, procedure = work.callers.person("congdan.lan"), work.procedure(GROUP)
    papers = [work.attach(citizen, paper, "Giấy chứng sinh") for paper in procedure["papers"] if not paper["from_form"]]
    body = {
        "procedure_code": GROUP,
        "agency_code": TRAN_PHU,
        "answers": _answers(work, citizen),
        "papers": papers,
        "return_channel": "counter",
    }
    filed = citizen.post(f"{ONLINE}/submissions", body)
    return Dossier(filed["id"], procedure, citizen, TRAN_PHU)


def _answer_part(work: CounterWork, dossier: Dossier, number: int, said: str) -> None:
    body = {"conclusion": "agree", "opinion": said, "told_by": "Lê Văn Ba", "day": work.today.isoformat()}
    work.post(dossier, SPECIALIST).post(f"{ONE_STOP}/dossiers/{dossier.id}/parts/{number}/write-down", body)


def _own(dossier: Dossier, states: list[str]) -> dict[str, Any]:
    """The citizen's page, once its parts stand so."""

    def look() -> dict[str, Any] | None:
        found: dict[str, Any] = dossier.citizen.get(f"{ONLINE}/submissions/{dossier.id}")
        return found if [part["state"] for part in found["parts"]] == states else None

    return wait_for(look, "trạng thái từng phần tại trang của người nộp")


def test_a_group_filed_once_is_signed_first_and_ends_with_its_last_part(work: CounterWork) -> None:
    dossier = _filed(work)
    work.arrived(dossier)
    work.act(dossier, COUNTER, "accept")
    work.forward_until(dossier, "sign")
    out = _own(dossier, ["sent", "sent"])
    assert out["status"] == 4
    assert [part["agency_name"] for part in out["parts"]] == ["Công an cấp xã", "Cơ quan bảo hiểm xã hội"]
    (first,) = [file for file in out["files"] if file["kind"] == "result"]
    _answer_part(work, dossier, 1, "Đã đăng ký thường trú")
    half = _own(dossier, ["answered", "sent"])
    assert half["status"] == 4
    assert "Đã đăng ký thường trú" in half["parts"][0]["answer"]
    _answer_part(work, dossier, 2, "Đã cấp thẻ bảo hiểm y tế")
    _own(dossier, ["answered", "answered"])
    done = work.followed(dossier, 9)
    assert [file["sha256"] for file in done["files"] if file["kind"] == "result"] == [first["sha256"]]
    work.forward_until(dossier, "hand-over")
    acts = [line["action"] for line in work.seen_by(dossier, LEADER)["hand_overs"]]
    assert acts.index("sign") < acts.index("part-answered") < acts.index("branches-joined") < acts.index("hand-over")


def test_what_is_not_known_of_the_death_group_is_said_so(work: CounterWork) -> None:
    page = work.callers.anyone("GET", f"/dich-vu-cong/thu-tuc/{DEATH}").text
    assert "Trích lục khai tử" in page
    assert "đang cập nhật" in page.lower()
