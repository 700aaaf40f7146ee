"""What may be done with an incoming document, state by state; and how a recall freezes it."""

from itertools import product

import pytest

from document_exchange.incoming.rules import (
    ALLOWED,
    Act,
    IncomingState,
    has_secret_marking,
    refusal_reason,
    require_act,
)
from shared.errors import Conflict

ANSWERS = {Act.AGREE_RECALL, Act.REFUSE_RECALL}


CASES = list(product(IncomingState, ["", "requested", "agreed", "refused"], Act))


@pytest.mark.parametrize(("state", "recall", "act"), CASES)
def test_the_table_of_states(state: IncomingState, recall: str, act: Act) -> None:
    if recall == "agreed":
        expected = False  # cancelled and frozen
    elif act in ANSWERS:
        expected = recall == "requested"
    else:
        expected = state in ALLOWED[act]
    if expected:
        require_act(state, recall, act)
    else:
        with pytest.raises(Conflict):
            require_act(state, recall, act)


def test_refused_and_done_are_final() -> None:
    for act in set(Act) - ANSWERS:
        for state in (IncomingState.REFUSED, IncomingState.DONE):
            with pytest.raises(Conflict):
                require_act(state, "", act)


def test_a_reason_says_what_was_chosen_and_written() -> None:
    assert refusal_reason("misaddressed", "") == "Gửi sai nơi nhận"
    assert refusal_reason("misaddressed", "gửi Sở Y tế") == "Gửi sai nơi nhận: gửi Sở Y tế"
    assert refusal_reason("other", "") == ""


def test_secret_markings_are_seen() -> None:
    assert has_secret_marking("[MẬT] Kế hoạch diễn tập")
    assert has_secret_marking("Báo cáo TUYỆT MẬT quý IV")
    assert not has_secret_marking("Hội thi bảo mật thông tin")
