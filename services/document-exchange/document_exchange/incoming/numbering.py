"""Số đến: the next number of the agency and year, whichever way a document came (NĐ 30/2020 Điều 22.2)."""

from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.incoming.models import IncomingDocument
from document_exchange.registers.actions import allocate_arrival_number
from shared.core import clock
from shared.work import jobs
from shared.work.jobs import Job
from shared.work.scanning import not_here

STAMP = Job("stamp-arrival", "Đóng dấu Đến lên bản quét", not_here)
"""What it does is `entered.stamp_jobs`; here it is planned as the number is given."""


async def give_arrival_number(session: AsyncSession, incoming: IncomingDocument) -> None:
    """What the clerk entered counts in the year in which it came; a packet in the year in which it is registered."""
    now = clock.local_now()
    year = incoming.arrived_at.astimezone(clock.VIETNAM).year if incoming.entered else now.year
    incoming.arrival_number = await allocate_arrival_number(session, incoming.addressee_code, year)
    incoming.arrival_year = year
    incoming.registered_at = clock.now()
    if incoming.entered:
        await jobs.plan(session, STAMP, str(incoming.id), clock.now())
