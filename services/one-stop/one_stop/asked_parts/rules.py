"""What the asked agency may do with a part: take it in, give it out, answer it, refuse it. Pure values."""

from dataclasses import dataclass
from enum import StrEnum

from one_stop.dossiers.cases import COUNTER_OFFICER, LEADER, SPECIALIST, Holder, Worker
from one_stop.parts.rules import ENDED, OPEN, PART_STATE_LABELS, PartState
from shared.access.rights import UNIT_HEAD, Power, Row, Scope
from shared.core.errors import Conflict, NotFound, Refusal
from shared.work.steps import Condition, Steps, Way
from shared.work.steps import Step as StepRow


class Answering(StrEnum):
    """Việc của cơ quan được giao phần việc."""

    ARRIVE = "arrive"  # đến
    TAKE_IN = "take-in"  # tiếp nhận
    CLAIM = "claim"  # nhận xử lý
    ASSIGN = "assign"  # giao người xử lý, rút về
    DRAFT = "draft"  # dự thảo trả lời, trình ký
    SEND_BACK = "send-back"  # trả lại dự thảo
    SIGN = "sign"  # ký trả lời
    ANSWER = "answer"  # trả lời từ phần mềm của cơ quan
    REFUSE = "refuse"  # từ chối
    RELEASE = "release"  # người xử lý thôi giữ
    RECALL = "recall"  # cơ quan hỏi thu hồi
    CONTINUE = "agency-continued"  # cơ quan kế thừa giải quyết tiếp


@dataclass(frozen=True)
class AskedCase:
    """Phần việc được giao và người đang thao tác."""

    state: PartState
    agency_code: str
    holder: Holder | None
    unit_id: str
    worker: Worker

    @property
    def callers(self) -> frozenset[str]:
        return self.worker.roles | self.worker.given

    @property
    def is_mine(self) -> bool:
        return self.holder is not None and self.holder.person_id == self.worker.desk.person_id

    @property
    def in_own_unit(self) -> bool:
        return bool(self.worker.leads) and self.worker.leads == self.unit_id


Need = Condition[AskedCase]
HERE = Need(
    "phần việc giao cho cơ quan mình",
    lambda case: case.worker.agency_code == case.agency_code,
    lambda case: NotFound("not_found"),
)
UNCLAIMED = Need("chưa ai nhận xử lý", lambda case: case.holder is None, lambda case: Conflict("part_held"))
MINE = Need("người đang xử lý", lambda case: case.is_mine, lambda case: Conflict("part_not_held"))
IN_OWN_UNIT = Need(
    "trong đơn vị mình đứng đầu", lambda case: case.in_own_unit, lambda case: Conflict("part_of_another_unit")
)

_S = PartState
_BEGINS: frozenset[PartState] = frozenset()
NEW = frozenset({_S.SENT})
AT_WORK = frozenset({_S.RECEIVED})
DRAFTED = frozenset({_S.DRAFTED})
_GIVEN = Power.DOSSIERS.value
_COUNTER = frozenset({COUNTER_OFFICER, _GIVEN})
_EXPERT = frozenset({SPECIALIST, _GIVEN})
_LEADERS = frozenset({LEADER, _GIVEN})
_SIGNERS = _LEADERS | {Power.SIGNING.value}
_HEADS = frozenset({UNIT_HEAD, _GIVEN})
_PROGRAM = frozenset({Scope.PARTS.value})
_THERE = "cơ quan hỏi"


def _elsewhere(case: AskedCase) -> Refusal:
    code = "part_ended" if case.state in ENDED else "part_not_now"
    return Conflict(code, state=PART_STATE_LABELS[case.state])


def _row(act: Answering, label: str, *ways: Way[PartState, AskedCase]) -> StepRow[PartState, Answering, AskedCase]:
    return StepRow(act, label, ways)


STEPS: Steps[PartState, Answering, AskedCase] = Steps(
    rows=(
        _row(Answering.ARRIVE, "Phần việc đến", Way(_BEGINS, _S.SENT, cause=_THERE)),
        _row(
            Answering.TAKE_IN,
            "Tiếp nhận phần việc",
            Way(NEW, _S.RECEIVED, _COUNTER | _LEADERS),
            Way(NEW, _S.RECEIVED, _HEADS, (IN_OWN_UNIT,)),
            Way(NEW, _S.RECEIVED, _PROGRAM),
        ),
        _row(Answering.CLAIM, "Nhận xử lý", Way(AT_WORK, None, _EXPERT, (UNCLAIMED,))),
        _row(
            Answering.ASSIGN,
            "Giao người xử lý",
            Way(AT_WORK, None, _COUNTER | _LEADERS),
            Way(AT_WORK, None, _HEADS, (IN_OWN_UNIT,)),
        ),
        _row(
            Answering.DRAFT,
            "Dự thảo trả lời, trình ký",
            Way(AT_WORK, _S.DRAFTED, _LEADERS),
            Way(AT_WORK, _S.DRAFTED, _EXPERT, (MINE,)),
        ),
        _row(Answering.SEND_BACK, "Trả lại dự thảo trả lời", Way(DRAFTED, _S.RECEIVED, _LEADERS)),
        _row(Answering.SIGN, "Ký trả lời", Way(DRAFTED, _S.ANSWERED, _SIGNERS)),
        # Who signs there is the other system's matter: it names him, and brings what he signed.
        _row(
            Answering.ANSWER,
            "Trả lời từ phần mềm của cơ quan",
            Way(OPEN, _S.ANSWERED, _PROGRAM),
            Way(OPEN, _S.REFUSED, _PROGRAM),
        ),
        # A wrong address is said at once by whoever speaks for the agency, before or after somebody worked on it.
        _row(Answering.REFUSE, "Từ chối, không thuộc thẩm quyền", Way(OPEN, _S.REFUSED, _SIGNERS)),
        _row(Answering.RELEASE, "Đưa về hàng chờ", Way(OPEN, None, cause="danh bạ")),
        _row(Answering.CONTINUE, "Cơ quan kế thừa giải quyết tiếp", Way(OPEN, None, cause="sắp xếp cơ quan")),
        _row(Answering.RECALL, "Cơ quan hỏi thu hồi", Way(OPEN, _S.RECALLED, cause=_THERE)),
    ),
    elsewhere=_elsewhere,
    always=(HERE,),
)
MAY_ASSIGN = Row(STEPS.callers(Answering.TAKE_IN, Answering.ASSIGN))
