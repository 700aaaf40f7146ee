"""What every act on an arrival inside the agency begins and ends with: the row locked, its history kept, the parts' earliest term known."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.incoming.models import Assignment, CooperatingUnit, IncomingDocument, IncomingStatus
from document_exchange.incoming.queries import led_by
from document_exchange.incoming.replaced import find_replacement
from document_exchange.incoming.rules import IncomingState
from document_exchange.incoming.steps import case_of as document_case
from document_exchange.incoming.steps import keep_status, lock_incoming
from document_exchange.instructing.queries import find_waiting, list_asked, list_parts
from document_exchange.instructing.rules import STEPS, Case, Part, Work
from shared.access.identity import Identity
from shared.core import clock
from shared.core.errors import FieldError, Invalid
from shared.storage import evidence


async def take(
    session: AsyncSession, who: Identity, incoming_id: UUID, version: int | None, act: Work
) -> IncomingDocument:
    """Lock the row: whoever comes second sees what the first one did. Refuses what the table of steps does not allow."""
    incoming = await lock_incoming(session, who, incoming_id, version)
    STEPS.require(act, await case_of(session, who, incoming))
    return incoming


async def case_of(session: AsyncSession, who: Identity, incoming: IncomingDocument) -> Case:
    """The document and this person, as the table of steps sees them."""
    waiting = await find_waiting(session, incoming.id)
    led = led_by(who)
    decides = [one for one in await list_asked(session, incoming.id) if led and one.given_in == led]
    done = incoming.status == IncomingState.DONE
    return Case(
        await document_case(session, who, incoming),
        waits=waiting is not None,
        waits_for_me=waiting is not None and waiting.leader_id == who.desk,
        part=await part_of(session, who, incoming),
        may_decide=bool(decides),
        completed_it=done and who.subject in await _completed_by(session, incoming.id),
        this_year=done and incoming.status_at.astimezone(clock.VIETNAM).year == clock.local_now().year,
        replaced=done and await find_replacement(session, incoming) is not None,
    )


async def part_of(session: AsyncSession, who: Identity, incoming: IncomingDocument) -> str:
    """This person's part, else that of the unit which he heads."""
    row = await own_row(session, who, incoming)
    if row is not None:
        return row.part
    led = led_by(who)
    return Part.LEAD if led and led == incoming.unit_id else ""


async def own_row(
    session: AsyncSession, who: Identity, incoming: IncomingDocument
) -> Assignment | CooperatingUnit | None:
    """What he works on himself, else what the unit was given that he heads, else what he is to know; None where that unit leads."""
    if who.kind != "officer":
        return None
    mine = await session.get(Assignment, (incoming.id, who.desk))
    led = led_by(who)
    if not led or (mine is not None and mine.part != Part.INFORM):
        return mine
    if led == incoming.unit_id:
        return None
    return await session.get(CooperatingUnit, (incoming.id, led)) or mine


async def _completed_by(session: AsyncSession, incoming_id: UUID) -> set[str]:
    """Who completed it last, and on whose behalf."""
    query = (
        select(IncomingStatus.actor_id, IncomingStatus.on_behalf_of)
        .where(IncomingStatus.incoming_id == incoming_id, IncomingStatus.code == IncomingState.DONE)
        .order_by(IncomingStatus.id.desc())
        .limit(1)
    )
    row = (await session.execute(query)).first()
    return {row.actor_id, row.on_behalf_of.partition(":")[2]} - {""} if row else set()


async def note(session: AsyncSession, who: Identity, incoming: IncomingDocument, act: Work, words: str) -> None:
    """One more line of the history, another version, evidence; what the parts ask for by when."""
    incoming.version += 1
    await keep_status(session, incoming, act, words, who)
    await know_terms(session, incoming)
    await evidence.record(session, f"incoming-{act}", f"incoming/{incoming.id}", who, version=incoming.version)


async def know_terms(session: AsyncSession, incoming: IncomingDocument) -> None:
    """The earliest term of what was not reported yet, for the list of late parts."""
    await session.flush()
    dues = [one.due_on for one in await list_parts(session, incoming) if one.is_open and one.due_on]
    incoming.part_due_on = min(dues, default=None)


def require_words(words: str, sentence: str) -> None:
    if not words:
        raise wrong("words_required", "/words", sentence)


def wrong(code: str, pointer: str, sentence: str) -> Invalid:
    return Invalid(code, fields=[FieldError(pointer, code, sentence)])
