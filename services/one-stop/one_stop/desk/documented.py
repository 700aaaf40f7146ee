"""What a leader decides of the term by a document: its number and day are typed, the document itself may be attached."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.counter import Counter
from one_stop.desk.acting import only, typed_day
from one_stop.desk.with_files import Act
from one_stop.dossiers.models import Dossier
from one_stop.dossiers.rules import Doing
from one_stop.dossiers.workers import worker_of
from one_stop.extensions.actions import extend_term
from one_stop.extensions.schemas import Extending
from one_stop.page_forms import read_form
from one_stop.pauses.actions import pause_clock
from one_stop.pauses.proposing import propose_pause
from one_stop.pauses.schemas import Pausing
from shared.access.identity import Identity
from shared.contracts.values import FileReference

Files = Sequence[FileReference]


async def pause(
    counter: Counter,
    session: AsyncSession,
    who: Identity,
    dossier_id: UUID,
    version: int | None,
    pausing: Pausing,
    files: Files = (),
) -> Dossier:
    times = await counter.times.of(who.agency_code, session)
    return await pause_clock(session, (who, worker_of(who)), dossier_id, version, pausing, times, files)


async def extend(
    counter: Counter,
    session: AsyncSession,
    who: Identity,
    dossier_id: UUID,
    version: int | None,
    extending: Extending,
    files: Files = (),
) -> Dossier:
    times = await counter.times.of(who.agency_code, session)
    return await extend_term(session, (who, worker_of(who)), dossier_id, version, extending, times, files)


def pausing(counter: Counter, session: AsyncSession, who: Identity, dossier_id: UUID) -> Act:
    """Tạm dừng tính thời hạn: days in three boxes, or as programs write them."""

    async def write(form: dict[str, str], version: int | None, files: Files) -> Dossier:
        return await pause(counter, session, who, dossier_id, version, read_form(Pausing, _pausing_in(form)), files)

    return Doing.PAUSE, write


def proposing_pause(counter: Counter, session: AsyncSession, who: Identity, dossier_id: UUID) -> Act:
    """Đề nghị tạm dừng tính thời hạn."""

    async def write(form: dict[str, str], version: int | None, files: Files) -> Dossier:
        pausing = read_form(Pausing, _pausing_in(form))
        times = await counter.times.of(who.agency_code, session)
        return await propose_pause(session, (who, worker_of(who)), dossier_id, version, pausing, times, files)

    return Doing.PROPOSE_PAUSE, write


def _pausing_in(form: dict[str, str]) -> dict[str, object]:
    days = typed_day(form, "document_date") | typed_day(form, "expected_on")
    return days | only(form, "ground", "reason", "document_number", "document_date", "expected_on")


def extending(counter: Counter, session: AsyncSession, who: Identity, dossier_id: UUID) -> Act:
    """Gia hạn theo luật."""

    async def write(form: dict[str, str], version: int | None, files: Files) -> Dossier:
        days = typed_day(form, "document_date")
        typed = days | only(form, "amount", "reason", "document_number", "document_date")
        return await extend(counter, session, who, dossier_id, version, read_form(Extending, typed), files)

    return Doing.EXTEND, write
