"""Every state has an exit: status × channel × holder. Somebody in the agency can act, or the status is an end."""

import itertools

import pytest

from one_stop.dossiers.cases import Standing, Worker
from one_stop.dossiers.rules import STEPS as TABLE
from one_stop.dossiers.rules import Channel, Doing, allowed_actions
from one_stop.procedures.rules import Step
from shared.standards.dossier_status import DossierStatus

HERE = "000.00.12.H08"
STEPS = [
    Step(0, "receive", "Tiếp nhận", "counter-officer", 4, frozenset()),
    Step(1, "assign", "Phân công", "leader", 4, frozenset({"assign"})),
    Step(2, "inspect", "Kiểm tra", "specialist", 8, frozenset({"request_supplement"})),
    Step(3, "examine", "Thẩm định", "specialist", 8, frozenset({"request_supplement"})),
    Step(4, "approve", "Ký", "leader", 8, frozenset({"approve"})),
    Step(5, "return", "Trả", "counter-officer", 4, frozenset({"return_result"})),
]
AFTER_END = {row.act for row in TABLE.rows if all(way.after_end for way in row.ways)}
ENDS = {DossierStatus.REFUSED, DossierStatus.WITHDRAWN, DossierStatus.STOPPED, DossierStatus.RETURNED}
PLACES = {
    DossierStatus.SUBMITTED: [0],
    DossierStatus.ACCEPTED: [0],
    DossierStatus.IN_PROGRESS: [0, 1, 2, 3, 4],
    DossierStatus.SUPPLEMENT_REQUESTED: [0, 2, 3],
    DossierStatus.RESOLVED: [5],
}
STAFF = {
    "present": [("an", "specialist"), ("binh", "specialist"), ("hoa", "counter-officer"), ("minh", "leader")],
    "gone": [("binh", "specialist"), ("hoa", "counter-officer"), ("minh", "leader")],
}


def _everybody(holder: str) -> list[Worker]:
    return [Worker(person, person, HERE, frozenset({role})) for person, role in STAFF[holder]]


@pytest.mark.parametrize("holder", STAFF)
@pytest.mark.parametrize("lapsed", [False, True])
@pytest.mark.parametrize("status", [status for status in DossierStatus if status != DossierStatus.PAYMENT_REQUESTED])
def test_somebody_can_act_or_it_is_an_end(status: DossierStatus, lapsed: bool, holder: str) -> None:
    """`gone`: the holder's name is still on the dossier, as in the moment before the directory's event arrives."""
    for position in PLACES.get(status, [5]):
        held = "an" if STEPS[position].role == "specialist" else None
        received = not (
            status == DossierStatus.SUBMITTED or (status == DossierStatus.SUPPLEMENT_REQUESTED and not position)
        )
        standing = Standing(status, HERE, position, held, has_draft=True, received=received, lapsed=lapsed)
        acts = set(itertools.chain(*(allowed_actions(standing, STEPS, worker) for worker in _everybody(holder))))
        assert bool(acts - AFTER_END) is (status not in ENDS), (status, position, acts)
        if lapsed and status == DossierStatus.SUPPLEMENT_REQUESTED:
            assert acts & {"stop", "refuse"}, "a passed deadline is a task"


def test_channels_do_not_change_what_can_be_done() -> None:
    """A standing has no channel at all: nothing that may be done hangs on how the dossier came."""
    assert "channel" not in Standing.__dataclass_fields__
    assert len(Channel) == 3


def test_nobody_outside_the_agency_or_without_the_post_can_take_work_over() -> None:
    standing = Standing(DossierStatus.IN_PROGRESS, HERE, 2, "an")
    for worker in (
        Worker("x", "x", "000.00.99.H08", frozenset({"leader", "counter-officer"})),
        Worker("y", "y", HERE, frozenset({"specialist"})),
        Worker("z", "z", HERE, frozenset({"records-clerk"})),
    ):
        assert set(allowed_actions(standing, STEPS, worker)) <= {Doing.NOTE}
