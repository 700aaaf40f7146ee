"""Thêm, bớt: who has it sends it on to colleagues to help or to know; who gave it takes somebody off, and the history keeps that he had it."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.incoming.models import Assignment, CooperatingUnit, IncomingDocument
from document_exchange.incoming.queries import led_by
from document_exchange.incoming.rules import IncomingState
from document_exchange.instructing.deadlines import watch_parts
from document_exchange.instructing.giving import find_wanted, lay, named
from document_exchange.instructing.notifications import person_of, tell
from document_exchange.instructing.opinions import keep_instruction
from document_exchange.instructing.presenting import end_waiting
from document_exchange.instructing.queries import find_waiting, list_parts
from document_exchange.instructing.reporting import take_away
from document_exchange.instructing.rules import Part, Presented, Work, read_whose
from document_exchange.instructing.schemas import PartIn
from document_exchange.instructing.steps import note, part_of, take, wrong
from shared.access.identity import Identity
from shared.access.rights import Role
from shared.directory.queries import list_colleagues


async def share(
    session: AsyncSession,
    who: Identity,
    incoming_id: UUID,
    version: int | None,
    words: str,
    parts: Sequence[PartIn],
    *,
    as_proposed: bool = False,
) -> IncomingDocument:
    """Chuyển thêm: to know, by whoever has it; to help, by who leads, the head of the unit that leads, a leader."""
    incoming = await take(session, who, incoming_id, version, Work.SHARE)
    waiting = await find_waiting(session, incoming.id)
    if as_proposed and waiting is not None:
        parts = [PartIn.model_validate(one) for one in waiting.proposal.get("parts", ())]
    if not parts:
        raise wrong("nobody_to_share", "/parts/0/whose_id", "Hãy chọn người hoặc đơn vị.")
    inside = led_by(who)
    wanted = await find_wanted(session, who, incoming, parts, inside)
    await _require_may_add(session, who, incoming, parts)
    by_leader = is_leader(who)
    if by_leader:
        await end_waiting(session, incoming, Presented.INSTRUCTED, "")
        await keep_instruction(session, who, incoming, wanted, words, "")
    laid = await lay(session, who, incoming, wanted, words, inside)
    await note(session, who, incoming, Work.SHARE, ". ".join(filter(None, (words, named(wanted)))))
    await watch_parts(session, incoming)
    await tell(session, who, "document-assigned", incoming, laid.working)
    await tell(session, who, "document-informed", incoming, laid.informed)
    return incoming


def is_leader(who: Identity) -> bool:
    """Of the agency: what he says is an instruction."""
    return who.kind == "officer" and Role.LEADER in who.roles and not led_by(who)


async def _require_may_add(
    session: AsyncSession, who: Identity, incoming: IncomingDocument, parts: Sequence[PartIn]
) -> None:
    """Nobody who works on it is made one who only reads, what another gave stays as he gave it, and who leads is for others to say."""
    held = {one.whose_id: one for one in await list_parts(session, incoming)}
    for number, one in enumerate(parts):
        at = f"/parts/{number}"
        if one.part is Part.LEAD:
            raise wrong("lead_not_here", f"{at}/part", "Người chủ trì do lãnh đạo, trưởng đơn vị phân công.")
        before = held.get(one.whose_id)
        if before is not None and before.part != one.part and before.part != Part.INFORM:
            raise wrong("works_already", f"{at}/whose_id", f"{before.name} đang xử lý văn bản này.")
        if before is not None and before.part == one.part and not _gave(who, before.row):
            sentence = f"{before.name} đã được người khác giao; chỉ người giao hoặc lãnh đạo đổi hạn, ý kiến."
            raise wrong("works_already", f"{at}/whose_id", sentence)
        if one.part is Part.COOPERATE and not await _may_give_work(session, who, incoming):
            sentence = "Bạn chỉ chuyển được để biết; người phối hợp do người chủ trì hoặc lãnh đạo chọn."
            raise wrong("only_to_know", f"{at}/part", sentence)


async def _may_give_work(session: AsyncSession, who: Identity, incoming: IncomingDocument) -> bool:
    if incoming.status == IncomingState.DONE:
        return False
    return who.kind == "system" or is_leader(who) or await part_of(session, who, incoming) == Part.LEAD


async def take_off(
    session: AsyncSession, who: Identity, incoming_id: UUID, version: int | None, whose_id: str, words: str
) -> IncomingDocument:
    """Cho thôi: it leaves the list of whoever had it."""
    incoming = await take(session, who, incoming_id, version, Work.TAKE_OFF)
    whose = read_whose(whose_id)
    held = next((one for one in await list_parts(session, incoming) if one.whose == whose), None)
    if whose is None or held is None or held.row is None:
        raise wrong("assignee_unknown", "/whose_id", "Hãy chọn người hoặc đơn vị đang có văn bản này.")
    if held.part == Part.LEAD:
        raise wrong("lead_stays", "/whose_id", "Muốn đổi người chủ trì, hãy giao cho người khác.")
    await _require_gave(session, who, held.row)
    person = await person_of(session, whose)
    await take_away(session, incoming, whose)
    said = f"Thôi: {held.name}"
    await note(session, who, incoming, Work.TAKE_OFF, f"{said}. {words}" if words else said)
    await watch_parts(session, incoming)
    await tell(session, who, "document-taken-off", incoming, [person])
    return incoming


def _gave(who: Identity, row: Assignment | CooperatingUnit | None) -> bool:
    """Himself, or he is a leader, who changes what anybody gave."""
    return who.kind == "system" or is_leader(who) or (row is not None and row.given_by == who.desk)


async def _require_gave(session: AsyncSession, who: Identity, row: Assignment | CooperatingUnit) -> None:
    """A leader takes off anybody; a head who works in his unit; whoever leads whom he added himself."""
    if _gave(who, row):
        return
    led = led_by(who)
    if led and isinstance(row, Assignment):
        people = await list_colleagues(session, who.agency_code, Role.SPECIALIST, Role.LEADER, unit_id=led)
        if row.person_id in {one.id for one in people}:
            return
    sentence = "Người này do người khác giao; chỉ người giao hoặc lãnh đạo cho thôi."
    raise wrong("not_giver", "/whose_id", sentence)
