"""Phần việc: each reports its own, reads what it was sent to know, says how far it is, or gives it back with a reason."""

from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.incoming.models import Assignment, CooperatingUnit, IncomingDocument
from document_exchange.instructing.deadlines import watch_parts
from document_exchange.instructing.extending import drop_asked
from document_exchange.instructing.notifications import leading, person_of, tell, tell_giver
from document_exchange.instructing.queries import HeldPart, list_parts
from document_exchange.instructing.rules import Outcome, Part, Whose, Work
from document_exchange.instructing.steps import note, own_row, require_words, take
from shared.access.identity import Identity
from shared.core import clock
from shared.core.errors import Conflict

_SAID = {Outcome.DONE: "Đã xong phần việc", Outcome.REFUSED: "Không làm được phần việc"}


async def report(
    session: AsyncSession,
    who: Identity,
    incoming_id: UUID,
    version: int | None,
    outcome: Outcome,
    words: str,
) -> IncomingDocument:
    """Báo phần việc: done, or refused with its reason; said again it takes the place of what was said before, which the history keeps."""
    incoming = await take(session, who, incoming_id, version, Work.REPORT)
    sentence = "Hãy ghi kết quả phần việc." if outcome is Outcome.DONE else "Hãy ghi lý do không làm được."
    require_words(words, sentence)
    row = await own_row(session, who, incoming)
    if row is None:
        raise Conflict("part_gone")
    row.outcome, row.outcome_words, row.outcome_at, row.outcome_by = outcome, words, clock.now(), who.acting_name
    await drop_asked(session, incoming, whose_row(row))
    name = row.unit_name if isinstance(row, CooperatingUnit) else row.person_name
    await note(session, who, incoming, Work.REPORT, f"{_SAID[outcome]} của {name}: {words}")
    await watch_parts(session, incoming)
    await tell(session, who, "document-part-reported", incoming, await leading(session, incoming))
    return incoming


async def read(session: AsyncSession, who: Identity, incoming_id: UUID, version: int | None) -> IncomingDocument:
    """Đã xem: pressed twice it was read once."""
    incoming = await take(session, who, incoming_id, version, Work.READ)
    row = await own_row(session, who, incoming)
    if row is not None and row.outcome != Outcome.READ:
        row.outcome, row.outcome_at, row.outcome_by = Outcome.READ, clock.now(), who.acting_name
        await note(session, who, incoming, Work.READ, "")
    return incoming


async def say(
    session: AsyncSession, who: Identity, incoming_id: UUID, version: int | None, act: Work, words: str
) -> IncomingDocument:
    """Báo tiến độ, đề xuất giải quyết: any number of times, inside the agency alone."""
    incoming = await take(session, who, incoming_id, version, act)
    require_words(words, "Hãy ghi nội dung.")
    await note(session, who, incoming, act, words)
    people = await leading(session, incoming)
    if act is Work.PROPOSE and incoming.unit_id:
        people.append(await person_of(session, Whose("unit", incoming.unit_id)))
    await tell(session, who, "document-progressed", incoming, people)
    return incoming


async def give_back(
    session: AsyncSession, who: Identity, incoming_id: UUID, version: int | None, reason: str
) -> IncomingDocument:
    """Trả việc: to the unit's head or the leaders, who give it to somebody else."""
    incoming = await take(session, who, incoming_id, version, Work.GIVE_BACK)
    require_words(reason, "Hãy ghi lý do trả việc.")
    row = await own_row(session, who, incoming)
    given_in = row.given_in if row else ""
    if row is None or row.part == Part.LEAD:
        given_in = await _leave_lead(session, who, incoming, row)
    else:
        await take_away(session, incoming, whose_row(row))
    await note(session, who, incoming, Work.GIVE_BACK, reason)
    await watch_parts(session, incoming)
    await tell_giver(session, who, "document-back", incoming, given_in)
    return incoming


async def _leave_lead(
    session: AsyncSession, who: Identity, incoming: IncomingDocument, row: Assignment | CooperatingUnit | None
) -> str:
    """Back to the unit where its person gives it back, to the leaders where the unit does; returns whose it is to give again."""
    await drop_asked(session, incoming, None)
    if row is not None:
        await session.delete(row)
        incoming.former_lead = "" if incoming.unit_id else who.desk_name
        return incoming.unit_id
    incoming.former_lead, incoming.unit_id, incoming.unit_name = incoming.unit_name, "", ""
    return ""


async def take_away(session: AsyncSession, incoming: IncomingDocument, whose: Whose) -> None:
    """A part that is nobody's any more, with whom the head of the unit named for it and what was asked for it."""
    await drop_asked(session, incoming, whose)
    if whose.kind == "person":
        mine = Assignment.person_id == whose.id
        await session.execute(delete(Assignment).where(Assignment.incoming_id == incoming.id, mine))
        return
    of_unit = Assignment.incoming_id == incoming.id, Assignment.unit_id == whose.id
    await session.execute(delete(Assignment).where(*of_unit))
    helping = CooperatingUnit.incoming_id == incoming.id, CooperatingUnit.unit_id == whose.id
    await session.execute(delete(CooperatingUnit).where(*helping))


def whose_row(row: Assignment | CooperatingUnit) -> Whose:
    return Whose("unit", row.unit_id) if isinstance(row, CooperatingUnit) else Whose("person", row.person_id)


async def list_unreported(session: AsyncSession, incoming: IncomingDocument) -> list[HeldPart]:
    """Who co-operates and has not reported yet."""
    return [one for one in await list_parts(session, incoming) if one.is_open]
