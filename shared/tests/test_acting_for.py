"""What a delegate may: what the giver's role allows and what was given, and nothing that its row does not give away."""

import pytest

from shared.access.identity import Identity
from shared.access.rights import ANYONE, DELEGATE, Power, Role, holds
from testing.delegates import acting_for

DIRECTOR = Identity(kind="officer", subject="an", name="Nguyễn Văn An", roles=frozenset({Role.LEADER}))


@pytest.mark.parametrize(
    ("row", "given", "may"),
    [
        ({Role.LEADER}, tuple(Power), False),
        ({Role.LEADER, Power.DOSSIERS}, (Power.DOSSIERS,), True),
        ({Role.LEADER, Power.DOSSIERS}, (Power.DOCUMENTS, Power.SIGNING), False),
        ({Role.LEADER, Power.DOSSIERS, Power.SIGNING}, (Power.DOSSIERS,), False),
        ({Role.LEADER, Power.DOSSIERS, Power.SIGNING}, (Power.DOSSIERS, Power.SIGNING), True),
        ({Role.SPECIALIST, Power.DOSSIERS}, (Power.DOSSIERS,), False),
        ({Role.LEADER, DELEGATE}, (), True),
        ({Role.SPECIALIST, DELEGATE}, tuple(Power), False),
        ({ANYONE}, (), True),
    ],
)
def test_both_the_role_and_what_was_given_count(row: set[str], given: tuple[Power, ...], may: bool) -> None:
    assert holds(acting_for(DIRECTOR, *given), frozenset(row)) is may


def test_the_holder_needs_nothing_given() -> None:
    assert holds(DIRECTOR, frozenset({Role.LEADER, Power.DOSSIERS, Power.SIGNING}))
    assert not holds(DIRECTOR, frozenset({Power.DOSSIERS}))


def test_work_lies_at_the_givers_desk_under_the_delegates_name() -> None:
    delegate = acting_for(DIRECTOR, Power.DOSSIERS)
    assert (delegate.desk, delegate.desk_name, delegate.behalf) == ("an", "Nguyễn Văn An", "officer:an")
    assert delegate.acting_name == "Trần Thị Bình (thay mặt Nguyễn Văn An)"
    assert (DIRECTOR.desk, DIRECTOR.acting_name, DIRECTOR.behalf) == ("an", "Nguyễn Văn An", "")
