"""The page's buttons, the API's refusals and the table of steps agree, for every state, act and role."""

import asyncio
import itertools
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from one_stop.dossiers.cases import PROPOSED, SIGNED, Case, Standing, Worker
from one_stop.dossiers.rules import DESK, ENDED, IN_WORK, OPEN, STEPS, Doing, allowed_actions, require_allowed
from one_stop.procedures.rules import Step
from shared.core import clock
from shared.core.errors import Refusal
from shared.standards.dossier_status import DossierStatus
from testing.factories import handed_to_applicant

HERE = "000.00.12.H08"
WORKFLOW = [
    Step(0, "receive", "Tiếp nhận", "counter-officer", 4, frozenset()),
    Step(1, "assign", "Phân công", "leader", 4, frozenset({"assign"})),
    Step(2, "examine", "Thẩm định", "specialist", 40, frozenset({"request_supplement"})),
    Step(3, "check", "Kiểm tra", "specialist", 40, frozenset({"request_supplement"})),
    Step(4, "review", "Trưởng phòng duyệt", "leader", 4, frozenset({"approve"})),
    Step(5, "approve", "Ký duyệt", "leader", 4, frozenset({"approve"})),
    Step(6, "return", "Trả kết quả", "counter-officer", 4, frozenset({"return_result"})),
]
STATES = sorted(STEPS.states)
ROLES = sorted(DESK | {"records-clerk"})
STANDINGS = [
    Standing(
        status,
        HERE,
        position,
        holder,
        received=received,
        lapsed=lapsed,
        apology=apology,
        paused=paused and status in IN_WORK,
        extensions_left=left,
        pause_proposed=apology == PROPOSED,
    )
    for status in STATES
    for position in range(len(WORKFLOW))
    for holder in (None, "me", "another")
    for received in (True, False)
    for lapsed in (True, False)
    for apology, paused, left in (("", False, 0), (PROPOSED, False, 1), (SIGNED, True, 1))
]


@pytest.mark.parametrize("role", ROLES)
def test_what_is_allowed_is_what_is_not_refused(role: str) -> None:
    worker = Worker("me", "Tôi", HERE, frozenset({role}))
    for standing in STANDINGS:
        assert _not_refused(standing, worker) == set(allowed_actions(standing, WORKFLOW, worker)), standing


def _not_refused(standing: Standing, worker: Worker) -> set[Doing]:
    """Half a million questions: each asked without the kit's own words for an expected error, which take longer than the answer."""
    acts = set()
    for act in Doing:
        try:
            assert require_allowed(act, standing, WORKFLOW, worker) in STATES
        except Refusal:
            continue
        acts.add(act)
    return acts


def test_no_officer_does_what_an_event_does() -> None:
    for act in (Doing.FILE, Doing.RELEASE, Doing.WITHDRAW, Doing.RECOUNT):
        assert not STEPS.callers(act)


def test_the_conditions_of_the_table_have_words_and_every_act_a_row() -> None:
    assert {row.act for row in STEPS.rows} == set(Doing)
    for row in STEPS.rows:
        assert row.label
        for way in row.ways:
            assert bool(way.by) is not bool(way.cause), row.act
            assert all(need.words for need in way.needs)
    assert STEPS.states == OPEN | ENDED
    assert Case(STANDINGS[0], WORKFLOW, Worker("me", "", HERE, DESK)).callers == DESK


STOPPING = {"ground": "condition-lost", "reason": "Không còn đối tượng", "legal_basis": "Điều 5"}
PAUSING = {
    "ground": "field-check",
    "reason": "Chờ kiểm tra",
    "document_number": "1/TB",
    "document_date": "02/03/2026",
    "expected_on": "02/03/2036",
}
PATHS: dict[Doing, tuple[str, str, dict[str, Any] | None]] = {
    Doing.ACCEPT: ("accept", "tiep-nhan", None),
    Doing.REFUSE: ("refuse", "tu-choi", {"reason": "Không thuộc thẩm quyền"}),
    Doing.REQUEST_SUPPLEMENT: (
        "request-supplement",
        "yeu-cau-bo-sung",
        {"reason": "Thiếu", "items": [{"pointer": "/applicant_name", "note": "Ghi rõ"}]},
    ),
    Doing.TAKE_SUPPLEMENT: ("take-supplement", "nhan-bo-sung", {"note": "Đã mang đến"}),
    Doing.SCAN: ("scan", "ban-quet", None),
    Doing.MARK: ("mark-papers", "danh-dau", {"marks": [{"paper_code": "x", "state": "seen"}]}),
    Doing.CLAIM: ("claim", "nhan-xu-ly", None),
    Doing.TRANSFER: ("transfer", "chuyen", {"holder_id": ""}),
    Doing.RETURN: ("return", "tra-lai", {"reason": "Sai bước"}),
    Doing.TAKE_BACK: ("take-back", "lay-lai", {"reason": "Nơi ấy chưa làm"}),
    Doing.FINISH: (
        "finish",
        "trinh-ket-qua",
        {"number": "12/GP-SXD", "title": "Giấy phép", "body": "Đồng ý cấp phép."},
    ),
    Doing.SET_RESULTS: ("further-results", "ket-qua-khac", None),
    Doing.APPROVE: ("approve", "duyet", None),
    Doing.SIGN: ("sign", "ky", None),
    Doing.HAND_OVER: ("hand-over", "tra-ket-qua", handed_to_applicant()),
    Doing.RECALL: ("recall", "thu-hoi-ket-qua", {"reason": "Ghi sai số thửa"}),
    Doing.UNDO_HAND_OVER: ("undo-hand-over", "thu-hoi-viec-tra", {"reason": "Trả nhầm người"}),
    Doing.REASSIGN: ("reassign", "giao-lai", {"reason": "Nghỉ phép", "holder_id": ""}),
    Doing.PROPOSE_APOLOGY: (
        "propose-apology",
        "de-nghi-xin-loi",
        {"reason": "Không kịp", "delayed_by": "Phòng A", "due_on": "30/11/2026"},
    ),
    Doing.EXTEND: (
        "extend",
        "gia-han",
        {"amount": 1, "reason": "Không kịp", "document_number": "1/TB", "document_date": "02/03/2026"},
    ),
    Doing.PAUSE: ("pause", "tam-dung", PAUSING),
    Doing.PROPOSE_PAUSE: ("propose-pause", "de-nghi-tam-dung", PAUSING),
    Doing.APPROVE_PAUSE: ("approve-pause", "duyet-tam-dung", None),
    Doing.DECLINE_PAUSE: ("decline-pause", "tra-de-nghi-tam-dung", {"reason": "Chưa đủ lý do"}),
    Doing.RESUME: ("resume", "tinh-tiep", None),
    Doing.SIGN_APOLOGY: ("sign-apology", "ky-xin-loi", None),
    Doing.DECLINE_APOLOGY: ("decline-apology", "tra-de-nghi-xin-loi", {"reason": "Chưa đủ lý do"}),
    Doing.ASK_PART: (
        "parts",
        "phan-viec",
        {"to": [{"agency_code": "000.00.99.H08"}], "question": "Xin ý kiến", "hours": 8},
    ),
    Doing.NOTE: ("notes", "ghi-chu", None),
    Doing.CHECK: ("field-checks", "kiem-tra-thuc-dia", None),
    Doing.GIVE_TASK: ("tasks", "viec", {"to_id": "ai-khac", "what": "Gọi người nộp", "due_on": "30/11/2036"}),
    Doing.CORRECT: ("correct", "dinh-chinh", {"field": "x", "value": "y", "reason": "Ghi nhầm"}),
    Doing.ASK_APPLICANT: ("ask-applicant", "hoi-nguoi-nop", None),
    Doing.WRITE_DOWN: ("write-down", "ghi-tra-loi", None),
    Doing.STOP: ("stop", "dung-giai-quyet", STOPPING),
    Doing.PROPOSE_STOP: ("propose-stop", "de-xuat-dung", STOPPING),
    Doing.REJECT_STOP: ("reject-stop", "khong-dung", {"reason": "Hồ sơ vẫn đủ điều kiện"}),
    Doing.WITHDRAW_AT_COUNTER: (
        "withdraw-at-counter",
        "rut-tai-quay",
        {"requester": "Lê Văn Rút", "id_kind": "Thẻ căn cước", "id_number": "052060001234", "reason": "Đổi ý rồi"},
    ),
    Doing.SETTLE: ("settle", "xu-ly-phi-giay-to", {}),
}


def run(one_stop: Callable[[], Any], play: Callable[[Any], Any]) -> None:
    async def whole() -> None:
        async with one_stop() as office:
            await play(office)

    asyncio.run(whole())


async def stand(
    office: Any,
    dossier_id: str,
    status: DossierStatus,
    position: int,
    holder: str | None,
    *,
    apology: str,
    paused: bool,
) -> None:
    """Put the dossier where its road would have brought it; a supplement that is asked for has lapsed."""
    received = not (status in (1, 3) or (status == DossierStatus.SUPPLEMENT_REQUESTED and position == 0))
    await office.rows(
        """UPDATE dossier d SET version = 5, status = $2, step_position = $3, holder_id = $4, received_at = $5, waits_until = $6,
             step_code = s.code, step_name = s.name, step_role = s.role, has_draft = true, code = NULL, apology = $7,
             paused_at = $8, extensions_left = 1, pause_proposed_at = CASE WHEN $7 = 'proposed' THEN now() END
           FROM procedure_step s WHERE s.procedure_version_id = d.procedure_version_id AND s.position = $3 AND d.id = $1""",
        dossier_id,
        int(status),
        position,
        holder,
        clock.now() if received else None,
        clock.now() - timedelta(days=1) if status == DossierStatus.SUPPLEMENT_REQUESTED else None,
        apology,
        clock.now() if paused else None,
    )


PLACES = {
    DossierStatus.SUBMITTED: [0],
    DossierStatus.ACCEPTED: [0],
    DossierStatus.IN_PROGRESS: [0, 1, 2, 3, 4],
    DossierStatus.SUPPLEMENT_REQUESTED: [0, 2],
    DossierStatus.RESOLVED: [5],
}


PROPOSED_PAUSE = """INSERT INTO pause_proposal VALUES
  ($1, 'field-check', 'Chờ kiểm tra', '1/TB', '2026-03-02', '2036-03-02', '[]', 'ai-khac', 'Người khác', now())"""
HELD_IN_PERSON = {2, 3}
OTHER_DOORS = {"chup": "scan"}
"""Buttons that begin an act on a page of their own."""


def test_page_api_and_table_agree(one_stop: Callable[[], Any]) -> None:
    """The page offers what the table allows; the API takes that and refuses the rest.

    Asked with a version long past: what the table allows fails at nothing but that, so that nothing changes.
    """

    async def play(office: Any) -> None:
        dossier_id = await office.file()
        await office.rows(PROPOSED_PAUSE, dossier_id)
        for status in STATES:
            holders = ("nobody", "me", "another", *(("me, paused",) if status in IN_WORK else ()))
            for position, role, holding in itertools.product(PLACES.get(status, [0]), ROLES, holders):
                if holding == "nobody" or position in HELD_IN_PERSON:
                    holder = {"nobody": None, "me": office.identity(role).subject, "another": "ai-khac"}[
                        holding.split(",")[0]
                    ]
                    apology, paused = PROPOSED if holding == "me" else "", holding == "me, paused"
                    await stand(office, dossier_id, status, position, holder, apology=apology, paused=paused)
                    await compare(office, dossier_id, role, f"{status.name} {position} {role} {holding}")

    run(one_stop, play)


async def compare(office: Any, dossier_id: str, role: str, at: str) -> None:
    shown = await office.client.get(f"/api/one-stop/v1/dossiers/{dossier_id}", headers=office.headers(role))
    page = await office.client.get(f"/mot-cua/ho-so/{dossier_id}", headers=office.headers(role))
    told = set(shown.json().get("allowed_actions", []))
    buttons = set(re.findall(rf'action="/mot-cua/ho-so/{dossier_id}/([a-z-]+)"', page.text))
    assert {path for path, act in OTHER_DOORS.items() if act in told} >= buttons & OTHER_DOORS.keys(), at
    assert buttons - OTHER_DOORS.keys() <= {path for _, path, _ in PATHS.values()}, at
    for act, (path, button, body) in PATHS.items():
        answer = await office.act(dossier_id, path, role, body, **{"If-Match": '"1"'})
        # Behind the table stand the version, and for a move the person it is given to.
        taken = answer.status_code in (412, 422) or "holder_unchanged" in answer.text
        assert taken or answer.status_code in (403, 409), (at, act, answer.status_code, answer.text)
        assert taken == (act in told), (at, act, answer.text)
        # An open request is what the form of taking in is about; rows put here by hand have none.
        if act is not Doing.TAKE_SUPPLEMENT:
            assert taken == (button in buttons), (at, act, buttons)
