"""Đúng hạn theo giai đoạn xử lý: how often each stage of a dossier kept its own deadline, at the agency that did it.

Every act that ends a step keeps whether it was in time (`dossiers.due.outcome`, as form 06 states it), so a stage is these acts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.dossiers.acts import Doing
from one_stop.dossiers.models import Dossier, HandOver
from one_stop.procedures.models import ProcedureStep
from shared.access.identity import Identity
from shared.access.reaching import agencies_of
from shared.access.rights import Row
from shared.core import clock
from shared.directory.models import Agency
from shared.work.listing import Chosen

SHOWN_DAYS = 30


class Stage(StrEnum):
    """Giai đoạn xử lý."""

    INTAKE = "intake"
    EXAMINE = "examine"
    JOINT = "joint"
    APPROVE = "approve"
    RETURN = "return"


STAGE_WORDS = {
    Stage.INTAKE: "Tiếp nhận",
    Stage.EXAMINE: "Thẩm định",
    Stage.JOINT: "Liên thông song song",
    Stage.APPROVE: "Phê duyệt, ký",
    Stage.RETURN: "Trả kết quả",
}
_FIRST_STEP = (
    select(ProcedureStep.code)
    .join(Dossier, Dossier.procedure_version_id == ProcedureStep.procedure_version_id)
    .where(Dossier.id == HandOver.dossier_id, ProcedureStep.position == 0)
    .scalar_subquery()
)
_COUNTER = or_(
    HandOver.action == Doing.ACCEPT, and_(HandOver.action == Doing.TRANSFER, HandOver.from_step == _FIRST_STEP)
)
STAGE = case(
    (_COUNTER, Stage.INTAKE.value),
    (HandOver.action.in_((Doing.TRANSFER, Doing.FINISH)), Stage.EXAMINE.value),
    (HandOver.action == Doing.JOIN, Stage.JOINT.value),
    (HandOver.action.in_((Doing.APPROVE, Doing.SIGN)), Stage.APPROVE.value),
    else_=Stage.RETURN.value,
)
"""Of an act: the counter's are taking in and handing on from the first step; a step at which several work side by side ends by itself,
with the last of them; every other step that is handed on was examined."""
_ENDING = (Doing.ACCEPT, Doing.TRANSFER, Doing.FINISH, Doing.JOIN, Doing.APPROVE, Doing.SIGN, Doing.HAND_OVER)
ENDS_A_STEP = and_(HandOver.action.in_(_ENDING), HandOver.outcome != "")
"""Of those acts that had a deadline."""
LATE = HandOver.outcome == "late"


@dataclass(frozen=True)
class Days:
    """Kỳ: from the first to the last day, both counted."""

    first: date
    last: date

    @classmethod
    def usual(cls) -> "Days":
        today = clock.local_now().date()
        return cls(today - timedelta(days=SHOWN_DAYS - 1), today)

    @classmethod
    def chosen(cls, chosen: Chosen) -> "Days":
        """Of the filters `first_day` and `last_day`; what is not said or cannot be read is as usual."""
        usual = cls.usual()
        days = [None if name in chosen.faults else chosen.day(name) for name in ("first_day", "last_day")]
        return cls(days[0] or usual.first, days[1] or usual.last)

    def holds(self) -> ColumnElement[bool]:
        begin, end = self.first, self.last + timedelta(days=1)
        moments = [datetime.combine(day, time(), clock.VIETNAM) for day in (begin, end)]
        return and_(HandOver.at >= moments[0], HandOver.at < moments[1])


@dataclass(frozen=True)
class Kept:
    """Of one stage at one agency: how many acts, and how many of them in time."""

    whole: int
    in_time: int

    @property
    def share(self) -> float:
        return 100 * self.in_time / self.whole


@dataclass(frozen=True)
class StageRow:
    """One agency; None where no act of a stage had a deadline."""

    agency_code: str
    agency_name: str
    stages: Sequence[Kept | None]


async def list_stages(session: AsyncSession, who: Identity, right: Row, days: Days) -> list[StageRow]:
    """Of the agencies that the right reaches, the own one first; those alone that did something."""
    acts = (
        select(HandOver.agency_code, STAGE.label("stage"), LATE.label("late"))
        .where(ENDS_A_STEP, days.holds())
        .subquery()
    )
    code = Agency.code.expression
    in_time = func.count().filter(acts.c.late.is_(False))
    query = (
        select(code, Agency.name, acts.c.stage, func.count().label("whole"), in_time.label("in_time"))
        .join(acts, acts.c.agency_code == code)
        .where(agencies_of(who, right, code, Agency.parent_code.expression))
        .group_by(code, acts.c.stage)
        .order_by(code != who.agency_code, Agency.sort_key, code)
    )
    found: dict[tuple[str, str], dict[str, Kept]] = {}
    for one in await session.execute(query):
        found.setdefault((one.code, one.name), {})[one.stage] = Kept(one.whole, one.in_time)
    return [_row(agency, stages) for agency, stages in found.items()]


def _row(agency: tuple[str, str], stages: Mapping[str, Kept]) -> StageRow:
    return StageRow(*agency, [stages.get(stage.value) for stage in Stage])
