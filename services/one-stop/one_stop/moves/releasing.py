"""Work never lies with somebody who has left: a closed account, an ended post, another agency."""

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.dossiers.actions import moved_event, note_hand_over, save_change
from one_stop.dossiers.cases import Worker
from one_stop.dossiers.hand_on import put_back
from one_stop.dossiers.models import Dossier
from one_stop.dossiers.rules import STEPS, Doing
from shared.contracts.mail_directory import PersonRecorded, UnitRecorded
from shared.core import clock
from shared.directory.keeping import DIRECTORY, units_held
from shared.messaging.outbox import tell
from shared.storage import evidence


async def release_work(session: AsyncSession, event: PersonRecorded) -> None:
    """Đưa hồ sơ về hàng chờ của bước, and to the unit's list: all that this person holds where he no longer has the step's role."""
    held = (
        select(Dossier)
        .where(
            Dossier.holder_id == event.person_id,
            Dossier.status.in_([status.value for status in STEPS.sources(Doing.RELEASE)]),
        )
        .order_by(Dossier.id)
        .with_for_update()
    )
    for dossier in await session.scalars(held):
        units = units_held(event, dossier.step_at, dossier.step_role)
        if units:
            if dossier.unit_id not in units:  # the work moves to another unit with the post
                await session.execute(update(Dossier).where(Dossier.id == dossier.id).values(unit_id=units[-1]))
            continue
        # It stays on the list of the unit in which the post lay; its head gives it to somebody else.
        name, now = dossier.holder_name, clock.now()
        await put_back(session, dossier)
        await save_change(session)
        directory = Worker("", DIRECTORY, dossier.step_at, frozenset())
        note = f"{name} không còn ở vị trí thụ lý hồ sơ này."
        before = dossier.step_code, dossier.step_name
        await note_hand_over(session, dossier, Doing.RELEASE, directory, now, before, note)
        await tell(session, await moved_event(session, dossier, Doing.RELEASE))
        await evidence.record(
            session, "dossier-released", f"dossier/{dossier.id}", "event:person-recorded", person=event.person_id
        )


async def follow_merger(session: AsyncSession, event: UnitRecorded) -> None:
    """What lay in a unit lies in the unit that it was merged into; in whose hands it is stays as it was."""
    if event.successor_id:
        moved = update(Dossier).where(Dossier.unit_id == event.unit_id)
        await session.execute(moved.values(unit_id=event.successor_id))
