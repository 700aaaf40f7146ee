"""A move that leads into a step with branches or of another agency, or back out of it: the move's one statement and what comes with it,
in one transaction.
"""

from functools import partial
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.dossiers.cases import Worker
from one_stop.dossiers.hand_on import place_of, staffed_place_of
from one_stop.dossiers.models import Dossier
from one_stop.dossiers.queries import get_dossier
from one_stop.dossiers.rules import IN_WORK
from one_stop.moves.actions import Order, return_dossier, take_back_dossier, transfer_dossier
from one_stop.parts.actions import Office
from one_stop.parts.branching import close_branches, open_branches
from one_stop.parts.ending import end_parts
from one_stop.results.issuing import Numbered, sign_result
from shared.access.identity import Identity
from shared.notifying.raising import notify
from shared.standards.working_time import WorkingTime
from shared.storage.database import driver_connection


async def transfer_into(
    session: AsyncSession, office: Office, who: Identity, order: Order, holder_id: str, working_time: WorkingTime
) -> bytes:
    """Chuyển vào bước song song: each branch is given out as the dossier comes; or to the agency that does the step."""
    where = partial(staffed_place_of, session, await session.get_one(Dossier, order.dossier_id))
    answer = await transfer_dossier(await driver_connection(session), order, holder_id, working_time, where)
    await open_branches(session, office, who, order.dossier_id)
    return answer


async def give_back(session: AsyncSession, who: Identity, order: Order, working_time: WorkingTime) -> bytes:
    """Trả lại từ bước song song, bước của cơ quan khác: what is still out is taken back, for the reason the order names."""
    left = (await get_dossier(session, order.dossier_id, who.agency_code)).step_code
    where = partial(place_of, session, await session.get_one(Dossier, order.dossier_id))
    answer = await return_dossier(await driver_connection(session), order, working_time, where)
    await close_branches(session, who, order.dossier_id, left, order.note)
    return answer


async def take_back(session: AsyncSession, order: Order, working_time: WorkingTime) -> bytes:
    """Lấy lại hồ sơ từ cơ quan khác: whoever had it there is told."""
    answer, told = await take_back_dossier(await driver_connection(session), order, working_time)
    await notify(session, told)
    return answer


async def sign_and_fork(
    session: AsyncSession,
    office: Office,
    who: tuple[Identity, Worker],
    dossier_id: UUID,
    version: int | None,
    note: str,
    working_time: WorkingTime,
    numbered: Numbered,
) -> Dossier:
    """Ký kết quả; where others build on it (liên thông nhóm thủ tục) each of them is given its part at once."""
    dossier = await sign_result(session, office.prints, who, dossier_id, version, note, working_time, numbered)
    await end_parts(session, dossier, "Kết quả của hồ sơ đã được ký.")
    if dossier.status in IN_WORK:
        await open_branches(session, office, who[0], dossier.id)
    return dossier
