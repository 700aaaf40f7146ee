"""To whom parts of an arrival are given: read, checked against each other, then laid over what stands; nobody is dropped who is not named."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.incoming.giving import WORKERS
from document_exchange.incoming.models import Assignment, CooperatingUnit, IncomingDocument
from document_exchange.instructing.queries import HeldPart, list_parts
from document_exchange.instructing.rules import PART_NAMES, Outcome, Part, Whose, read_whose
from document_exchange.instructing.schemas import PartIn
from document_exchange.instructing.steps import wrong
from shared.access.identity import Identity
from shared.core import clock
from shared.core.formats import vn_date
from shared.directory.models import Unit
from shared.directory.queries import Colleague, find_colleague, find_head, list_units


@dataclass(frozen=True)
class Wanted:
    """Một phần việc định giao, with whom it names found in the directory."""

    whose: Whose
    name: str
    part: Part
    due_on: date | None
    words: str
    told: str
    """Whom it concerns: the person, or the head of the unit."""
    place: tuple[str, str]
    """Unit in which it lies: id and name; both empty for none."""


@dataclass
class Laid:
    """Điều đã giao: whose parts are new or changed, and what was there before in their place."""

    working: list[str] = field(default_factory=list)
    informed: list[str] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)


async def find_wanted(
    session: AsyncSession, who: Identity, incoming: IncomingDocument, parts: Sequence[PartIn], inside: str = ""
) -> list[Wanted]:
    """Refuses beside the part at fault. `inside`: a head gives to people of his unit alone."""
    found: list[Wanted] = []
    units = {one.id: one for one in await list_units(session, who.agency_code, clock.local_now().date())}
    for number, one in enumerate(parts):
        at = f"/parts/{number}"
        whose = read_whose(one.whose_id)
        if whose is None or (inside and whose.kind == "unit"):
            raise wrong("assignee_unknown", f"{at}/whose_id", "Hãy chọn người hoặc đơn vị trong danh sách.")
        if any(earlier.whose == whose for earlier in found):
            raise wrong("named_twice", f"{at}/whose_id", f"{found[-1].name} đã có ở dòng trên; mỗi nơi một dòng.")
        if one.part is Part.LEAD and any(earlier.part is Part.LEAD for earlier in found):
            raise wrong("two_leads", f"{at}/part", "Chỉ một nơi chủ trì; hãy chọn phối hợp cho nơi còn lại.")
        if whose.kind == "unit":
            found.append(await _of_unit(session, units.get(whose.id), one, whose, at))
        else:
            found.append(await _of_person(session, who, one, whose, at, inside))
    _require_apart(incoming, found)
    require_terms(incoming, found)
    return found


def _require_apart(incoming: IncomingDocument, wanted: Sequence[Wanted]) -> None:
    """The unit that leads, by itself or by one of its people, has no other part besides: its head could never report it."""
    leading = next((one.place[0] for one in wanted if one.part is Part.LEAD), incoming.unit_id)
    for number, one in enumerate(wanted):
        if leading and one.part is not Part.LEAD and one.whose == Whose("unit", leading):
            sentence = f"{one.name} chủ trì; hãy chọn một người của đơn vị, hoặc nơi khác chủ trì."
            raise wrong("leads_already", f"/parts/{number}/whose_id", sentence)


def require_lead(held: Sequence[HeldPart], wanted: Sequence[Wanted]) -> None:
    """Somebody leads afterwards: named now, or before and not named as something else."""
    named_now = {one.whose for one in wanted}
    stays = any(one.part == Part.LEAD and one.whose not in named_now for one in held)
    if not stays and not any(one.part is Part.LEAD for one in wanted):
        raise wrong("lead_missing", "/parts/0/whose_id", "Hãy chọn đơn vị hoặc người chủ trì.")


async def _of_unit(session: AsyncSession, unit: Unit | None, one: PartIn, whose: Whose, at: str) -> Wanted:
    if unit is None:
        raise wrong("unit_unknown", f"{at}/whose_id", "Hãy chọn đơn vị đang hoạt động của cơ quan.")
    head = await find_head(session, unit.id, clock.local_now().date())
    if head is None:
        sentence = f"{unit.name} chưa có người đứng đầu để phân công tiếp; hãy chọn một người của đơn vị."
        raise wrong("unit_without_head", f"{at}/whose_id", sentence)
    return Wanted(whose, unit.name, one.part, one.due_on, one.words, head.id, (unit.id, unit.name))


async def _of_person(session: AsyncSession, who: Identity, one: PartIn, whose: Whose, at: str, inside: str) -> Wanted:
    person: Colleague | None = await find_colleague(session, who.agency_code, whose.id, *WORKERS, unit_id=inside)
    if person is None:
        place = "đơn vị" if inside else "cơ quan"
        raise wrong("assignee_unknown", f"{at}/whose_id", f"Hãy chọn người đang làm việc tại {place}.")
    place_of = (person.unit_id, person.unit)
    return Wanted(whose, person.full_name, one.part, one.due_on, one.words, person.id, place_of)


def require_terms(incoming: IncomingDocument, wanted: Sequence[Wanted]) -> None:
    """No term is over before it is given, and no part ends after the whole."""
    today = clock.local_now().date()
    whole = next((one.due_on for one in wanted if one.part is Part.LEAD and one.due_on), incoming.due_on)
    for number, one in enumerate(wanted):
        at = f"/parts/{number}/due_on"
        if one.due_on and one.due_on < today:
            sentence = f"Hạn của {one.name} ({vn_date(one.due_on)}) đã qua; hãy chọn hôm nay hoặc một ngày sau."
            raise wrong("day_over", at, sentence)
        if one.due_on and whole and one.due_on > whole and one.part is not Part.LEAD:
            sentence = (
                f"Hạn của {one.name} ({vn_date(one.due_on)}) sau hạn chung {vn_date(whole)}; hãy chọn ngày sớm hơn."
            )
            raise wrong("after_whole", at, sentence)


async def described(session: AsyncSession, who: Identity, incoming: IncomingDocument, parts: Sequence[PartIn]) -> str:
    """What a proposal names, checked as what is given is."""
    wanted = await find_wanted(session, who, incoming, parts)
    if wanted:
        require_lead(await list_parts(session, incoming), wanted)
    return named(wanted)


def named(wanted: Sequence[Wanted]) -> str:
    """`Chủ trì: Phòng A, hạn 02/03/2026; phối hợp: B, C; để biết: D`."""
    said = []
    for part in Part:
        of_part = [_with_term(one.name, one.due_on) for one in wanted if one.part is part]
        if of_part:
            said.append(f"{PART_NAMES[part]}: {', '.join(of_part)}")
    sentence = "; ".join(said)
    return sentence[:1].upper() + sentence[1:]


def _with_term(name: str, due_on: date | None) -> str:
    return f"{name} (hạn {vn_date(due_on)})" if due_on else name


async def lay(
    session: AsyncSession, who: Identity, incoming: IncomingDocument, wanted: Sequence[Wanted], words: str, inside: str
) -> Laid:
    """Whom it names has it from now on as it says; what stood there otherwise is told as a change."""
    laid, before = Laid(), {one.whose: one for one in await list_parts(session, incoming)}
    for one in sorted(wanted, key=lambda one: one.part is not Part.LEAD):
        former = before.get(one.whose)
        if former is not None:
            _tell_change(laid, former, one)
        if one.part is Part.LEAD:
            await _lead(session, incoming, one, laid, before)
        await _put(session, who, incoming, one, words, inside)
        if former is None or former.part != one.part or former.due_on != one.due_on or one.words:
            (laid.informed if one.part is Part.INFORM else laid.working).append(one.told)
    await session.flush()
    return laid


def _tell_change(laid: Laid, former: HeldPart, one: Wanted) -> None:
    if former.part != one.part:
        laid.changes.append(f"{one.name}: {PART_NAMES[former.part]} → {PART_NAMES[one.part]}")
    if one.due_on and former.due_on and one.due_on != former.due_on:
        laid.changes.append(f"hạn của {one.name}: {vn_date(former.due_on)} → {vn_date(one.due_on)}")


async def _lead(
    session: AsyncSession, incoming: IncomingDocument, one: Wanted, laid: Laid, before: dict[Whose, HeldPart]
) -> None:
    """Who led before leads no longer: told as a change, and kept to help where he was named to."""
    for held in [held for held in before.values() if held.part == Part.LEAD and held.whose != one.whose]:
        stays = one.whose == Whose("unit", incoming.unit_id) and held.whose.kind == "person"
        if stays:
            continue  # the unit whose person leads is given it once more
        if held.whose != Whose("unit", one.place[0]):
            laid.changes.append(f"chủ trì: {held.name} → {one.name}")
        if held.row is not None:
            await session.delete(held.row)
    if one.due_on and incoming.due_on and one.due_on != incoming.due_on and one.whose not in before:
        laid.changes.append(f"hạn chung: {vn_date(incoming.due_on)} → {vn_date(one.due_on)}")
    incoming.unit_id, incoming.unit_name = one.place
    incoming.former_lead = ""
    incoming.due_on = one.due_on or incoming.due_on
    helping = await session.get(CooperatingUnit, (incoming.id, incoming.unit_id))
    if helping is not None:
        # What leads does not co-operate too; whom its head named goes on helping.
        await session.delete(helping)
        of_unit = Assignment.incoming_id == incoming.id, Assignment.unit_id == incoming.unit_id
        await session.execute(update(Assignment).where(*of_unit).values(unit_id=""))
    await session.flush()


async def _put(
    session: AsyncSession, who: Identity, incoming: IncomingDocument, one: Wanted, words: str, inside: str
) -> None:
    if one.whose.kind == "unit":
        if one.part is not Part.LEAD:
            held = await session.get(CooperatingUnit, (incoming.id, one.whose.id))
            row = held or CooperatingUnit(incoming_id=incoming.id, unit_id=one.whose.id, unit_name=one.name)
            _fill(row, who, one, words, inside)
            session.add(row)
        return
    mine = await session.get(Assignment, (incoming.id, one.whose.id))
    person = mine or Assignment(incoming_id=incoming.id, person_id=one.whose.id, person_name=one.name, unit_id="")
    _fill(person, who, one, words, inside)
    person.assigned_by, person.assigned_at = who.acting_name, clock.now()
    if one.part is Part.LEAD:
        person.unit_id = ""
    session.add(person)


def _fill(row: Assignment | CooperatingUnit, who: Identity, one: Wanted, words: str, inside: str) -> None:
    if row.part != one.part:
        row.outcome, row.outcome_words, row.outcome_at, row.outcome_by = Outcome.OPEN, "", None, ""
    row.part = one.part
    due_on = None if one.part is Part.LEAD else one.due_on or row.due_on
    row.due_on, row.late_at = due_on, row.late_at if due_on == row.due_on else None
    row.opinion = one.words or words or row.opinion or ""
    row.given_by, row.given_in = who.desk, inside
