"""Who may do what with a part, at the agency that asks and at the one that is asked: without any database."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from one_stop.asked_parts import rules as asked
from one_stop.asked_parts.rules import Answering, AskedCase
from one_stop.dossiers.cases import COUNTER_OFFICER, LEADER, SPECIALIST, Holder, Worker
from one_stop.parts import rules as asking
from one_stop.parts.rules import ENDED, OPEN, Asking, AskingCase, PartState
from shared.access.rights import UNIT_HEAD, Power, Scope
from shared.core.clock import VIETNAM
from shared.core.errors import Refusal

THERE, ELSEWHERE = "000.00.10.H08", "000.00.99.H08"
SENT, RECEIVED, DRAFTED = PartState.SENT, PartState.RECEIVED, PartState.DRAFTED


def said_to_asker(act: Asking, role: str, **changed: Any) -> str:
    """How it is refused at the agency that asks; empty where it is not."""
    known: dict[str, Any] = {"state": SENT, "holds_dossier": True, "late": True, "awaited": True} | changed
    try:
        asking.STEPS.require(act, AskingCase(callers=frozenset({role}), **known))
    except Refusal as refusal:
        return refusal.code
    return ""


def said_there(act: Answering, role: str, state: PartState, holder: str = "", **who: Any) -> str:
    """How it is refused at the agency that is asked; empty where it is not."""
    known: dict[str, Any] = {"agency_code": THERE, "roles": frozenset({role})} | who
    worker = Worker("me", "Tôi", **known)
    try:
        asked.STEPS.require(act, AskedCase(state, THERE, Holder(holder, "") if holder else None, "u-1", worker))
    except Refusal as refusal:
        return refusal.code
    return ""


@pytest.mark.parametrize(
    ("act", "role", "standing", "said"),
    [
        (Asking.RECALL, SPECIALIST, {}, ""),
        (Asking.RECALL, SPECIALIST, {"holds_dossier": False}, "part_not_yours"),
        (Asking.RECALL, LEADER, {"holds_dossier": False}, ""),
        (Asking.RECALL, COUNTER_OFFICER, {}, "not_allowed"),
        (Asking.GO_ON, LEADER, {}, ""),
        (Asking.GO_ON, LEADER, {"late": False}, "part_not_late"),
        (Asking.GO_ON, LEADER, {"awaited": False}, "part_not_awaited"),
        (Asking.GO_ON, SPECIALIST, {}, "not_allowed"),
        (Asking.ASK, COUNTER_OFFICER, {}, "not_allowed"),
    ],
)
def test_who_asked(act: Asking, role: str, standing: dict[str, Any], said: str) -> None:
    assert said_to_asker(act, role, **standing) == said


@pytest.mark.parametrize("state", sorted(ENDED))
def test_what_has_ended_is_not_taken_back_gone_on_without_or_refused(state: PartState) -> None:
    for act in (Asking.RECALL, Asking.GO_ON):
        assert said_to_asker(act, LEADER, state=state) == "part_ended"
    assert said_there(Answering.REFUSE, LEADER, state) == "part_ended"


_GIVEN = Power.DOSSIERS.value
MAY = {
    Answering.TAKE_IN: {COUNTER_OFFICER, LEADER, UNIT_HEAD, _GIVEN, Scope.PARTS},
    Answering.CLAIM: {SPECIALIST, _GIVEN},
    Answering.ASSIGN: {COUNTER_OFFICER, LEADER, UNIT_HEAD, _GIVEN},
    Answering.DRAFT: {SPECIALIST, LEADER, _GIVEN},
    Answering.SEND_BACK: {LEADER, _GIVEN},
    Answering.SIGN: {LEADER, Power.SIGNING.value, _GIVEN},
    Answering.REFUSE: {LEADER, Power.SIGNING.value, _GIVEN},
    Answering.ANSWER: {Scope.PARTS},
}


@pytest.mark.parametrize("act", MAY)
def test_nobody_else_of_the_asked_agency_may(act: Answering) -> None:
    assert asked.STEPS.callers(act) == MAY[act]


@pytest.mark.parametrize(
    ("act", "role", "state", "holder", "said"),
    [
        (Answering.TAKE_IN, COUNTER_OFFICER, RECEIVED, "", "part_not_now"),
        (Answering.CLAIM, SPECIALIST, SENT, "", "part_not_now"),
        (Answering.CLAIM, SPECIALIST, RECEIVED, "another", "part_held"),
        (Answering.DRAFT, SPECIALIST, RECEIVED, "another", "part_not_held"),
        (Answering.DRAFT, SPECIALIST, RECEIVED, "", "part_not_held"),
        (Answering.DRAFT, SPECIALIST, RECEIVED, "me", ""),
        (Answering.DRAFT, LEADER, RECEIVED, "another", ""),
        (Answering.SEND_BACK, LEADER, RECEIVED, "me", "part_not_now"),
        (Answering.SIGN, LEADER, RECEIVED, "me", "part_not_now"),
        (Answering.SIGN, LEADER, DRAFTED, "another", ""),
    ],
)
def test_who_is_asked(act: Answering, role: str, state: PartState, holder: str, said: str) -> None:
    assert said_there(act, role, state, holder) == said


@pytest.mark.parametrize(("act", "state"), [(Answering.TAKE_IN, SENT), (Answering.ASSIGN, RECEIVED)])
def test_a_head_acts_within_the_own_unit(act: Answering, state: PartState) -> None:
    head: dict[str, Any] = {"given": frozenset({UNIT_HEAD})}
    assert said_there(act, SPECIALIST, state, leads="u-1", **head) == ""
    for unit in ("u-2", ""):
        assert said_there(act, SPECIALIST, state, leads=unit, **head) == "part_of_another_unit"


@pytest.mark.parametrize("act", MAY)
def test_for_another_agency_there_is_no_part(act: Answering) -> None:
    for state in OPEN:
        assert said_there(act, LEADER, state, agency_code=ELSEWHERE) in ("not_found", "not_allowed")
    assert said_there(Answering.REFUSE, LEADER, SENT, agency_code=ELSEWHERE) == "not_found"


class _Hours:
    """Working time without nights."""

    @staticmethod
    def after(moment: datetime, hours: timedelta) -> datetime:
        return moment + hours


def test_an_answer_is_due_with_the_dossier_at_the_latest_unless_that_is_late_already() -> None:
    now = datetime(2026, 3, 2, 8, tzinfo=VIETNAM)

    def due(dossier: datetime | None) -> datetime:
        return asking.part_due(now, 8, _Hours(), dossier)  # type: ignore[arg-type]

    assert due(now + timedelta(hours=3)) == now + timedelta(hours=3)
    assert due(now + timedelta(hours=30)) == due(None) == now + timedelta(hours=8)
    assert due(now - timedelta(hours=1)) == now + timedelta(hours=8), "time to answer is given all the same"
