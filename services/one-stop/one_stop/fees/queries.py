"""Reading receipts. Every query begins with the agency or with one of its dossiers."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.agencies.queries import ended_into
from one_stop.dossiers.models import Dossier
from one_stop.dossiers.queries import get_dossier
from one_stop.fees.models import FeeReceipt
from one_stop.fees.rules import open_items
from one_stop.procedures.fees import FeeItem
from one_stop.procedures.models import ProcedureVersion
from one_stop.procedures.queries import get_version
from shared.core.errors import NotFound
from shared.standards.calendar_days import VIETNAM_TIME


def receipts_of(agency_code: str) -> Select[FeeReceipt]:
    return select(FeeReceipt).where(FeeReceipt.agency_code == agency_code)


async def get_receipt(session: AsyncSession, receipt_id: UUID, agency_code: str) -> FeeReceipt:
    """For a change by whoever comes first; absent and not theirs look the same. Those of agencies that went into this one are its own,
    where it has the dossier too: of one that was split another may have it.
    """
    here = or_(Dossier.agency_code == agency_code, Dossier.received_agency_code == agency_code)
    came = FeeReceipt.agency_code.in_(await ended_into(session, agency_code))
    with_it = and_(came, exists().where(Dossier.id == FeeReceipt.dossier_id, here))
    taken_by = or_(FeeReceipt.agency_code == agency_code, with_it)
    statement = select(FeeReceipt).where(FeeReceipt.id == receipt_id, taken_by).with_for_update()
    found = (await session.scalars(statement)).one_or_none()
    if found is None:
        raise NotFound("not_found")
    return found


async def get_printed(session: AsyncSession, receipt_id: UUID, agency_code: str) -> FeeReceipt:
    """For looking at the paper: by who may change it, and by who sees its dossier."""
    found = await session.get(FeeReceipt, receipt_id)
    if found is None or not found.sha256:
        raise NotFound("not_found")
    if found.agency_code != agency_code:
        await get_dossier(session, found.dossier_id, agency_code)
    return found


async def list_receipts(session: AsyncSession, dossier_id: UUID, *, hold: bool = False) -> list[FeeReceipt]:
    """Of one dossier, in their order; ended ones too. `hold`: to end them, as they are once nobody else does."""
    statement = select(FeeReceipt).where(FeeReceipt.dossier_id == dossier_id)
    if hold:
        statement = statement.with_for_update()
    return list(await session.scalars(statement.order_by(FeeReceipt.collected_at, FeeReceipt.id)))


@dataclass(frozen=True)
class Account:
    """Phí, lệ phí của một hồ sơ: what it costs, what was taken, what is owed."""

    items: list[FeeItem]
    receipts: list[FeeReceipt]
    owed: list[FeeItem]

    @property
    def sum_owed(self) -> int:
        return sum(item.amount for item in self.owed)

    @property
    def words(self) -> str:
        """Đã thu, biên lai số …; or by which group nothing was."""
        valid = [one for one in self.receipts if not one.ended_as]
        return "; ".join(one.words for one in valid)


def paid_lines(receipts: list[FeeReceipt]) -> list[dict[str, Any]]:
    return [line for one in receipts if not one.ended_as for line in one.lines]


async def account_of(session: AsyncSession, dossier: Dossier, procedure: ProcedureVersion | None = None) -> Account:
    procedure = procedure or await get_version(session, dossier.procedure_version_id)
    items, receipts = dossier.fees(procedure), await list_receipts(session, dossier.id)
    return Account(items, receipts, open_items(items, paid_lines(receipts)))


async def sums_between(session: AsyncSession, agency_code: str, first: date, last: date) -> tuple[int, int, int]:
    """Receipts that count, their sum, and how many were voided or paid back, of the days from `first` to `last`, included."""
    begin, end = (datetime.combine(day, time(), VIETNAM_TIME) for day in (first, last + timedelta(days=1)))
    valid = FeeReceipt.ended_as == ""
    statement = select(
        func.count().filter(valid, FeeReceipt.number.is_not(None)),
        func.coalesce(func.sum(FeeReceipt.total).filter(valid), 0),
        func.count().filter(~valid),
    ).where(FeeReceipt.agency_code == agency_code, FeeReceipt.collected_at >= begin, FeeReceipt.collected_at < end)
    count, total, ended = (await session.execute(statement)).one()
    return int(count), int(total), int(ended)
