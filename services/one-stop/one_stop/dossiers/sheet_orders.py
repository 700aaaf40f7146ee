"""Phiếu kiểm soát of a dossier that has ended is ordered with the act that ends it; the worker prints and keeps it (`sheets`)."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.dossiers.models import Dossier
from one_stop.dossiers.rules import ENDED
from shared.storage.gathered import Into
from shared.work.jobs import Job, plan

AFTER = timedelta(minutes=5)
"""What was handed over by mistake is mostly taken back at once."""


async def not_here(_session: AsyncSession, _key: str) -> None:
    raise NotImplementedError("the worker binds where files lie (`sheets.job`)")


KEEP = Job("keep-control-sheet", "Lưu phiếu kiểm soát của hồ sơ đã kết thúc", not_here, lane="seal")


async def order_sheet(into: Into, dossier: Dossier, at: datetime) -> None:
    """Nothing of one that goes on, was never received, or changed no hands: settled at once, its sheet is made for who asks."""
    if dossier.status in ENDED and dossier.received_at is not None and not dossier.settled_at_once:
        await plan(into, KEEP, str(dossier.id), at + AFTER)
