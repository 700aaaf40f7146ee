"""What an agency has that would go over, and what of an agency that ended went over."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.agencies.models import AgencyMerger, Continuation
from one_stop.asked_parts.models import AskedPart
from one_stop.dossiers.models import Dossier
from one_stop.dossiers.rules import ENDED, OPEN
from one_stop.parts.rules import OPEN as OPEN_PARTS
from one_stop.procedures.models import CompetentAgency, ProcedureVersion
from one_stop.tasks.models import DossierTask
from one_stop.unit_lists.models import UnitList
from one_stop.unit_lists.rules import ListState
from shared.standards.dossier_status import DossierStatus

MOST_SHOWN = 500


@dataclass(frozen=True)
class Touched:
    """Những gì của một cơ quan đi theo khi nó sáp nhập."""

    code: str
    name: str
    open: int
    late: int
    ended: int
    holders: int
    """Người đang giữ hồ sơ: they keep what they hold where they get a post at the successor."""
    procedures: int
    parts: int
    tasks: int
    lists: int
    """Giấy bàn giao chưa được nhận, which are cancelled."""
    numbers: int
    """Số đã giữ mà chưa dùng, which are given up."""


async def touched_of(session: AsyncSession, code: str, name: str) -> Touched:
    """As it is now."""

    async def count(what: ColumnElement[int], *where: ColumnElement[bool]) -> int:
        return await session.scalar(select(what).where(*where)) or 0

    mine, runs = Dossier.agency_code == code, Dossier.status.in_([status.value for status in OPEN])
    competent = CompetentAgency.procedure_version_id == ProcedureVersion.id
    kept = text("SELECT count(*) FROM held_number WHERE agency_code = :code AND NOT void AND bearer = ''")
    return Touched(
        code=code,
        name=name,
        open=await count(func.count(Dossier.id), mine, runs),
        late=await count(func.count(Dossier.id), mine, runs, Dossier.due_at < func.now()),
        ended=await count(func.count(Dossier.id), mine, Dossier.status.in_([status.value for status in ENDED])),
        holders=await count(func.count(Dossier.holder_id.distinct()), mine, runs),
        procedures=await count(
            func.count(ProcedureVersion.id),
            competent,
            CompetentAgency.agency_code == code,
            ProcedureVersion.current.is_(True),
        ),
        parts=await count(
            func.count(AskedPart.id),
            AskedPart.agency_code == code,
            AskedPart.state.in_([state.value for state in OPEN_PARTS]),
        ),
        tasks=await count(func.count(DossierTask.id), DossierTask.agency_code == code, DossierTask.state == "given"),
        lists=await count(func.count(UnitList.id), UnitList.agency_code == code, UnitList.state == ListState.HANDED),
        numbers=await session.scalar(kept, {"code": code}) or 0,
    )


@dataclass(frozen=True)
class Moved:
    """Những gì của một cơ quan đã sang cơ quan kế thừa."""

    merger: AgencyMerger
    open: int
    ended: int


async def list_mergers(session: AsyncSession, code: str = "") -> list[Moved]:
    """The latest first; `code`: of that agency alone."""
    counts = (
        select(
            Continuation.agency_code,
            Continuation.reorganisation_id,
            func.count().filter(Continuation.open).label("open"),
            func.count().filter(~Continuation.open).label("ended"),
        )
        .group_by(Continuation.agency_code, Continuation.reorganisation_id)
        .subquery()
    )
    query = select(AgencyMerger, counts.c.open, counts.c.ended).outerjoin(
        counts,
        and_(
            counts.c.agency_code == AgencyMerger.agency_code,
            counts.c.reorganisation_id == AgencyMerger.reorganisation_id,
        ),
    )
    if code:
        query = query.where(AgencyMerger.agency_code == code)
    rows = await session.execute(query.order_by(AgencyMerger.first_day.desc(), AgencyMerger.agency_code).limit(200))
    return [Moved(merger, opened or 0, ended or 0) for merger, opened, ended in rows]


def _by(merger: AgencyMerger) -> ColumnElement[bool]:
    return and_(
        Continuation.agency_code == merger.agency_code, Continuation.reorganisation_id == merger.reorganisation_id
    )


async def count_steps(session: AsyncSession, merger: AgencyMerger) -> Sequence[tuple[str, int]]:
    """Where those that were being worked on stood."""
    query = select(Continuation.step_name, func.count()).where(_by(merger), Continuation.open)
    rows = await session.execute(query.group_by(Continuation.step_name).order_by(func.count().desc()))
    return [(name, number) for name, number in rows]


@dataclass(frozen=True)
class Went:
    """Hồ sơ đã chuyển, and how it stands now."""

    row: Continuation
    code: str
    matter: str
    status: str
    holder: str


async def count_heirs(session: AsyncSession, merger: AgencyMerger) -> Sequence[tuple[str, int, int]]:
    """To whom how many went that were being worked on, and how many that had ended."""
    both = func.count().filter(Continuation.open), func.count().filter(~Continuation.open)
    query = select(Continuation.continued_by, *both).where(_by(merger))
    rows = await session.execute(query.group_by(Continuation.continued_by).order_by(Continuation.continued_by))
    return [(heir, opened, ended) for heir, opened, ended in rows]


async def list_moved(session: AsyncSession, merger: AgencyMerger, heir: str) -> list[Went]:
    """Those that are one successor's now, and that were being worked on first."""
    query = (
        select(Continuation, Dossier)
        .join(Dossier, Dossier.id == Continuation.dossier_id)
        .where(_by(merger), Dossier.agency_code == heir)
        .order_by(Continuation.open.desc(), Continuation.dossier_code, Continuation.dossier_id)
        .limit(MOST_SHOWN)
    )
    return [
        Went(row, dossier.code or "", dossier.matter, DossierStatus(dossier.status).official_name, dossier.holder_name)
        for row, dossier in await session.execute(query)
    ]
