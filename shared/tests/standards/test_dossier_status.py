import pytest

from shared.standards.dossier_status import (
    ENDED,
    OFFICIAL_NAMES,
    TRANSITIONS,
    DossierAction,
    DossierStatus,
    actions_from,
    status_after,
)


def test_codes_are_those_of_the_national_portal() -> None:
    assert [status.value for status in DossierStatus] == list(range(1, 11))
    assert DossierStatus(5).official_name == "Yêu cầu bổ sung giấy tờ"
    assert set(OFFICIAL_NAMES) == set(DossierStatus)


@pytest.mark.parametrize(
    ("path", "end"),
    [
        (["submit", "accept", "transfer", "finish", "hand_over"], 10),
        (["submit", "request_intake_supplement", "complete_intake_supplement", "refuse"], 3),
        (["receive", "transfer", "request_supplement", "complete_supplement", "request_payment", "confirm_payment"], 4),
        (["receive", "transfer", "request_supplement", "let_supplement_lapse"], 8),
        (["receive", "transfer", "finish", "hand_over", "recall", "recall"], 4),
        (["submit", "withdraw"], 7),
        (["receive", "transfer", "stop"], 8),
    ],
)
def test_a_dossier_follows_the_table(path: list[str], end: int) -> None:
    status = None
    for action in path:
        status = status_after(status, DossierAction(action))
        assert status is not None, action
    assert status == end


def test_what_the_table_does_not_list_is_not_allowed() -> None:
    assert status_after(DossierStatus.RETURNED, DossierAction.WITHDRAW) is None
    assert status_after(DossierStatus.SUBMITTED, DossierAction.FINISH) is None
    assert status_after(None, DossierAction.ACCEPT) is None
    assert actions_from(DossierStatus.REFUSED) == frozenset()


def test_every_status_can_be_reached_and_every_action_is_used() -> None:
    assert set(TRANSITIONS.values()) == set(DossierStatus)
    assert {action for _, action in TRANSITIONS} == set(DossierAction)


def test_only_a_resolved_or_returned_dossier_is_taken_back_after_its_end() -> None:
    assert {origin for origin, _ in TRANSITIONS if origin in ENDED} == {DossierStatus.RESOLVED, DossierStatus.RETURNED}
