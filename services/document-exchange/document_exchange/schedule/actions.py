"""Lịch công tác: registered, mended, published by the office, put off; rooms, and the link by which a person reads his own elsewhere."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy import delete, func, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.incoming.giving import WORKERS
from document_exchange.schedule.models import MeetingRoom, ScheduleAttendee, ScheduleEntry, ScheduleFeed, ScheduleStep
from document_exchange.schedule.notifications import tell
from document_exchange.schedule.queries import (
    find_in_room,
    get_entry,
    is_visible,
    list_attendees,
    list_busy,
)
from document_exchange.schedule.rules import LONGEST, STANDING, STEPS, Case, EntryState, ScheduleAct
from document_exchange.schedule.schemas import EntryIn, RoomIn, ScheduleActIn
from shared.access.identity import Identity
from shared.access.rights import Role, callers_of
from shared.core import clock
from shared.core.errors import Conflict, FieldError, Invalid, NotFound, PreconditionFailed
from shared.core.formats import vn_datetime
from shared.core.identifiers import new_id
from shared.directory.queries import list_colleagues, list_units
from shared.storage import evidence
from shared.work.timeline import signed_by

ATTEND = (*WORKERS, Role.RECORDS_CLERK)
"""Whoever works at the agency may attend."""
_ONE_AFTER_THE_OTHER = text("SELECT pg_advisory_xact_lock(hashtextextended(:id, 7251))")


def case_of(who: Identity, entry: ScheduleEntry) -> Case:
    """The entry and this person, as the table of steps sees them."""
    return Case(EntryState(entry.state), callers_of(who), made_it=bool(entry.made_by) and entry.made_by == who.desk)


async def _take(
    session: AsyncSession, who: Identity, entry_id: UUID, version: int | None, act: ScheduleAct
) -> ScheduleEntry:
    entry = await get_entry(session, who, entry_id, lock=True)
    if version is not None and version != entry.version:
        raise PreconditionFailed("changed_meanwhile")
    STEPS.require(act, case_of(who, entry))
    return entry


async def add_entry(session: AsyncSession, who: Identity, new: EntryIn) -> ScheduleEntry:
    """Đăng ký lịch: dự kiến, until the office publishes it. Sent again under the same id it was entered once."""
    if new.id is not None:
        # Sent twice at one moment: the second waits, and then sees the first.
        await session.execute(_ONE_AFTER_THE_OTHER, {"id": str(new.id)})
    if new.id is not None and (known := await session.get(ScheduleEntry, new.id)) is not None:
        if known.agency_code != who.agency_code:
            raise Conflict("schedule_id_taken")
        return await get_entry(session, who, known.id)
    entry = ScheduleEntry(id=new.id or new_id(), agency_code=who.agency_code, made_by=who.desk, version=1)
    entry.state = EntryState.DRAFT
    people = await _fill(session, who, entry, new)
    session.add(entry)
    await session.flush()
    await _seat(session, entry, people)
    await _note(session, who, entry, ScheduleAct.ADD, _said(entry))
    return entry


async def edit_entry(session: AsyncSession, who: Identity, entry_id: UUID, new: EntryIn) -> ScheduleEntry:
    """Sửa lịch; of one that is published everybody concerned is told, those who need not come any more too."""
    entry = await _take(session, who, entry_id, new.version, ScheduleAct.EDIT)
    before = await _people_of(session, entry)
    people = await _fill(session, who, entry, new)
    await _seat(session, entry, people)
    await _note(session, who, entry, ScheduleAct.EDIT, _said(entry))
    if entry.state == EntryState.PUBLISHED:
        await tell(session, who, "schedule-changed", entry, [*before, *await _people_of(session, entry)])
    return entry


async def publish_entry(session: AsyncSession, who: Identity, entry_id: UUID, new: ScheduleActIn) -> ScheduleEntry:
    """Công bố: everybody concerned is told."""
    entry = await _take(session, who, entry_id, new.version, ScheduleAct.PUBLISH)
    people = await _people_of(session, entry)
    await _refuse_taken(session, who, entry, people, anyway=new.anyway)
    entry.state = EntryState.PUBLISHED
    await _note(session, who, entry, ScheduleAct.PUBLISH, new.words)
    await tell(session, who, "schedule-published", entry, people)
    return entry


async def cancel_entry(session: AsyncSession, who: Identity, entry_id: UUID, new: ScheduleActIn) -> ScheduleEntry:
    """Hoãn, hủy; its room is free again."""
    entry = await _take(session, who, entry_id, new.version, ScheduleAct.CANCEL)
    if not new.words:
        raise _wrong("words_required", "/words", "Hãy ghi lý do hoãn.")
    published = entry.state == EntryState.PUBLISHED
    entry.state = EntryState.CANCELLED
    await _note(session, who, entry, ScheduleAct.CANCEL, new.words)
    if published:
        await tell(session, who, "schedule-cancelled", entry, await _people_of(session, entry))
    return entry


async def note_invitation(session: AsyncSession, who: Identity, entry_id: UUID, draft_id: UUID) -> ScheduleEntry:
    """Giấy mời was drafted from it."""
    entry = await _take(session, who, entry_id, None, ScheduleAct.INVITE)
    entry.invitation_id = draft_id
    await _note(session, who, entry, ScheduleAct.INVITE, "")
    return entry


async def _fill(session: AsyncSession, who: Identity, entry: ScheduleEntry, new: EntryIn) -> list[ScheduleAttendee]:
    """Refuses beside its field what cannot be; the room and whoever attends are asked for last."""
    entry.title, entry.guests, entry.words = new.title, new.guests, new.words
    entry.starts_at, entry.ends_at = _moment(new.day, new.begins), _moment(new.last_day or new.day, new.ends)
    if entry.ends_at <= entry.starts_at:
        raise _wrong("ends_before", "/ends", "Giờ kết thúc phải sau giờ bắt đầu.")
    if entry.ends_at - entry.starts_at > LONGEST:
        raise _wrong("too_long", "/last_day", f"Một mục lịch không dài quá {LONGEST.days} ngày.")
    await _place(session, who, entry, new)
    known = {one.id: one.full_name for one in await list_colleagues(session, who.agency_code, *ATTEND)}
    gone = [one for one in new.attendee_ids if one not in known]
    if gone or (new.chair_id and new.chair_id not in known):
        pointer = "/attendee_ids" if gone else "/chair_id"
        raise _wrong("attendee_unknown", pointer, "Hãy chọn người đang làm việc tại cơ quan.")
    entry.chair_id, entry.chair_name = new.chair_id, known.get(new.chair_id, "")
    units = {one.id: one.name for one in await list_units(session, who.agency_code, clock.local_now().date())}
    if new.unit_id and new.unit_id not in units:
        raise _wrong("unit_unknown", "/unit_id", "Hãy chọn một đơn vị của cơ quan.")
    entry.unit_id, entry.unit_name = new.unit_id, units.get(new.unit_id, "")
    ids = [one for one in dict.fromkeys(new.attendee_ids) if one != new.chair_id]
    await _refuse_taken(session, who, entry, [*ids, *filter(None, [new.chair_id])], anyway=new.anyway)
    return [ScheduleAttendee(entry_id=entry.id, person_id=one, person_name=known[one]) for one in ids]


async def _place(session: AsyncSession, who: Identity, entry: ScheduleEntry, new: EntryIn) -> None:
    entry.room_id, entry.place = None, new.place
    if new.room_id is None:
        return
    room = await session.get(MeetingRoom, new.room_id)
    if room is None or room.agency_code != who.agency_code or room.closed_at is not None:
        raise _wrong("room_unknown", "/room_id", "Hãy chọn một phòng họp của cơ quan.")
    entry.room_id, entry.place = room.id, room.name


async def _refuse_taken(
    session: AsyncSession, who: Identity, entry: ScheduleEntry, people: Sequence[str], *, anyway: bool
) -> None:
    """A room holds one meeting at a time; a person may be booked twice knowingly."""
    with session.no_autoflush:
        if entry.room_id is not None:
            await _refuse_room(session, who, entry)
        busy = await list_busy(session, entry, people) if people and not anyway else []
    if busy:
        sentence = f"Trùng giờ với lịch khác: {', '.join(busy)}; đánh dấu “Vẫn đăng ký” nếu đúng là vậy."
        raise _wrong("person_busy", "/anyway", sentence)


async def _refuse_room(session: AsyncSession, who: Identity, entry: ScheduleEntry) -> None:
    # Whoever books the same room at the same moment waits, and then sees this one; who closes it too.
    lock = select(MeetingRoom).where(MeetingRoom.id == entry.room_id).with_for_update()
    room = (await session.scalars(lock, execution_options={"populate_existing": True})).one()
    if room.closed_at is not None and entry.ends_at > clock.now():
        raise _wrong("room_unknown", "/room_id", "Phòng này vừa thôi dùng; hãy chọn phòng họp khác.")
    taken = await find_in_room(session, entry)
    if taken is not None:
        what = taken.title if await is_visible(session, who, taken) else "một lịch dự kiến"
        when = f"{vn_datetime(taken.starts_at)} đến {vn_datetime(taken.ends_at)}"
        raise _wrong("room_taken", "/room_id", f"{entry.place} đã có: {what}, {when}.")


async def _seat(session: AsyncSession, entry: ScheduleEntry, people: Sequence[ScheduleAttendee]) -> None:
    await session.execute(delete(ScheduleAttendee).where(ScheduleAttendee.entry_id == entry.id))
    session.add_all(people)
    await session.flush()


async def _people_of(session: AsyncSession, entry: ScheduleEntry) -> list[str]:
    attending = (await list_attendees(session, [entry.id])).get(entry.id, [])
    return [*filter(None, [entry.chair_id]), *(one.person_id for one in attending)]


def _said(entry: ScheduleEntry) -> str:
    where = f", {entry.place}" if entry.place else ""
    return f"{vn_datetime(entry.starts_at)} đến {vn_datetime(entry.ends_at)}{where}: {entry.title}"


async def _note(session: AsyncSession, who: Identity, entry: ScheduleEntry, act: ScheduleAct, words: str) -> None:
    if act is not ScheduleAct.ADD:
        entry.version += 1
    row = ScheduleStep(
        entry_id=entry.id, at=clock.now(), act=act, actor_id=who.subject, actor_name=who.acting_name, words=words
    )
    for name, value in signed_by(who).items():
        setattr(row, name, value)
    session.add(row)
    await evidence.record(session, f"schedule-{act}", f"schedule/{entry.id}", who, version=entry.version)


def _moment(day: date, at: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(at), clock.VIETNAM)


def _wrong(code: str, pointer: str, sentence: str) -> Invalid:
    return Invalid(code, fields=[FieldError(pointer, code, sentence)])


async def add_room(session: AsyncSession, who: Identity, new: RoomIn) -> MeetingRoom:
    """Thêm phòng họp."""
    same = select(MeetingRoom).where(
        MeetingRoom.agency_code == who.agency_code,
        func.lower(MeetingRoom.name) == func.lower(new.name),
        MeetingRoom.closed_at.is_(None),
    )
    if (await session.scalars(same)).first() is not None:
        raise _wrong("room_known", "/name", "Cơ quan đã có phòng họp tên này.")
    room = MeetingRoom(id=new_id(), agency_code=who.agency_code, name=new.name, seats=new.seats)
    session.add(room)
    await evidence.record(session, "meeting-room-added", f"meeting-room/{room.id}", who)
    return room


async def close_room(session: AsyncSession, who: Identity, room_id: UUID) -> MeetingRoom:
    """Thôi dùng phòng họp: nothing may still be to come there."""
    room = await session.get(MeetingRoom, room_id, with_for_update=True)
    if room is None or room.agency_code != who.agency_code or room.closed_at is not None:
        raise NotFound("not_found")
    coming = select(ScheduleEntry).where(
        ScheduleEntry.room_id == room.id,
        ScheduleEntry.ends_at > clock.now(),
        ScheduleEntry.state.in_(sorted(STANDING)),
    )
    first = (await session.scalars(coming.order_by(ScheduleEntry.starts_at).limit(1))).first()
    if first is not None:
        raise Conflict("room_in_use", title=first.title, at=vn_datetime(first.starts_at))
    room.closed_at = clock.now()
    await evidence.record(session, "meeting-room-closed", f"meeting-room/{room.id}", who)
    return room


async def make_feed(session: AsyncSession, who: Identity) -> str:
    """Tạo đường dẫn lịch riêng: the former one is dead from now on. Returns the secret, which nobody keeps."""
    secret = secrets.token_urlsafe(32)
    made = {"secret_sha256": hash_of(secret), "made_at": clock.now()}
    row = insert(ScheduleFeed).values(person_id=who.desk, agency_code=who.agency_code, **made)
    # Asked for twice at one moment, the later link holds.
    await session.execute(row.on_conflict_do_update(index_elements=["person_id", "agency_code"], set_=made))
    await evidence.record(session, "schedule-feed-made", f"person/{who.desk}", who)
    return secret


async def end_feed(session: AsyncSession, who: Identity) -> None:
    """Thu hồi đường dẫn lịch riêng."""
    mine = ScheduleFeed.person_id == who.desk, ScheduleFeed.agency_code == who.agency_code
    await session.execute(delete(ScheduleFeed).where(*mine))
    await evidence.record(session, "schedule-feed-ended", f"person/{who.desk}", who)


def hash_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
