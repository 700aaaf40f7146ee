"""What the older act of assigning leaves behind here: an opinion that is kept, reports that are carried over, who was dropped in words."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.incoming.actions import assign_incoming, complete_incoming
from document_exchange.incoming.models import IncomingDocument
from document_exchange.incoming.queries import get_incoming, led_by
from document_exchange.incoming.rules import Answer
from document_exchange.incoming.schemas import AssignmentIn
from document_exchange.incoming.steps import keep_status
from document_exchange.instructing.deadlines import watch_parts
from document_exchange.instructing.extending import drop_asked, outer_term
from document_exchange.instructing.giving import Wanted
from document_exchange.instructing.opinions import keep_instruction
from document_exchange.instructing.presenting import end_waiting
from document_exchange.instructing.queries import HeldPart, list_parts
from document_exchange.instructing.reopening import after_completion, require_word_for_open
from document_exchange.instructing.rules import PART_NAMES, Part, Presented, Whose, Work
from document_exchange.instructing.steps import wrong
from shared.access.identity import Identity
from shared.core.formats import vn_date

_COLUMNS = ("part", "due_on", "given_by", "outcome", "outcome_words", "outcome_at", "outcome_by", "late_at", "given_in")


async def assign(
    session: AsyncSession, who: Identity, incoming_id: UUID, version: int | None, new: AssignmentIn
) -> IncomingDocument:
    """Phân công (04): what people and units said of their parts stays, and whom it drops is told in the history."""
    held = await get_incoming(session, who, incoming_id, lock=True)
    before = await list_parts(session, held)
    kept = {one.whose: {name: getattr(one.row, name) for name in _COLUMNS} for one in before if one.row is not None}
    due_before = held.due_on
    await _require_term_within(session, who, held, new)
    incoming = await assign_incoming(session, who, incoming_id, version, new)
    await session.flush()
    after = await list_parts(session, incoming)
    _carry_over(who, after, kept)
    dropped = _dropped(before, after)
    for one in before:
        if one.whose not in {other.whose for other in after}:
            await drop_asked(session, incoming, one.whose)
    words = f"Thôi: {', '.join(dropped)}" if dropped else ""
    if words:
        await keep_status(session, incoming, Work.TAKE_OFF, words, who)
    await keep_instruction(session, who, incoming, _wanted(after, new, incoming), new.opinion, words, due_before)
    if not led_by(who):
        await end_waiting(session, incoming, Presented.INSTRUCTED, "")
    await watch_parts(session, incoming)
    return incoming


async def _require_term_within(
    session: AsyncSession, who: Identity, incoming: IncomingDocument, new: AssignmentIn
) -> None:
    """A head gives out within the term that the leaders, or the sender, set."""
    if not (led_by(who) and led_by(who) == incoming.unit_id and new.due_on):
        return
    outer = await outer_term(session, incoming)
    if outer and new.due_on > outer:
        sentence = (
            f"Hạn chung của lãnh đạo hoặc nơi gửi là {vn_date(outer)}; hãy chọn ngày không muộn hơn, hoặc xin gia hạn."
        )
        raise wrong("after_whole", "/due_on", sentence)


def _carry_over(who: Identity, after: Sequence[HeldPart], kept: dict[Whose, dict[str, Any]]) -> None:
    for one in after:
        if one.row is None:
            continue
        former = kept.get(one.whose)
        if former is not None and former["part"] == one.part:
            for name, value in former.items():
                setattr(one.row, name, value)
        else:
            one.row.given_by, one.row.given_in = who.desk, led_by(who)


def _dropped(before: Sequence[HeldPart], after: Sequence[HeldPart]) -> list[str]:
    """Whoever has nothing of it any more; a unit whose person leads now still has it."""
    stays = {one.whose for one in after}
    return [f"{one.name} ({PART_NAMES[one.part]})" for one in before if one.whose not in stays and one.row is not None]


def _wanted(after: Sequence[HeldPart], new: AssignmentIn, incoming: IncomingDocument) -> list[Wanted]:
    """Whom this act named, as an opinion keeps it."""
    named = {f"person:{one}" for one in (new.lead_id, *new.cooperating_ids) if one}
    named |= {f"unit:{one}" for one in (new.unit_id, *new.cooperating_unit_ids) if one}
    return [
        Wanted(
            one.whose,
            one.name,
            Part(one.part),
            new.due_on if one.part == Part.LEAD else None,
            "",
            "",
            (incoming.unit_id, incoming.unit_name),
        )
        for one in after
        if one.whose_id in named
    ]


async def complete(
    session: AsyncSession, who: Identity, incoming_id: UUID, version: int | None, words: str, answer: Answer | None
) -> IncomingDocument:
    """Hoàn thành (06): with a word where somebody has not reported his part."""
    incoming = await complete_incoming(session, who, incoming_id, version, words, answer)
    await require_word_for_open(session, incoming, words)
    await after_completion(session, incoming)
    return incoming
