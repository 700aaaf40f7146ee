"""Bút phê: a leader's opinion, which adds to what was said before; what it changes is shown and kept (NĐ 30/2020 Điều 23)."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.incoming.deadlines import watch
from document_exchange.incoming.models import IncomingDocument
from document_exchange.incoming.queries import led_by
from document_exchange.incoming.steps import actor_of, move_incoming
from document_exchange.instructing.deadlines import watch_parts
from document_exchange.instructing.giving import Wanted, find_wanted, lay, named, require_lead
from document_exchange.instructing.models import Instruction
from document_exchange.instructing.notifications import tell
from document_exchange.instructing.presenting import end_waiting
from document_exchange.instructing.queries import find_waiting, list_parts
from document_exchange.instructing.rules import STEPS, Part, Presented, Work
from document_exchange.instructing.schemas import PartIn, ProposalIn
from document_exchange.instructing.steps import case_of, note, take, wrong
from shared.access.identity import Identity
from shared.core import clock
from shared.core.errors import Conflict


async def instruct(
    session: AsyncSession,
    who: Identity,
    incoming_id: UUID,
    version: int | None,
    words: str,
    parts: Sequence[PartIn],
    *,
    as_proposed: bool = False,
) -> IncomingDocument:
    """Ý kiến chỉ đạo. `as_proposed`: what was proposed to whom it was presented is ordered as it stands there."""
    incoming = await take(session, who, incoming_id, version, Work.INSTRUCT)
    if as_proposed:
        proposal = await _proposal(session, incoming)
        words, parts = words or proposal.words, proposal.parts
    wanted = await find_wanted(session, who, incoming, parts)
    require_lead(await list_parts(session, incoming), wanted)
    if not (wanted or words):
        raise wrong("nothing_said", "/words", "Hãy ghi ý kiến, hoặc chọn người, đơn vị xử lý.")
    target = STEPS.require(Work.INSTRUCT, await case_of(session, who, incoming)).target
    await end_waiting(session, incoming, Presented.INSTRUCTED, "")
    laid = await lay(session, who, incoming, wanted, words, "")
    said = named(wanted)
    await keep_instruction(session, who, incoming, wanted, words, "; ".join(laid.changes))
    if target is not None and target != incoming.status:
        await move_incoming(session, who, incoming, target, said or "Phân công")
    changed = f"Thay đổi: {'; '.join(laid.changes)}" if laid.changes else ""
    await note(session, who, incoming, Work.INSTRUCT, ". ".join(filter(None, (words, said, changed))))
    await watch(session, incoming)
    await watch_parts(session, incoming)
    await tell(session, who, "document-assigned", incoming, laid.working)
    await tell(session, who, "document-informed", incoming, laid.informed)
    return incoming


async def _proposal(session: AsyncSession, incoming: IncomingDocument) -> ProposalIn:
    waiting = await find_waiting(session, incoming.id)
    if waiting is None:
        raise Conflict("not_presented")
    if not waiting.proposal.get("parts"):
        raise Conflict("nothing_proposed")
    return ProposalIn.model_validate(waiting.proposal)


async def keep_instruction(
    session: AsyncSession,
    who: Identity,
    incoming: IncomingDocument,
    wanted: Sequence[Wanted],
    words: str,
    changes: str,
    due_before: date | None = None,
) -> None:
    """Kept for the paper that goes with the document, in the order in which it was said. `due_before`: the term that a head found."""
    inside = led_by(who)
    unit_name = next((one.place[1] for one in wanted if one.place[0] == inside), incoming.unit_name) if inside else ""
    session.add(
        Instruction(
            incoming_id=incoming.id,
            unit_id=inside,
            unit_name=unit_name,
            words=words,
            due_on=next((one.due_on for one in wanted if one.part is Part.LEAD), None),
            parts=[
                {
                    "name": one.name,
                    "part": one.part.value,
                    "due_on": one.due_on.isoformat() if one.due_on else "",
                    "words": one.words,
                }
                | ({"due_before": due_before.isoformat() if due_before else ""} if inside and one.due_on else {})
                for one in wanted
            ],
            changes=changes,
            at=clock.now(),
            **actor_of(who),
        )
    )
