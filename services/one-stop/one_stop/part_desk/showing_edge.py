"""The history of a part and its files, as the asked agency may see them."""

from uuid import UUID

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.asked_parts.models import PartEntry
from one_stop.asked_parts.queries import get_asked_part
from one_stop.asked_parts.rules import STEPS, Answering
from shared.access.identity import Identity
from shared.contracts.values import FileReference
from shared.core.errors import NotFound
from shared.storage import evidence
from shared.web.viewer import Whole, open_stored
from shared.work.timeline import TimelineEntry


def entry_of(row: PartEntry) -> TimelineEntry:
    return TimelineEntry(
        position=row.number,
        at=row.at,
        act=row.action,
        label=STEPS.label(Answering(row.action)),
        actor=row.by_name,
        actor_title=row.actor_title,
        post=row.post,
        on_behalf_of=row.on_behalf_of,
        note=". ".join(filter(None, (f"Giao cho {row.to_name}" if row.to_name else "", row.note))),
        files=[FileReference.model_validate(file) for file in row.files],
    )


async def send_part_file(
    request: Request, session: AsyncSession, who: Identity, part_id: UUID, sha256: str
) -> Response:
    """A file that came with the question or is its answer, and none other; the look is evidence."""
    part = await get_asked_part(session, part_id, who.agency_code)
    reference = next((file for file in part.files() if file.sha256 == sha256), None)
    if reference is None:
        raise NotFound("not_found")
    whole = Whole(f"/mot-cua/phan-viec/{part.id}", f"Phần việc, hồ sơ {part.dossier_code}")
    answer = await open_stored(request, reference, whole, opens=True)
    await evidence.record(session, "file-seen", f"part/{part.id}", who, sha256=sha256)
    return answer
