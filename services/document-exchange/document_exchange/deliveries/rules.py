"""Trạng thái gửi, nhận: which report counts (reliability D6: version and state never go back).

The acts of a delivery are the official statuses themselves: each is a word of the receiver's or the sender's, and the table says
what it changes.
"""

from dataclasses import dataclass
from enum import StrEnum

from document_exchange.incoming.rules import Recall
from shared.core.errors import Conflict
from shared.standards.document_status import DocumentStatus as Reported
from shared.standards.document_status import read_status
from shared.work.steps import Condition, Step, Steps, Way, sql_set


class DeliveryState(StrEnum):
    """Tình trạng lượt gửi."""

    ON_THE_WAY = "00"  # đã gửi
    ARRIVED = "01"  # đã đến
    REFUSED = "02"  # từ chối tiếp nhận
    RECEIVED = "03"  # đã tiếp nhận
    ASSIGNED = "04"  # phân công
    IN_PROGRESS = "05"  # đang xử lý
    DONE = "06"  # hoàn thành
    WITHDRAWN = "withdrawn"  # đã rút lại trước khi gửi đi


SENDER, RECEIVER = "sender", "receiver"


@dataclass(frozen=True)
class Case:
    """Lượt gửi và người báo: the side that speaks, and how a recall stands."""

    state: DeliveryState
    callers: frozenset[str]
    recall: str = Recall.NOT_ASKED
    at_work: bool = True
    """The receiver still takes documents."""


def _late(case: Case) -> Conflict:
    return Conflict("status_too_late")


RECALL_ASKED = Condition[Case]("đang có yêu cầu lấy lại", lambda case: case.recall == Recall.REQUESTED, _late)
# Again where nobody is left to answer.
MAY_ASK = Condition[Case](
    "chưa yêu cầu lấy lại, bị từ chối, hoặc nơi nhận không còn",
    lambda case: (
        case.recall in (Recall.NOT_ASKED, Recall.REFUSED) or (case.recall == Recall.REQUESTED and not case.at_work)
    ),
    lambda case: Conflict("nothing_to_recall"),
)

_S = DeliveryState
_BY_RECEIVER, _BY_SENDER = frozenset({RECEIVER}), frozenset({SENDER})
_ROAD = (_S.ON_THE_WAY, _S.ARRIVED, _S.RECEIVED, _S.ASSIGNED, _S.IN_PROGRESS, _S.DONE)
_ANY = frozenset(DeliveryState)


def _row(act: Reported, *ways: Way[DeliveryState, Case]) -> Step[DeliveryState, Reported, Case]:
    return Step(act, act.vietnamese, ways)


def _before(state: DeliveryState) -> frozenset[DeliveryState]:
    """A late 01 never overwrites 03: a report counts from all that lies before it on the road."""
    return frozenset(_ROAD[: _ROAD.index(state)])


STEPS: Steps[DeliveryState, Reported, Case] = Steps(
    rows=(
        *(_row(Reported(state.value), Way(_before(state), state, _BY_RECEIVER)) for state in _ROAD[1:]),
        _row(Reported.REFUSED, Way(frozenset({_S.ON_THE_WAY, _S.ARRIVED}), _S.REFUSED, _BY_RECEIVER)),
        _row(
            Reported.RECALL_ASKED,
            Way(_ANY - {_S.REFUSED, _S.WITHDRAWN}, None, _BY_SENDER, (MAY_ASK,)),
            # A row that the relay never took has left for nobody: it is withdrawn here and nothing is sent.
            Way(frozenset({_S.ON_THE_WAY}), _S.WITHDRAWN, cause="chưa rời hệ thống"),
        ),
        _row(Reported.CHANGE_AGREED, Way(_ANY, None, _BY_RECEIVER, (RECALL_ASKED,))),
        _row(Reported.CHANGE_REFUSED, Way(_ANY, None, _BY_RECEIVER, (RECALL_ASKED,))),
    ),
    elsewhere=_late,
)
FROM_SENDER = frozenset(STEPS.acts_by(SENDER))
"""Only the sender asks a document back; every other status is the receiver's word."""
FROM_RECEIVER = frozenset(STEPS.acts_by(RECEIVER))
RECALL_AFTER = {Reported.CHANGE_AGREED: Recall.AGREED, Reported.CHANGE_REFUSED: Recall.REFUSED}
"""What an answer to a recall makes of it; the state of the delivery stays."""
SETTLED = frozenset({_S.REFUSED, _S.DONE, _S.WITHDRAWN})
"""The receiver has nothing more to report by itself."""
GIVEN_BACK = frozenset({Recall.AGREED, Recall.WITHDRAWN, Recall.CLOSED})
"""Nobody there holds the document in force any more."""


def normal_code(code: str) -> str:
    """`3` is read as `03`; unknown codes are kept as they came."""
    known = read_status(code)
    return known.value if known else code.strip()


def counts(current: str, recall: str, code: str) -> bool:
    """Whether a status reported by the receiver changes what the sender sees; codes nobody knows change nothing."""
    known = read_status(code)
    return known is not None and known in STEPS.allowed(Case(DeliveryState(current), _BY_RECEIVER, recall))


def may_ask_back(status: str, recall: str, *, at_work: bool) -> bool:
    """Whether a recall can be asked of a receiver."""
    return Reported.RECALL_ASKED in STEPS.allowed(Case(DeliveryState(status), _BY_SENDER, recall, at_work))


def counts_sql(code: str, current: str, recall: str) -> str:
    """The same table as an expression of SQL over three columns, for the single statement of the hot path."""
    cases = []
    for act in sorted(FROM_RECEIVER):
        asked = f" AND {recall} = '{Recall.REQUESTED}'" if act in RECALL_AFTER else ""
        cases.append(f"WHEN '{act}' THEN {current} IN {sql_set(STEPS.sources(act))}{asked}")
    return f"CASE {code} {' '.join(cases)} ELSE false END"
