"""To whom an arrival is given: a person or a unit that leads, people and units that co-operate (NĐ 30/2020 Điều 24)."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, or_
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.incoming.models import Assignment, CooperatingUnit, IncomingDocument
from document_exchange.incoming.queries import led_by, list_assignments
from document_exchange.incoming.schemas import AssignmentIn
from shared.access.identity import Identity
from shared.access.rights import Role
from shared.core import clock
from shared.core.errors import FieldError, Invalid
from shared.directory.models import Unit
from shared.directory.queries import Colleague, find_colleague, find_head, list_colleagues, list_units

WORKERS = (Role.SPECIALIST, Role.LEADER)
"""Posts in which somebody works on arrivals."""


@dataclass(frozen=True)
class Given:
    """Một lượt phân công: as the history says it, and the ids of whom it concerns."""

    words: str
    told: tuple[str, ...] = ()


async def give_out(session: AsyncSession, who: Identity, incoming: IncomingDocument, new: AssignmentIn) -> Given:
    """Keep who has it from now on; refuse whoever cannot. A head gives out inside the unit alone.

    An agency's own system may leave people out: it knows its own.
    """
    inside = led_by(who)
    if inside and inside != incoming.unit_id:
        return await _give_cooperation(session, who, incoming, new, inside)
    if inside and new.cooperating_unit_ids:
        raise _wrong("not_your_unit", "/cooperating_unit_ids", "Đơn vị phối hợp do lãnh đạo cơ quan chọn.")
    unit = await _unit(session, who, new.unit_id)
    if not (new.lead_id or unit):
        if who.kind == "system" and not (new.cooperating_ids or new.cooperating_unit_ids):
            return Given("Đã chuyển xử lý")
        raise _wrong("assignee_unknown", "/lead_id", "Hãy chọn đơn vị hoặc người chủ trì.")
    lead = await _worker(session, who, new.lead_id, "/lead_id", unit.id if unit else "") if new.lead_id else None
    helpers = await _cooperators(session, who, new, inside)
    head = await _head(session, unit, "/unit_id") if unit and not lead else None
    place = (unit.id, unit.name) if unit else (lead.unit_id, lead.unit) if lead else ("", "")
    helping = [] if inside else await _helping(session, who, new.cooperating_unit_ids, place[0])
    named = [person.id for person in (lead, *helpers) if person]
    await _forget(session, incoming, inside, [one.id for one, _ in helping], named)
    _keep(session, who, incoming, new.opinion, lead, helpers)
    session.add_all(CooperatingUnit(incoming_id=incoming.id, unit_id=one.id, unit_name=one.name) for one, _ in helping)
    incoming.unit_id, incoming.unit_name = place
    incoming.former_lead = ""
    words = f"Chủ trì: {lead.full_name}" if lead else f"Đơn vị chủ trì: {incoming.unit_name}"
    if helping:
        words += f"; đơn vị phối hợp: {', '.join(one.name for one, _ in helping)}"
    told = (lead or head, *helpers, *(its_head for _, its_head in helping))
    return Given(words, tuple(dict.fromkeys(person.id for person in told if person)))


async def _give_cooperation(
    session: AsyncSession, who: Identity, incoming: IncomingDocument, new: AssignmentIn, unit_id: str
) -> Given:
    """The head of a unit that co-operates names who of it does so; who leads, and until when, is for others to say."""
    if new.lead_id or new.unit_id or new.cooperating_unit_ids:
        raise _wrong("assignee_unknown", "/lead_id", "Đơn vị bạn phối hợp: chỉ chọn người phối hợp của đơn vị.")
    if new.due_on:
        raise _wrong("not_your_unit", "/due_on", "Hạn xử lý do lãnh đạo hoặc đơn vị chủ trì đặt.")
    helpers = await _cooperators(session, who, new, unit_id)
    if not helpers:
        raise _wrong("assignee_unknown", "/cooperating_ids", "Hãy chọn người phối hợp của đơn vị.")
    others = {one.person_id for one in await list_assignments(session, incoming.id) if one.unit_id != unit_id}
    for person in helpers:
        if person.id in others:
            sentence = f"{person.full_name} đã được phân công xử lý văn bản này."
            raise _wrong("assignee_unknown", "/cooperating_ids", sentence)
    await session.execute(
        delete(Assignment).where(Assignment.incoming_id == incoming.id, Assignment.unit_id == unit_id)
    )
    _keep(session, who, incoming, new.opinion, None, helpers, unit_id)
    names = ", ".join(person.full_name for person in helpers)
    return Given(f"{helpers[0].unit} phối hợp: {names}", tuple(person.id for person in helpers))


async def _cooperators(session: AsyncSession, who: Identity, new: AssignmentIn, inside: str) -> list[Colleague]:
    """Người phối hợp; of one unit, where one is said."""
    wanted = [person_id for person_id in dict.fromkeys(new.cooperating_ids) if person_id != new.lead_id]
    return [await _worker(session, who, person_id, "/cooperating_ids", inside) for person_id in wanted]


async def _helping(
    session: AsyncSession, who: Identity, unit_ids: Sequence[str], leading: str
) -> list[tuple[Unit, Colleague]]:
    """Đơn vị phối hợp, each with its head; the unit that leads is none of them."""
    units = {unit.id: unit for unit in await list_units(session, who.agency_code, clock.local_now().date())}
    wanted = [unit_id for unit_id in dict.fromkeys(unit_ids) if unit_id != leading]
    if not units.keys() >= set(wanted):
        raise _wrong("unit_unknown", "/cooperating_unit_ids", "Hãy chọn đơn vị đang hoạt động của cơ quan.")
    found = [units[unit_id] for unit_id in wanted]
    return [(unit, await _head(session, unit, "/cooperating_unit_ids")) for unit in found]


async def _unit(session: AsyncSession, who: Identity, unit_id: str) -> Unit | None:
    """The unit that is given the document: a head's own, whatever else is named."""
    inside = led_by(who)
    if inside and unit_id not in ("", inside):
        raise _wrong("unit_unknown", "/unit_id", "Bạn chỉ phân công trong đơn vị mình đứng đầu.")
    wanted = inside or unit_id
    if not wanted:
        return None
    units = await list_units(session, who.agency_code, clock.local_now().date())
    found = next((unit for unit in units if unit.id == wanted), None)
    if found is None:
        raise _wrong("unit_unknown", "/unit_id", "Hãy chọn đơn vị đang hoạt động của cơ quan.")
    return found


async def _head(session: AsyncSession, unit: Unit, pointer: str) -> Colleague:
    """A document is given to a unit only where somebody is there to give it out."""
    found = await find_head(session, unit.id, clock.local_now().date())
    if found is None:
        instead = "hãy chọn cả người chủ trì" if pointer == "/unit_id" else "hãy chọn người phối hợp"
        sentence = f"{unit.name} chưa có người đứng đầu để phân công tiếp; {instead}."
        raise Invalid("unit_without_head", fields=[FieldError(pointer, "unit_without_head", sentence)], name=unit.name)
    return found


async def _worker(session: AsyncSession, who: Identity, person_id: str, pointer: str, unit_id: str) -> Colleague:
    found = await find_colleague(session, who.agency_code, person_id, *WORKERS, unit_id=unit_id)
    if found is None:
        raise _wrong("assignee_unknown", pointer, f"Hãy chọn người xử lý của {'đơn vị' if unit_id else 'cơ quan'}.")
    return found


async def _forget(
    session: AsyncSession, incoming: IncomingDocument, inside: str, helping: Sequence[str], named: Sequence[str]
) -> None:
    """A new assignment replaces the one before, but for people whom the heads of units named that go on co-operating; a head's
    leaves those alone who co-operate from other units.
    """
    # Whoever was sent it to know has nothing to do with who works on it.
    works = or_(Assignment.part != "inform", Assignment.person_id.in_(named))
    before = delete(Assignment).where(Assignment.incoming_id == incoming.id, works)
    if inside:
        people = [one.id for one in await list_colleagues(session, incoming.held_by, *WORKERS, unit_id=inside)]
        await session.execute(before.where(or_(Assignment.part == "lead", Assignment.person_id.in_(people))))
        return
    await session.execute(before.where(or_(Assignment.unit_id.not_in(helping), Assignment.person_id.in_(named))))
    helps = or_(CooperatingUnit.part != "inform", CooperatingUnit.unit_id.in_(helping))
    await session.execute(delete(CooperatingUnit).where(CooperatingUnit.incoming_id == incoming.id, helps))


def _keep(
    session: AsyncSession,
    who: Identity,
    incoming: IncomingDocument,
    opinion: str,
    lead: Colleague | None,
    helpers: list[Colleague],
    unit_id: str = "",
) -> None:
    """`unit_id`: the co-operating unit that the helpers were named in."""
    for part, person in [*([("lead", lead)] if lead else []), *(("cooperate", helper) for helper in helpers)]:
        session.add(
            Assignment(
                incoming_id=incoming.id,
                person_id=person.id,
                person_name=person.full_name,
                part=part,
                unit_id=unit_id,
                opinion=opinion,
                assigned_by=who.acting_name,
                assigned_at=clock.now(),
            )
        )


def _wrong(code: str, pointer: str, sentence: str) -> Invalid:
    return Invalid(code, fields=[FieldError(pointer, code, sentence)])
