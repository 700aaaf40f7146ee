"""Extending a term. Actions write; who calls commits."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.deadlines.actions import watch
from one_stop.dossiers.actions import load_for_action, note_hand_over, save_change
from one_stop.dossiers.cases import Worker
from one_stop.dossiers.models import Dossier
from one_stop.dossiers.printing import TERM_UNITS, term_words
from one_stop.dossiers.rules import Doing
from one_stop.due_dates.actions import give_step_its_hours, move_due, tell_due
from one_stop.due_dates.rules import Cause, Move, check_document_day
from one_stop.extensions.models import Extension
from one_stop.extensions.rules import check_extension
from one_stop.extensions.schemas import Extending
from shared.access.identity import Identity
from shared.contracts.values import FileReference
from shared.core import clock
from shared.core.formats import vn_date
from shared.core.identifiers import new_id
from shared.standards.working_time import WorkingTime
from shared.storage import evidence


async def extend_term(
    session: AsyncSession,
    who: tuple[Identity, Worker],
    dossier_id: UUID,
    version: int | None,
    extending: Extending,
    working_time: WorkingTime,
    files: Sequence[FileReference] = (),
) -> Dossier:
    """Gia hạn theo luật: as often and as far as the procedure allows; `due_original` stays. `files`: the document itself."""
    identity, worker = who
    dossier, procedure, _ = await load_for_action(session, dossier_id, worker, Doing.EXTEND, version)
    now = clock.now()
    assert dossier.due_at is not None, "only a dossier in work has a term"
    check_extension(extending.amount, procedure.extension_amount, TERM_UNITS[procedure.term_unit], dossier.due_at, now)
    check_document_day(extending.document_date, clock.local_now().date())
    amount = term_words(extending.amount, procedure.term_unit)
    document = f"văn bản số {extending.document_number} ngày {vn_date(extending.document_date)}"
    words = f"{procedure.extension_basis}; {document}"
    move = Move(Cause.EXTENSION, amount=extending.amount, words=words)
    move_due(session, dossier, procedure, move, now, working_time)
    await give_step_its_hours(session, dossier, procedure, now, working_time)
    dossier.extensions_left -= 1
    session.add(_kept(dossier, extending, procedure.extension_basis, worker))
    await save_change(session)
    await watch(session, dossier, working_time)
    here, reason = (dossier.step_code, dossier.step_name), f"{extending.reason} ({words})"
    await note_hand_over(session, dossier, Doing.EXTEND, worker, now, here, f"Thêm {amount}. {reason}", files=files)
    await tell_due(session, dossier, procedure, Cause.EXTENSION.value, reason, working_time)
    await evidence.record(session, "term-extended", f"dossier/{dossier.id}", identity, amount=extending.amount)
    return dossier


def _kept(dossier: Dossier, extending: Extending, legal_basis: str, worker: Worker) -> Extension:
    return Extension(
        id=new_id(),
        dossier_id=dossier.id,
        legal_basis=legal_basis,
        decided_by=worker.person_id,
        decided_by_name=worker.name,
        decided_at=clock.now(),
        **extending.model_dump(),
    )
