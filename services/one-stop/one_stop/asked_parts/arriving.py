"""A part arrives, is taken back by who asked, or loses its holder: what happens without anybody of this agency doing it."""

from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.agencies.queries import heir_of
from one_stop.agencies.rules import Matter
from one_stop.asked_parts.actions import add_entry, save_part
from one_stop.asked_parts.models import AskedPart
from one_stop.asked_parts.notifications import about_asked, desk_of, held_by
from one_stop.asked_parts.rules import STEPS, Answering
from one_stop.asked_parts.watching import watch
from one_stop.dossiers.cases import SPECIALIST, Worker
from one_stop.parts.rules import OPEN, PartState
from shared.contracts.mail_directory import PersonRecorded, UnitRecorded
from shared.contracts.one_stop_parts import PartAsked, PartProgressed, PartRecalled, PartSlipSealed
from shared.core import clock
from shared.directory.keeping import DIRECTORY, units_held
from shared.messaging.outbox import tell
from shared.notifying.raising import notify
from shared.storage import evidence
from shared.storage.words import searchable
from shared.work.working_calendar.queries import get_working_time


class PartNotArrived(Exception):
    """A part is taken back, or its slip sealed, that has not come here (yet): it is tried again later."""


async def part_asked(session: AsyncSession, event: PartAsked) -> None:
    """Phần việc đến: exactly one, however often it is sent."""
    if await session.get(AskedPart, UUID(event.part_id)) is not None:
        return
    copied = (
        "number", "from_agency_code", "from_agency_name", "dossier_code", "procedure_name", "owner_name", "question",
        "asked_at", "due_at",
    )  # fmt: skip
    part = AskedPart(
        id=UUID(event.part_id),
        **{name: getattr(event, name) for name in copied},
        kind=event.part_kind,
        state=PartState.SENT.value,
        agency_code=await heir_of(session, event.to_agency_code, Matter(unit_id=event.to_unit_id)),
        unit_id=event.to_unit_id,
        asked_by_name=event.asked_by,
        asked_by_title=event.asked_by_title,
        papers=[paper.model_dump(mode="json") for paper in event.papers],
        slip=event.slip.model_dump(mode="json"),
        holder_name="",
        conclusion="",
        opinion="",
        drafted_by_name="",
        signed_by_name="",
        search_text=searchable(
            " ".join((event.dossier_code, event.procedure_name, event.from_agency_name, event.owner_name))
        ),
    )
    session.add(part)
    await save_part(session)
    asker = Worker("", event.asked_by, event.from_agency_code, frozenset(), title=event.asked_by_title)
    add_entry(
        session, part, Answering.ARRIVE, asker, event.asked_at, note=event.from_agency_name, files=part.files()[:1]
    )
    await watch(session, part, await get_working_time(session, part.agency_code))
    await notify(session, about_asked("part-arrived", part, desk_of(part)))
    await evidence.record(session, "part-arrived", f"part/{part.id}", "event:part-asked", agency=part.agency_code)


async def part_slip_sealed(session: AsyncSession, event: PartSlipSealed) -> None:
    """Phiếu đã có chữ ký số của cơ quan hỏi. The part keeps its version: whoever is about to answer is not held up by it."""
    sealed = update(AskedPart).where(AskedPart.id == UUID(event.part_id))
    known = await session.execute(sealed.values(sealed_slip=event.slip.model_dump(mode="json")).returning(AskedPart.id))
    if known.one_or_none() is None:
        raise PartNotArrived(event.part_id)
    subject, source = f"part/{event.part_id}", "event:part-slip-sealed"
    await evidence.record(session, "part-slip-sealed", subject, source, sha256=event.slip.sha256)


async def part_recalled(session: AsyncSession, event: PartRecalled) -> None:
    """Cơ quan hỏi thu hồi. An answer that is under way already stands as it was given."""
    part = await session.get(AskedPart, UUID(event.part_id), with_for_update=True)
    if part is None:
        raise PartNotArrived(event.part_id)
    subject, source = f"part/{part.id}", "event:part-recalled"
    if part.place not in STEPS.sources(Answering.RECALL):
        await evidence.record(session, "part-recall-too-late", subject, source)
        return
    await notify(session, about_asked("part-recalled", part, held_by(part)))
    part.state, part.ended_at = PartState.RECALLED.value, event.recalled_at
    await save_part(session)
    asker = Worker("", event.by, part.from_agency_code, frozenset())
    add_entry(session, part, Answering.RECALL, asker, event.recalled_at, note=event.reason)
    await evidence.record(session, "part-recalled-by-asker", subject, source)


async def release_parts(session: AsyncSession, event: PersonRecorded) -> None:
    """Người xử lý thôi giữ: what lies with somebody who has left goes back to the list, where another is named."""
    held = select(AskedPart).where(
        AskedPart.holder_id == event.person_id, AskedPart.state.in_([state.value for state in OPEN])
    )
    for part in list(await session.scalars(held.order_by(AskedPart.id).with_for_update())):
        units = units_held(event, part.agency_code, SPECIALIST)
        if units:
            part.unit_id = part.unit_id if part.unit_id in units else units[-1]
            continue
        name, now = part.holder_name, clock.now()
        part.holder_id, part.holder_name = None, ""
        await save_part(session)
        directory = Worker("", DIRECTORY, part.agency_code, frozenset())
        note = f"{name} không còn ở vị trí xử lý phần việc này."
        add_entry(session, part, Answering.RELEASE, directory, now, note=note)
        told = PartProgressed(
            part_id=str(part.id), state=part.state, act=Answering.RELEASE, by_id="", by=DIRECTORY, at=now
        )
        await tell(session, told)
        await notify(session, about_asked("part-arrived", part, desk_of(part)))
        await evidence.record(
            session, "part-released", f"part/{part.id}", "event:person-recorded", person=event.person_id
        )


async def follow_merger(session: AsyncSession, event: UnitRecorded) -> None:
    """What lay in a unit lies in the unit that it was merged into."""
    if event.successor_id:
        moved = update(AskedPart).where(AskedPart.unit_id == event.unit_id)
        await session.execute(moved.values(unit_id=event.successor_id))
