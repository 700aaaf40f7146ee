"""Writing on a dossier for colleagues. Actions write; who calls commits."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.dossiers.actions import load_for_action, note_aside
from one_stop.dossiers.models import Dossier
from one_stop.dossiers.rules import Doing
from one_stop.dossiers.workers import worker_of
from one_stop.notes.models import FieldCheck
from one_stop.notes.rules import check_made_on
from one_stop.notes.schemas import Checking, Noting
from shared.access.identity import Identity
from shared.contracts.values import FileReference
from shared.core import clock
from shared.core.formats import vn_date
from shared.core.identifiers import new_id
from shared.storage import evidence
from shared.work.timeline import kept, signed_by


async def write_note(
    session: AsyncSession,
    who: Identity,
    dossier_id: UUID,
    version: int | None,
    note: Noting,
    files: Sequence[FileReference] = (),
) -> Dossier:
    """Ghi chú nội bộ: a line of the timeline, which nobody but the agency's officers reads."""
    worker = worker_of(who)
    dossier, _, _ = await load_for_action(session, dossier_id, worker, Doing.NOTE, version)
    await note_aside(session, dossier, Doing.NOTE, worker, note.text, files)
    named = [file.sha256 for file in files]
    await evidence.record(session, "note-written", f"dossier/{dossier.id}", who, files=named)
    return dossier


async def record_check(
    session: AsyncSession,
    who: Identity,
    dossier_id: UUID,
    version: int | None,
    checking: Checking,
    files: Sequence[FileReference] = (),
) -> Dossier:
    """Lập biên bản kiểm tra thực địa."""
    worker = worker_of(who)
    dossier, _, _ = await load_for_action(session, dossier_id, worker, Doing.CHECK, version)
    filed_on = dossier.opened_at.astimezone(clock.VIETNAM).date()
    check_made_on(checking.made_on, clock.local_now().date(), filed_on)
    check = FieldCheck(
        id=new_id(),
        dossier_id=dossier.id,
        **checking.model_dump(),
        at=clock.now(),
        by_id=worker.person_id,
        by_name=worker.name,
        files=kept(*files),
        **signed_by(who),
    )
    session.add(check)
    told = f"Ngày {vn_date(checking.made_on)}, tại {checking.place}"
    await note_aside(session, dossier, Doing.CHECK, worker, told, files)
    facts = {"made_on": checking.made_on.isoformat(), "files": [file.sha256 for file in files]}
    await evidence.record(session, "field-checked", f"dossier/{dossier.id}", who, **facts)
    return dossier
