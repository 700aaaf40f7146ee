"""How far a right goes: as the row says of what the caller comes as, and the same in Python and in SQL."""

import pytest
from sqlalchemy import column
from sqlalchemy.dialects import postgresql

from shared.access.identity import ANONYMOUS, Identity
from shared.access.reaching import agencies_of
from shared.access.rights import (
    ANYONE,
    CITIZEN,
    DELEGATE,
    SERVICE,
    SYSTEM,
    UNIT_HEAD,
    Power,
    Reach,
    Role,
    Row,
    Scope,
    covers,
    holds,
    reach,
    unit_led,
)
from testing.delegates import acting_for

HERE, BELOW, ELSEWHERE = "A", "A1", "B"
HEADED = Row({Role.LEADER, Role.SPECIALIST, UNIT_HEAD, Power.DOSSIERS}, {Role.SPECIALIST: Reach.OWN})


def officer(*roles: Role, leads: bool = False) -> Identity:
    named = frozenset(role.value for role in roles)
    return Identity(kind="officer", subject="an", agency_code=HERE, roles=named, unit="u1", leads_unit=leads)


def test_what_a_row_does_not_say_is_usual() -> None:
    row = Row({*Role, *Scope, *Power, UNIT_HEAD, CITIZEN, SYSTEM, SERVICE, ANYONE, DELEGATE})
    usual = {UNIT_HEAD: Reach.UNIT, CITIZEN: Reach.OWN, SERVICE: Reach.ALL, ANYONE: Reach.ALL}
    assert row.far == usual | dict.fromkeys((*Role, *Scope, SYSTEM), Reach.AGENCY)
    assert set(Row({Role.LEADER, CITIZEN}, Reach.BELOW).far.values()) == {Reach.BELOW}


def test_a_reach_for_whom_the_row_does_not_name_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="leader"):
        Row({Role.SPECIALIST}, {Role.LEADER: Reach.BELOW})


@pytest.mark.parametrize(
    ("who", "row", "far"),
    [
        (officer(Role.LEADER), HEADED, Reach.AGENCY),
        (officer(Role.SPECIALIST), HEADED, Reach.OWN),
        (officer(Role.SPECIALIST, leads=True), HEADED, Reach.UNIT),
        (officer(Role.OPERATOR, leads=True), HEADED, Reach.UNIT),
        (officer(Role.LEADER, leads=True), HEADED, Reach.AGENCY),
        (officer(Role.LEADER, Role.SPECIALIST), HEADED, Reach.AGENCY),
        (officer(Role.OPERATOR), HEADED, Reach.NONE),
        (officer(Role.SPECIALIST, leads=True), Row({Role.SPECIALIST}, Reach.OWN), Reach.OWN),
        (officer(Role.SPECIALIST), Row({ANYONE}), Reach.ALL),
        (acting_for(officer(Role.SPECIALIST, leads=True), Power.DOSSIERS), HEADED, Reach.UNIT),
        (acting_for(officer(Role.LEADER), Power.SIGNING), HEADED, Reach.NONE),
        (ANONYMOUS, HEADED, Reach.NONE),
        (ANONYMOUS, Row({ANYONE}), Reach.ALL),
        (Identity(kind="citizen", subject="c"), Row({CITIZEN}), Reach.OWN),
        (Identity(kind="service", subject="gateway"), Row({SERVICE}), Reach.ALL),
        (Identity(kind="system", roles=frozenset({"dossiers"})), Row({Scope.DOSSIERS}, Reach.OWN), Reach.OWN),
        (Identity(kind="system", roles=frozenset({"directory"})), Row({Scope.DOSSIERS}), Reach.NONE),
    ],
)
def test_the_furthest_of_what_somebody_comes_as_counts(who: Identity, row: Row, far: Reach) -> None:
    assert reach(who, row) is far
    assert holds(who, row) is (far is not Reach.NONE)
    assert unit_led(who, row) == ("u1" if far is Reach.UNIT else "")


PLACES = {
    "own unit": (HERE, "", "u1"),
    "agency": (HERE, "", "u2"),
    "below": (BELOW, HERE, "u3"),
    "other": (ELSEWHERE, "", "u4"),
}


@pytest.mark.parametrize(
    ("far", "covered"),
    [
        (Reach.OWN, set()),
        (Reach.UNIT, {"own unit"}),
        (Reach.AGENCY, {"own unit", "agency"}),
        (Reach.BELOW, {"own unit", "agency", "below"}),
        (Reach.ALL, set(PLACES)),
    ],
)
def test_a_place_is_covered_as_far_as_the_right_goes(far: Reach, covered: set[str]) -> None:
    row = Row({Role.LEADER}, far)
    assert {name for name, place in PLACES.items() if covers(officer(Role.LEADER), row, *place)} == covered
    assert not any(covers(officer(Role.SPECIALIST), row, *place) for place in PLACES.values())
    assert covers(officer(Role.LEADER), row, "", None) is (far is Reach.ALL), "somebody in no agency is in nobody's"


@pytest.mark.parametrize(
    ("far", "sql"),
    [
        (Reach.UNIT, "false"),
        (Reach.AGENCY, "code = 'A'"),
        (Reach.BELOW, "code = 'A' OR above = 'A'"),
        (Reach.ALL, "true"),
    ],
)
def test_sql_says_the_same_of_agencies(far: Reach, sql: str) -> None:
    said = agencies_of(officer(Role.LEADER), Row({Role.LEADER}, far), column("code"), column("above"))
    assert str(said.compile(dialect=postgresql.dialect(), compile_kwargs={"literal_binds": True})) == sql
