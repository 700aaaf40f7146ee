"""Who may decide about dates, endings, recalls, papers and parts, and where the dossier must stand: without any database."""

from typing import Any

import pytest

from one_stop.dossiers.cases import COUNTER_OFFICER, LEADER, PROPOSED, SIGNED, SPECIALIST, Case, Standing, Worker
from one_stop.dossiers.rules import STEPS, Doing
from one_stop.procedures.rules import Step
from shared.access.rights import Power
from shared.core.errors import Refusal
from shared.standards.dossier_status import DossierStatus

HERE = "000.00.14.H08"
WORKFLOW = [
    Step(0, "receive", "Tiếp nhận", COUNTER_OFFICER, 4, frozenset()),
    Step(1, "assign", "Phân công", LEADER, 4, frozenset({"assign"})),
    Step(2, "examine", "Thẩm định", SPECIALIST, 40, frozenset({"request_supplement"})),
    Step(3, "review", "Trưởng phòng duyệt", LEADER, 4, frozenset({"approve"})),
    Step(4, "approve", "Ký duyệt", LEADER, 4, frozenset({"approve"})),
    Step(5, "return", "Trả kết quả", COUNTER_OFFICER, 4, frozenset({"return_result"})),
]
RECEIVE, ASSIGN, EXAMINE, REVIEW, APPROVE = range(5)
LAPSED = {"status": DossierStatus.SUPPLEMENT_REQUESTED, "lapsed": True}
AWAITED = {"status": DossierStatus.SUPPLEMENT_REQUESTED}


def said_to(act: Doing, role: str, position: int = EXAMINE, holder: str | None = "me", **changed: Any) -> str:
    """How the act is refused; empty where it is not."""
    known: dict[str, Any] = {"status": DossierStatus.IN_PROGRESS} | changed
    standing = Standing(agency_code=HERE, position=position, holder_id=holder, **known)
    try:
        STEPS.require(act, Case(standing, WORKFLOW, Worker("me", "Tôi", HERE, frozenset({role}))))
    except Refusal as refusal:
        return refusal.code
    return ""


_GIVEN, _SIGNS = Power.DOSSIERS.value, Power.SIGNING.value
MAY = {
    Doing.PAUSE: {LEADER, _GIVEN},
    Doing.PROPOSE_PAUSE: {SPECIALIST, _GIVEN},
    Doing.APPROVE_PAUSE: {LEADER, _GIVEN},
    Doing.DECLINE_PAUSE: {LEADER, _GIVEN},
    Doing.RESUME: {LEADER, SPECIALIST, _GIVEN},
    Doing.EXTEND: {LEADER, _GIVEN},
    Doing.PROPOSE_APOLOGY: {LEADER, SPECIALIST, _GIVEN},
    Doing.SIGN_APOLOGY: {LEADER, _GIVEN, _SIGNS},
    Doing.DECLINE_APOLOGY: {LEADER, _GIVEN},
    Doing.PROPOSE_STOP: {SPECIALIST, _GIVEN},
    Doing.STOP: {LEADER, _GIVEN, _SIGNS},
    Doing.REJECT_STOP: {LEADER, _GIVEN, _SIGNS},
    Doing.WITHDRAW_AT_COUNTER: {COUNTER_OFFICER, _GIVEN},
    Doing.SETTLE: {COUNTER_OFFICER, _GIVEN},
    Doing.RECALL: {LEADER, _GIVEN},
    Doing.UNDO_HAND_OVER: {COUNTER_OFFICER, LEADER, _GIVEN},
    Doing.MARK: {COUNTER_OFFICER, SPECIALIST, _GIVEN},
    Doing.ASK_PART: {LEADER, SPECIALIST, _GIVEN},
    Doing.APPROVE: {LEADER, _GIVEN, _SIGNS},
    Doing.CORRECT: {COUNTER_OFFICER, SPECIALIST, LEADER, _GIVEN},
    Doing.ASK_APPLICANT: {COUNTER_OFFICER, SPECIALIST, LEADER, _GIVEN},
    Doing.WRITE_DOWN: {COUNTER_OFFICER, SPECIALIST, LEADER, _GIVEN},
    Doing.SET_RESULTS: {SPECIALIST, _GIVEN},
    Doing.NOTE: {COUNTER_OFFICER, SPECIALIST, LEADER, _GIVEN},
    Doing.CHECK: {SPECIALIST, LEADER, _GIVEN},
    Doing.GIVE_TASK: {COUNTER_OFFICER, SPECIALIST, LEADER, _GIVEN},
}


@pytest.mark.parametrize("act", MAY)
def test_nobody_else_may(act: Doing) -> None:
    assert STEPS.callers(act) == MAY[act]


@pytest.mark.parametrize(
    ("act", "standing"),
    [
        (Doing.PROPOSE_APOLOGY, {}),
        (Doing.PROPOSE_PAUSE, {}),
        (Doing.PROPOSE_STOP, {}),
        (Doing.PROPOSE_STOP, LAPSED),
        (Doing.RESUME, {"paused": True}),
        (Doing.MARK, {}),
        (Doing.ASK_PART, {}),
        (Doing.CHECK, {}),
        (Doing.GIVE_TASK, {}),
        (Doing.CORRECT, {}),
        (Doing.SET_RESULTS, {}),
        (Doing.ASK_APPLICANT, {}),
        (Doing.ASK_APPLICANT, AWAITED),
        (Doing.WRITE_DOWN, {}),
    ],
)
def test_a_specialist_does_it_at_the_own_step_with_what_he_holds(act: Doing, standing: dict[str, Any]) -> None:
    assert said_to(act, SPECIALIST, **standing) == ""
    assert said_to(act, SPECIALIST, holder="another", **standing) == "dossier_held_by_another"
    assert said_to(act, SPECIALIST, holder=None, **standing) == "dossier_not_claimed"
    assert said_to(act, SPECIALIST, RECEIVE, **standing) == "dossier_at_another_step"


def test_the_counter_marks_at_its_own_step_alone() -> None:
    assert said_to(Doing.MARK, COUNTER_OFFICER, RECEIVE, None) == ""
    assert said_to(Doing.MARK, COUNTER_OFFICER) == "dossier_at_another_step"
    assert said_to(Doing.MARK, COUNTER_OFFICER, RECEIVE, None, status=DossierStatus.RESOLVED) != ""


def test_a_leader_apologises_at_any_step_and_asks_at_the_own() -> None:
    assert said_to(Doing.PROPOSE_APOLOGY, LEADER, holder="another") == ""
    assert said_to(Doing.ASK_PART, LEADER, APPROVE, None) == ""
    assert said_to(Doing.ASK_PART, LEADER, EXAMINE, None) == "dossier_at_another_step"


@pytest.mark.parametrize(
    ("act", "role", "position", "standing"),
    [
        (Doing.REQUEST_SUPPLEMENT, SPECIALIST, EXAMINE, {}),
        (Doing.TRANSFER, LEADER, ASSIGN, {}),
        (Doing.RETURN, SPECIALIST, EXAMINE, {}),
        (Doing.FINISH, SPECIALIST, EXAMINE, {}),
        (Doing.APPROVE, LEADER, REVIEW, {}),
        (Doing.SIGN, LEADER, APPROVE, {}),
        (Doing.PROPOSE_APOLOGY, SPECIALIST, EXAMINE, {}),
        (Doing.PROPOSE_APOLOGY, LEADER, EXAMINE, {}),
        (Doing.SIGN_APOLOGY, LEADER, EXAMINE, {"apology": PROPOSED}),
        (Doing.EXTEND, LEADER, EXAMINE, {"extensions_left": 1}),
        (Doing.PAUSE, LEADER, EXAMINE, {}),
    ],
)
def test_while_the_clock_stands_still_nothing_moves(
    act: Doing, role: str, position: int, standing: dict[str, Any]
) -> None:
    assert said_to(act, role, position, **standing) == ""
    assert said_to(act, role, position, paused=True, **standing) == "dossier_paused"


@pytest.mark.parametrize(
    ("act", "role", "position"),
    [
        (Doing.TRANSFER, LEADER, ASSIGN),
        (Doing.FINISH, SPECIALIST, EXAMINE),
        (Doing.APPROVE, LEADER, REVIEW),
        (Doing.SIGN, LEADER, APPROVE),
    ],
)
def test_while_an_answer_is_awaited_nothing_goes_on(act: Doing, role: str, position: int) -> None:
    assert said_to(act, role, position) == ""
    assert said_to(act, role, position, awaits="Sở Y tế") == "dossier_awaits_part"


@pytest.mark.parametrize(
    ("act", "role", "standing", "said"),
    [
        (Doing.RESUME, LEADER, {}, "dossier_not_paused"),
        (Doing.RESUME, SPECIALIST, {}, "dossier_not_paused"),
        (Doing.EXTEND, LEADER, {}, "extension_not_allowed"),
        (Doing.PROPOSE_APOLOGY, SPECIALIST, {"apology": SIGNED}, "apology_given_already"),
        (Doing.PROPOSE_APOLOGY, LEADER, {"apology": SIGNED}, "apology_given_already"),
        (Doing.SIGN_APOLOGY, LEADER, {}, "apology_not_proposed"),
        (Doing.DECLINE_APOLOGY, LEADER, {}, "apology_not_proposed"),
        (Doing.APPROVE_PAUSE, LEADER, {}, "pause_not_proposed"),
        (Doing.DECLINE_PAUSE, LEADER, {}, "pause_not_proposed"),
        (Doing.PROPOSE_STOP, SPECIALIST, {"stop_proposed": True}, "stop_proposed_already"),
        (Doing.PROPOSE_STOP, SPECIALIST, LAPSED | {"stop_proposed": True}, "stop_proposed_already"),
        (Doing.PROPOSE_STOP, SPECIALIST, AWAITED, "dossier_waits_for_supplement"),
        (Doing.PROPOSE_STOP, SPECIALIST, LAPSED | {"received": False}, "dossier_waits_for_supplement"),
        (Doing.REJECT_STOP, LEADER, {}, "stop_not_proposed"),
        (Doing.STOP, LEADER, AWAITED, "dossier_waits_for_supplement"),
        (Doing.STOP, LEADER, LAPSED | {"received": False}, "dossier_waits_for_supplement"),
        (Doing.SETTLE, COUNTER_OFFICER, {"status": DossierStatus.WITHDRAWN, "received": False}, "dossier_closed"),
        (Doing.SETTLE, COUNTER_OFFICER, {"status": DossierStatus.WITHDRAWN, "settled": True}, "settled_already"),
        (Doing.RECALL, LEADER, {"position": APPROVE}, "dossier_action_not_allowed"),
        (Doing.RECALL, LEADER, {"status": DossierStatus.RETURNED}, "dossier_closed"),
        (Doing.UNDO_HAND_OVER, COUNTER_OFFICER, {"status": DossierStatus.RESOLVED}, "dossier_at_another_step"),
    ],
)
def test_where_the_dossier_stands_otherwise_it_is_refused(
    act: Doing, role: str, standing: dict[str, Any], said: str
) -> None:
    assert said_to(act, role, **standing) == said


def test_the_last_level_signs_and_those_before_approve() -> None:
    assert said_to(Doing.APPROVE, LEADER, APPROVE) == "dossier_action_not_allowed"
    assert said_to(Doing.SIGN, LEADER, REVIEW) == "dossier_action_not_allowed"
