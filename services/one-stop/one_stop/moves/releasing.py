"""Work never lies with somebody who has left: a closed account, an ended post, another agency."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.dossiers.actions import moved_event, note_hand_over, save_change
from one_stop.dossiers.models import Dossier
from one_stop.dossiers.rules import OPEN, Doing, Worker
from shared.contracts.mail_directory import PersonRecorded
from shared.core import clock
from shared.messaging.outbox import tell
from shared.storage import evidence


async def release_work(session: AsyncSession, event: PersonRecorded) -> None:
    """Đưa hồ sơ về hàng chờ của bước: all that this person holds where he no longer has the step's role."""
    held = (
        select(Dossier)
        .where(Dossier.holder_id == event.person_id, Dossier.status.in_([status.value for status in OPEN]))
        .order_by(Dossier.id)
        .with_for_update()
    )
    posts = {(post.agency_code, post.role) for post in event.posts} if event.active else set()
    for dossier in await session.scalars(held):
        if (dossier.agency_code, dossier.step_role) in posts:
            continue
        name, now = dossier.holder_name, clock.now()
        dossier.holder_id, dossier.holder_name = None, ""
        await save_change(session)
        directory = Worker("", "Danh bạ", dossier.agency_code, frozenset())
        note = f"{name} không còn ở vị trí thụ lý hồ sơ này."
        before = dossier.step_code, dossier.step_name
        await note_hand_over(session, dossier, Doing.RELEASE, directory, now, before, note)
        await tell(session, await moved_event(session, dossier, Doing.RELEASE))
        await evidence.record(
            session, "dossier-released", f"dossier/{dossier.id}", "event:person-recorded", person=event.person_id
        )
