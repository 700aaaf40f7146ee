"""Parts end with their dossier, whoever ends it: nobody answers for a dossier that waits for nothing any more."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.dossiers.models import Dossier
from one_stop.parts.models import DossierPart
from one_stop.parts.rules import OPEN, PartState
from one_stop.parts.telling import tell_branch
from shared.contracts.one_stop_parts import PartRecalled
from shared.core import clock
from shared.core.formats import vn_datetime
from shared.messaging.outbox import tell
from shared.storage import evidence


async def end_parts(session: AsyncSession, dossier: Dossier, reason: str) -> None:
    """Kết thúc các phần việc còn mở; the line of the history is that of what ended the dossier."""
    found = select(DossierPart).where(
        DossierPart.dossier_id == dossier.id, DossierPart.state.in_([state.value for state in OPEN])
    )
    for part in list(await session.scalars(found.with_for_update())):
        await close_part(session, part, "Tự động", reason, clock.now())
        await evidence.record(session, "part-ended", f"dossier/{dossier.id}", "event:dossier-ended", part=part.number)
    dossier.awaits = ""


async def close_part(session: AsyncSession, part: DossierPart, by: str, reason: str, at: datetime) -> None:
    """Nobody waits for it any more, and the asked agency is told."""
    part.state = PartState.RECALLED.value
    part.opinion, part.ended_at = reason, at
    await tell_branch(session, part)
    if part.is_outside:
        return
    await tell(session, PartRecalled(part_id=str(part.id), reason=reason, by=by, recalled_at=at))


async def note_awaited(session: AsyncSession, dossier: Dossier) -> None:
    """What the dossier waits for now, in words, on its own row: moves ask that and look no further."""
    await session.flush()
    found = select(DossierPart).where(DossierPart.dossier_id == dossier.id).order_by(DossierPart.number)
    dossier.awaits = awaited_words(dossier.step_code, list(await session.scalars(found)))


def awaited_words(step_code: str, parts: Sequence[DossierPart]) -> str:
    """Each that is awaited with its term; a branch that came back or was taken back, too."""
    said = []
    for part in parts:
        if part.is_awaited:
            said.append(f"{part.agency_name} (hạn {vn_datetime(part.due_at)})")
        elif part.sent_back_to(step_code):
            back = "đã thu hồi" if part.place is PartState.RECALLED else "đã trả lại"
            said.append(f"{part.agency_name} ({back}, chờ giao lại)")
    return "; ".join(said)
