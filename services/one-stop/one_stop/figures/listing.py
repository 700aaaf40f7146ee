"""Lượt xử lý của một giai đoạn: the acts that a share of a stage counts. No names of people: they are of agencies below too."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import not_, select
from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.dossiers.models import Dossier, HandOver
from one_stop.figures.stages import ENDS_A_STEP, LATE, STAGE, STAGE_WORDS, Days, Stage
from one_stop.rights import RIGHTS, Right
from shared.access.identity import Identity
from shared.access.reaching import agencies_of
from shared.directory.models import Agency
from shared.directory.queries import name_of
from shared.work.listing import REVERSE, Chosen, Column, Filter, Listing, Stretch

OUTCOMES = {"": "Tất cả", "in-time": "Đúng hạn", "late": "Quá hạn"}


@dataclass(frozen=True)
class Staged:
    """Một lượt xử lý, with its dossier."""

    dossier_id: UUID
    agency_code: str
    code: str
    procedure: str
    agency_name: str
    stage: str
    step: str
    at: datetime
    late: bool

    @classmethod
    def of(cls, row: HandOver, stage: str, code: str | None, procedure: str, agency: str | None) -> "Staged":
        late, step = row.outcome == "late", row.from_step_name
        return cls(row.dossier_id, row.agency_code, code or "", procedure, agency or "", stage, step, row.at, late)


async def _agencies(session: AsyncSession, who: Identity, chosen: Chosen) -> tuple[str, ...]:
    """Those the right reaches, of which one may be wanted; none where that one is not theirs to see."""
    reached = select(Agency.code).where(
        agencies_of(who, RIGHTS[Right.SEE_FIGURES], Agency.code.expression, Agency.parent_code.expression)
    )
    wanted = chosen.filters["agency"]
    return tuple(await session.scalars(reached.where(Agency.code.expression == wanted) if wanted else reached))


def _stretches(_who: Identity, chosen: Chosen) -> list[Stretch]:
    base = select(HandOver).where(ENDS_A_STEP, Days.chosen(chosen).holds(), HandOver.agency_code.in_(chosen.agencies))
    if chosen.filters["stage"]:
        base = base.where(STAGE.in_((chosen.filters["stage"],)))
    if chosen.filters["outcome"]:
        base = base.where(LATE if chosen.filters["outcome"] == "late" else not_(LATE))
    if chosen.words:
        base = base.where(HandOver.dossier_id.in_(select(Dossier.id).where(Dossier.code == chosen.words.upper())))
    return [Stretch(base, (HandOver.at, HandOver.id))]


STAGED = Listing(
    name="one-stop.staged",
    title="Lượt xử lý theo giai đoạn",
    path="/mot-cua/so-lieu/giai-doan",
    columns=(
        Column("code", "Mã hồ sơ", lambda row: row.code, width=26),
        Column("agency", "Cơ quan", lambda row: row.agency_name, width=36),
        Column("procedure", "Thủ tục", lambda row: row.procedure, width=50),
        Column("stage", "Giai đoạn", lambda row: STAGE_WORDS[Stage(row.stage)], width=18),
        Column("step", "Bước", lambda row: row.step, width=30),
        Column("at", "Xong lúc", lambda row: row.at, css="lt-whole"),
        Column("late", "Kết quả", lambda row: "Quá hạn" if row.late else "Đúng hạn"),
    ),
    rows=select(HandOver, STAGE, Dossier.code, Dossier.procedure_name, Agency.name)
    .join(Dossier, Dossier.id == HandOver.dossier_id)
    .outerjoin(Agency, Agency.code == HandOver.agency_code),
    id=HandOver.id,
    stretches=_stretches,
    shape=Staged.of,
    filters=(
        Filter(
            "stage", "giai_doan", "Giai đoạn", {"": "Tất cả"} | {one.value: said for one, said in STAGE_WORDS.items()}
        ),
        Filter("outcome", "ket_qua", "Kết quả", OUTCOMES),
        Filter("agency", "co_quan", "Cơ quan", named=name_of),
        Filter("first_day", "tu_ngay", "Từ ngày", typed="day"),
        Filter("last_day", "den_ngay", "Đến ngày", typed="day"),
    ),
    orders={"": "Cũ nhất trước", REVERSE: "Mới nhất trước"},
    reaching=_agencies,
)
