"""What may be done with a dossier, without any database."""

from datetime import datetime
from typing import Any

import pytest

from one_stop.dossiers import rules
from one_stop.dossiers.cases import Holder, Standing, Worker
from one_stop.dossiers.due import step_due
from one_stop.dossiers.rules import Doing
from one_stop.moves import rules as moves
from one_stop.procedures.rules import Step, check_steps
from shared.core.errors import Conflict, Invalid
from shared.standards.calendar_days import VIETNAM_TIME, CalendarDays
from shared.standards.dossier_status import DossierStatus
from shared.standards.working_time import WorkingTime

HERE = "000.00.14.H08"
STEPS = [
    Step(0, "receive", "Tiếp nhận", "counter-officer", 4, frozenset()),
    Step(1, "assign", "Phân công", "leader", 4, frozenset({"assign"})),
    Step(2, "examine", "Thẩm định", "specialist", 40, frozenset({"request_supplement"})),
    Step(3, "approve", "Ký duyệt", "leader", 4, frozenset({"approve"})),
    Step(4, "return", "Trả kết quả", "counter-officer", 4, frozenset({"return_result"})),
]


def a_worker(role: str, agency: str = HERE, person: str = "p1") -> Worker:
    return Worker(person, "Trần Văn Bình", agency, frozenset({role}))


def a_standing(status: DossierStatus, position: int, holder: str | None = None, **changed: Any) -> Standing:
    return Standing(status, HERE, position, holder, **changed)


def test_the_counter_answers_a_new_dossier_in_three_ways_and_may_add_scans():
    found = rules.allowed_actions(a_standing(DossierStatus.SUBMITTED, 0), STEPS, a_worker("counter-officer"))
    beside = {Doing.SCAN, Doing.MARK, Doing.WITHDRAW_AT_COUNTER, Doing.NOTE, Doing.GIVE_TASK}
    beside |= {Doing.CORRECT, Doing.ASK_APPLICANT, Doing.WRITE_DOWN}
    assert set(found) == {Doing.ACCEPT, Doing.REFUSE, Doing.REQUEST_SUPPLEMENT} | beside


@pytest.mark.parametrize(
    ("status", "received", "said"),
    [
        (DossierStatus.REFUSED, False, "dossier_already_handled"),
        (DossierStatus.IN_PROGRESS, True, "dossier_already_handled"),
        (DossierStatus.SUPPLEMENT_REQUESTED, True, "dossier_already_handled"),
        (DossierStatus.SUPPLEMENT_REQUESTED, False, "dossier_waits_for_supplement"),
    ],
)
def test_what_was_decided_at_intake_is_not_decided_again(status: DossierStatus, received: bool, said: str):
    with pytest.raises(Conflict, match=said):
        rules.require_allowed(
            Doing.ACCEPT, a_standing(status, 0, received=received), STEPS, a_worker("counter-officer")
        )


@pytest.mark.parametrize("role", ["counter-officer", "specialist", "leader"])
def test_nobody_of_another_agency_may_do_anything(role: str):
    for position, step in enumerate(STEPS):
        for status in DossierStatus:
            assert not rules.allowed_actions(a_standing(status, position), STEPS, a_worker(role, "000.00.12.H08")), step


def test_a_specialist_claims_before_working():
    standing = a_standing(DossierStatus.IN_PROGRESS, 2)
    assert rules.allowed_actions(standing, STEPS, a_worker("specialist")) == (Doing.CLAIM, Doing.NOTE)
    with pytest.raises(Conflict, match="dossier_not_claimed"):
        moves.finish(standing, STEPS, a_worker("specialist"))


def test_what_another_specialist_holds_is_not_mine():
    standing = a_standing(DossierStatus.IN_PROGRESS, 2, "other")
    assert rules.allowed_actions(standing, STEPS, a_worker("specialist")) == (Doing.NOTE,)
    with pytest.raises(Conflict, match="dossier_held_by_another"):
        moves.finish(standing, STEPS, a_worker("specialist"))


def test_the_step_before_signing_hands_on_a_draft_and_nothing_else():
    found = rules.allowed_actions(a_standing(DossierStatus.IN_PROGRESS, 2, "p1"), STEPS, a_worker("specialist"))
    awaits = {Doing.PROPOSE_APOLOGY, Doing.PROPOSE_PAUSE, Doing.PROPOSE_STOP, Doing.ASK_PART, Doing.MARK}
    awaits |= {Doing.SET_RESULTS}
    aside = {Doing.NOTE, Doing.CHECK, Doing.GIVE_TASK, Doing.CORRECT, Doing.ASK_APPLICANT, Doing.WRITE_DOWN}
    assert set(found) == {Doing.FINISH, Doing.RETURN, Doing.REQUEST_SUPPLEMENT} | awaits | aside


def test_assigning_needs_a_person():
    with pytest.raises(Invalid) as refused:
        moves.transfer(a_standing(DossierStatus.IN_PROGRESS, 1), STEPS, a_worker("leader"), None)
    assert [(field.pointer, field.code) for field in refused.value.fields] == [("/holder_id", "assignee_required")]
    move = moves.transfer(a_standing(DossierStatus.IN_PROGRESS, 1), STEPS, a_worker("leader"), Holder("p9", "An"))
    assert (move.step.code, move.holder, move.status) == ("examine", Holder("p9", "An"), DossierStatus.IN_PROGRESS)


def test_nothing_is_signed_without_a_draft():
    with pytest.raises(Conflict, match="result_not_drafted"):
        moves.sign(a_standing(DossierStatus.IN_PROGRESS, 3), STEPS, a_worker("leader"))
    assert (
        moves.sign(a_standing(DossierStatus.IN_PROGRESS, 3, has_draft=True), STEPS, a_worker("leader")).step.code
        == "return"
    )


def test_sent_back_to_a_specialist_it_is_the_former_holders_again():
    former = Holder("p2", "Bình")
    assert moves.send_back(a_standing(DossierStatus.IN_PROGRESS, 3), STEPS, a_worker("leader"), former).holder == former
    assert (
        moves.send_back(a_standing(DossierStatus.IN_PROGRESS, 2, "p1"), STEPS, a_worker("specialist"), former).holder
        is None
    )


@pytest.mark.parametrize(
    "status", [DossierStatus.REFUSED, DossierStatus.RETURNED, DossierStatus.WITHDRAWN, DossierStatus.STOPPED]
)
def test_a_closed_dossier_stays_closed(status: DossierStatus):
    for role in ("counter-officer", "specialist", "leader"):
        for position in range(len(STEPS)):
            found = rules.allowed_actions(a_standing(status, position), STEPS, a_worker(role))
            assert set(found) <= AFTER_THE_END.get(status, set())


AFTER_THE_END = {DossierStatus.RETURNED: {Doing.UNDO_HAND_OVER}, DossierStatus.WITHDRAWN: {Doing.SETTLE}}
"""A hand-over by mistake is undone, and of what was withdrawn online fee and papers are decided: neither opens it for work again."""


def test_a_step_is_never_due_after_the_dossier():
    working_time = WorkingTime(CalendarDays())
    start = datetime(2026, 3, 2, 8, 0, tzinfo=VIETNAM_TIME)
    due = datetime(2026, 3, 3, 8, 0, tzinfo=VIETNAM_TIME)
    assert step_due(start, STEPS[2], working_time, due) == due
    assert step_due(start, STEPS[0], working_time, due) == datetime(2026, 3, 2, 13, 30, tzinfo=VIETNAM_TIME).replace(
        hour=14, minute=0
    )


@pytest.mark.parametrize("steps", [STEPS[:2], STEPS[1:], STEPS[:3] + STEPS[4:], STEPS[:-1]])
def test_a_procedure_that_could_not_end_is_refused(steps: list[Step]):
    with pytest.raises(ValueError):
        check_steps(steps)
