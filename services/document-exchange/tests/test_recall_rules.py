"""What may be done with an incoming document, state by state; and how a recall freezes it."""

import unicodedata
from itertools import product

import pytest

from document_exchange.incoming.rules import (
    STEPS,
    Act,
    Case,
    IncomingState,
    refusal_reason,
)
from document_exchange.secrecy import has_secret_marking, states_secrecy
from shared.access.rights import Role
from shared.core.errors import Conflict

ANSWERS = {Act.AGREE_RECALL, Act.REFUSE_RECALL}
CALLERS = frozenset({Role.RECORDS_CLERK.value, Role.LEADER.value, Role.SPECIALIST.value})
ACTS = [row.act for row in STEPS.rows if STEPS.callers(row.act)]
CASES = list(product(IncomingState, ["", "requested", "agreed", "refused"], ACTS, [False, True]))
OF_ENTERED = {Act.SCAN, Act.SEAL, Act.STRIKE}
"""What is done with what came without a packet, and with nothing else."""
PUT_RIGHT = {Act.CORRECT, Act.SCAN, Act.SEAL, Act.UPDATE, Act.REPLACE}
"""What the register says, and the scan, are put right after the work is done too."""


def a_case(state: IncomingState, recall: str, *, entered: bool = False) -> Case:
    return Case(state, CALLERS, recall, is_assigned=True, entered=entered)


def is_of_entered(act: Act, state: IncomingState) -> bool:
    """Before it is registered, what a packet says is the sender's."""
    return act in OF_ENTERED or (act, state) == (Act.CORRECT, IncomingState.ARRIVED)


@pytest.mark.parametrize(("state", "recall", "act", "entered"), CASES)
def test_the_table_of_states(state: IncomingState, recall: str, act: Act, entered: bool) -> None:
    if recall == "agreed":
        expected = False  # cancelled and frozen
    elif act in ANSWERS:
        expected = recall == "requested"
    else:
        expected = state in STEPS.sources(act) and (entered or not is_of_entered(act, state))
    if expected:
        STEPS.require(act, a_case(state, recall, entered=entered))
    else:
        with pytest.raises(Conflict):
            STEPS.require(act, a_case(state, recall, entered=entered))


def test_refused_and_done_are_final_but_for_what_the_register_says() -> None:
    for act, entered in product(set(ACTS) - ANSWERS, (False, True)):
        for state in {IncomingState.REFUSED, IncomingState.DONE} - (
            {IncomingState.DONE} if act in PUT_RIGHT else set()
        ):
            with pytest.raises(Conflict):
                STEPS.require(act, a_case(state, "", entered=entered))


def test_a_reason_says_what_was_chosen_and_written() -> None:
    assert refusal_reason("misaddressed", "") == "Gửi sai nơi nhận"
    assert refusal_reason("misaddressed", "gửi Sở Y tế") == "Gửi sai nơi nhận: gửi Sở Y tế"
    assert refusal_reason("other", "") == ""


@pytest.mark.parametrize(
    "subject",
    [
        "MẬT: V/v diễn tập",
        "(Mật) V/v diễn tập",
        "[MẬT] Kế hoạch diễn tập",
        "MẬT - V/v diễn tập",
        "Mật – V/v diễn tập",
        "MẬT— V/v diễn tập",
        "Tối mật: Kế hoạch A",
        "TUYỆT MẬT V/v phương án",
        "Độ mật: Mật. V/v phương án",
        "V/v kế hoạch diễn tập (tối mật)",
        unicodedata.normalize("NFD", "MẬT: V/v diễn tập"),
        unicodedata.normalize("NFD", "(Tuyệt mật) V/v diễn tập"),
        "M\u200bẬT: V/v diễn tập",
        " \u00a0mật : V/v diễn tập",
    ],
)
def test_a_stated_degree_of_secrecy_is_seen_however_it_is_written(subject: str) -> None:
    assert states_secrecy(subject)
    assert has_secret_marking(subject)


def test_a_degree_in_capitals_within_the_text_warns() -> None:
    assert has_secret_marking("Báo cáo TUYỆT MẬT quý IV")
    assert has_secret_marking("Báo cáo MẬT quý IV")
    assert not states_secrecy("Báo cáo TUYỆT MẬT quý IV")


@pytest.mark.parametrize(
    "subject",
    [
        "Hội thi bảo mật thông tin",
        "KẾ HOẠCH BẢO MẬT THÔNG TIN",
        "Tuyên truyền Luật Bảo vệ BÍ MẬT nhà nước",
        "Mật ong: V/v hỗ trợ tiêu thụ",
        "HỖ TRỢ NGƯỜI NUÔI LẤY MẬT ONG",
        "Mật độ xây dựng - V/v điều chỉnh",
        "V/v cấp mật khẩu (mật khẩu mới)",
        "Tổng kết Ban Cơ yếu: mật mã dân sự",
    ],
)
def test_honey_passwords_and_density_are_no_secrets(subject: str) -> None:
    assert not has_secret_marking(subject)
