"""Open dossiers of a procedure, and what became of them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.changeovers.models import Changeover
from one_stop.changeovers.rules import Running, Stay, Target, why_stays
from one_stop.dossiers.models import Dossier, DossierPaper
from one_stop.dossiers.rules import DUE, SIGNED, Channel
from one_stop.procedures.queries import get_version
from one_stop.procedures.rules import signed_before
from shared.standards.dossier_status import DossierStatus

MOST_SEEN = 2000
"""Dossiers that a preview looks into; of more it says so."""
_OPEN = [status.value for status in DUE | SIGNED]


@dataclass
class StepCount:
    """Hồ sơ đang đứng ở một bước."""

    name: str
    open: int = 0
    movable: int = 0
    stays: Counter[Stay] = field(default_factory=Counter)


@dataclass(frozen=True)
class Preview:
    """Hồ sơ bị ảnh hưởng bởi một thay đổi."""

    total: int
    steps: list[StepCount]

    @property
    def movable(self) -> int:
        return sum(step.movable for step in self.steps)

    @property
    def is_part(self) -> bool:
        return self.total > MOST_SEEN


def running_under(code: str) -> ColumnElement[bool]:
    return (Dossier.procedure_code == code) & Dossier.status.in_(_OPEN)


async def preview_of(session: AsyncSession, code: str, target: Target) -> Preview:
    """How many open dossiers stand at each step, and which of them could go on under the new version."""
    total = await session.scalar(select(func.count()).select_from(Dossier).where(running_under(code))) or 0
    query = select(Dossier).where(running_under(code)).order_by(Dossier.id).limit(MOST_SEEN)
    dossiers = list(await session.scalars(query))
    steps: dict[str, StepCount] = {}
    for dossier, one in zip(dossiers, await list_running(session, dossiers), strict=True):
        count = steps.setdefault(dossier.step_code, StepCount(dossier.step_name))
        stay = why_stays(one, target)
        count.open += 1
        count.movable += stay is None
        if stay is not None:
            count.stays[stay] += 1
    return Preview(total, list(steps.values()))


async def list_running(session: AsyncSession, dossiers: Sequence[Dossier]) -> list[Running]:
    """The same dossiers as the rules see them."""
    ids, versions = [one.id for one in dossiers], {one.procedure_version_id for one in dossiers}
    given: dict[UUID, set[str]] = {one.id: {row["code"] for row in one.papers_received or ()} for one in dossiers}
    brought = select(DossierPaper.dossier_id, DossierPaper.paper_code).where(DossierPaper.dossier_id.in_(ids))
    for dossier_id, paper in await session.execute(brought.where(DossierPaper.replaced_at.is_(None))):
        given[dossier_id].add(paper)
    known = {version_id: await get_version(session, version_id) for version_id in versions}
    terms = [one.terms(known[one.procedure_version_id]) for one in dossiers]
    return [
        Running(
            DossierStatus(one.status),
            one.step_code,
            one.step_role,
            one.agency_code,
            one.form_id,
            one.case_code,
            Channel(one.channel).word,
            frozenset(given[one.id]),
            one.answers,
            (own.term_amount, own.term_unit),
            signed_before(known[one.procedure_version_id].workflow(), one.step_position),
        )
        for one, own in zip(dossiers, terms, strict=True)
    ]


async def list_changeovers(session: AsyncSession, change_id: UUID) -> list[Changeover]:
    """Those that were left first."""
    query = select(Changeover).where(Changeover.change_id == change_id)
    return list(await session.scalars(query.order_by(Changeover.moved, Changeover.dossier_code).limit(MOST_SEEN)))


async def count_changeovers(session: AsyncSession, change_id: UUID) -> tuple[int, int]:
    """How many were moved, and how many left."""
    moved = func.count().filter(Changeover.moved), func.count().filter(~Changeover.moved)
    row = (await session.execute(select(*moved).where(Changeover.change_id == change_id))).one()
    return row[0], row[1]
