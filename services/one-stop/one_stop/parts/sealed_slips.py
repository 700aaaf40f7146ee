"""Phiếu lấy ý kiến đã ký số của cơ quan hỏi: whoever was asked gets the sealed file beside the one that came with the question."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.dossiers.models import PrintedForm
from one_stop.parts.queries import get_part
from one_stop.parts.slips import part_of
from shared.contracts.one_stop_parts import PartSlipSealed
from shared.contracts.values import FileReference
from shared.messaging.outbox import tell


async def tell_sealed(session: AsyncSession, form: PrintedForm, file: FileReference, at: datetime) -> None:
    """Over the axis as the question went; to a party outside it goes on paper, from the dossier's page."""
    part = await get_part(session, form.dossier_id, part_of(form.snapshot["number"]))
    if not part.is_outside:
        await tell(session, PartSlipSealed(part_id=str(part.id), slip=file, sealed_at=at))
